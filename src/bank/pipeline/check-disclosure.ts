import { loadScope } from '../answers/accounts.ts';
import { isAvailable } from '../answers/window.ts';
import type { Consent } from '../consent/index.ts';
import { moveToBand } from '../disclosure/bands.ts';
import {
  isAboutTotals,
  readClosedUntil,
  tellTotals,
  type TotalsQuestion,
  type TotalsScope,
} from '../disclosure/index.ts';
import type { Question } from '../../facade/contract.ts';
import type { Figures, Inquiry, Link } from './facts.ts';
import { isRefusal, refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * Disclosure control: whether this question may be answered after all that has been answered before, and in which form.
 *
 * Totals under `about` are told of the nearest window that is safe, from figures that stay as they were when they were
 * first told (`disclosure/audit.ts`). Totals under `exact` are told as they are asked for: the customer chose that, and
 * the page where she did says what follows. Balances have snapshots in place of windows, and funds bands.
 *
 * @returns The question to be answered, with its figures where disclosure control has them already; `not_disclosed` when
 * no window nearby is safe.
 */
export async function checkDisclosure(
  { question, link, consent }: Pick<Inquiry, 'question'> & { link: Link; consent: Consent },
  { database, today, booksOpenDays = 0 }: Circumstances,
): Promise<{ allowed: Question; told: Figures | null } | Refusal<'not_disclosed'>> {
  // Funds are compared with one of a few amounts that are the same for all, never with one that a platform chooses.
  const asItIs = { allowed: question.name === 'funds' ? moveToBand(question) : question, told: null };
  if (!isAboutTotals(question) || consent.precision.totals === 'exact') return asItIs;
  // What cannot be answered at all is for the next step to say.
  if (!isAvailable(question.window, today)) return asItIs;
  const widened = await widen(question, { database, customerId: link.customerId, consent });
  if (widened === null) return asItIs;

  const told = await tellTotals(widened.question, widened.scope, {
    transaction: database,
    customerId: link.customerId,
    closedUntil: await readClosedUntil(database, link.customerId, today, booksOpenDays),
  });
  return told === null ? refuse('not_disclosed') : { allowed: told.question, told };
}

/**
 * The question that is answered, and the accounts that it is about. Null where there are none that can be added up: then
 * nobody answers, as the next step finds the same.
 */
async function widen(
  question: TotalsQuestion,
  asked: Parameters<typeof loadScope>[0],
): Promise<{ question: TotalsQuestion; scope: TotalsScope } | null> {
  const scope = await loadScope(asked, question.account);
  if (isRefusal(scope)) return null;
  const widened = overAllAccounts(question);
  if (widened === question) return { question, scope };
  const all = await loadScope(asked, widened.account);
  // Where all of them cannot be added up, the account is judged for itself.
  return isRefusal(all) || all.accountIds.length === scope.accountIds.length
    ? { question, scope }
    : { question: widened, scope: all };
}

/**
 * A category on some of the accounts is answered for all of them: a table of accounts by categories has too many ways
 * to be taken apart. The very question where it is no such one.
 */
export function overAllAccounts(question: TotalsQuestion): TotalsQuestion {
  if (question.name !== 'spending' || question.category === undefined || question.account === undefined) {
    return question;
  }
  const { name, category, window } = question;
  return { name, category, window };
}
