/** How the question that the bank has told differs from the one that it was asked, and why, as the bank's column shows it. */
import type { Answer, Question } from '../../facade/contract.ts';
import { accountInWords, money, windowInWords } from './words.ts';

/** Both say only what differs. */
export interface Adjusted {
  readonly asked: string;
  readonly told: string;
  /** A sentence. */
  readonly why: string;
}

/** Null where the bank has told what it was asked. */
export function adjustedIn(asked: Question, { question: told, asOf }: Answer): Adjusted | null {
  if (asked.name === 'funds' && told.name === 'funds' && asked.atLeastMinor !== told.atLeastMinor) {
    return {
      asked: money(asked.atLeastMinor, asked.currency),
      told: money(told.atLeastMinor, told.currency),
      why: 'Compared are a few amounts that are the same for everybody: by any amount one could ask on until the balance is found.',
    };
  }
  const isWidened = accountOf(asked) !== accountOf(told);
  const [askedDays, toldDays] = [daysOf(asked), daysOf(told)];
  if (!isWidened && askedDays === toldDays) return null;
  const parts = (question: Question): string =>
    [...(isWidened ? [accountOf(question)] : []), ...(askedDays === toldDays ? [] : [daysOf(question)])].join(
      ' · ',
    );
  return { asked: parts(asked), told: parts(told), why: whyOf(asked, told, { isWidened, asOf }) };
}

const accountOf = (question: Question): string =>
  accountInWords('account' in question ? question.account : undefined);

const daysOf = (question: Question): string => ('window' in question ? windowInWords(question.window) : '');

function whyOf(
  asked: Question,
  told: Question,
  { isWidened, asOf }: { readonly isWidened: boolean; readonly asOf: string },
): string {
  if (isWidened)
    return 'Categories are added up over every account: account by account a single payment could be worked out.';
  if (isOverAlone(asked, told, asOf))
    return 'Only days that are over and booked: today has another total this evening, and the difference would be one payment.';
  return 'The nearest days of which, with all that was told before, no single payment can be worked out.';
}

/** Whether all that is left out is today. */
function isOverAlone(asked: Question, told: Question, asOf: string): boolean {
  if (!('window' in asked) || !('window' in told)) return false;
  const today = asOf.slice(0, 'YYYY-MM-DD'.length);
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, today.length);
  return (
    asked.window.from === told.window.from &&
    asked.window.through === today &&
    told.window.through === yesterday
  );
}
