/** What an answer about totals tells under `about`, and of which window. Pure but for reading the ledger. */
import {
  spendingCategories,
  type DateWindow,
  type Question,
  type QuestionOf,
} from '../../facade/contract.ts';
import { comparisonWindow } from '../answers/comparison-window.ts';
import type { FiguresOf } from '../pipeline/facts.ts';
import { dateOf, dayOf, type Day, type Window } from './day.ts';
import { allowBeside, allowNearest, allowWindow, type Allowed } from './decide.ts';
import { totalIn, type ReadFigures } from './intervals.ts';
import type { Series } from './series.ts';
import type { DisclosureState } from './state.ts';

/** The questions about totals. */
export type TotalsQuestion = QuestionOf<'activity'> | QuestionOf<'spending'> | QuestionOf<'income'>;
export type TotalsFigures = FiguresOf<'activity'> | FiguresOf<'spending'> | FiguresOf<'income'>;

/** Whether a question is about totals. */
export function isAboutTotals(question: Question): question is TotalsQuestion {
  return question.name === 'activity' || question.name === 'spending' || question.name === 'income';
}

/** Accounts that are added up. */
export interface TotalsScope {
  readonly accountIds: readonly string[];
  readonly currency: string;
}

/** What may be told. */
export interface DecidedTotals {
  /** Unrounded, with the question as it is answered. */
  readonly figures: TotalsFigures;
  readonly window: Window;
  /** What is remembered once it has been told. */
  readonly state: DisclosureState;
}

/** What the total of a question is a total of. */
export function seriesOf(question: TotalsQuestion, { accountIds }: TotalsScope): Series {
  const category = question.name === 'spending' ? (question.category ?? null) : null;
  return { kind: question.name === 'income' ? 'income' : 'spending', category, accountIds };
}

/**
 * Decides on an answer. The totals that go with the one asked for (what came in, the time before) are told where they
 * are safe as they stand; they are never moved.
 *
 * @param asked over: see `closed`
 * @param recalled what was told before in place of `asked`
 * @returns Null where no window nearby is safe.
 */
export async function decideTotals(
  before: DisclosureState,
  question: TotalsQuestion,
  scope: TotalsScope,
  {
    asked,
    recalled,
    closedUntil,
  }: { readonly asked: Window; readonly recalled: Window | null; readonly closedUntil: Day },
  read: ReadFigures,
): Promise<DecidedTotals | null> {
  const series = seriesOf(question, scope);
  const main =
    recalled === null
      ? await allowNearest(before, series, { asked, closedUntil }, read)
      : await allowWindow(before, series, recalled, read);
  if (main === null) return null;

  const { currency } = scope;
  const { window } = main;
  const asDates = datesOf(window);
  const decided = (figures: TotalsFigures, state = main.state): DecidedTotals => ({ figures, window, state });

  switch (question.name) {
    case 'income':
      return decided({
        question: { ...question, window: asDates },
        currency,
        received: totalOf(main, series),
      });
    case 'activity': {
      const income: Series = { ...series, kind: 'income' };
      const { allowed: moneyIn, state } = await allowBeside(main.state, income, window, read);
      return decided(
        {
          question: { ...question, window: asDates },
          currency,
          moneyOut: totalOf(main, series),
          moneyIn: moneyIn && totalOf(moneyIn, income),
          largestCategory: largestCategory(main, scope),
          pendingCount: null,
        },
        state,
      );
    }
    case 'spending': {
      const compared = comparisonWindow(asDates);
      const { allowed, state } = await allowBeside(main.state, series, daysOf(compared), read);
      return decided(
        {
          question: { ...question, window: asDates },
          currency,
          spent: totalOf(main, series),
          before: allowed && { window: compared, spent: totalOf(allowed, series) },
        },
        state,
      );
    }
  }
}

/** The days of a window of dates. */
export function daysOf({ from, through }: DateWindow): Window {
  return { from: dayOf(from), until: dayOf(through) + 1 };
}

const datesOf = ({ from, until }: Window): DateWindow => ({ from: dateOf(from), through: dateOf(until - 1) });

function totalOf(allowed: Allowed, series: Series): { count: number; sumMinor: number } {
  const { count, sumMinor } = totalIn(allowed.figures, series);
  return { count, sumMinor };
}

/**
 * The category on which most was spent; of equal ones the first in the contract's order. Its share stays untold: with
 * the total it would be the total of the category, of a window that nobody has judged for it.
 */
function largestCategory(
  main: Allowed,
  { accountIds }: TotalsScope,
): FiguresOf<'activity'>['largestCategory'] {
  const [largest] = spendingCategories
    .map(category => ({
      category,
      ...totalOf(main, { kind: 'spending', category, accountIds }),
    }))
    .toSorted((one, other) => other.sumMinor - one.sumMinor);
  if (largest === undefined || largest.count === 0) return null;
  return { category: largest.category, sharePercent: null };
}
