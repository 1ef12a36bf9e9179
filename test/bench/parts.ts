/** The parts of the benchmark, each by its name, with how much of it is measured. */
import { measureAnswers } from './answers.ts';
import { measureColdStart } from './cold-start.ts';
import { measureDisclosure } from './disclosure.ts';
import { tableOf } from './figures.ts';
import { measureHttpsEntry } from './https-entry.ts';
import { measureIngest } from './ingest.ts';
import { measureStepUpTiming, verdictOf } from './step-up-timing.ts';
import { measureUnderstanding, understandingText } from './understanding.ts';
import { measureVerification } from './verification.ts';
import { measureVoice, voiceText } from './voice.ts';
import { measureWall } from './wall.ts';
import { measureWarmTurn } from './warm-turn.ts';

interface Options {
  /** Ten million transactions in the bank, and a million in one account, instead of a million and a hundred thousand. */
  readonly large: boolean;
  /** Other frameworks beside ours, which npm has to install first. */
  readonly others: boolean;
}

interface Measured {
  /** What goes to `dist/bench.json`. */
  readonly figures: unknown;
  /** The same for people. */
  readonly text: string;
}

const all = {
  'cold-start': async ({ others }) => {
    const figures = await measureColdStart(21, others);
    return {
      figures,
      text: [
        tableOf(
          'Cold start: from the start of the process to the first answer (median of 20)',
          figures.starts,
        ),
        tableOf('Bundle, minified', figures.sizes),
      ].join('\n'),
    };
  },
  'warm-turn': async () => {
    const figures = await measureWarmTurn(20_000);
    return {
      figures,
      text: [
        tableOf('A warm turn without the bank (median)', figures.p50),
        tableOf('A warm turn without the bank (99th percentile)', figures.p99),
        tableOf('A warm turn without the bank: memory that it allocates (median)', figures.allocation),
      ].join('\n'),
    };
  },
  'https-entry': async () => {
    const entry = await measureHttpsEntry({ rounds: 5, requests: 8_000 });
    const verification = await measureVerification(4_000);
    return {
      figures: { ...entry, verification },
      text: [
        tableOf('The entry behind HTTPS: requests a second on one core (median of 5 rounds)', entry.rate),
        tableOf('The entry behind HTTPS: 99th percentile at that rate', entry.p99),
        tableOf('The entry behind HTTPS: time of a core for one request', entry.cpuPerRequest),
        tableOf('Verifying one request (median)', verification),
      ].join('\n'),
    };
  },
  'step-up': async () => {
    const figures = await measureStepUpTiming(150);
    return {
      figures,
      text: [
        tableOf('A refused step-up at the bank (median of 150)', figures.medians),
        verdictOf(figures),
      ].join('\n'),
    };
  },
  disclosure: async () => {
    const figures = await measureDisclosure({ asked: 1_000, samples: 300 });
    return {
      figures,
      text: [
        tableOf('Disclosure control after 1,000 answers about totals (median of 300)', figures.p50),
        tableOf('Disclosure control after 1,000 answers about totals (99th percentile)', figures.p99),
      ].join('\n'),
    };
  },
  answers: async ({ large }) => {
    const figures = await measureAnswers({
      accounts: large ? [10_000, 100_000, 1_000_000] : [10_000, 100_000],
      banks: large ? [50, 500, 5_000] : [50, 500],
      samples: 300,
    });
    const verdicts = figures.goals.map(
      ({ goal, limit, ratio, isMet }) =>
        `  ${isMet ? 'met    ' : 'NOT MET'}  ${ratio.toFixed(2)} x, to be below ${limit} x  ${goal}`,
    );
    return {
      figures,
      text: [
        ...figures.tables.map(({ title, rows }) => tableOf(`${title} (median of 300)`, rows)),
        `Goals\n${verdicts.join('\n')}\n`,
      ].join('\n'),
    };
  },
  wall: async () => {
    const figures = await measureWall();
    const { transactions, bytes, fields, fieldsOfTransactions } = figures;
    return {
      figures,
      text: [
        tableOf(`What crosses the wall for one question, of ${transactions} transactions in 90 days`, bytes),
        tableOf('The same in values', fields),
        tableOf('The same in values of single transactions', fieldsOfTransactions),
      ].join('\n'),
    };
  },
  ingest: async () => {
    const figures = await measureIngest({ rows: 50_000, rounds: 3 });
    return {
      figures,
      text: figures
        .map(({ engine, rows }) =>
          tableOf(`Rows a second into the ledger, ${engine} (median of 3 rounds)`, rows),
        )
        .join('\n'),
    };
  },
  understanding: () => {
    const figures = measureUnderstanding();
    return Promise.resolve({ figures, text: understandingText(figures) });
  },
  voice: async () => {
    const figures = await measureVoice(process.env.PATH, { sentences: 60, pins: 60 });
    return { figures, text: voiceText(figures) };
  },
} satisfies Readonly<Record<string, (options: Options) => Promise<Measured>>>;

export type PartName = keyof typeof all;
export const parts: Readonly<Record<PartName, (options: Options) => Promise<Measured>>> = all;
