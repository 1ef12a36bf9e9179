/** `npm run bench`: every figure beside something that was measured in the same run. */
import { mkdir, writeFile } from 'node:fs/promises';
import { measureColdStart } from './cold-start.ts';
import { measureDisclosure } from './disclosure.ts';
import { tableOf } from './figures.ts';
import { measureStepUpTiming, verdictOf } from './step-up-timing.ts';
import { measureUnderstanding, understandingText } from './understanding.ts';
import { measureWarmTurn } from './warm-turn.ts';

const coldStart = await measureColdStart(21);
const warmTurn = await measureWarmTurn(20_000);
const stepUpTiming = await measureStepUpTiming(150);
const disclosure = await measureDisclosure({ asked: 1_000, samples: 300 });
const understanding = measureUnderstanding();

process.stdout.write(
  [
    tableOf('Cold start: from the start of the process to the first answer (median of 20)', coldStart.starts),
    tableOf('Bundle, minified', coldStart.sizes),
    tableOf('A warm turn without the bank (median)', warmTurn.p50),
    tableOf('A warm turn without the bank (99th percentile)', warmTurn.p99),
    tableOf('A refused step-up at the bank (median of 150)', stepUpTiming.medians),
    verdictOf(stepUpTiming),
    tableOf('Disclosure control after 1,000 answers about totals (median of 300)', disclosure.p50),
    tableOf('Disclosure control after 1,000 answers about totals (99th percentile)', disclosure.p99),
    understandingText(understanding),
  ].join('\n'),
);

await mkdir('dist', { recursive: true });
await writeFile(
  'dist/bench.json',
  `${JSON.stringify({ node: process.version, coldStart, warmTurn, stepUpTiming, disclosure, understanding }, null, 2)}\n`,
);
process.stdout.write('\nThe same figures are in dist/bench.json.\n');
