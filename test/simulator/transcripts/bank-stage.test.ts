/** Conversations with the demo household, with everything behind them that there is. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  conversationsOf,
  expectConversation,
  openBankStage,
  readTranscript,
  transcriptNames,
  type OpenStage,
} from 'sottovoce/testing';
import { demoFolder } from '../data-folder.ts';
import { trainedEnglish } from '../trained.ts';

const folder = new URL('.', import.meta.url);
let stage: OpenStage;
beforeAll(async () => {
  stage = await openBankStage({ language: trainedEnglish(), dataDir: await demoFolder() });
});
afterAll(() => stage[Symbol.asyncDispose]());

describe.each(transcriptNames(folder))('%s', name => {
  test.each(conversationsOf(readTranscript(new URL(`${name}.yaml`, folder))))(
    '$title',
    async conversation => {
      await expectConversation(conversation, stage);
    },
  );
});
