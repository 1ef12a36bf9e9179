/**
 * Takes batches into a customer's ledger, one after the other, each by the bank's own ingest:
 * `node ingest-program.ts LOCATION CUSTOMER FIRST COUNT`. It writes a batch's number before it begins it (`try 7`) and after
 * it is committed (`ack 7`), and ends at the first that cannot be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';
import { batchOf } from './growth.ts';

const [, , location = '', customerId = '', first = '0', count = '0'] = process.argv;
// Whoever starts this writes a location.
const database = await openDatabase(JSON.parse(location) as DatabaseLocation, 'expect');
for (let batch = Number(first); batch < Number(first) + Number(count); batch += 1) {
  process.stdout.write(`try ${batch}\n`);
  await ingest(database.kysely, batchOf(customerId, batch));
  process.stdout.write(`ack ${batch}\n`);
  await sleep(20);
}
await database.close();
