/** "Do I have at least two hundred dollars?" */
import { precisionOf } from '../consent/index.ts';
import { fundsBands } from '../disclosure/bands.ts';
import { balanceErrorMinor, roundBalance } from '../pipeline/round.ts';
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import { computeBalance } from './balance.ts';
import type { Compute } from './compute.ts';

/**
 * Yes or no, and never how much: the confirmation that PSD2 (Directive 2015/2366), Article 65(3) lets a bank give.
 *
 * It is about one account in the currency of the question: the first one of the kind that was said; where none was
 * said, what people pay from, which is checking, or else savings. Never a card unless it was said, and never a sum of
 * accounts: money in another one pays for nothing until it is moved.
 *
 * What is compared is the balance as this customer lets it be told, rounded and of the same moment. So every yes and
 * no follows from what "what's my balance?" would have told, and questions of this kind, however many, tell nothing
 * more than that.
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

  const { accountId, kind, nickname } = account;
  const of = { ...asked, consent: { ...asked.consent, accounts: [{ accountId, nickname }] } };
  const balance = await computeBalance({ name: 'balance' }, of);
  if (isRefusal(balance)) return balance;
  const [told] = balance.accounts;
  if (told === undefined) throw new Error('an account that is shared has a balance');

  const isExact = precisionOf(asked.consent, 'funds') === 'exact';
  // A rounded balance is certain to be no more than half a step too high: only beyond that is yes the truth.
  const surelyMinor = isExact
    ? told.availableMinor
    : roundBalance(told.availableMinor, currency) - balanceErrorMinor(currency);
  return {
    question,
    account: { kind, nickname },
    fundsAvailable: surelyMinor >= atLeastMinor,
    asOfDay: told.asOfDay,
  };
};
