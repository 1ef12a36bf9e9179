import { afterAll, beforeAll, test } from 'vitest';
import {
  conversationsOf,
  expectConversation,
  loadInteractionModel,
  openPretendStage,
  readTranscript,
  type OpenStage,
} from 'sottovoce/testing';
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';

let stage: OpenStage;
beforeAll(async () => {
  stage = await openPretendStage({ intents, replies, model: loadInteractionModel('en-US') });
});
afterAll(() => stage[Symbol.asyncDispose]());

const transcript = readTranscript(new URL('balance.yaml', import.meta.url));
test.each(conversationsOf(transcript))('$title', async conversation => {
  await expectConversation(conversation, stage);
});
