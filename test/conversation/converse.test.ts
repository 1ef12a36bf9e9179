/** What holds for every turn, whatever a platform sends and a bank answers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { defineIntent, factorSlots, opened } from '../../src/conversation/intent.ts';
import { emptyMemory, memory } from '../../src/conversation/memory.ts';
import { createConversation } from '../../src/conversation/routing.ts';
import { slotNames } from '../../src/conversation/slots.ts';
import type { Heard, Reply, Step, Turn } from '../../src/conversation/turn.ts';
import {
  type Answer,
  type Question,
  type StepUpChallenge,
  accountKinds,
  answerSchemas,
  balancePrecision,
  consentClasses,
  questionNames,
  severities,
  spendingCategories,
} from '../../src/facade/contract.ts';
import { type FacadeFailure, type Outcome, facadeFailures } from '../../src/facade/port.ts';

const conversation = createConversation({ intents, say: replies, bankName: 'Harbor Bank' });
const today = '2026-11-23';

// --------------------------------------------------------------------------------------------- arbitrary turns

const windows = fc.constantFrom(
  { from: today, through: today },
  { from: '2026-11-01', through: today },
  { from: '2026-10-01', through: '2026-10-31' },
  { from: '2025-01-31', through: '2026-07-04' },
);
const accounts = fc.option(fc.constantFrom(...accountKinds), { nil: undefined });
const questions: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ name: fc.constant('balance' as const), account: accounts }),
  fc.record({
    name: fc.constantFrom('activity' as const, 'income' as const),
    account: accounts,
    window: windows,
  }),
  fc.record({
    name: fc.constant('spending' as const),
    account: accounts,
    category: fc.option(fc.constantFrom(...spendingCategories), { nil: undefined }),
    window: windows,
  }),
  fc.record({
    name: fc.constant('funds' as const),
    account: accounts,
    atLeastMinor: fc.constantFrom(500, 20_000, 99_999_900),
    currency: fc.constantFrom('USD', 'JPY'),
  }),
  fc.constantFrom(
    { name: 'alerts' as const },
    { name: 'bill' as const },
    { name: 'sharing' as const },
    { name: 'disclosures' as const },
  ),
);

const values = fc.oneof(
  fc.constantFrom(
    '2026-W47',
    '2026-10',
    '2027',
    'P7D',
    'PT24H',
    'P9Y',
    'savings',
    'groceries',
    '200',
    '999999999999999',
    '4821',
    '48',
    '?',
    '',
  ),
  fc.string(),
);
const slots = fc.dictionary(
  fc.constantFrom(...slotNames, '__proto__', 'constructor', 'toString', 'other'),
  fc.record({
    value: values,
    id: fc.option(fc.constantFrom(...accountKinds, ...spendingCategories, 'usd', 'czk', 'unknown'), {
      nil: null,
    }),
  }),
);
const names = Object.values(intents).flatMap(intent => [...intent.names]);
const heard: fc.Arbitrary<Heard> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constant('intent' as const), name: fc.constantFrom(...names), slots }),
  },
  fc.record({ kind: fc.constant('intent' as const), name: fc.string(), slots }),
  fc.constant({ kind: 'opened' as const }),
  fc.constant({ kind: 'ended' as const }),
);
const challenges: fc.Arbitrary<StepUpChallenge> = fc.constantFrom<StepUpChallenge>(
  { kind: 'voice-pin' },
  { kind: 'pin-digits', positions: [2, 4] },
  { kind: 'one-time-code' },
);
const turns: fc.Arbitrary<Turn> = fc.record({
  heard,
  memory: fc.record({
    pending: fc.option(fc.record({ question: questions, challenge: challenges })),
    last: fc.option(questions),
    unclear: fc.option(
      fc.constantFrom('account' as const, 'category' as const, 'period' as const, 'amount' as const),
    ),
    confirming: fc.option(fc.constant('stop-sharing' as const)),
    explainedDays: fc.boolean(),
    refusedPins: fc.nat(3),
  }),
  linked: fc.boolean(),
  today: fc.constantFrom(today, '2024-02-29', '2027-01-01'),
});

/** What the bank answers to each call of a turn, in order: a failure, or figures made from a number. */
const scripts = fc.array(fc.oneof(fc.constantFrom(...facadeFailures), fc.nat()), {
  minLength: 4,
  maxLength: 4,
});
type Script = readonly (FacadeFailure | number)[];

function answerTo(question: Question, seed: number): Answer {
  const total = { count: seed % 4, sumMinor: seed % 4 === 0 ? 0 : seed };
  const figures = {
    balance: {
      accounts: Array.from({ length: (seed % 20) + 1 }, (_, place) => ({
        kind: accountKinds[(seed + place) % 3],
        nickname: `<&"${'x'.repeat(seed % 37)}`,
        currency: seed % 2 === 0 ? 'USD' : 'XTS',
        bookedMinor: (seed - 5) * (place % 2 === 0 ? 1 : -1),
        availableMinor: seed - 7,
        asOfDay: seed % 3 === 0 ? '2026-11-17' : null,
      })),
    },
    funds: {
      account: { kind: accountKinds[seed % 3], nickname: `<&"${'x'.repeat(seed % 37)}` },
      fundsAvailable: seed % 2 === 0,
      asOfDay: seed % 3 === 0 ? '2026-11-20' : null,
    },
    activity: {
      currency: 'USD',
      moneyOut: total,
      moneyIn: { count: (seed + 1) % 3, sumMinor: seed },
      largestCategory:
        seed % 3 === 0 ? null : { category: spendingCategories[seed % 15], sharePercent: seed % 101 },
      pendingCount: seed % 3,
    },
    spending: {
      currency: 'EUR',
      spent: total,
      before: {
        window: { from: '2026-09-01', through: '2026-09-30' },
        spent: { count: seed % 2, sumMinor: seed % 977 },
      },
    },
    income: { currency: 'JPY', received: total },
    bill: {
      cards: Array.from({ length: seed % 4 }, (_, place) => ({
        nickname: `<&"${'x'.repeat(seed % 37)}`,
        currency: seed % 2 === 0 ? 'USD' : 'XTS',
        statement:
          (seed + place) % 5 === 0
            ? null
            : {
                dueOn: ['2026-11-22', '2026-11-23', '2026-11-24', '2026-12-05', '2027-01-04'][seed % 5],
                paid: (seed + place) % 3 === 0,
                amounts:
                  seed % 7 === 0
                    ? null
                    : { balanceMinor: seed % 90_001, minimumMinor: Math.min(2_500, seed % 90_001) },
              },
      })),
    },
    alerts: { openCount: seed % 3, mostUrgent: seed % 3 === 0 ? null : severities[seed % 3] },
    sharing: {
      questions: consentClasses.filter((_, place) => (seed >> place) % 2 === 1),
      accounts: accountKinds.slice(seed % 4).map(kind => ({ kind, nickname: `<&"${'x'.repeat(seed % 37)}` })),
      precision: {
        totals: seed % 2 === 0 ? 'about' : 'exact',
        balances: balancePrecision.options[seed % 3],
      },
      validUntil: seed % 2 === 0 ? '2026-12-31' : '2027-02-28',
    },
    disclosures: {
      told: consentClasses
        .slice(seed % (consentClasses.length + 1))
        .map((kind, index) => ({ kind, count: 1 + ((seed + index) % 30) })),
      lastOn:
        seed % (consentClasses.length + 1) < consentClasses.length
          ? seed % 2 === 0
            ? '2026-11-22'
            : '2026-11-03'
          : null,
    },
  };
  return answerSchemas[question.name].parse({
    answerId: '0d8f6a52-6f0e-4d0e-9a3b-3d1c8f4f1b11',
    asOf: '2026-11-23T12:00:00-05:00',
    question,
    ...(['alerts', 'sharing', 'disclosures'].includes(question.name)
      ? {}
      : { precision: seed % 5 === 0 ? 'exact' : 'about' }),
    ...figures[question.name],
  });
}

/** Carries a turn to its end, as the shell does, and tells what the bank was asked. */
function carry(turn: Turn, script: Script): { reply: Reply | null; asked: Step['kind'][] } {
  const asked: Step['kind'][] = [];
  let step = conversation.converse(turn);
  for (;;) {
    if (step.kind === 'reply') return { reply: step.reply, asked };
    if (step.kind === 'silence') return { reply: null, asked };
    const scripted = script[asked.length] ?? 'bank_error';
    asked.push(step.kind);
    if (asked.length > 4) throw new Error('a turn that does not end');
    if (typeof scripted === 'string') {
      step = step.told(
        scripted === 'step_up_required'
          ? { ok: false, failure: scripted, challenge: { kind: 'pin-digits', positions: [1, 3] } }
          : { ok: false, failure: scripted },
      );
      continue;
    }
    switch (step.kind) {
      case 'ask':
        step = step.told({ ok: true, value: answerTo(step.question, scripted) } satisfies Outcome<Answer>);
        break;
      case 'step-up':
        step = step.told({ ok: true, value: { idleSeconds: 300, absoluteSeconds: 900 } });
        break;
      case 'end-step-up':
      case 'unlink':
        step = step.told({ ok: true, value: null });
        break;
    }
  }
}

// ------------------------------------------------------------------------------------------------- invariants

test('a turn never throws and always ends in a reply that a platform can speak', () => {
  fc.assert(
    fc.property(turns, scripts, (turn, script) => {
      const { reply } = carry(turn, script);
      if (reply === null) {
        expect(turn.heard.kind).toBe('ended');
        return;
      }
      expect(reply.speech).not.toBe('');
      // Escaping can make of one character six at most.
      expect(reply.speech.length).toBeLessThan(6_000);
      expect(reply.speech).not.toMatch(/undefined|null|NaN|\[object/);
      expect(memory.safeParse(reply.memory).success).toBe(true);
      if (reply.then.kind === 'end') expect(reply.memory).toEqual(emptyMemory);
      else expect(reply.then.reprompt).toMatch(/[?]$|never mind\.$/);
    }),
    { numRuns: 3_000 },
  );
});

test('nothing that is kept or shown depends on what the bank answered', () => {
  fc.assert(
    fc.property(turns, fc.nat(), fc.nat(), (turn, one, other) => {
      const shown = (seed: number) => {
        const { reply } = carry(turn, [seed, seed, seed, seed]);
        return [reply?.memory, reply?.card, reply?.then];
      };
      expect(shown(one)).toEqual(shown(other));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['pin', 4],
  ['code', 2],
  ['code', 6],
] as const)('nothing that is said, kept or shown depends on the digits that %s holds: %i', (slot, count) => {
  const digits = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map(row => row.join(''));
  fc.assert(
    fc.property(turns, scripts, digits, digits, (turn, script, one, other) => {
      const saying = (value: string) =>
        carry(
          { ...turn, heard: { kind: 'intent', name: 'PinIntent', slots: { [slot]: { value, id: null } } } },
          script,
        );
      expect(saying(one)).toEqual(saying(other));
    }),
    { numRuns: 1_000 },
  );
});

test('a PIN goes to the bank only while a question waits for it', () => {
  fc.assert(
    fc.property(turns, scripts, (turn, script) => {
      const { asked } = carry(turn, script);
      if (!asked.includes('step-up')) return;
      expect(turn.linked).toBe(true);
      expect(turn.memory.pending).not.toBeNull();
      expect(turn.heard).toMatchObject({ kind: 'intent', name: 'PinIntent' });
    }),
    { numRuns: 2_000 },
  );
});

test('sharing stops only on a yes, or on the same words again, right after we have asked', () => {
  fc.assert(
    fc.property(turns, scripts, (turn, script) => {
      const { asked } = carry(turn, script);
      if (!asked.includes('unlink')) return;
      expect(turn.linked).toBe(true);
      expect(turn.memory.confirming).toBe('stop-sharing');
      expect(turn.heard.kind === 'intent' && turn.heard.name).toMatch(/^(AMAZON.Yes|StopSharing)Intent$/);
    }),
    { numRuns: 5_000 },
  );
});

test('what waits for a yes waits for one turn, unless that asks again', () => {
  fc.assert(
    fc.property(turns, scripts, (turn, script) => {
      const { reply } = carry(turn, script);
      if (reply?.memory.confirming !== 'stop-sharing') return;
      expect(reply.speech).toMatch(/Shall I stop sharing\?$/);
    }),
    { numRuns: 3_000 },
  );
});

test('without a link the bank is asked nothing', () => {
  fc.assert(
    fc.property(turns, scripts, (turn, script) => {
      expect(carry({ ...turn, linked: false }, script).asked).toEqual([]);
    }),
  );
});

test('an answer to another question than the one that was asked is refused', () => {
  const step = conversation.converse({
    heard: { kind: 'intent', name: 'BalanceIntent', slots: {} },
    memory: emptyMemory,
    linked: true,
    today,
  });
  if (step.kind !== 'ask') throw new Error('a balance is a question');
  const told = step.told({ ok: true, value: answerTo({ name: 'alerts' }, 1) });
  expect(told).toMatchObject({ kind: 'reply', reply: { speech: replies.failure.answer_refused } });
});

// ---------------------------------------------------------------------------------------------------- the table

test('every question of the contract has one intent that tells its answer', () => {
  const told = Object.values(intents).flatMap(({ tells }) => (tells === null ? [] : [tells.question]));
  expect(told.sort()).toEqual([...questionNames].sort());
});

test.each(Object.values(factorSlots))(
  'the slot that is asked for belongs to an intent: %j',
  ({ intent, slot }) => {
    expect(intents.pin.names).toContain(intent);
    expect(intents.pin.slots).toContain(slot);
  },
);

test('a table with a gap or two claims to one name is refused at once', () => {
  const stop = defineIntent({ names: ['AMAZON.StopIntent'], hear: () => ({ kind: 'link' }) });
  const make = (table: Record<string, typeof stop>) => () =>
    createConversation({ intents: table, say: replies, bankName: 'Harbor Bank' });
  expect(make({ ...intents, stop })).toThrow('two intents answer AMAZON.StopIntent');
  expect(make({ ...intents, another: { ...intents.balance, names: ['Another'] } })).toThrow(
    'two intents tell balance',
  );
  expect(make({ welcome: intents.welcome })).toThrow('AMAZON.FallbackIntent');
  expect(make({ notUnderstood: intents.notUnderstood })).toThrow('welcomes');
});

test('a log names an intent only if it is ours', () => {
  expect(conversation.nameOf({ kind: 'intent', name: 'BalanceIntent', slots: {} })).toBe('BalanceIntent');
  expect(conversation.nameOf({ kind: 'intent', name: 'my PIN is 4821', slots: {} })).toBe('unknown');
  expect(conversation.nameOf({ kind: 'opened' })).toBe(opened);
});
