/** A bank with disclosure control, under *about*: its own decisions, over a ledger in memory. */
import { isSameWindow, type Window } from '../bank/disclosure/day.ts';
import {
  closed,
  daysOf,
  decideTotals,
  seriesKey,
  seriesOf,
  type Series,
  type TotalsQuestion,
} from '../bank/disclosure/index.ts';
import { overAllAccounts } from '../bank/pipeline/check-disclosure.ts';
import { roundTotal } from '../bank/pipeline/round.ts';
import type { Total } from '../facade/contract.ts';
import { aboutBalances, type BalancesTold } from './about-balances.ts';
import { boundsAfter } from './rounded.ts';
import type { Asked } from './habits.ts';
import { sumMinor, type Household, type Minute } from './household.ts';
import { LedgerInMemory } from './ledger-in-memory.ts';
import { accountsOf } from './scope.ts';
import { Told } from './told.ts';

/** Answers everything as the bank's pipeline does (`check-disclosure.ts`, `tell-totals.ts`), without a database. */
export async function answerAbout(
  household: Household,
  questions: Iterable<Asked>,
  balancesTold: BalancesTold,
): Promise<Told> {
  const told = new Told();
  const ledger = new LedgerInMemory(household);
  const tellBalances = aboutBalances[balancesTold](household, ledger, told);
  const totals = new AboutTotals(household, ledger, told);
  for (const { at, question } of questions) {
    const isAnswered =
      question.name === 'balance'
        ? await tellBalances(accountsOf(household, question.account), at)
        : await totals.tell(question, at);
    if (isAnswered) told.answers += 1;
    else told.refusals += 1;
    if (isAnswered && question.name === 'balance') told.balanceAnswers += 1;
  }
  return told;
}

class AboutTotals {
  readonly #household: Household;
  readonly #ledger: LedgerInMemory;
  readonly #told: Told;
  /** What was told in place of a window that was asked for: the same each time. */
  readonly #moved = new Map<string, Window>();

  constructor(household: Household, ledger: LedgerInMemory, told: Told) {
    this.#household = household;
    this.#ledger = ledger;
    this.#told = told;
  }

  /** Whether there was something to tell. */
  async tell(asked: TotalsQuestion, at: Minute): Promise<boolean> {
    const question = overAllAccounts(asked);
    const closedUntil = this.#ledger.closedUntil(at);
    const scope = {
      accountIds: accountsOf(this.#household, question.account),
      currency: this.#household.currency,
    };
    const series = seriesOf(question, scope);
    const window = closed(daysOf(question.window), closedUntil);
    const key = `${seriesKey(series)} ${window.from} ${window.until}`;
    const recalled = this.#moved.get(key) ?? null;
    const decided = await decideTotals(
      this.#ledger.state,
      question,
      scope,
      { asked: window, recalled, closedUntil },
      this.#ledger.reader(at),
    );
    if (decided === null) return false;

    if (!isSameWindow(decided.window, window)) {
      this.#moved.set(key, decided.window);
      this.#told.moved += 1;
    }
    this.#ledger.keep(decided.state, at);
    const { figures } = decided;
    if ('received' in figures) {
      this.#total(series, decided.window, figures.received);
    } else if ('spent' in figures) {
      this.#total(series, decided.window, figures.spent);
      if (figures.before !== null) this.#total(series, daysOf(figures.before.window), figures.before.spent);
    } else {
      this.#total(series, decided.window, figures.moneyOut);
      if (figures.moneyIn !== null)
        this.#total({ ...series, kind: 'income' }, decided.window, figures.moneyIn);
    }
    return true;
  }

  #total(series: Series, window: Window, total: Total): void {
    const members = this.#ledger.membersOf(series, window);
    // What the attack reckons with has to be what the bank has told, or it proves nothing.
    if (members.length !== total.count || sumMinor(this.#household, members) !== total.sumMinor) {
      throw new Error('the attack has other transactions in a total than the bank');
    }
    this.#told.total(members, roundedTotal(total.sumMinor, this.#household.currency));
  }
}

const roundedTotal = boundsAfter(roundTotal);
