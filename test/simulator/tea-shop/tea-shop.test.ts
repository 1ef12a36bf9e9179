/** What the device does, each with a conversation that shows it, on a skill that has all of it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import {
  conversationsOf,
  expectConversation,
  openSkillStage,
  parseInteractionModel,
  readTranscript,
  transcriptNames,
  type InteractionModel,
  type OpenStage,
} from 'sottovoce/testing';
import { lazyLanguage, type Language } from '../../../src/simulator/language.ts';
import { createTeaShop } from './skill.ts';

const folder = new URL('.', import.meta.url);
/** Long enough for a skill on this machine, and short enough to wait for. */
const deadlineMs = 400;

let language: Language;
let stage: OpenStage;
beforeAll(() => {
  const model: InteractionModel = parseInteractionModel(
    readFileSync(new URL('model.json', folder), 'utf8'),
    'model.json',
  );
  language = lazyLanguage(model);
});
beforeEach(async () => {
  stage = await openSkillStage({ model: language, handler: createTeaShop(), deadlineMs });
});
afterEach(() => stage[Symbol.asyncDispose]());

describe.each(transcriptNames(folder))('%s', name => {
  test.each(conversationsOf(readTranscript(new URL(`${name}.yaml`, folder))))(
    '$title',
    async conversation => {
      await expectConversation(conversation, stage);
    },
  );
});
