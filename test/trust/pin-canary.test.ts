/** Where a spoken PIN or code goes: from the request to the bank in one call, and nowhere else, whatever breaks. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createBank } from '../../src/bank/bank.ts';
import { openDatabase } from '../../src/bank/database/database.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { jsonLinesLog } from '../../src/bank/log.ts';
import { choosePin } from '../../src/bank/step-up/choose-pin.ts';
import { issueOneTimeCode } from '../../src/bank/step-up/factors/one-time-code.ts';
import { findPinRefusal } from '../../src/bank/step-up/pin-rules.ts';
import { unlockLink } from '../../src/bank/step-up/unlock-link.ts';
import { readEnvelope } from '../../src/channels/alexa/envelope.ts';
import { readConfig } from '../../src/config.ts';
import { consentClasses } from '../../src/facade/contract.ts';
import { createLog } from '../../src/log.ts';
import { createSkillIdentity } from '../../src/simulator/skill-identity.ts';
import { createAlexaSkill } from '../../src/skill.ts';
import { customerId, insertHousehold, platform } from '../bank/household.ts';
import { intent, nowMs, sessionEnded, skillId } from '../channels/alexa/requests.ts';

const sessions = 500;
const dayMs = 86_400_000;
const pepper = Buffer.from('the pepper of the canaries');
const cheap = { memory: 8, passes: 1, parallelism: 1 };

/** Four digits that may be chosen, and that are no year and no amount of the household. */
const pin = fc
  .integer({ min: 6_000, max: 8_999 })
  .map(String)
  .filter(digits => findPinRefusal(digits, '1990-07-03') === null);

/** What goes wrong in a session: nothing, the line to the bank, or the bank itself. */
const mishap = fc.constantFrom('none', 'none', 'none', 'broken line', 'damaged hash');

/** Another code of six digits. */
const nextTo = (code: string): string => String(100_000 + ((Number(code) + 1) % 900_000));

/**
 * The numbers of a text that stand by themselves. Random names (ids, digests) are set aside first: four digits in a row
 * are in every tenth of them by chance.
 */
const numbersIn = (text: string): ReadonlySet<string> => {
  const words = text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{20,}/g, '')
    .matchAll(/[0-9A-Za-z]+/g);
  return new Set([...words].map(([word]) => word).filter(word => /^[0-9]+$/.test(word)));
};

/** Tables that no session can write to; amounts of the ledger are four digits often enough. */
const ledger = ['customer', 'account', 'ledger_transaction', 'rollup_day', 'rollup_month', 'alert'];
/** Where a PIN is kept, as hashes alone. */
const hashes = ['voice_pin', 'voice_pin_pair', 'one_time_code'];

it('is in no log, response, session attribute, column or answer, over five hundred sessions', async () => {
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await insertHousehold(database.kysely);
  let now = nowMs;
  const log: string[] = [];
  const identity = createSkillIdentity(platform);
  const bank = await createBank({
    database: database.kysely,
    pinPepper: pepper,
    timeZone: 'America/New_York',
    now: () => now,
    random: randomBytes,
    log: jsonLinesLog(
      line => log.push(line),
      () => now,
    ),
    clients: { known: [identity.client], audience: null },
  }).listen({ host: '127.0.0.1', port: 0 });
  const linkage = { customerId, platform, now, random: randomBytes };
  const validForMs = 2 * sessions * dayMs;
  await createLink(database.kysely, {
    ...linkage,
    consent: { questions: consentClasses, precision: { totals: 'exact', balances: 'exact' }, validForMs },
  });
  const accessToken = await issueAccessToken(database.kysely, { ...linkage, ttlMs: validForMs });

  let isBroken = false;
  const fromBank: string[] = [];
  const toBank: string[] = [];
  const config = readConfig({
    ...identity.environment,
    SOTTOVOCE_FACADE_URL: bank.url,
    SOTTOVOCE_ALEXA_SKILL_ID: skillId,
  });
  const skill = createAlexaSkill({
    config,
    log: createLog(
      line => log.push(line),
      () => now,
    ),
    now: () => now,
    fetch: async (url, init) => {
      const address = url instanceof Request ? url.url : url.toString();
      if (!address.endsWith('/step-ups')) toBank.push(`${address} ${JSON.stringify(init)}`);
      // The worst that a line can do: an error that repeats what was sent.
      else if (isBroken) throw new Error(`could not send ${JSON.stringify(init)}`);
      const response = await fetch(url, init);
      fromBank.push(`${JSON.stringify([...response.headers])} ${await response.clone().text()}`);
      return response;
    },
  });

  let granted = 0;
  let faults = 0;
  const everyCode: string[] = [];
  const plans = fc.sample(
    fc.tuple(pin, fc.array(pin, { maxLength: 3 }), fc.boolean(), fc.boolean(), mishap),
    { numRuns: sessions, seed: 4 },
  );
  for (const [session, [right, wrong, wantsRight, wantsCode, breaks]] of plans.entries()) {
    now += dayMs;
    expect(
      await choosePin(database.kysely, {
        customerId,
        pin: right,
        pepper,
        now,
        random: randomBytes,
        cost: cheap,
      }),
    ).toEqual({ ok: true });
    isBroken = breaks === 'broken line';
    if (breaks === 'damaged hash') {
      await database.kysely.updateTable('voice_pin').set({ pin_hash: 'damaged' }).execute();
    }
    const issued = wantsCode
      ? await issueOneTimeCode(database.kysely, { customerId, pepper, now, random: randomBytes })
      : null;
    // A code comes first, wrongly and rightly; PINs after it are said though nobody asks for them.
    const codes = issued === null ? [] : [nextTo(issued.code), issued.code];
    const spoken = [...codes, ...(wantsRight ? [...wrong.slice(0, 2), right] : wrong)];
    everyCode.push(...codes);
    const said: string[] = [];
    const responses: string[] = [];
    log.length = fromBank.length = toBank.length = 0;

    let attributes: unknown = {};
    const say = async (name: string, slots: Record<string, string> = {}): Promise<void> => {
      const changes = { sessionId: `session-${session}`, accessToken, attributes };
      const envelope = readEnvelope(
        intent(name, slots, { ...changes, timestamp: new Date(now).toISOString() }),
      );
      const handled = envelope === null ? null : await skill(envelope);
      if (handled?.ok !== true) throw new Error('the request of the test is refused');
      attributes = handled.response.sessionAttributes ?? {};
      responses.push(JSON.stringify(handled.response));
    };
    await say('BalanceIntent');
    for (const digits of spoken) {
      said.push(digits);
      await say('PinIntent', { [digits.length === 6 ? 'code' : 'pin']: digits });
    }
    await say('ActivityIntent');
    const end = readEnvelope(
      sessionEnded('USER_INITIATED', { sessionId: `session-${session}`, accessToken, attributes }),
    );
    if (end !== null) await skill(end);

    if (responses.some(response => response.includes('You have'))) granted += 1;
    if (log.some(line => /internal_error|connection_failed/.test(line))) faults += 1;
    const places = { log, fromBank, toBank, responses };
    for (const [place, texts] of Object.entries(places)) {
      const numbers = numbersIn(texts.join('\n'));
      expect(
        [...said, right].filter(digits => numbers.has(digits)),
        `${place} of session ${session}`,
      ).toEqual([]);
    }
    // The lock and the day's limit are tested elsewhere; here every session speaks.
    await unlockLink(database.kysely, { customerId, platform });
  }

  // The sessions did what they are about: some stepped up, and not all.
  expect(granted).toBeGreaterThan(100);
  expect(granted).toBeLessThan(sessions);
  expect(faults).toBeGreaterThan(100);

  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(
    database.kysely,
  );
  const everySaid = [...plans.flatMap(([right, wrong]) => [right, ...wrong]), ...everyCode];
  const tables = rows.map(({ name }) => name).filter(name => ![...ledger, ...hashes].includes(name));
  expect(tables).toContain('disclosure');
  for (const table of tables) {
    const kept = await sql`select * from ${sql.table(table)}`.execute(database.kysely);
    const numbers = numbersIn(JSON.stringify(kept.rows));
    expect(
      everySaid.filter(digits => numbers.has(digits)),
      table,
    ).toEqual([]);
  }
  await bank.close();
  await database.close();
}, 120_000);
