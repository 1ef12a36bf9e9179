/** The shell finds the day out when it is asked for it, which costs a cold start: no turn asks without need. */
import { expect, test } from 'vitest';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { emptyMemory } from '../../src/conversation/memory.ts';
import { createConversation } from '../../src/conversation/routing.ts';
import type { Heard, Step } from '../../src/conversation/turn.ts';

const { converse } = createConversation({ intents, say: replies, bankName: 'Harbor Bank' });

/** How often the day was read until the bank is asked, or until the reply. */
function readsOf(heard: Heard): { readonly step: Step; readonly reads: () => number } {
  let reads = 0;
  const step = converse({
    heard,
    memory: emptyMemory,
    linked: true,
    get today() {
      reads += 1;
      return '2026-11-23';
    },
  });
  return { step, reads: () => reads };
}
const intent = (name: string): Heard => ({ kind: 'intent', name, slots: {} });

test.each([
  ['opening the skill', { kind: 'opened' }],
  ['a balance', intent('BalanceIntent')],
  ['a bill', intent('BillIntent')],
  ['alerts', intent('AlertsIntent')],
  ['help', intent('AMAZON.HelpIntent')],
] satisfies readonly (readonly [string, Heard])[])(
  '%s is asked for without looking at the day',
  (_name, heard) => {
    expect(readsOf(heard).reads()).toBe(0);
  },
);

test('an answer without dates is told without looking at the day', () => {
  const { step, reads } = readsOf(intent('AlertsIntent'));
  if (step.kind !== 'ask') throw new Error('the bank is not asked');
  const told = step.told({
    ok: true,
    value: {
      answerId: '00000000-0000-4000-8000-000000000004',
      asOf: '2026-11-23T12:00:00-05:00',
      question: { name: 'alerts' },
      openCount: 2,
      mostUrgent: 'high',
    },
  });
  expect(told.kind).toBe('reply');
  expect(reads()).toBe(0);
});

test('a question about days looks at it', () => {
  expect(readsOf(intent('SpendingIntent')).reads()).toBeGreaterThan(0);
});
