import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as intents from '../intents/index.ts';
import { replies } from '../models/en-US.replies.ts';
import { type TurnLogRecord, createAssistant } from '../src/assistant.ts';
import type { Facade, FacadeCall } from '../src/facade/port.ts';
import { createPretendBank } from '../src/simulator/stack/pretend-bank.ts';
import { bankCall } from '../src/simulator/transcripts/bank-calls.ts';
import { pretendPin } from '../src/simulator/stack/pretend-figures.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00-05:00') }));
afterEach(() => void vi.useRealTimers());

const context = { conversation: 'conversation-of-this-test' };
const never = <Value>(): Promise<Value> => Promise.withResolvers<Value>().promise;

function assistantOn(facade: Facade, timeZone = 'America/New_York') {
  const logged: TurnLogRecord[] = [];
  const assistant = createAssistant({
    facade,
    intents,
    replies,
    settings: { bankName: 'Harbor Bank', timeZone, turnTimeoutMs: 6_000 },
    now: () => Date.now(),
    log: record => logged.push(record),
  });
  const hear = (name: string, slots = {}, memory: unknown = {}, accessToken: string | null = 'token') =>
    assistant({ heard: { kind: 'intent', name, slots }, memory, accessToken, context });
  return { hear, logged };
}

test('a bank that never answers is given up at the deadline, and its call aborted', async () => {
  const calls: FacadeCall[] = [];
  const { hear, logged } = assistantOn({
    ...createPretendBank().facade,
    answer: (_question, call) => {
      calls.push(call);
      return never();
    },
  });
  const reply = hear('BalanceIntent');
  await vi.advanceTimersByTimeAsync(5_999);
  expect(calls[0]?.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect((await reply)?.speech).toBe(replies.failure.bank_too_slow);
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(logged).toEqual([
    {
      event: 'turn',
      intent: 'BalanceIntent',
      code: 'bank_too_slow',
      calls: [{ call: 'balance', code: 'bank_too_slow', durationMs: 6_000 }],
      result: 'end',
      durationMs: 6_000,
      request: null,
      trace: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    },
  ]);
});

test('all calls of a turn share one deadline', async () => {
  const signals: AbortSignal[] = [];
  const { hear } = assistantOn({
    ...createPretendBank().facade,
    stepUp: async (_factor, { signal }) => {
      signals.push(signal);
      await new Promise(resolve => setTimeout(resolve, 4_000));
      return { ok: true, value: { idleSeconds: 300, absoluteSeconds: 900 } };
    },
    answer: (_question, { signal }) => {
      signals.push(signal);
      return never();
    },
  });
  const pending = {
    pending: { question: { name: 'balance' }, challenge: { kind: 'voice-pin' } },
    last: { name: 'balance' },
    unclear: null,
    confirming: null,
    explainedDays: false,
    refusedPins: 0,
  };
  const reply = hear('PinIntent', { pin: { value: pretendPin, id: null } }, pending);
  await vi.advanceTimersByTimeAsync(6_000);
  expect((await reply)?.speech).toBe(replies.failure.bank_too_slow);
  expect(signals[0]).toBe(signals[1]);
});

test('a turn leaves no timer behind', async () => {
  const { hear } = assistantOn(createPretendBank().facade);
  await hear('AMAZON.HelpIntent');
  await hear('BalanceIntent');
  expect(vi.getTimerCount()).toBe(0);
});

test('today is the bank’s day, not the host’s', async () => {
  vi.setSystemTime('2026-11-30T23:30:00-05:00');
  const bank = createPretendBank();
  await assistantOn(bank.facade, 'America/New_York').hear('IncomeIntent');
  await assistantOn(bank.facade, 'Europe/Prague').hear('IncomeIntent');
  expect(bank.takeExchanges().map(bankCall)).toEqual([
    'income 2026-11-01..2026-11-30 -> step_up_required',
    'income 2026-12-01..2026-12-01 -> step_up_required',
  ]);
});

test('without a token nothing is asked', async () => {
  const bank = createPretendBank();
  const { hear } = assistantOn(bank.facade);
  expect(await hear('BalanceIntent', {}, {}, null)).toMatchObject({ card: { kind: 'link-account' } });
  expect(bank.takeExchanges().map(bankCall)).toEqual([]);
});

test('a bug is thrown, not spoken around', async () => {
  const { hear } = assistantOn({
    ...createPretendBank().facade,
    answer: () => Promise.reject(new TypeError('a bug')),
  });
  await expect(hear('BalanceIntent')).rejects.toThrow('a bug');
  expect(vi.getTimerCount()).toBe(0);
});

test('a log record holds no more than codes and durations', async () => {
  const { hear, logged } = assistantOn(createPretendBank().facade);
  await hear('say 4821 to Maya', { account: { value: 'Everyday Checking', id: 'checking' } });
  expect(logged).toEqual([
    {
      event: 'turn',
      intent: 'unknown',
      code: 'ok',
      calls: [],
      result: 'listen',
      durationMs: 0,
      request: null,
      trace: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    },
  ]);
});
