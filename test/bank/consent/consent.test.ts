import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  consentReceipt,
  covers,
  giveConsent,
  listConsentEvents,
  loadConsent,
  withdrawConsent,
  type ConsentChoice,
  type LinkKey,
  type ReceiptTerms,
} from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { consentClasses } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { insertLink } from '../insert-link.ts';

const now = Date.UTC(2026, 10, 23, 12);
const dayMs = 86_400_000;
const choice: ConsentChoice = {
  questions: ['spending', 'balance'],
  accounts: [{ accountId: 'a-1', nickname: 'everyday' }],
  precision: { totals: 'about', balances: 'fresh' },
  validUntil: now + 90 * dayMs,
};

describe.each(engines)('consent on $name', ({ open }) => {
  let database: BankDatabase;
  let link: LinkKey;
  let other: LinkKey;
  let customers = 0;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  /** A customer of its own for each test, with a link to each of two platforms. */
  beforeEach(async () => {
    const customerId = `customer-${++customers}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: customerId, birth_date: null })
      .execute();
    [link, other] = [
      { customerId, linkId: `${customerId}-1` },
      { customerId, linkId: `${customerId}-2` },
    ];
    await insertLink(database.kysely, { ...link, createdAt: now });
    await insertLink(database.kysely, { ...other, platform: 'elsewhere', createdAt: now });
  });

  const give = (overrides: Partial<ConsentChoice> = {}, at = now) =>
    giveConsent(database.kysely, link, { ...choice, ...overrides }, { now: at, via: 'page' });

  it.each([
    ['nothing was ever given', () => Promise.resolve(), now, false],
    ['it was given', () => give(), now, true],
    ['it was given without this class', () => give({ questions: ['income'] }), now, false],
    ['it was given with no class at all', () => give({ questions: [] }), now, false],
    ['its last instant', () => give(), choice.validUntil - 1, true],
    ['its time is over', () => give(), choice.validUntil, false],
    [
      'it was withdrawn',
      async () => {
        await give();
        await withdrawConsent(database.kysely, link, { now, via: 'voice' });
      },
      now,
      false,
    ],
    [
      'it was withdrawn and given again',
      async () => {
        await give();
        await withdrawConsent(database.kysely, link, { now, via: 'voice' });
        await give();
      },
      now,
      true,
    ],
    [
      'it was replaced by a narrower one',
      async () => {
        await give();
        await give({ questions: ['alerts'] });
      },
      now,
      false,
    ],
    [
      'a replacement has expired: what it replaced does not come back',
      async () => {
        await give();
        await give({ validUntil: now + dayMs });
      },
      now + 2 * dayMs,
      false,
    ],
  ])('%s', async (_state, arrange, at, expected) => {
    await arrange();
    expect(covers(await loadConsent(database.kysely, link, at), 'balance')).toBe(expected);
    expect(covers(await loadConsent(database.kysely, other, at), 'balance')).toBe(false);
  });

  it('keeps what was chosen', async () => {
    await give();
    expect(await loadConsent(database.kysely, link, now)).toEqual({
      sequence: 1,
      platform: 'alexa',
      questions: new Set(['balance', 'spending']),
      accounts: [{ accountId: 'a-1', nickname: 'everyday' }],
      precision: { totals: 'about', balances: 'fresh' },
      givenAt: now,
      validUntil: choice.validUntil,
    });
  });

  it('a withdrawal may be repeated and adds nothing', async () => {
    expect(await withdrawConsent(database.kysely, link, { now, via: 'voice' })).toEqual({ withdrawn: false });
    await give();
    expect(await withdrawConsent(database.kysely, link, { now, via: 'voice' })).toEqual({ withdrawn: true });
    expect(await withdrawConsent(database.kysely, link, { now, via: 'voice' })).toEqual({ withdrawn: false });
    expect(await listConsentEvents(database.kysely, link)).toHaveLength(2);
  });

  it('numbers events without gaps when many come at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => give()));
    const events = await listConsentEvents(database.kysely, link);
    expect(events.map(event => event.sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('is undone with the transaction that it is part of', async () => {
    await expect(
      database.kysely.transaction().execute(async transaction => {
        await giveConsent(transaction, link, choice, { now, via: 'page' });
        throw new Error('later part failed');
      }),
    ).rejects.toThrow('later part failed');
    expect(await loadConsent(database.kysely, link, now)).toBeNull();
  });

  it.each([
    ['longer than a year', { validUntil: now + 366 * dayMs }],
    ['over before it begins', { validUntil: now }],
    ['a nickname of nothing', { accounts: [{ accountId: 'a-1', nickname: ' ' }] }],
    ['a nickname that no answer can carry', { accounts: [{ accountId: 'a-1', nickname: 'x'.repeat(41) }] }],
  ])('refuses %s', async (_case, overrides) => {
    await expect(give(overrides)).rejects.toThrow(RangeError);
    expect(await listConsentEvents(database.kysely, link)).toEqual([]);
  });

  it('refuses a link that does not exist', async () => {
    const nowhere = { ...link, linkId: 'nowhere' };
    await expect(giveConsent(database.kysely, nowhere, choice, { now, via: 'page' })).rejects.toThrow(
      'no such link',
    );
  });

  it('an event cannot be added twice or lack its end', async () => {
    await give();
    const row = await database.kysely
      .selectFrom('consent_event')
      .selectAll()
      .where('customer_id', '=', link.customerId)
      .executeTakeFirstOrThrow();
    await expect(database.kysely.insertInto('consent_event').values(row).execute()).rejects.toThrow();
    await expect(
      database.kysely
        .insertInto('consent_event')
        .values({ ...row, sequence: 2, valid_until: null })
        .execute(),
    ).rejects.toThrow();
  });
});

const terms: ReceiptTerms = {
  bank: { name: 'Sottovoce Bank', address: '1 Quiet Street', contact: 'https://bank.example/privacy' },
  platformOwner: { name: 'Amazon', address: 'Seattle', contact: 'https://www.amazon.com/privacy' },
  // Each class by its own name: what the page says is the page's.
  purposes: Object.fromEntries(
    consentClasses.map(name => [name, `to say: ${name}`]),
  ) as ReceiptTerms['purposes'],
  totals: { about: 'rounded', exact: 'to the cent' },
  balances: { fresh: 'rounded, four times a day', sealed: 'as of a day', exact: 'as it is' },
  noticeUrl: 'https://bank.example/privacy',
  language: 'en',
  jurisdiction: 'United States',
  withdrawal: 'say "stop sharing with Alexa", or on the bank\'s page',
};

describe('a receipt', () => {
  const link = { customerId: 'demo', linkId: 'link-1' };
  const given = {
    sequence: 1,
    kind: 'given',
    at: now,
    platform: 'alexa',
    via: 'page',
    questions: ['balance', 'alerts'],
    accounts: [{ accountId: 'a-1', nickname: 'everyday' }],
    precision: { totals: 'about', balances: 'fresh' },
    validUntil: now + 90 * dayMs,
  } as const;
  const withdrawn = {
    sequence: 2,
    kind: 'withdrawn',
    at: now + dayMs,
    platform: 'alexa',
    via: 'voice',
    questions: [],
    accounts: [],
    precision: null,
    validUntil: null,
  } as const;
  const states = (events: Parameters<typeof consentReceipt>[1], at: number) =>
    consentReceipt(link, events, 1, terms, at)?.events.map(event => event.event_state);

  it('has every mandatory field of ISO/IEC TS 27560 and no account id', () => {
    const receipt = consentReceipt(link, [given], 1, terms, now);
    expect(receipt).toMatchObject({
      receipt_metadata: { schema_version: 'ISO/IEC TS 27560:2023', receipt_id: expect.any(String) as string },
      record_header: { record_id: 'urn:sottovoce:consent:link-1:1', pii_principal_id: 'demo' },
      pii_processing: {
        privacy_notice: terms.noticeUrl,
        language: 'en',
        purposes: [
          {
            purpose: 'to say: balance',
            pii_information: [{ account: 'everyday', pii_precision: 'rounded, four times a day' }],
          },
          { purpose: 'to say: alerts', pii_information: [{ account: 'all' }] },
        ],
      },
      party_identification: [{ party_name: 'Sottovoce Bank' }, { party_name: 'Amazon' }],
      events: [{ event_state: 'consent given', entity_id: 'demo' }],
    });
    for (const purpose of receipt?.pii_processing.purposes ?? []) {
      for (const field of [
        'pii_controllers',
        'storage_locations',
        'retention_period',
        'jurisdiction',
        'recipient_third_parties',
        'withdrawal_method',
      ]) {
        expect(purpose).toHaveProperty(field);
      }
    }
    expect(JSON.stringify(receipt)).not.toContain('a-1');
  });

  it('tells what became of the consent', () => {
    expect(states([given], now)).toEqual(['consent given']);
    expect(states([given], given.validUntil)).toEqual(['consent given', 'consent expired']);
    expect(states([given, withdrawn], now + 2 * dayMs)).toEqual(['consent given', 'consent withdrawn']);
    expect(states([given, { ...given, sequence: 2, at: now + dayMs }], now + 2 * dayMs)).toEqual([
      'consent given',
      'consent replaced',
    ]);
    expect(states([given, { ...withdrawn, at: given.validUntil + dayMs }], given.validUntil + dayMs)).toEqual(
      ['consent given', 'consent expired'],
    );
  });

  it('is none for a withdrawal or an event that does not exist', () => {
    expect(consentReceipt(link, [given, withdrawn], 2, terms, now)).toBeNull();
    expect(consentReceipt(link, [given], 7, terms, now)).toBeNull();
  });
});
