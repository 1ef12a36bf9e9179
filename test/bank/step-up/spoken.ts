/** A customer with a voice PIN and links, and what is said on them. */
import { randomBytes } from 'node:crypto';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { choosePin } from '../../../src/bank/step-up/choose-pin.ts';
import type { StandingFactor } from '../../../src/bank/step-up/factors/factor.ts';
import { chooseChallenge } from '../../../src/bank/step-up/factors/factors.ts';
import { useGrant } from '../../../src/bank/step-up/grants.ts';
import { stepUp } from '../../../src/bank/step-up/step-up.ts';
import type { StepUpFactor } from '../../../src/facade/contract.ts';
import { clear, customerId } from '../household.ts';

export const pepper = Buffer.from('pepper');
export const rightPin = '4821';
export const wrongPin = '4822';
export const start = Date.parse('2026-03-18T14:30:00Z');
export const granted = { idleSeconds: 300, absoluteSeconds: 900 };
export const refused = { refused: 'step_up_refused' };
/** What whoever says something hears of it: every refusal is the same. Who said no is for the log. */
export const heard = <Outcome extends object>(outcome: Outcome): Outcome =>
  'by' in outcome ? { ...outcome, by: undefined } : outcome;
const context = { conversation: 'conversation-0123456789ab' };
const dayMs = 86_400_000;
/** What a hash usually costs is tested in `hash-pin.test.ts`; here hundreds are made. */
const cheap = { memory: 8, passes: 1, parallelism: 1 };

export interface Spoken {
  now: number;
  today: string;
  standing: StandingFactor;
  readonly link: (platform: string) => Promise<{ linkId: string; accessToken: string }>;
  readonly say: (said: string | StepUpFactor, accessToken: string | null) => ReturnType<typeof stepUp>;
  readonly challengeOn: (linkId: string) => ReturnType<typeof chooseChallenge>;
  readonly isFresh: (linkId: string) => Promise<boolean>;
  readonly choose: (pin: string) => ReturnType<typeof choosePin>;
}

/** Starts with a customer who has a PIN and no link. A text of four digits that is said is a PIN. */
export async function beginSpoken({ kysely: database }: BankDatabase): Promise<Spoken> {
  await clear(database);
  await database
    .insertInto('customer')
    .values({ customer_id: customerId, name: 'Household', birth_date: null })
    .execute();
  const spoken: Spoken = {
    now: start,
    today: '2026-03-18',
    standing: 'voice-pin',
    link: async platform => {
      const options = { customerId, platform, now: spoken.now, random: randomBytes };
      const consent = {
        questions: ['balance'],
        precision: { totals: 'exact', balances: 'exact' },
        validForMs: 30 * dayMs,
      } as const;
      const linkId = await createLink(database, { ...options, consent });
      const accessToken = await issueAccessToken(database, { ...options, ttlMs: 30 * dayMs });
      return { linkId, accessToken: accessToken ?? 'none' };
    },
    say: async (said, accessToken) => {
      const factor: StepUpFactor = typeof said === 'string' ? { kind: 'voice-pin', pin: said } : said;
      const { now, today, standing } = spoken;
      return heard(
        await stepUp(
          { accessToken, request: { context, factor } },
          { database, now, today, pepper, standingFactor: standing },
        ),
      );
    },
    challengeOn: linkId =>
      chooseChallenge(
        { customerId, linkId },
        { database, now: spoken.now, random: randomBytes, standing: spoken.standing },
      ),
    isFresh: linkId => useGrant(database, { link: { customerId, linkId }, context, now: spoken.now }),
    choose: pin =>
      choosePin(database, { customerId, pin, pepper, now: spoken.now, random: randomBytes, cost: cheap }),
  };
  await spoken.choose(rightPin);
  return spoken;
}
