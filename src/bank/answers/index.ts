/** The answers that this bank gives, one line a question. */
import type { QuestionName } from '../../facade/contract.ts';
import { computeActivity } from './activity.ts';
import { computeAlerts } from './alerts.ts';
import { computeBalance } from './balance.ts';
import { computeBill } from './bill.ts';
import type { Compute } from './compute.ts';
import { computeDisclosures } from './disclosures.ts';
import { computeFunds } from './funds.ts';
import { computeIncome } from './income.ts';
import { computeSharing } from './sharing.ts';
import { computeSpending } from './spending.ts';

export const answers: { readonly [Name in QuestionName]: Compute<Name> } = {
  balance: computeBalance,
  funds: computeFunds,
  activity: computeActivity,
  spending: computeSpending,
  income: computeIncome,
  bill: computeBill,
  alerts: computeAlerts,
  sharing: computeSharing,
  disclosures: computeDisclosures,
};
