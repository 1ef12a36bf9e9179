/** Our bank with its demo household, in this process: the skill reaches it over a line that can be in trouble. */
import { randomBytes } from 'node:crypto';
import { createBank } from '../../bank/bank.ts';
import { calendarDate } from '../../bank/calendar-date.ts';
import { openDatabase } from '../../bank/database/database.ts';
import {
  counterparties,
  demoAccounts,
  demoCustomer,
  demoFraudLine,
  demoPin,
  demoPlatform,
  merchants,
} from '../../bank/demo/household.ts';
import { seedDemo } from '../../bank/demo/seed-demo.ts';
import { issueAccessToken } from '../../bank/link/access-token.ts';
import { unlockLink } from '../../bank/step-up/unlock-link.ts';
import { settings } from '../../config.ts';
import { createSkillIdentity } from '../../simulator/skill-identity.ts';
import { openBankLine, type BankLine } from './bank-line.ts';

/** The skill that the bank knows; no skill at Amazon has this id. */
export const certifiedSkillId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000002';

export interface EmbeddedBank extends AsyncDisposable {
  readonly line: BankLine;
  readonly timeZone: string;
  /** What the skill has to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly accessToken: string;
  readonly pin: string;
  /** What may be in no log: of the customer, and of those with whom she deals. */
  readonly names: readonly string[];
  /** What the bank's own side does after a lock. */
  unlock(): Promise<void>;
}

const timeZone = 'America/New_York';
const hourMs = 3_600_000;

/**
 * @param now milliseconds since 1970 UTC, by the clock that bank and skill share
 */
export async function openEmbeddedBank(now: () => number, stopwatch: () => number): Promise<EmbeddedBank> {
  await using opened = new AsyncDisposableStack();
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  opened.defer(() => database.close());
  const { kysely } = database;
  const pinPepper = randomBytes(32);
  await seedDemo(kysely, {
    today: calendarDate(now(), timeZone),
    pinPepper,
    now: now(),
    random: randomBytes,
  });
  const line = await openBankLine(stopwatch);
  opened.defer(line.close);
  const identity = createSkillIdentity(demoPlatform);
  const bank = await createBank({
    database: kysely,
    pinPepper,
    timeZone,
    now,
    random: randomBytes,
    log: () => undefined,
    // The skill knows the bank by the address of the line.
    clients: { known: [identity.client], audience: line.url },
  }).listen({ host: '127.0.0.1', port: 0 });
  opened.defer(() => bank.close());
  const accessToken = await issueAccessToken(kysely, {
    customerId: demoCustomer.customer_id,
    platform: demoPlatform,
    now: now(),
    random: randomBytes,
    ttlMs: hourMs,
  });
  if (accessToken === null) throw new Error('the demo household is linked');
  line.connect(bank.url, accessToken);
  const open = opened.move();
  return {
    line,
    timeZone,
    environment: {
      ...identity.environment,
      [settings.facadeUrl.variable]: line.url,
      [settings.alexaSkillId.variable]: certifiedSkillId,
      [settings.bankName.variable]: settings.bankName.example,
      [settings.fraudLine.variable]: demoFraudLine,
      [settings.timeZone.variable]: timeZone,
    },
    accessToken,
    pin: demoPin,
    names: [
      demoCustomer.name,
      ...Object.values(demoAccounts)
        .flatMap(({ nickname, account_number }) => [nickname, account_number])
        .filter(name => name !== null),
      ...Object.values(counterparties).map(({ counterparty }) => counterparty),
      ...Object.values(merchants).flat(),
    ],
    unlock: async () => {
      await unlockLink(kysely, { customerId: demoCustomer.customer_id, platform: demoPlatform });
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
