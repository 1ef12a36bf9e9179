/** The contract's cases against the reference bank: the real client, over HTTP, on each engine. */
import { randomBytes, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBank } from '../../src/bank/bank.ts';
import { withdrawConsent } from '../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../src/bank/database/database.ts';
import type { Listening } from '../../src/bank/http/listen.ts';
import { readConfig } from '../../src/config.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import type { LogRecord } from '../../src/bank/log.ts';
import type { StandingFactor } from '../../src/bank/step-up/factors/factor.ts';
import { issueOneTimeCode } from '../../src/bank/step-up/factors/one-time-code.ts';
import { keepPairs, pinPairs } from '../../src/bank/step-up/factors/pin-digits.ts';
import { createGrant } from '../../src/bank/step-up/grants.ts';
import { hashPin } from '../../src/bank/step-up/hash-pin.ts';
import { createFacadeClient } from '../../src/facade/client.ts';
import { consentClasses, type Answer } from '../../src/facade/contract.ts';
import {
  contractCases,
  contractContext,
  contractNow,
  contractPin,
  contractRandom,
  contractTimeZone,
  perform,
  type Given,
} from '../facade/contract.cases.ts';
import { engines } from './engines.ts';
import { clear, customerId, insertHousehold, platform } from './household.ts';

const pepper = Buffer.from('the pepper of the contract');
const dayMs = 86_400_000;
const skill = createSkillIdentity(platform);

/** Who the skill of these cases is, as its own settings make it. */
function identityAt(facadeUrl: string): { clientId: string; key: KeyObject } {
  const { clientId, clientKey } = readConfig({
    ...skill.environment,
    SOTTOVOCE_FACADE_URL: facadeUrl,
    SOTTOVOCE_ALEXA_SKILL_ID: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
  });
  if (clientKey === null) throw new Error('the skill has no key');
  return { clientId, key: clientKey };
}

describe.each(engines)('the contract at the reference bank on $name', ({ open }) => {
  let database: BankDatabase;
  let pinHash: string;
  let banks: Readonly<Record<StandingFactor, Listening>>;
  let now: number;
  let log: LogRecord[];

  beforeAll(async () => {
    database = await open();
    pinHash = await hashPin(contractPin, { pepper, random: randomBytes });
    const start = (standingFactor: StandingFactor): Promise<Listening> =>
      createBank({
        database: database.kysely,
        pinPepper: pepper,
        standingFactor,
        timeZone: contractTimeZone,
        now: () => now,
        random: contractRandom,
        log: record => void log.push(record),
        clients: { known: [skill.client], audience: null },
      }).listen({ host: '127.0.0.1', port: 0 });
    banks = { 'voice-pin': await start('voice-pin'), 'pin-digits': await start('pin-digits') };
  });
  beforeEach(async () => {
    now = contractNow;
    log = [];
    await clear(database.kysely);
  });
  afterAll(async () => {
    await Promise.all(Object.values(banks).map(bank => bank.close()));
    await database.close();
  });

  /** Brings the bank to where a case begins; the access token of its calls. */
  async function arrange(given: Given): Promise<string> {
    const kysely = database.kysely;
    await insertHousehold(kysely, given.accounts);
    await kysely
      .insertInto('voice_pin')
      .values({ customer_id: customerId, pin_hash: pinHash, set_at: contractNow - dayMs })
      .execute();
    await keepPairs(kysely, pinPairs(contractPin, { customerId, pinHash, pepper }));
    if (given.asks === 'one-time-code') {
      await issueOneTimeCode(kysely, { customerId, pepper, now: contractNow, random: contractRandom });
    }
    const linkId = await createLink(kysely, {
      customerId,
      platform,
      consent:
        given.consent === 'absent'
          ? null
          : {
              questions: given.consent === 'for alerts alone' ? ['alerts'] : consentClasses,
              precision: given.precision,
              validForMs: given.consent === 'expired' ? dayMs : 90 * dayMs,
            },
      now: contractNow - dayMs,
      random: randomBytes,
    });
    if (given.consent === 'withdrawn') {
      await withdrawConsent(kysely, { customerId, linkId }, { now: contractNow - 1, via: 'page' });
    }
    const token = await issueAccessToken(kysely, {
      customerId,
      platform,
      now: contractNow - dayMs,
      random: randomBytes,
      ttlMs: given.token === 'expired' ? dayMs : 90 * dayMs,
    });
    if (given.token === 'unlinked') {
      await kysely
        .updateTable('link')
        .set({ unlinked_at: contractNow - 1 })
        .execute();
    }
    if (given.stepUp === 'fresh') {
      await createGrant(kysely, {
        link: { customerId, linkId },
        context: contractContext,
        now: contractNow,
      });
    }
    return given.token === 'unknown' ? randomBytes(32).toString('base64url') : (token ?? 'none');
  }

  for (const { name, given, steps, notAtTheBank } of contractCases) {
    test.skipIf(notAtTheBank !== undefined)(
      notAtTheBank === undefined ? name : `${name} (not here: ${notAtTheBank})`,
      async () => {
        const accessToken = await arrange(given);
        const bank = banks[given.asks === 'pin-digits' ? 'pin-digits' : 'voice-pin'];
        const facade = createFacadeClient({
          baseUrl: bank.url,
          identity: identityAt(bank.url),
          now: () => now,
        });
        let answered = 0;
        for (const step of steps) {
          now += step.afterMs ?? 0;
          const outcome = await perform(facade, step.call, {
            accessToken,
            signal: AbortSignal.timeout(10_000),
          });
          expect(outcome).toEqual(step.expected);
          if (step.call.kind !== 'answer' || !outcome.ok) continue;

          answered += 1;
          // An answer names what the bank has answered.
          const { question, answerId } = outcome.value as Answer;
          // The random source of the cases gives one id only: each record makes room for the next.
          const { told, answered_at } = await database.kysely
            .updateTable('disclosure')
            .set({ answer_id: `answer ${answered}` })
            .where('answer_id', '=', answerId)
            .returning(['told', 'answered_at'])
            .executeTakeFirstOrThrow();
          expect([JSON.parse(told), answered_at]).toEqual([question, now]);
        }
        expect(await database.kysely.selectFrom('disclosure').selectAll().execute()).toHaveLength(answered);
        await expect
          .poll(
            () =>
              log.filter(
                record => record.event === 'request' && record.operation === 'answer' && record.code === 'ok',
              ).length,
          )
          .toBe(answered);
        expect(log.filter(record => record.event === 'fault')).toEqual([]);
      },
    );
  }
});
