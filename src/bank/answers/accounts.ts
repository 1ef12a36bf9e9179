/** Which accounts a question is about. */
import { accountKinds, type AccountKind } from '../../facade/contract.ts';
import { isRefusal, refuse, type Refusal } from '../pipeline/step.ts';
import type { Kysely } from 'kysely';
import type { Consent } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';

/** Whose accounts, and under which consent: its accounts are the only ones that there are. */
export interface Sharing {
  readonly database: Kysely<BankSchema>;
  readonly customerId: string;
  readonly consent: Pick<Consent, 'accounts'>;
}

/** An account as an answer sees it: without its number. */
export interface ScopedAccount {
  readonly accountId: string;
  readonly kind: AccountKind;
  /** What the customer calls it on this platform. */
  readonly nickname: string;
  readonly currency: string;
  readonly openingMinor: number;
  readonly creditLimitMinor: number;
}

/**
 * The accounts that the customer shares, of a kind or all of them: checking, then savings, then credit cards. Never
 * empty. One that is not shared is told apart from one that is not there by nothing.
 */
export async function loadAccounts(
  { database, customerId, consent }: Sharing,
  kind: AccountKind | undefined,
): Promise<readonly ScopedAccount[] | Refusal<'no_such_account'>> {
  const nicknames = new Map(consent.accounts.map(({ accountId, nickname }) => [accountId, nickname]));
  if (nicknames.size === 0) return refuse('no_such_account');
  const rows = await database
    .selectFrom('account')
    .where('customer_id', '=', customerId)
    .where('account_id', 'in', [...nicknames.keys()])
    .$if(kind !== undefined, query => query.where('kind', '=', kind ?? null))
    .orderBy('account_id')
    .select([
      'account_id as accountId',
      'kind',
      'nickname',
      'currency',
      'opening_minor as openingMinor',
      'credit_limit_minor as creditLimitMinor',
    ])
    .execute();
  if (rows.length === 0) return refuse('no_such_account');
  return rows
    .map(row => ({ ...row, nickname: nicknames.get(row.accountId) ?? row.nickname }))
    .toSorted((one, other) => accountKinds.indexOf(one.kind) - accountKinds.indexOf(other.kind));
}

/** Accounts that can be added up, because they are in one currency. */
export interface Scope {
  readonly accountIds: readonly string[];
  readonly currency: string;
}

/** The accounts of a question that asks for a total. */
export async function loadScope(
  asked: Sharing,
  kind: AccountKind | undefined,
): Promise<Scope | Refusal<'no_such_account' | 'mixed_currencies'>> {
  const accounts = await loadAccounts(asked, kind);
  if (isRefusal(accounts)) return accounts;
  const [currency, ...others] = new Set(accounts.map(account => account.currency));
  if (currency === undefined || others.length > 0) return refuse('mixed_currencies');
  return { accountIds: accounts.map(account => account.accountId), currency };
}
