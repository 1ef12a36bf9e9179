/** The attack on many customers, on as many threads as there are cores. */
import { Worker } from 'node:worker_threads';
import { demoHousehold } from './demo-households.ts';
import { addUp, findingsFrom, type CustomerFindings, type Findings } from './findings.ts';
import { habits, type Habit } from './habits.ts';
import type { Household } from './household.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { targetsOf } from './targets.ts';
import type { Told } from './told.ts';

/** Whose answers are attacked. */
export type Source =
  | { readonly kind: 'demo'; readonly seed: string; readonly customers: number; readonly days: number }
  | { readonly kind: 'households'; readonly households: readonly Household[] };

export interface Plan {
  readonly source: Source;
  /** What the bank answers a customer in a day at the most; null: no limit. */
  readonly answersPerDay: number | null;
}

/** One row of the comparison. */
export interface Row extends Findings, Pick<Scenario, 'id' | 'title' | 'askedBy'> {
  /** The same customers by their habits, where people ask. */
  readonly byHabit?: Readonly<Partial<Record<Habit, Findings>>>;
}

/** What one customer's rows are: by the scenarios' order. */
export type CustomerRows = readonly CustomerFindings[];

export const customersOf = (source: Source): number =>
  source.kind === 'demo' ? source.customers : source.households.length;

/** Attacks one customer in every scenario. */
export async function attackCustomer({ source, answersPerDay }: Plan, index: number): Promise<CustomerRows> {
  const household =
    source.kind === 'demo' ? demoHousehold(source.seed, index, source.days) : source.households[index];
  if (household === undefined) throw new RangeError(`there is no customer ${index}`);
  const targets = targetsOf(household);
  const told = new Map<string, Told>();
  const rows: CustomerFindings[] = [];
  for (const { id, ask, isRounded } of scenarios) {
    const answers = await ask(household, answersPerDay, told);
    told.set(id, answers);
    rows.push(findingsFrom(answers, household, { isRounded, targets }));
  }
  return rows;
}

/** What a thread is told first. */
export interface ThreadData {
  readonly plan: Plan;
}

/** What a thread says of each customer that it was given. */
export interface ThreadMessage {
  readonly index: number;
  readonly rows: CustomerRows;
}

/**
 * The whole comparison. Each customer is attacked for itself, so the result is the same on any number of threads.
 *
 * @param threads none: in this one
 * @param onProgress is told how many customers of how many are done
 */
export async function runAttack(
  plan: Plan,
  threads: number,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<Row[]> {
  const all = customersOf(plan.source);
  const byCustomer = new Map<number, CustomerRows>();
  const keep = (index: number, rows: CustomerRows): void => {
    byCustomer.set(index, rows);
    onProgress(byCustomer.size, all);
  };
  let next = 0;
  const take = (): number | null => (next < all ? next++ : null);
  if (threads === 0) {
    for (let index = take(); index !== null; index = take()) keep(index, await attackCustomer(plan, index));
  } else {
    await Promise.all(Array.from({ length: Math.min(threads, all) }, () => runThread(plan, take, keep)));
  }
  const inOrder = [...byCustomer].sort(([one], [other]) => one - other).map(([, rows]) => rows);
  return scenarios.map((scenario, place) =>
    rowOf(
      scenario,
      inOrder.flatMap(rows => rows[place] ?? []),
    ),
  );
}

function runThread(
  plan: Plan,
  take: () => number | null,
  keep: (index: number, rows: CustomerRows) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const workerData: ThreadData = { plan };
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
    const giveNext = (): void => {
      const index = take();
      worker.postMessage(index);
      if (index === null) resolve();
    };
    worker.on('error', reject);
    worker.on('message', ({ index, rows }: ThreadMessage) => {
      keep(index, rows);
      giveNext();
    });
    giveNext();
  });
}

function rowOf({ id, title, askedBy }: Scenario, findings: readonly CustomerFindings[]): Row {
  const row = { id, title, askedBy, ...addUp(findings) };
  if (askedBy === 'platform') return row;
  const present = habits.filter(habit => findings.some(one => one.habit === habit));
  return {
    ...row,
    byHabit: Object.fromEntries(
      present.map(habit => [habit, addUp(findings.filter(one => one.habit === habit))]),
    ),
  };
}
