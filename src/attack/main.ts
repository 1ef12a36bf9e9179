/** `npm run attack`: what a platform that keeps every answer can work out, side by side. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { availableParallelism } from 'node:os';
import { DatabaseUnusable } from '../bank/database/unusable.ts';
import { k } from '../bank/disclosure/audit.ts';
import { ImportFailed } from '../bank/import/text.ts';
import { chartOf } from './chart.ts';
import { importedHouseholds, LedgerUnusable } from './imported-households.ts';
import { help, readOptions, WrongUse, type Options } from './options.ts';
import { customersOf, runAttack, type Row, type Source } from './run.ts';
import { markdownOf, tableOf } from './table.ts';

const resultFile = 'dist/attack.json';

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const startedAt = performance.now();
  const source = await sourceOf(options);
  const { answersPerDay, days } = options;
  const threads = options.threads ?? availableParallelism();
  const rows = await runAttack({ source, answersPerDay }, threads, progress);
  process.stderr.write('\r');

  await mkdir(dirname(resultFile), { recursive: true });
  const json = `${JSON.stringify(rows, null, 2)}\n`;
  await writeFile(resultFile, json);
  const caption = `What follows from all answers about ${customersOf(source)} customers over ${days} days`;
  if (options.chart !== null) await writeFile(options.chart, chartOf(rows, caption));
  const printed = {
    table: () => reportOf(rows, caption, performance.now() - startedAt),
    json: () => json,
    markdown: () => markdownOf(rows),
  };
  process.stdout.write(printed[options.format]());
  return 0;
}

async function sourceOf({ ledger, seed, customers, days }: Options): Promise<Source> {
  if (ledger === null) return { kind: 'demo', seed, customers, days };
  return {
    kind: 'households',
    households: await importedHouseholds({ path: ledger, seed, customers, days }),
  };
}

function reportOf(rows: readonly Row[], caption: string, tookMs: number): string {
  const [first] = rows;
  const perCustomer = first === undefined ? 0 : first.transactions.of / first.customers;
  return `${caption} (${Math.round(perCustomer)} transactions each)

${tableOf(rows)}
isolated: it follows from the answers as if none were rounded. Small cells hold 2 to ${k - 1} transactions.
smallest combination: the fewest transactions that any sum or difference of answers is about.
${Math.round(tookMs / 1_000)} seconds. The same figures are in ${resultFile}; docs/privacy.md explains them.
`;
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} customers `);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExpected = [WrongUse, LedgerUnusable, ImportFailed, DatabaseUnusable].some(
    kind => error instanceof kind,
  );
  if (!(isExpected && error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof WrongUse ? 2 : 1;
}
