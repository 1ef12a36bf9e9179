/** `npm run bench`: every figure beside something that was measured in the same run. */
import { mkdir, writeFile } from 'node:fs/promises';
import { measureColdStart } from './cold-start.ts';
import { tableOf } from './figures.ts';
import { measureWarmTurn } from './warm-turn.ts';

const coldStart = await measureColdStart(21);
const warmTurn = await measureWarmTurn(20_000);

process.stdout.write(
  [
    tableOf('Cold start: from the start of the process to the first answer (median of 20)', coldStart.starts),
    tableOf('Bundle, minified', coldStart.sizes),
    tableOf('A warm turn without the bank (median)', warmTurn.p50),
    tableOf('A warm turn without the bank (99th percentile)', warmTurn.p99),
  ].join('\n'),
);

await mkdir('dist', { recursive: true });
await writeFile(
  'dist/bench.json',
  `${JSON.stringify({ node: process.version, coldStart, warmTurn }, null, 2)}\n`,
);
process.stdout.write('\nThe same figures are in dist/bench.json.\n');
