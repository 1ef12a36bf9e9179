/**
 * What disclosure control costs for a customer who has asked a thousand times: the decision on one more question about a
 * total, and the whole answer around it, on SQLite; and the same with ten times the transactions, in a ledger that goes
 * back ten times as far, and in one that is ten times as dense.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCustomer, type AskingCustomer, type Copies } from './asking-customer.ts';
import { median, percentile, rowsOfSamples, type Row } from './figures.ts';

const ledgers: Readonly<Record<string, Copies>> = {
  'of a ledger': { count: 1, daysApart: 0 },
  'ten times as long': { count: 10, daysApart: 500 },
  'ten times as dense': { count: 10, daysApart: 0 },
};

export interface DisclosureLatency {
  readonly p50: readonly Row[];
  readonly p99: readonly Row[];
}

/** Measures so many questions after so many others; each of all ledgers before the next. */
export async function measureDisclosure({
  asked,
  samples,
}: {
  readonly asked: number;
  readonly samples: number;
}): Promise<DisclosureLatency> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const customers = new Map<string, AskingCustomer>();
  try {
    for (const [name, copies] of Object.entries(ledgers)) {
      customers.set(name, await openCustomer(join(folder, `${name}.sqlite`), copies, asked));
    }
    const latencies: Record<string, number[]> = {};
    for (const what of ['decide', 'answer'] as const) {
      for (let index = 0; index < samples; index += 1) {
        for (const [name, customer] of customers) {
          const count = customer.transactionCount.toLocaleString('en');
          const row = `${what === 'decide' ? 'the decision' : 'the whole answer'}, ${name}, ${count} transactions`;
          (latencies[row] ??= []).push(await customer[what](index));
        }
      }
    }
    return {
      p50: rowsOfSamples('us', latencies, median),
      p99: rowsOfSamples('us', latencies, values => percentile(values, 0.99)),
    };
  } finally {
    for (const customer of customers.values()) await customer.close();
    await rm(folder, { recursive: true, force: true });
  }
}
