// "Someone used my card."
import { defineIntent } from '../src/conversation/intent.ts';

/** A person at the bank has to hear this, and at once: its number, whether an account is linked or not. */
export const reportFraud = defineIntent({
  names: ['ReportFraudIntent'],
  hear: (_slots, { bankName, fraudLine, say }) => ({
    kind: 'hand-over',
    handOver: say.reportFraud({ bankName, fraudLine }),
  }),
});
