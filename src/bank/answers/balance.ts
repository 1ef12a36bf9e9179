/** "What's my balance?" */
import { tellBalances } from '../disclosure/balances/index.ts';
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import type { Compute } from './compute.ts';

/** Each account's balance as the customer lets it be told; an account of which none may be told is left out. */
export const computeBalance: Compute<'balance'> = async (question, asked) => {
  const accounts = await loadAccounts(asked, question.account);
  if (isRefusal(accounts)) return accounts;
  const told = await tellBalances[asked.consent.precision.balances](accounts, asked);
  const answered = accounts.flatMap(({ accountId, kind, nickname, currency }) => {
    const balance = told.get(accountId);
    return balance === undefined ? [] : [{ kind, nickname, currency, ...balance }];
  });
  return answered.length === 0 ? refuse('not_disclosed') : { question, accounts: answered };
};
