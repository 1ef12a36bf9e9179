/** What the customer chose on the consent page, read and checked. */
import * as z from 'zod';
import {
  accountKind,
  balancePrecision,
  consentClass,
  precision,
  type AccountKind,
} from '../../facade/contract.ts';
import { maxNicknameLength, type ConsentChoice, type OfferedPrecisions } from '../consent/index.ts';
import type { FormErrors, FormFields } from './form.ts';
import { validityDays } from './words.ts';

const dayMs = 86_400_000;

/** An account that the customer may share. */
export interface OfferedAccount {
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly nickname: string;
}

/** The page's fields as they are filled in; right or wrong. */
export const consentFields = z.strictObject({
  questions: z.array(consentClass),
  totals: precision,
  balances: balancePrecision,
  accounts: z.array(
    z.strictObject({ accountId: z.string(), kind: accountKind, nickname: z.string(), shared: z.boolean() }),
  ),
  days: z.union(validityDays.map(days => z.literal(days))),
});
export type ConsentFields = z.infer<typeof consentFields>;

/**
 * What the page begins with: nothing switched on, because a yes that was ticked beforehand is none (GDPR, recital 32),
 * and of what is not a yes the careful choice.
 */
export function emptyConsentFields(accounts: readonly OfferedAccount[]): ConsentFields {
  return {
    questions: [],
    totals: 'about',
    balances: 'fresh',
    accounts: accounts.map(account => ({ ...account, shared: true })),
    days: 90,
  };
}

/** Names that are spoken: letters, digits and a little punctuation. */
const spokenName = /^[\p{L}\p{N}\p{M} '’.&-]+$/u;
/** So many digits in a row are a number that somebody could use. */
const tooManyDigits = /\d{4,}/;

/** The fields as sent, with what is wrong with them. Fields that no page sends are left out. */
export function readConsentFields(
  form: FormFields,
  accounts: readonly OfferedAccount[],
  precisions: OfferedPrecisions,
): { readonly fields: ConsentFields; readonly errors: FormErrors } {
  const errors = new Map<string, string>();
  const empty = emptyConsentFields(accounts);

  const questions = consentClass.options.filter(name => form.all('question').includes(name));
  if (questions.length === 0) errors.set('questions', 'Switch on at least one thing that may be said.');

  const shared = new Set(form.all('account'));
  const named = accounts.map(account => ({
    ...account,
    shared: shared.has(account.accountId),
    nickname: form.one(`nickname-${account.accountId}`).normalize('NFC').replace(/\s+/g, ' ').trim(),
  }));
  const taken = new Set<string>();
  for (const { accountId, nickname, shared: isShared } of named) {
    if (!isShared) continue;
    const problem = nicknameProblem(nickname, taken);
    if (problem !== null) errors.set(`nickname-${accountId}`, problem);
    taken.add(nickname.toLowerCase());
  }
  if (!named.some(account => account.shared)) errors.set('accounts', 'Choose at least one account.');

  const totals = precisions.totals.find(offered => offered === form.one('totals'));
  if (totals === undefined) errors.set('totals', 'Choose how precisely totals may be said.');
  const balances = precisions.balances.find(offered => offered === form.one('balances'));
  if (balances === undefined) errors.set('balances', 'Choose how precisely balances may be said.');
  const days = validityDays.find(offered => String(offered) === form.one('days'));
  if (days === undefined) errors.set('days', 'Choose until when this holds.');

  return {
    fields: {
      questions,
      totals: totals ?? empty.totals,
      balances: balances ?? empty.balances,
      accounts: named,
      days: days ?? empty.days,
    },
    errors,
  };
}

function nicknameProblem(nickname: string, taken: ReadonlySet<string>): string | null {
  if (nickname === '') return 'Give the account a name to speak of it by.';
  if (nickname.length > maxNicknameLength)
    return `Make the name shorter: ${maxNicknameLength} characters at most.`;
  if (!spokenName.test(nickname))
    return 'Use letters, digits and spaces only, so that the name can be spoken.';
  if (tooManyDigits.test(nickname)) return 'Leave out long numbers: the assistant’s owner hears this name.';
  if (taken.has(nickname.toLowerCase())) return 'Two accounts have this name. Give each its own.';
  return null;
}

/** What is agreed to, by fields without errors. */
export function consentChoice(fields: ConsentFields, now: number): ConsentChoice {
  return {
    questions: fields.questions,
    precision: { totals: fields.totals, balances: fields.balances },
    accounts: fields.accounts
      .filter(account => account.shared)
      .map(({ accountId, nickname }) => ({ accountId, nickname })),
    validUntil: now + fields.days * dayMs,
  };
}
