/** Every transcript, played against the assistant and a pretend bank. */
import { describe, expect, test } from 'vitest';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { type TurnLogRecord, createAssistant } from '../../src/assistant.ts';
import type { Heard, HeardSlot, Reply } from '../../src/conversation/turn.ts';
import { facadeFailures } from '../../src/facade/port.ts';
import { createPretendBank, pretendToken, secrets } from './pretend-bank.ts';
import {
  type TranscriptConversation,
  type TranscriptTurn,
  readTranscript,
  transcriptNames,
} from './transcript.ts';

describe.each(transcriptNames)('%s', name => {
  const { today, conversations } = readTranscript(name);
  test.each(conversations)('$title', async conversation => {
    await play(conversation, today);
  });
});

test('every failure of the facade has a transcript', () => {
  expect(transcriptNames.filter(name => name.startsWith('failure-')).sort()).toEqual(
    facadeFailures.map(failure => `failure-${failure.replaceAll('_', '-')}`).sort(),
  );
});

/** Plays a conversation turn by turn, as a platform would that carries the session attributes along. */
async function play(conversation: TranscriptConversation, today: string): Promise<void> {
  const bank = createPretendBank(conversation.figures);
  const logged: TurnLogRecord[] = [];
  const assistant = createAssistant({
    facade: bank.facade,
    intents,
    replies,
    settings: {
      bankName: 'Harbor Bank',
      fraudLine: conversation.fraudLine,
      timeZone: 'America/New_York',
      turnTimeoutMs: 6_000,
    },
    now: () => Date.parse(`${today}T12:00:00-05:00`),
    log: record => logged.push(record),
  });

  let attributes: unknown = {};
  let lastReply: Reply | null = null;
  for (const turn of conversation.turns) {
    if ('silence' in turn) {
      expect(lastReply?.then).toMatchObject({ kind: 'listen', reprompt: turn.reprompt });
      continue;
    }
    bank.failing = turn.fails ?? null;
    bank.challenge = turn.challenge ?? bank.challenge;
    const reply: Reply | null = await assistant({
      heard: heardIn(turn),
      memory: turn.attributes ?? attributes,
      accessToken: conversation.linked ? pretendToken : null,
      context: {
        conversation: 'conversation-of-this-transcript',
        ...(turn.speaker === undefined ? {} : { speaker: opaque(turn.speaker) }),
      },
    });

    expect({ ...told(reply), bank: bank.takeCalls() }).toEqual(expected(turn));
    expectNoLeak(reply, logged);
    // A platform carries attributes as JSON, and drops them with the session.
    attributes = reply?.then.kind === 'listen' ? JSON.parse(JSON.stringify(reply.memory)) : {};
    lastReply = reply;
  }
}

function heardIn(turn: Exclude<TranscriptTurn, { silence: true }>): Heard {
  if ('opens' in turn) return { kind: 'opened' };
  if ('closed' in turn) return { kind: 'ended' };
  const slots: Record<string, HeardSlot> = {};
  for (const [name, slot] of Object.entries(turn.slots)) {
    const hasCatalogue = name === 'account' || name === 'category';
    slots[name] = typeof slot === 'string' ? { value: slot, id: hasCatalogue ? slot : null } : slot;
  }
  return { kind: 'intent', name: turn.intent, slots };
}

const opaque = (name: string): string => name.padEnd(22, '-');

function told(reply: Reply | null) {
  if (reply === null) return null;
  const { then } = reply;
  const elicited = then.kind === 'listen' ? then.elicit : null;
  const listens = elicited === null ? 'listens' : `asks for ${elicited.intent}.${elicited.slot}`;
  return {
    answer: reply.speech,
    then: then.kind === 'end' ? 'ends' : listens,
    card: cardTitle(reply),
  };
}

function cardTitle({ card }: Reply): string | null {
  if (card === null) return null;
  return card.kind === 'simple' ? card.title : card.kind;
}

function expected(turn: Exclude<TranscriptTurn, { silence: true }>) {
  if ('closed' in turn) return { bank: turn.bank };
  return { answer: turn.answer, then: turn.then, card: turn.card, bank: turn.bank };
}

/** What the platform keeps holds no figure, name, token or PIN; what is said holds no token or PIN. */
function expectNoLeak(reply: Reply | null, logged: readonly TurnLogRecord[]): void {
  const kept = JSON.stringify([reply?.memory, reply?.card, logged]);
  expect(secrets.filter(secret => kept.includes(secret))).toEqual([]);
  const [pin, token, code] = secrets;
  expect([pin, token, code].filter(secret => JSON.stringify(reply).includes(secret))).toEqual([]);
}
