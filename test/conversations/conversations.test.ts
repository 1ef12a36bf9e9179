/** Every transcript, played on the device, against the assistant and a pretend bank. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  conversationsOf,
  expectConversation,
  loadInteractionModel,
  openPretendStage,
  pretendSecrets,
  readTranscript,
  transcriptNames,
  type OpenStage,
  type PlayedTurn,
} from 'sottovoce/testing';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { facadeFailures } from '../../src/facade/port.ts';

const folder = new URL('.', import.meta.url);
const names = transcriptNames(folder);
const logged: string[] = [];
let stage: OpenStage;

beforeAll(async () => {
  const model = loadInteractionModel('en-US');
  stage = await openPretendStage({ intents, replies, model, log: line => logged.push(line) });
});
beforeEach(() => void logged.splice(0));
afterAll(() => stage[Symbol.asyncDispose]());

describe.each(names)('%s', name => {
  test.each(conversationsOf(readTranscript(new URL(`${name}.yaml`, folder))))(
    '$title',
    async conversation => {
      expectNoLeak(await expectConversation(conversation, stage));
    },
  );
});

test('every failure of the facade has a transcript', () => {
  expect(names.filter(name => name.startsWith('failure-')).sort()).toEqual(
    facadeFailures.map(failure => `failure-${failure.replaceAll('_', '-')}`).sort(),
  );
});

/** What the platform keeps holds no figure, name, token or PIN, and no log does; what is said holds no token or PIN. */
function expectNoLeak(played: readonly PlayedTurn[]): void {
  const responses = played.flatMap(({ record }) => record?.response ?? []);
  const kept = JSON.stringify([
    responses.map(({ sessionAttributes, response }) => [sessionAttributes, response.card]),
    // A time of day, a hashed id and a trace are digits by chance.
    logged.map(line => line.replaceAll(/"(?:timestamp|request|trace)":"[^"]*"/g, '')),
  ]);
  expect(pretendSecrets.filter(secret => kept.includes(secret))).toEqual([]);
  const [pin, token, code] = pretendSecrets;
  expect([pin, token, code].filter(secret => JSON.stringify(responses).includes(secret))).toEqual([]);
}
