/**
 * Which amounts can be estimated within a fifth: the attacker knows that none is negative, so all answers together say
 * how large each of them can be at the most. An amount counts as estimated when that is no more than a fifth above it
 * (the p%-rule of statistical offices, with p = 20).
 */
import { LinearBounds, type Constraint, type Unknown } from './linear-bounds.ts';
import { sumMinor, type Household, type Members } from './household.ts';
import type { System } from './system.ts';
import { stepsOf, type Told } from './told.ts';

const within = 1.2;

/** Those of some transactions whose amount can be estimated, as if no answer had been rounded. */
export function estimated(system: System, household: Household, targets: Members): number[] {
  const totals = classTotals(system, household);
  const constraints = system.space.rows().map(({ row }): Constraint => {
    const sum = row.reduce((total, coefficient, index) => total + coefficient * (totals[index] ?? 0), 0);
    return { coefficients: row, least: sum, most: sum };
  });
  return exceedingNone(system, household, targets, { totals, starts: [], constraints });
}

/** The same from what was really said: each answer is known only within the bounds of its rounding. */
export function estimatedFromRounded(
  told: Told,
  system: System,
  household: Household,
  targets: Members,
): number[] {
  const totals = classTotals(system, household);
  const width = totals.length + told.chains.length;
  const constraints: Constraint[] = [];
  const constrain = (
    weights: ReadonlyMap<number, number>,
    { least, most }: Pick<Constraint, 'least' | 'most'>,
  ): void => {
    const coefficients = new Array<number>(width).fill(0);
    for (const [place, weight] of weights) coefficients[place] = weight;
    constraints.push({ coefficients, least, most });
  };

  for (const { members, leastMinor, mostMinor } of told.totals) {
    const weights = new Map(members.map(index => [classAt(system, index), 1] as const));
    constrain(weights, { least: leastMinor, most: mostMinor });
  }
  const starts = told.chains.map((chain, place): Unknown => {
    const [first, ...later] = stepsOf(chain);
    if (first === undefined) throw new Error('a chain has a value at least');
    // Counted from the least that the first value can be, so that it is not negative.
    const zeroMinor = first.bounds.leastMinor;
    const weights = new Map([[totals.length + place, 1]]);
    for (const { entered, bounds } of later) {
      for (const { index, sign } of entered) weights.set(classAt(system, index), sign);
      constrain(weights, { least: bounds.leastMinor - zeroMinor, most: bounds.mostMinor - zeroMinor });
    }
    return {
      value: chain.startMinor - zeroMinor,
      least: 0,
      most: first.bounds.mostMinor - zeroMinor,
    };
  });
  return exceedingNone(system, household, targets, { totals, starts, constraints });
}

function exceedingNone(
  system: System,
  household: Household,
  targets: Members,
  { totals, starts, constraints }: { totals: number[]; starts: Unknown[]; constraints: Constraint[] },
): number[] {
  const amountOf = (index: number): number => household.transactions[index]?.amountMinor ?? 0;
  // What all can be is at least what they are, so of most classes nothing has to be worked out.
  const candidates = targets.filter(index => {
    const number = system.classOf.get(index);
    return number !== undefined && (totals[number] ?? 0) <= within * amountOf(index);
  });
  if (candidates.length === 0) return [];
  const unknowns = totals.map((value): Unknown => ({ value, least: 0, most: Infinity }));
  const bounds = new LinearBounds([...unknowns, ...starts], constraints);
  return candidates.filter(index => !bounds.canExceed(classAt(system, index), within * amountOf(index)));
}

const classTotals = ({ classes }: System, household: Household): number[] =>
  classes.map(members => sumMinor(household, members));

function classAt({ classOf }: System, index: number): number {
  const number = classOf.get(index);
  if (number === undefined) throw new RangeError('every transaction of an answer is in a class');
  return number;
}
