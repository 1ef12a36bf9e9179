/** Puts the demo household into the bank's data, and brings it up to a later day. */
import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { consentClasses } from '../../facade/contract.ts';
import { listConsentEvents } from '../consent/index.ts';
import type { AlertTable, BankSchema } from '../database/schema.ts';
import { ingest } from '../ledger/ingest.ts';
import { createLink, shareEverything } from '../link/create-link.ts';
import type { RandomSource } from '../link/random-source.ts';
import { setLogin } from '../pages/index.ts';
import { choosePin } from '../step-up/choose-pin.ts';
import { demoCustomer, demoPassword, demoPin, demoPlatform } from './household.ts';
import { demoAccountsBefore, demoEntries, demoStatements } from './ledger.ts';

const historyMonths = 18;
/** Beyond the two days of pending entries: what is written again is recognised. */
const overlapDays = 4;
const consentMs = 365 * 86_400_000;
const everything = { questions: consentClasses, precision: { totals: 'about', balances: 'fresh' } } as const;
/** No shorter than the months of history. */
const historyMs = historyMonths * 31 * 86_400_000;

export interface DemoOptions {
  /** `YYYY-MM-DD` at the bank: the last day of the household's history. */
  readonly today: string;
  readonly pinPepper: Uint8Array;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly random: RandomSource;
  /** Another text is another household. */
  readonly seed?: string;
}

/**
 * Seeds the customer `demo` with eighteen months of activity, three alerts, the voice PIN, a password for the bank's
 * pages, and a link with consent to every question for a year. Where she is there already, it adds the days since, and
 * once half of the year is over it renews the consent. What she has done herself stays: a PIN, a password or a consent
 * of her own, a withdrawal, a link that is gone or locked.
 */
export async function seedDemo(
  database: Kysely<BankSchema>,
  { today, pinPepper, now, random, seed = 'sottovoce' }: DemoOptions,
): Promise<{ added: number }> {
  const through = Temporal.PlainDate.from(today);
  const added = await database.transaction().execute(async transaction => {
    const last = await lastDay(transaction);
    const from = last?.subtract({ days: overlapDays }) ?? through.subtract({ months: historyMonths });
    if (last === undefined) await addHousehold(transaction, seed, from, through);
    await addStatements(transaction, seed, from, through);
    return (await ingest(transaction, demoEntries(seed, from, through))).added;
  });
  await ensurePin(database, { pinPepper, now, random });
  await ensureLogin(database, { pinPepper, now, random });
  await ensureLink(database, { now, random });
  return { added };
}

async function lastDay(database: Kysely<BankSchema>): Promise<Temporal.PlainDate | undefined> {
  const { day } = await database
    .selectFrom('ledger_transaction')
    .select(({ fn }) => fn.max('day').as('day'))
    .where('customer_id', '=', demoCustomer.customer_id)
    .executeTakeFirstOrThrow();
  // The maximum of no rows is null, which the builder's type leaves out.
  return (day as string | null) === null ? undefined : Temporal.PlainDate.from(day);
}

async function addHousehold(
  database: Kysely<BankSchema>,
  seed: string,
  start: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Promise<void> {
  await database.insertInto('customer').values(demoCustomer).execute();
  await database.insertInto('account').values(demoAccountsBefore(seed, start)).execute();
  await database.insertInto('alert').values(alerts(today)).execute();
}

async function addStatements(
  database: Kysely<BankSchema>,
  seed: string,
  from: Temporal.PlainDate,
  through: Temporal.PlainDate,
): Promise<void> {
  const statements = demoStatements(seed, from, through);
  if (statements.length === 0) return;
  await database
    .insertInto('card_statement')
    .values(statements)
    .onConflict(conflict => conflict.columns(['customer_id', 'account_id', 'closed_on']).doNothing())
    .execute();
}

function alerts(today: Temporal.PlainDate): AlertTable[] {
  const { customer_id } = demoCustomer;
  const ago = (days: number): string => today.subtract({ days }).toString();
  return [
    {
      customer_id,
      alert_id: 'demo-1',
      severity: 'high',
      opened_on: ago(2),
      closed_on: null,
      description: 'Card tried abroad three times within a minute; all declined.',
    },
    {
      customer_id,
      alert_id: 'demo-2',
      severity: 'low',
      opened_on: ago(9),
      closed_on: null,
      description: 'Signed in from a device that was not seen before.',
    },
    {
      customer_id,
      alert_id: 'demo-3',
      severity: 'medium',
      opened_on: ago(47),
      closed_on: ago(45),
      description: 'Purchase far above her usual amount; she confirmed it.',
    },
  ];
}

async function ensurePin(
  database: Kysely<BankSchema>,
  { pinPepper, now, random }: Pick<DemoOptions, 'pinPepper' | 'now' | 'random'>,
): Promise<void> {
  const customerId = demoCustomer.customer_id;
  const chosen = await database
    .selectFrom('voice_pin')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (chosen !== undefined) return;
  const outcome = await choosePin(database, { customerId, pin: demoPin, pepper: pinPepper, now, random });
  if (!outcome.ok) throw new Error(`the demo PIN is refused: ${outcome.reason}`);
}

async function ensureLogin(
  database: Kysely<BankSchema>,
  { pinPepper, now, random }: Pick<DemoOptions, 'pinPepper' | 'now' | 'random'>,
): Promise<void> {
  const customerId = demoCustomer.customer_id;
  const existing = await database
    .selectFrom('customer_login')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (existing !== undefined) return;
  const outcome = await setLogin(database, {
    customerId,
    name: customerId,
    password: demoPassword,
    pepper: pinPepper,
    now,
    random,
  });
  if (!outcome.ok) throw new Error(`the demo login is refused: ${outcome.reason}`);
}

async function ensureLink(
  database: Kysely<BankSchema>,
  { now, random }: Pick<DemoOptions, 'now' | 'random'>,
): Promise<void> {
  const customerId = demoCustomer.customer_id;
  const link = await database
    .selectFrom('link')
    .select('link_id')
    .where('customer_id', '=', customerId)
    .where('platform', '=', demoPlatform)
    .executeTakeFirst();
  if (link === undefined) {
    await createLink(database, {
      customerId,
      platform: demoPlatform,
      // She linked when her history begins, so that a clock that is set back finds her linked.
      consent: { ...everything, validForMs: historyMs + consentMs },
      now: now - historyMs,
      random,
    });
    return;
  }
  const key = { customerId, linkId: link.link_id };
  const consent = (await listConsentEvents(database, key)).at(-1);
  if (consent?.via !== 'seed' || (consent.validUntil ?? 0) >= now + consentMs / 2) return;
  await shareEverything(database, key, { ...everything, validForMs: consentMs }, now);
}
