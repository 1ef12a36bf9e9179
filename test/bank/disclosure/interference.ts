/**
 * A customer's conversation with the real skill and the real bank, and every byte of it that anybody but the bank sees.
 * Clock and random source are the same in each, so that two conversations differ where what was told differs.
 */
import { randomBytes, argon2Sync } from 'node:crypto';
import { createBank } from '../../../src/bank/bank.ts';
import { openDatabase } from '../../../src/bank/database/database.ts';
import { dateOf } from '../../../src/bank/disclosure/day.ts';
import type { LedgerEntry } from '../../../src/bank/ledger/entry.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { jsonLinesLog } from '../../../src/bank/log.ts';
import { readEnvelope } from '../../../src/channels/alexa/envelope.ts';
import { consentClasses, type ConsentPrecision } from '../../../src/facade/contract.ts';
import { createLog } from '../../../src/log.ts';
import { createAlexaSkill } from '../../../src/skill.ts';
import { withoutTelemetry } from '../../../src/telemetry/without.ts';
import { intent, launch, nowMs, sessionEnded, skillId } from '../../channels/alexa/requests.ts';
import type { Entry } from './teller.ts';

const pin = '4821';
const timeZone = 'America/New_York';
const yearMs = 365 * 86_400_000;

/** What the bank alone may know of an entry, beside the entry. */
export interface Told extends Entry {
  readonly texts: Pick<
    LedgerEntry,
    'merchant' | 'counterparty' | 'counterparty_account' | 'description' | 'transaction_id'
  >;
}

/** What somebody else sees. */
export interface Seen {
  /** What the platform gets: speech, card, reprompt, session attributes and what else is in a response, turn by turn. */
  readonly responses: readonly string[];
  /** What the bank sends to the skill: status, headers, bytes and how many they are. */
  readonly exchanges: readonly string[];
  /** Of the skill and of the bank. */
  readonly log: readonly string[];
}

type Slots = Parameters<typeof intent>[1];
const spoken: readonly (readonly [name: string, slots?: Slots])[] = [
  ['BalanceIntent'],
  ['PinIntent', { pin }],
  ['ActivityIntent', { date: '2026-02' }],
  ['SpendingIntent', { date: '2026-02' }],
  ['SpendingIntent', { category: ['groceries', 'groceries'], date: '2026-02' }],
  ['IncomeIntent', { date: '2026-02' }],
  ['SpendingIntent'],
  ['ActivityIntent', { date: '2026-01' }],
  ['SpendingIntent', { category: ['dining', 'dining'], date: '2026-02' }],
  ['ActivityIntent', { date: '2026-02' }],
  ['AMAZON.RepeatIntent'],
  ['SharingIntent'],
  ['DisclosuresIntent'],
];

/** Holds the conversation, at a bank with this ledger. */
export async function converse(
  ledger: readonly Told[],
  precision: ConsentPrecision = { totals: 'about', balances: 'fresh' },
): Promise<Seen> {
  const [responses, exchanges, log]: [string[], string[], string[]] = [[], [], []];
  await using open = new AsyncDisposableStack();
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  open.defer(() => database.close());
  const now = (): number => nowMs;
  const random = countingRandom();
  const pinPepper = Buffer.from('the pepper of a bank that is made for tests');
  const accessToken = await addCustomer(database.kysely, ledger, { precision, random, pinPepper });
  const bank = await createBank({
    database: database.kysely,
    pinPepper,
    timeZone,
    now,
    random,
    log: jsonLinesLog(line => log.push(line), now),
    monotonicMs: now,
    telemetry: withoutTelemetry(countingRandom()),
    pause: () => Promise.resolve(),
  }).listen({ host: '127.0.0.1', port: 0 });
  open.defer(() => bank.close());

  const handle = createAlexaSkill({
    config: {
      facadeUrl: bank.url,
      clientId: 'sottovoce-alexa',
      clientKey: null,
      alexaSkillId: skillId,
      bankName: 'your bank',
      fraudLine: null,
      timeZone,
      turnTimeoutMs: 6_000,
    },
    log: createLog(line => log.push(line), now),
    now,
    telemetry: withoutTelemetry(countingRandom()),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const body = Buffer.from(await response.arrayBuffer());
      // The time of day is the machine's own, whatever is told.
      const headers = [...response.headers].filter(([name]) => name !== 'date');
      exchanges.push(JSON.stringify([response.status, headers, body.length, body.toString('base64')]));
      return new Response(body.length === 0 ? null : body, response);
    },
  });

  let attributes: unknown;
  const say = async (make: (changes: Parameters<typeof launch>[0]) => unknown): Promise<void> => {
    const requestId = `amzn1.echo-api.request.${responses.length}`;
    const changes = { requestId, accessToken, ...(attributes === undefined ? {} : { attributes }) };
    const envelope = readEnvelope(make(changes));
    const handled = envelope === null ? null : await handle(envelope);
    if (handled?.ok !== true) throw new Error('the skill refuses a request');
    attributes = handled.response.sessionAttributes ?? {};
    responses.push(JSON.stringify(handled.response));
  };
  await say(launch);
  for (const [name, slots] of spoken) await say(changes => intent(name, slots, changes));
  await say(changes => sessionEnded('USER_INITIATED', changes));
  return { responses, exchanges, log: log.map(withoutDuration) };
}

/** How long something took is the machine's own, too. */
const withoutDuration = (line: string): string => line.replaceAll(/"(\w*[mM]s)":[\d.]+/g, '"$1":0');

/** Random bytes that are the same in every conversation. */
function countingRandom(): (size: number) => Uint8Array {
  let calls = 0;
  return size => {
    calls += 1;
    return Uint8Array.from({ length: size }, (_, index) => (calls * 31 + index * 7) % 256);
  };
}

async function addCustomer(
  kysely: Awaited<ReturnType<typeof openDatabase>>['kysely'],
  ledger: readonly Told[],
  {
    precision,
    random,
    pinPepper,
  }: {
    readonly precision: ConsentPrecision;
    readonly random: (size: number) => Uint8Array;
    readonly pinPepper: Uint8Array;
  },
): Promise<string> {
  const customerId = 'customer';
  await kysely
    .insertInto('customer')
    .values({ customer_id: customerId, name: 'Customer', birth_date: null })
    .execute();
  for (const [account_id, kind] of [
    ['main', 'checking'],
    ['card', 'credit-card'],
  ] as const) {
    await kysely
      .insertInto('account')
      .values({
        customer_id: customerId,
        account_id,
        kind,
        nickname: kind,
        currency: 'USD',
        account_number: null,
        opening_minor: 1_000_000,
        credit_limit_minor: 0,
      })
      .execute();
  }
  await ingest(
    kysely,
    ledger.map(({ accountId, direction, category, day, amountMinor, texts }) => ({
      ...texts,
      customer_id: customerId,
      account_id: accountId,
      status: 'booked',
      day: dateOf(day),
      direction,
      category,
      amount_minor: amountMinor,
    })),
  );
  const of = { customerId, platform: 'alexa', now: nowMs - yearMs / 2, random };
  const consent = { questions: consentClasses, precision, validForMs: yearMs };
  await createLink(kysely, { ...of, consent });
  await kysely
    .insertInto('voice_pin')
    .values({ customer_id: customerId, pin_hash: cheapHash(pinPepper), set_at: nowMs - yearMs })
    .execute();
  const accessToken = await issueAccessToken(kysely, { ...of, ttlMs: yearMs });
  if (accessToken === null) throw new Error('not linked');
  return accessToken;
}

/** The real hash costs 40 ms, which a hundred conversations have no need of. */
function cheapHash(secret: Uint8Array): string {
  const nonce = randomBytes(16);
  const cost = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { message: pin, nonce, secret, ...cost });
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${encode(nonce)}$${encode(tag)}`;
}
