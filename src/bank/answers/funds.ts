/** "Do I have at least two hundred dollars?" */
import { precisionOf } from '../consent/index.ts';
import { tellBalances } from '../disclosure/balances/index.ts';
import { fundsBands } from '../disclosure/bands.ts';
import { balanceErrorMinor } from '../pipeline/round.ts';
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import type { Compute } from './compute.ts';

/**
 * Yes or no, and never how much: the confirmation that PSD2 (Directive 2015/2366), Article 65(3) lets a bank give.
 *
 * It is about one account in the currency of the question: the first one of the kind that was said; where none was
 * said, what people pay from, which is checking, or else savings. Never a card unless it was said, and never a sum of
 * accounts: money in another one pays for nothing until it is moved.
 *
 * What is compared is the balance as this customer lets it be told: the same snapshot, rounded in the same way. So
 * every yes and no follows from what "what's my balance?" would have told, and questions of this kind, however many,
 * tell nothing more than that.
 */
export const computeFunds: Compute<'funds'> = async (question, asked) => {
  const { currency, atLeastMinor } = question;
  if (!fundsBands(currency).includes(atLeastMinor)) throw new Error('funds are compared with a band alone');
  const accounts = await loadAccounts(asked, question.account);
  if (isRefusal(accounts)) return accounts;
  const account = accounts.find(
    ({ kind, currency: held }) =>
      held === currency && (question.account !== undefined || kind !== 'credit-card'),
  );
  if (account === undefined) return refuse('no_such_account');

  const told = (await tellBalances[asked.consent.precision.balances]([account], asked)).get(
    account.accountId,
  );
  if (told === undefined) return refuse('not_disclosed');

  const isExact = precisionOf(asked.consent, 'funds') === 'exact';
  // A rounded balance may be half a step too high: only beyond that is a yes certain to be true.
  const surelyMinor = told.availableMinor - (isExact ? 0 : balanceErrorMinor(currency));
  return {
    question,
    account: { kind: account.kind, nickname: account.nickname },
    fundsAvailable: surelyMinor >= atLeastMinor,
    asOfDay: told.asOfDay,
  };
};
