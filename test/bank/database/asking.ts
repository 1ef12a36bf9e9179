/** A customer whose link may ask, and a bank over HTTP that answers it: for what happens to requests on the way. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { createBank } from '../../../src/bank/bank.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import type { Listening } from '../../../src/bank/http/listen.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import { consentClasses, type Question } from '../../../src/facade/contract.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

export const askedAt = Date.parse('2026-03-18T14:30:00Z');
export const timeZone = 'America/New_York';
export const context = { conversation: 'conversation-0123456789ab' };
const dayMs = 86_400_000;

/** Makes the household with a link to everything, to the cent, stepped up. @returns its access token */
export async function linkHousehold(database: Kysely<BankSchema>): Promise<string> {
  await clear(database);
  await insertHousehold(database);
  const of = { customerId, platform, now: askedAt - dayMs, random: randomBytes };
  const precision = { totals: 'exact', balances: 'exact' } as const;
  const linkId = await createLink(database, {
    ...of,
    consent: { questions: consentClasses, precision, validForMs: 9 * dayMs },
  });
  await createGrant(database, { link: { customerId, linkId }, context, now: askedAt });
  return (await issueAccessToken(database, { ...of, ttlMs: 9 * dayMs })) ?? '';
}

/** A bank that answers this machine. */
export function startBank(database: Kysely<BankSchema>): Promise<Listening> {
  return createBank({
    database,
    pinPepper: Buffer.from('pepper'),
    timeZone,
    now: () => askedAt,
    random: randomBytes,
    log: () => undefined,
  }).listen({ host: '127.0.0.1', port: 0 });
}

/** Asks it. @returns the code of its refusal, or `ok` */
export async function ask(bank: Listening, accessToken: string, question: Question): Promise<string> {
  const response = await fetch(`${bank.url}/v1/answers/${question.name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context, question }),
  });
  const body = (await response.json()) as { code?: string };
  return response.ok ? 'ok' : (body.code ?? 'no code');
}
