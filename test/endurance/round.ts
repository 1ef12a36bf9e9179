/** One round: people talk to the skill, something breaks, it is mended, and then everything is looked at. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCaller, type Turn } from './caller.ts';
import { ledgerProblems, recordProblems, turnProblems, type Growth, type HeardTurn } from './checks.ts';
import { truthOf } from './customers.ts';
import { whenInterrupted } from './interrupted.ts';
import { startRig, type EngineName, type Rig } from './rig.ts';

/** What a round breaks, and mends again. It may start ingests. */
export type Fault = (scene: Scene) => Promise<void>;

export interface Scene {
  readonly rig: Rig;
  /** Takes batches into the growing ledger, in a process of its own. */
  startIngest(): Ingest;
  /** Waits, while people talk on. */
  wait(ms: number): Promise<unknown>;
  /** Says what happened. */
  note(what: string): void;
}

export interface Ingest {
  /** Ends the process at once. */
  kill(): void;
  /** When the process has ended: whether it took everything. */
  readonly ended: Promise<'done' | 'failed'>;
}

export interface RoundReport {
  readonly name: string;
  readonly engine: EngineName;
  readonly notes: readonly string[];
  readonly turns: number;
  /** Answers with an amount in them. */
  readonly told: number;
  readonly slowestMs: number;
  readonly batches: Growth;
  /** Nothing where all was well. */
  readonly problems: readonly string[];
}

const callers = 4;
const batchesPerIngest = 200;
/** How long everybody may need until they are answered again. */
const recoveryMs = 30_000;

/** Plays a round. `folder` is where the data goes, by default a temporary one. */
export async function playRound(
  name: string,
  engine: EngineName,
  fault: Fault,
  folder?: string,
): Promise<RoundReport> {
  const rig = await startRig({ engine, customers: callers, ...(folder === undefined ? {} : { folder }) });
  try {
    const truth = truthOf();
    const growingId = rig.customers[0]?.customerId ?? '';
    const turns: HeardTurn[] = [];
    const notes: string[] = [];
    const acknowledged = new Set<number>();
    let tried = 0;
    let isOver = false;

    const talk = async (customer: (typeof rig.customers)[number]): Promise<void> => {
      const { customerId } = customer;
      const isGrowing = customerId === growingId;
      let before = 0;
      const hear = (turn: Turn): void => {
        const growth = isGrowing ? { acknowledged: before, tried } : null;
        turns.push({ ...turn, customerId, growth });
      };
      const caller = createCaller(rig.skillPort, rig.authority, customer, hear, async () => {
        await sleep(20);
        before = acknowledged.size;
        return performance.now();
      });
      while (!isOver) await caller.converse();
      caller.close();
    };
    const talking = Promise.all(rig.customers.map(talk));

    let next = 0;
    const scene: Scene = {
      rig,
      wait: sleep,
      note: what => notes.push(what),
      startIngest: () => {
        const first = next;
        const args = [JSON.stringify(rig.location), growingId, String(first), String(batchesPerIngest)];
        const child = spawn(process.execPath, ['test/endurance/ingest-program.ts', ...args], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        createInterface({ input: child.stdout }).on('line', line => {
          const [what, batch] = line.split(' ');
          if (what === 'ack') acknowledged.add(Number(batch));
          else tried = Math.max(tried, Number(batch) + 1);
          // What was tried may be there or not: the next ingest begins with it once more.
          next = Math.max(next, Number(batch) + (what === 'ack' ? 1 : 0));
        });
        const { promise: ended, resolve } = Promise.withResolvers<'done' | 'failed'>();
        const forget = whenInterrupted(() => child.kill('SIGKILL'));
        child.once('close', code => {
          forget();
          resolve(code === 0 ? 'done' : 'failed');
        });
        return { kill: () => child.kill('SIGKILL'), ended };
      },
    };

    const problems: string[] = [];
    await untilAllTold(turns, rig, 0, recoveryMs).catch(() =>
      problems.push('not everybody was answered before'),
    );
    await fault(scene);
    const mendedAt = turns.length;
    const recoveredMs = await untilAllTold(turns, rig, mendedAt, recoveryMs).catch(() => null);
    if (recoveredMs === null) problems.push('not everybody was answered again');
    else notes.push(`everybody was answered again within ${(recoveredMs / 1_000).toFixed(1)} s`);
    isOver = true;
    await talking;

    problems.push(...turnProblems(turns, truth));
    const database = await rig.open();
    problems.push(...(await ledgerProblems(database.kysely, { customerId: growingId, acknowledged })));
    problems.push(...(await recordProblems(database.kysely, turns)));
    await database.close();
    const record = await rig.verifyDisclosures();
    if (!record.isWhole) problems.push(`the record is broken: ${record.said}`);

    return {
      name,
      engine,
      notes,
      turns: turns.length,
      told: turns.filter(({ amountMinor }) => amountMinor !== null).length,
      slowestMs: Math.max(...turns.map(({ ms }) => ms)),
      batches: { acknowledged: acknowledged.size, tried },
      // One kind of trouble makes many lines.
      problems: [...new Set(problems)].slice(0, 20),
    };
  } finally {
    await rig.close();
  }
}

/** Waits until every customer has heard two amounts since a turn. */
async function untilAllTold(
  turns: readonly HeardTurn[],
  { customers }: Rig,
  since: number,
  withinMs: number,
): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const told = turns.slice(since).filter(({ amountMinor }) => amountMinor !== null);
    const isEnough = customers.every(
      ({ customerId }) => told.filter(turn => turn.customerId === customerId).length >= 2,
    );
    const elapsedMs = performance.now() - startedAt;
    if (isEnough) return elapsedMs;
    if (elapsedMs > withinMs) throw new Error('not everybody is answered');
    await sleep(50);
  }
}
