/** A bank without disclosure control: what is asked is answered, unrounded, for the window as it was asked. */
import type { Window } from '../bank/disclosure/day.ts';
import { daysOf, seriesOf, type Series } from '../bank/disclosure/index.ts';
import type { Asked } from './habits.ts';
import { Balance, type BalanceAt } from './balance.ts';
import { sumMinor, Totals, type Household, type Minute, type Transaction } from './household.ts';
import { accountsOf, comparedWith } from './scope.ts';
import { exactly, Told } from './told.ts';

export function answerAsAsked(household: Household, questions: Iterable<Asked>): Told {
  const told = new Told();
  const totals = new Totals(household);
  const balances = exactBalances(household);
  const tell = (series: Series, window: Window, at: Minute): void => {
    const members = totals.booked(series, window, at);
    told.total(members, exactly(sumMinor(household, members)));
  };

  for (const { at, question } of questions) {
    told.answers += 1;
    const accountIds = accountsOf(household, question.account);
    if (question.name === 'balance') {
      for (const balance of balances) {
        if (accountIds.includes(balance.accountId)) balance.tell(told, at);
      }
      continue;
    }
    const series = seriesOf(question, { accountIds, currency: household.currency });
    const window = daysOf(question.window);
    tell(series, window, at);
    if (question.name === 'activity') tell({ ...series, kind: 'income' }, window, at);
    if (question.name === 'spending') tell(series, comparedWith(question.window), at);
  }
  return told;
}

/** The two balances that an answer has of each account, at any minute. */
function exactBalances(household: Household) {
  return household.accounts.map(account => {
    const { accountId, openingMinor, creditLimitMinor } = account;
    const booked = new Balance(household, accountId, ({ bookedAt }) => bookedAt);
    const available = new Balance(household, accountId, ({ direction, occurredAt, bookedAt }) =>
      direction === 'out' ? occurredAt : bookedAt,
    );
    let last: { readonly booked?: BalanceAt; readonly available?: BalanceAt } = {};
    return {
      accountId,
      tell(told: Told, at: Minute): void {
        const [nowBooked, nowAvailable] = [booked.at(at), available.at(at)];
        // What was told already tells nothing new.
        if (nowBooked === last.booked && nowAvailable === last.available) return;
        last = { booked: nowBooked, available: nowAvailable };
        const bookedMinor = openingMinor + nowBooked.changeMinor;
        const availableMinor = creditLimitMinor + openingMinor + nowAvailable.changeMinor;
        told.balance(`${accountId} booked`, nowBooked.entries, bookedMinor, exactly(bookedMinor), account);
        told.balance(
          `${accountId} available`,
          nowAvailable.entries,
          availableMinor,
          exactly(availableMinor),
          {
            beganEmpty: account.beganEmpty && creditLimitMinor === 0,
          },
        );
        // Without a limit, the one less the other is what is pending out.
        if (creditLimitMinor === 0) {
          const pending = household.transactions.flatMap((transaction, index) =>
            transaction.accountId === accountId && isPendingOut(transaction, at) ? [index] : [],
          );
          told.total(pending, exactly(bookedMinor - availableMinor));
        }
      },
    };
  });
}

const isPendingOut = ({ direction, occurredAt, bookedAt }: Transaction, at: Minute): boolean =>
  direction === 'out' && occurredAt <= at && at < bookedAt;
