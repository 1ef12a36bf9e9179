/** Who the demo customer is, and with whom she deals. All of it is made up, and none of it may leave the bank. */
import type { AccountTable } from '../database/schema.ts';
import type { LedgerCategory } from '../ledger/category.ts';

export const demoCustomer = {
  customer_id: 'demo',
  name: 'Nora Whitfield',
  birth_date: '1987-06-23',
} as const;

/** Published: everyone who tries the demo knows it. */
export const demoPin = '4821';

/** With which she signs in to the bank's pages, as `demo`; published like the PIN. */
export const demoPassword = 'quiet harbor lantern';

/** Her bank's number for fraud and cards; one of those that are nobody's (NANPA, 555-0100 to 555-0199). */
export const demoFraudLine = '1 800 555 0142';

/** The platform that she has linked. */
export const demoPlatform = 'alexa';

export type DemoAccount = 'checking' | 'savings' | 'card';

/** What she has on New Year's Day, in cents; each year begins the same (see `year.ts`). */
export const newYearMinor = { checking: 460_000, savings: 1_040_000 } as const;

export const demoAccounts: Readonly<
  Record<DemoAccount, Pick<AccountTable, 'kind' | 'nickname' | 'account_number' | 'credit_limit_minor'>>
> = {
  checking: {
    kind: 'checking',
    nickname: 'Everyday',
    account_number: '004417283306',
    credit_limit_minor: 0,
  },
  savings: {
    kind: 'savings',
    nickname: 'Rainy Day',
    account_number: '004417290159',
    credit_limit_minor: 0,
  },
  card: {
    kind: 'credit-card',
    nickname: 'Juniper Card',
    account_number: '5199000048213377',
    credit_limit_minor: 600_000,
  },
};

/** Someone who is paid, or pays, by transfer. */
export interface Counterparty {
  readonly counterparty: string;
  readonly counterparty_account: string;
}

export const counterparties = {
  employer: { counterparty: 'Larkspur Analytics LLC', counterparty_account: '019922710045' },
  landlord: { counterparty: 'Gaslight Row Properties', counterparty_account: '019930415582' },
  electricity: { counterparty: 'Tri-Harbor Electric', counterparty_account: '019941120076' },
  water: { counterparty: 'Harborview Water District', counterparty_account: '019941166301' },
  internet: { counterparty: 'Quillnet Broadband', counterparty_account: '019945002218' },
  phone: { counterparty: 'Wrenwood Mobile', counterparty_account: '019945077390' },
  insurer: { counterparty: 'Old Ferry Mutual', counterparty_account: '019951348817' },
  college: { counterparty: 'Eastmere Community College', counterparty_account: '019960421109' },
  teacher: { counterparty: 'Ines Okonjo Piano Studio', counterparty_account: '019960880432' },
  charity: { counterparty: 'Second Harbor Food Bank', counterparty_account: '019972003641' },
  treasury: { counterparty: 'State Treasury Refund Office', counterparty_account: '019980000107' },
  family: { counterparty: 'Margaret Whitfield', counterparty_account: '019914570011' },
  neighbor: { counterparty: 'Tobias Venn', counterparty_account: '019914563320' },
} as const satisfies Record<string, Counterparty>;

type Merchants = readonly [string, ...string[]];

/** Where she pays by card. */
export const merchants = {
  groceries: ['Marlow Lane Market', 'Green Gable Grocers', 'Pemberly Foods', 'Corner Larder'],
  dining: ['Fennel & Rye', 'Copper Kettle Diner', 'Saffron Step', 'Blue Heron Noodles', 'Pier Nine Tacos'],
  coffee: ['Nightjar Coffee', 'Third Bell Bakery', 'Little Lantern Cafe'],
  transport: ['Swiftlet Rides', 'Harbor Loop Transit', 'Kestrel Fuel'],
  shopping: [
    'Thistle & Twine',
    'Brightwell Home',
    'Foxglove Books',
    'Ampersand Electronics',
    'Juno Outfitters',
  ],
  entertainment: ['The Velvet Lantern', 'Starling Cinema', 'Harbor Light Bowl'],
  health: ['Willowmere Pharmacy', 'Alder Street Dental', 'Lakeside Physio'],
  travel: ['Larkway Rail', 'Sandpiper Inns', 'Cloudberry Air'],
} as const satisfies Partial<Record<LedgerCategory | 'coffee', Merchants>>;

/** Charged to the card on the same day each month. */
export const subscriptions = [
  { day: 2, merchant: 'Ironleaf Gym', amountMinor: 3_400 },
  { day: 4, merchant: 'Tunewell Music', amountMinor: 1_099 },
  { day: 9, merchant: 'Lumenplay Video', amountMinor: 1_549 },
  { day: 17, merchant: 'Nimbus Drive Storage', amountMinor: 299 },
  { day: 21, merchant: 'The Harbor Dispatch', amountMinor: 800 },
] as const;
