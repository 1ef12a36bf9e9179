/** A conversation that is not as it is written is told so, and where. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  conversationsOf,
  expectConversation,
  loadInteractionModel,
  openBankStage,
  openPretendStage,
  TranscriptMismatch,
  Unplayable,
  type Conversation,
  type OpenStage,
} from 'sottovoce/testing';
import * as intents from '../../../intents/index.ts';
import { replies } from '../../../models/en-US.replies.ts';
import { lazyLanguage } from '../../../src/simulator/language.ts';
import { transcriptForm, type WrittenTranscript } from '../../../src/simulator/transcripts/form.ts';

let stage: OpenStage;
let bank: OpenStage;
beforeAll(async () => {
  const model = loadInteractionModel('en-US');
  stage = await openPretendStage({ intents, replies, model });
  bank = await openBankStage({ language: lazyLanguage(model) });
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await bank[Symbol.asyncDispose]();
});

type Turns = WrittenTranscript['conversations'][number]['turns'];

function conversation(
  turns: Turns,
  around: Partial<WrittenTranscript> = {},
  more: Partial<WrittenTranscript['conversations'][number]> = {},
): Conversation {
  const written: WrittenTranscript = {
    today: '2026-11-23',
    ...around,
    conversations: [{ title: 'A talk', ...more, turns }],
  };
  const [only] = conversationsOf(transcriptForm.parse(written));
  if (only === undefined) throw new Error('a transcript has a conversation');
  return only;
}

const asksForPin = {
  customer: "What's my balance?",
  intent: 'BalanceIntent',
  bank: ['balance -> step_up_required'],
  answer: 'To answer that, please say your four-digit voice PIN.',
  then: 'asks for PinIntent.pin',
};
const answers = {
  customer: '{pin}',
  intent: 'PinIntent',
  slots: { pin: '{pin}' },
  bank: ['step-up -> ok', 'balance -> ok'],
  answer: 'You have about $2,380 available in … and about $8,150 in Rainy Day. You owe …. Anything else?',
  then: 'listens',
};

describe('a conversation', () => {
  it('is as it is written, with words that may vary, and a PIN that is not written', async () => {
    const played = await expectConversation(conversation([asksForPin, answers]), stage);
    expect(played.map(({ mismatches }) => mismatches)).toEqual([[], []]);
    expect(played[1]?.record?.utterance).toBe('••••');
  });

  it.each<[string, Turns, RegExp]>([
    [
      'another answer',
      [{ ...asksForPin, answer: 'Your PIN?' }],
      /answer\n {4}- Your PIN\?\n {4}\+ To answer that/,
    ],
    ['an end', [{ ...asksForPin, then: 'ends' }], /then\n {4}- ends\n {4}\+ asks for PinIntent\.pin/],
    ['another call', [{ ...asksForPin, bank: [] }], /bank\n {4}\+ balance -> step_up_required/],
    ['a card', [{ ...asksForPin, card: 'Balance' }], /card\n {4}- Balance\n {4}\+ \(nothing\)/],
    ['another intent', [{ ...asksForPin, understood: 'BillIntent' }], /understood\n {4}- BillIntent/],
    ['another reprompt', [{ ...asksForPin, reprompt: 'Hm?' }], /reprompt\n {4}- Hm\?/],
    [
      'a finding that is expected',
      [{ ...asksForPin, findings: ['Too long.'] }],
      /findings\n {4}- Too long\./,
    ],
    ['a later turn', [asksForPin, { ...answers, answer: '… $1 …' }], /turn 2: \{pin\}\n {4}answer/],
    ['silence that is answered', [asksForPin, { silence: true }], /reprompt\n {4}- \(nothing\)/],
    ['a session that is not there', [{ closed: true }], /something to happen/],
  ])('says what is different: %s', async (_, turns, message) => {
    const playing = expectConversation(conversation(turns), stage);
    await expect(playing).rejects.toThrow(TranscriptMismatch);
    await expect(playing).rejects.toThrow(message);
  });

  it('does not go on after the first difference', async () => {
    const wrong = { ...asksForPin, answer: 'No.' };
    await expect(expectConversation(conversation([wrong, wrong]), stage)).rejects.not.toThrow('turn 2');
  });
});

describe('a conversation on the wrong stage says which one it needs', () => {
  it.each<[string, Conversation, RegExp]>([
    [
      'a customer of a bank',
      conversation([asksForPin], { customer: 'demo' }),
      /The customer "demo" is at a real bank/,
    ],
    ['a bad line', conversation([{ line: 'down' }]), /customer: demo/],
    ['a token', conversation([{ token: 'expired' }]), /customer: demo/],
    ['a consent', conversation([asksForPin], {}, { consent: null }), /customer: demo/],
  ])('%s', async (_, needy, message) => {
    const playing = expectConversation(needy, stage);
    await expect(playing).rejects.toThrow(Unplayable);
    await expect(playing).rejects.toThrow(message);
  });

  it.each<[string, Conversation, RegExp]>([
    ['a pretend customer', conversation([asksForPin]), /names no customer/],
    [
      'figures',
      conversation([asksForPin], { customer: 'demo' }, { figures: { alerts: {} } }),
      /pretend bank/,
    ],
    ['a failure', conversation([{ ...asksForPin, fails: 'busy' }], { customer: 'demo' }), /line: down/],
    [
      'a challenge',
      conversation([{ ...asksForPin, challenge: { kind: 'one-time-code' } }], { customer: 'demo' }),
      /stepUp/,
    ],
  ])('%s', async (_, needy, message) => {
    await expect(expectConversation(needy, bank)).rejects.toThrow(message);
  });
});
