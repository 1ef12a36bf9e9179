/**
 * What was told, as a system of linear equations. Transactions that every equation treats alike can never be told from
 * one another: they are one unknown, a class, and what can be worked out is its total.
 */
import { bigRowSpace } from './big-row-space.ts';
import type { Members } from './household.ts';
import { rowSpace, TooLarge, type RowSpace, type Vector } from './row-space.ts';
import { stepsOf, type Told } from './told.ts';

interface Equation {
  readonly members: Members;
  readonly signs: readonly (1 | -1)[] | null;
}

export interface System {
  /** By class, its transactions. */
  readonly classes: readonly Members[];
  /** By transaction, its class; none where no answer is about it. */
  readonly classOf: ReadonlyMap<number, number>;
  readonly space: RowSpace;
}

/** Solves it, as if no answer had been rounded. */
export function solve(told: Told): System {
  const equations = equationsOf(told);
  const { classes, classOf } = classesOf(equations);
  const rows = equations
    .map(({ members, signs }) => rowOf(members, signs, classOf, classes.length))
    .toSorted((one, other) => weight(one) - weight(other));
  return { classes, classOf, space: spaceOf(rows, classes.length) };
}

/** Totals as they are, and of each balance what it differs from the one before it: the first one says nothing. */
function equationsOf(told: Told): Equation[] {
  const equations: Equation[] = told.totals.map(({ members }) => ({ members, signs: null }));
  for (const chain of told.chains) {
    for (const { entered } of stepsOf(chain).slice(1)) {
      const inOrder = entered.toSorted((one, other) => one.index - other.index);
      equations.push({
        members: inOrder.map(({ index }) => index),
        signs: inOrder.map(({ sign }) => sign),
      });
    }
  }
  return equations;
}

function classesOf(equations: readonly Equation[]): Pick<System, 'classes' | 'classOf'> {
  const columns = new Map<number, string[]>();
  for (const [number, { members, signs }] of equations.entries()) {
    for (const [place, index] of members.entries()) {
      const column = columns.get(index) ?? [];
      if (column.length === 0) columns.set(index, column);
      column.push(signs?.[place] === -1 ? `-${number}` : String(number));
    }
  }
  const byColumn = new Map<string, number[]>();
  for (const index of [...columns.keys()].sort((one, other) => one - other)) {
    const column = columns.get(index)?.join(' ') ?? '';
    const alike = byColumn.get(column);
    if (alike === undefined) byColumn.set(column, [index]);
    else alike.push(index);
  }
  const classes = [...byColumn.values()];
  const classOf = new Map(
    classes.flatMap((members, number) => members.map(index => [index, number] as const)),
  );
  return { classes, classOf };
}

/** An equation by classes: it treats all members of a class alike, so any of them will do. */
function rowOf(
  members: Members,
  signs: Equation['signs'],
  classOf: System['classOf'],
  width: number,
): Vector {
  const row = new Array<number>(width).fill(0);
  for (const [place, index] of members.entries()) {
    const number = classOf.get(index);
    if (number !== undefined) row[number] = signs?.[place] ?? 1;
  }
  return row;
}

const weight = (row: Vector): number => row.reduce((sum, value) => sum + Math.abs(value), 0);

function spaceOf(rows: readonly Vector[], width: number): RowSpace {
  try {
    return filled(rowSpace(width), rows);
  } catch (error) {
    if (error instanceof TooLarge) return filled(bigRowSpace(width), rows);
    throw error;
  }
}

function filled(space: RowSpace, rows: readonly Vector[]): RowSpace {
  for (const row of rows) space.add(row);
  return space;
}

/** Whether the total of these transactions, and of no others, follows from what was told. */
export function isIsolated(system: System, members: Members): boolean {
  const { classes, classOf, space } = system;
  const numbers = new Set<number>();
  for (const index of members) {
    const number = classOf.get(index);
    if (number === undefined) return false;
    numbers.add(number);
  }
  let size = 0;
  for (const number of numbers) size += classes[number]?.length ?? 0;
  if (size !== members.length) return false;
  return space.has(classes.map((_, number) => (numbers.has(number) ? 1 : 0)));
}
