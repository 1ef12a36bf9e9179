// "Do I have any fraud alerts?"
import { defineQuestion } from '../src/conversation/intent.ts';

/** Whether something wants the customer's attention, how urgently, and what to do; never what it is. */
export const alerts = defineQuestion({
  name: 'AlertsIntent',
  question: 'alerts',
  slots: [],
  ask: () => ({ name: 'alerts' }),
  tell: ({ openCount, mostUrgent }, { say }) =>
    openCount === 0 ? say.noAlerts : say.alerts({ count: openCount, mostUrgent: mostUrgent ?? 'medium' }),
});
