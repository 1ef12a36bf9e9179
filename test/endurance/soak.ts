/**
 * `npm run soak`: people talk to the skill for ten minutes, at half of the rate that skill and bank can take, each in a
 * process of its own. It ends with 1 where a turn is not answered in time, where a question is told no number or a wrong
 * one, or where memory or handles grow and grow. `--minutes N` and `--engine postgres` change it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, percentile } from '../bench/figures.ts';
import { createCaller } from './caller.ts';
import { ledgerProblems, recordProblems, turnProblems, untoldProblems, type HeardTurn } from './checks.ts';
import { truthOf } from './customers.ts';
import { growthProblems, minutesToTell } from './steady-growth.ts';
import { cleanUpOnSignals } from './interrupted.ts';
import { engineNames, startRig, type Rig } from './rig.ts';
import type { Vitals } from './vitals.ts';

const callers = 32;
const warmUpMs = 5_000;
const topRateMs = 15_000;

/** One program in one minute. */
interface ProgramMinute {
  /** The most of the minute. */
  readonly rssMegabytes: number;
  /** The least of the minute: what is left when the garbage has been collected. */
  readonly heapMegabytes: number;
  readonly handles: number;
  /** The worst second's 99th percentile. */
  readonly eventLoopDelayMs: number;
}

interface Minute {
  readonly turns: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  readonly skill: ProgramMinute;
  readonly bank: ProgramMinute;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    engine: { type: 'string', default: 'sqlite' },
  },
});
const minutes = Number(values.minutes);
const engine = engineNames.find(name => name === values.engine);
if (!(minutes > 0 && minutes <= 600) || engine === undefined) {
  process.stderr.write('npm run soak -- [--minutes N] [--engine sqlite|postgres]\n');
  process.exit(2);
}

cleanUpOnSignals();
const rig = await startRig({ engine, customers: callers });
const heard: HeardTurn[] = [];
const topRate = await measureTopRate(rig, heard);
const rate = topRate / 2;
process.stdout.write(
  `${engine}: ${topRate.toFixed(0)} turns a second at most; for ${minutes} minutes ${rate.toFixed(0)} a second now.\n` +
    '(heap: the least of a minute; delay: of the event loop, 99th percentile of the worst second)\n\n' +
    'minute  turns    p50    p99  slowest   skill: rss  heap  handles  delay   bank: rss  heap  handles  delay\n',
);
const measured = await soak(rig, heard, rate);

const database = await rig.open();
const nobody = { customerId: '', acknowledged: new Set<number>() };
const record = await rig.verifyDisclosures();
const problems = [
  ...turnProblems(heard, truthOf()),
  ...untoldProblems(heard),
  ...(await ledgerProblems(database.kysely, nobody)),
  ...(await recordProblems(database.kysely, heard)),
  ...(record.isWhole ? [] : [`the record is broken: ${record.said}`]),
  ...(['skill', 'bank'] as const).flatMap(program => [
    ...growthProblems(
      `${program}: memory`,
      measured.map(minute => minute[program].heapMegabytes),
    ),
    ...growthProblems(
      `${program}: handles`,
      measured.map(minute => minute[program].handles),
    ),
  ]),
];
await database.close();
await rig.close();

await mkdir('dist', { recursive: true });
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: availableParallelism() };
await writeFile(
  `dist/soak-${engine}.json`,
  `${JSON.stringify({ at: new Date().toISOString(), ...machine, engine, topRate, rate, minutes: measured, problems }, null, 2)}\n`,
);
const told = heard.filter(({ amountMinor }) => amountMinor !== null).length;
const growth =
  measured.length < minutesToTell
    ? `whether something grows shows from ${minutesToTell} minutes on`
    : 'nothing grows and grows';
process.stdout.write(
  `\n${heard.length} turns, ${told} with an amount, each compared with the truth.\n` +
    (problems.length === 0
      ? `Every turn in time, every question told, nothing wrong, the record is whole; ${growth}.\n`
      : [...new Set(problems)].map(problem => `WRONG: ${problem}\n`).join('')) +
    `The figures are in dist/soak-${engine}.json.\n`,
);
// PostgreSQL's starter listens for the end of the process, and would make it a success.
process.exit(problems.length === 0 ? 0 : 1);

/** Lets everybody talk until a time, each conversation after the other. */
async function talk(
  { skillPort, authority, customers }: Rig,
  turns: HeardTurn[],
  untilMs: number,
  pace: () => Promise<number>,
): Promise<void> {
  await Promise.all(
    customers.map(async customer => {
      const { customerId } = customer;
      const caller = createCaller(
        skillPort,
        authority,
        customer,
        turn => turns.push({ ...turn, customerId, growth: null }),
        pace,
      );
      while (performance.now() < untilMs) await caller.converse();
      caller.close();
    }),
  );
}

/** Turns a second when everybody says the next thing at once. */
async function measureTopRate(of: Rig, turns: HeardTurn[]): Promise<number> {
  const atOnce = (): Promise<number> => Promise.resolve(performance.now());
  await talk(of, turns, performance.now() + warmUpMs, atOnce);
  const before = turns.length;
  const startedAt = performance.now();
  await talk(of, turns, startedAt + topRateMs, atOnce);
  return (1_000 * (turns.length - before)) / (performance.now() - startedAt);
}

async function soak(of: Rig, turns: HeardTurn[], perSecond: number): Promise<Minute[]> {
  const startedAt = performance.now();
  const endsAt = startedAt + minutes * 60_000;
  // One place in a schedule after the other, whoever takes it: a turn that had to wait for its turn was slow.
  let places = 0;
  const pace = async (): Promise<number> => {
    const dueAt = startedAt + (1_000 * places) / perSecond;
    places += 1;
    const early = dueAt - performance.now();
    if (early > 0) await sleep(early);
    return dueAt;
  };
  of.takeVitals();
  const talking = talk(of, turns, endsAt, pace);
  const measured: Minute[] = [];
  for (let minute = 1; minute <= Math.max(1, Math.floor(minutes)); minute += 1) {
    const before = turns.length;
    await sleep(Math.max(0, startedAt + Math.min(minute, minutes) * 60_000 - performance.now()));
    const took = turns.slice(before).map(({ ms }) => ms);
    const { skill, bank } = of.takeVitals();
    const told: Minute = {
      turns: took.length,
      p50Ms: median(took),
      p99Ms: percentile(took, 0.99),
      slowestMs: percentile(took, 1),
      skill: programMinute(skill),
      bank: programMinute(bank),
    };
    measured.push(told);
    process.stdout.write(`${lineOf(minute, told)}\n`);
  }
  await talking;
  return measured;
}

function programMinute(vitals: readonly Vitals[]): ProgramMinute {
  const megabytes = 1e6;
  return {
    rssMegabytes: percentile(
      vitals.map(({ rssBytes }) => rssBytes / megabytes),
      1,
    ),
    heapMegabytes: percentile(
      vitals.map(({ heapBytes }) => heapBytes / megabytes),
      0,
    ),
    handles: median(vitals.map(({ handles }) => handles)),
    eventLoopDelayMs: percentile(
      vitals.map(({ eventLoopDelayMs }) => eventLoopDelayMs),
      1,
    ),
  };
}

function lineOf(minute: number, { turns, p50Ms, p99Ms, slowestMs, skill, bank }: Minute): string {
  const program = ({ rssMegabytes, heapMegabytes, handles, eventLoopDelayMs }: ProgramMinute): string =>
    `${rssMegabytes.toFixed(0).padStart(9)}M ${heapMegabytes.toFixed(0).padStart(4)}M ${String(handles).padStart(8)} ${eventLoopDelayMs.toFixed(1).padStart(5)}ms`;
  return [
    String(minute).padStart(6),
    String(turns).padStart(6),
    p50Ms.toFixed(1).padStart(6),
    p99Ms.toFixed(1).padStart(6),
    slowestMs.toFixed(0).padStart(8),
    program(skill),
    program(bank),
  ].join(' ');
}
