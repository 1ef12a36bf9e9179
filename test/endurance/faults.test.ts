/** The rounds of `npm run faults` that need no process of their own: the same faults, the same things that have to hold. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type BankDatabase } from '../../src/bank/database/database.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';
import { readEnvelope } from '../../src/channels/alexa/envelope.ts';
import { createAlexaSkill } from '../../src/skill.ts';
import { insertHouse } from '../bank/disclosure/house.ts';
import { intent, skillId } from '../channels/alexa/requests.ts';
import { ledgerProblems } from './checks.ts';
import { batchOf } from './growth.ts';
import { openLine, type Line } from './line.ts';

const customerId = 'growing';

describe('a disk that is full while the ledger takes entries in', () => {
  let folder = '';
  let database: BankDatabase;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sottovoce-'));
    database = await openDatabase({ kind: 'sqlite', file: join(folder, 'bank.sqlite') });
    await insertHouse(database.kysely, customerId);
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('takes a batch or leaves it, keeps the sums, and takes it later', async () => {
    const { kysely } = database;
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(kysely);
    const pages = rows[0]?.page_count ?? 0;
    await sql`pragma max_page_count = ${sql.lit(pages + 60)}`.execute(kysely);
    const acknowledged = new Set<number>();
    let failed: number | null = null;
    for (let batch = 0; failed === null; batch += 1) {
      try {
        await ingest(kysely, batchOf(customerId, batch));
        acknowledged.add(batch);
      } catch (error) {
        expect(error).toMatchObject({ errcode: 13 });
        failed = batch;
      }
    }
    expect(acknowledged.size).toBeGreaterThan(2);
    expect(await ledgerProblems(kysely, { customerId, acknowledged })).toEqual([]);

    await sql`pragma max_page_count = ${sql.lit(pages + 1_000)}`.execute(kysely);
    // Whoever was told nothing sends again, and what was taken in between counts once.
    for (const batch of [failed - 1, failed]) await ingest(kysely, batchOf(customerId, batch));
    acknowledged.add(failed);
    expect(await ledgerProblems(kysely, { customerId, acknowledged })).toEqual([]);
  });

  it('would be noticed: half a batch, a sum that counts twice, a batch that is lost', async () => {
    const { kysely } = database;
    const of = (acknowledged: number[]) =>
      ledgerProblems(kysely, { customerId, acknowledged: new Set(acknowledged) });
    expect(await of([999])).toEqual(['batch 999 was acknowledged and is lost']);
    await ingest(kysely, batchOf(customerId, 1_000).slice(1));
    expect(await of([])).toEqual(['batch 1000 is there in part: 39 entries']);
    await kysely
      .updateTable('rollup_day')
      .set(({ eb }) => ({ sum_minor: eb('sum_minor', '*', 2) }))
      .execute();
    expect(await of([])).toContain('rollup_day is not the sum of the ledger');
  });
});

describe('a bank that is there and does not answer', () => {
  let server: Server;
  let line: Line;
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(503).end());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address with a port.
    line = await openLine(() => (server.address() as AddressInfo).port);
  });
  afterAll(async () => {
    await line.close();
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['comes ten seconds late', (): void => line.setDelay(10_000)],
    ['is lost on the way', (): void => line.lose(true)],
  ])('whose answer %s: the customer hears so before the platform gives up', async (_, fault) => {
    const turnTimeoutMs = 150;
    const skill = createAlexaSkill({
      config: {
        facadeUrl: `http://127.0.0.1:${line.port}`,
        clientId: 'test',
        clientKey: null,
        alexaSkillId: skillId,
        bankName: 'Juniper Bank',
        fraudLine: null,
        timeZone: 'America/New_York',
        turnTimeoutMs,
      },
      log: () => undefined,
      now: Date.now,
    });
    fault();
    const envelope = readEnvelope(intent('BalanceIntent'));
    if (envelope === null) throw new Error('the request of the test is not understood');
    const startedAt = performance.now();
    const handled = await skill(envelope);
    const tookMs = performance.now() - startedAt;
    expect(handled.ok && JSON.stringify(handled.response)).toContain('taking too long');
    expect(tookMs).toBeGreaterThan(turnTimeoutMs - 20);
    // Generous, since what is measured here is that something ends the waiting.
    expect(tookMs).toBeLessThan(turnTimeoutMs + 1_500);
    line.setDelay(0);
    line.mend();
  });
});
