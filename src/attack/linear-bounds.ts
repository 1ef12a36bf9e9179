/**
 * How large one unknown can be, when all are at least zero and sums of them lie within bounds: linear programming, by the
 * simplex method for bounded variables (Chvátal, "Linear Programming", 1983, chapter 8). One solution is known from the
 * start, the true one, so the search begins there and goes on from where the last one ended.
 */

/** `sum of coefficients[i] * unknown[i]`, between two bounds; equal ones make it an equation. */
export interface Constraint {
  readonly coefficients: readonly number[];
  readonly least: number;
  readonly most: number;
}

export interface Unknown {
  /** Its true value: within its own bounds, and within those of every constraint. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

interface Variable {
  readonly least: number;
  readonly most: number;
  value: number;
}

const tiny = 1e-9;
/** Beyond so many steps without a gain the rule changes to Bland's, which cannot go round in circles. */
const patience = 40;
/** More steps than any search here takes: a search that does not end is a fault, and must not look like a result. */
const maxSteps = 100_000;

/** A vertex of what is possible. `reach` moves it, so that the next search starts nearby. */
export class LinearBounds {
  /** Unknowns first, then one for each constraint: its sum. */
  readonly #variables: Variable[];
  /** By row, which variable is given by it. */
  readonly #basic: number[];
  /** By column, which variable is free to move. */
  readonly #free: number[];
  /** Each basic variable is the sum of its row's numbers times the free variables. */
  readonly #rows: Float64Array[];

  constructor(unknowns: readonly Unknown[], constraints: readonly Constraint[]) {
    const sums = constraints.map(({ coefficients, least, most }): Variable => {
      const value = coefficients.reduce(
        (sum, coefficient, index) => sum + coefficient * (unknowns[index]?.value ?? 0),
        0,
      );
      if (value < least - tiny || value > most + tiny) throw new RangeError('the true values break a bound');
      return { least, most, value };
    });
    this.#variables = [...unknowns.map(unknown => ({ ...unknown })), ...sums];
    this.#free = unknowns.map((_, index) => index);
    this.#basic = sums.map((_, index) => unknowns.length + index);
    this.#rows = constraints.map(({ coefficients }) => Float64Array.from(coefficients));
    this.#goToVertex();
  }

  /** Whether the unknown can be larger than a limit. */
  canExceed(unknown: number, limit: number): boolean {
    let idle = 0;
    for (let steps = 0; steps < maxSteps; steps += 1) {
      const variable = this.#variable(unknown);
      if (variable.value > limit + tiny) return true;
      const before = variable.value;
      const row = this.#basic.indexOf(unknown);
      const step =
        row === -1
          ? { column: this.#free.indexOf(unknown), up: true }
          : this.#improving(row, idle > patience);
      if (step === undefined) return false;
      if (!this.#move(step.column, step.up, idle > patience)) return true;
      idle = variable.value > before + tiny ? 0 : idle + 1;
    }
    throw new Error('the search for the largest amount does not end');
  }

  /** Moves every free unknown to a bound, or makes it basic where something is in the way. */
  #goToVertex(): void {
    for (let column = 0; column < this.#free.length; column += 1) {
      const { value, least, most } = this.#variable(this.#free[column] ?? 0);
      if (value > least && value < most) this.#move(column, false, false);
    }
  }

  /** A free variable by which the basic variable of a row grows. */
  #improving(row: number, byNumber: boolean): { column: number; up: boolean } | undefined {
    const numbers = this.#rows[row] ?? new Float64Array();
    let best: { column: number; up: boolean } | undefined;
    let bestSize = 0;
    for (let column = 0; column < numbers.length; column += 1) {
      const slope = numbers[column] ?? 0;
      const size = Math.abs(slope);
      if (size < tiny) continue;
      const { value, least, most } = this.#variable(this.#free[column] ?? 0);
      const up = slope > 0;
      if (up ? value >= most : value <= least) continue;
      const isBetter = byNumber
        ? best === undefined || (this.#free[column] ?? 0) < (this.#free[best.column] ?? 0)
        : size > bestSize;
      if (isBetter) [best, bestSize] = [{ column, up }, size];
    }
    return best;
  }

  /** Moves a free variable as far as all bounds allow; false when none stops it. */
  #move(column: number, up: boolean, byNumber: boolean): boolean {
    const moving = this.#variable(this.#free[column] ?? 0);
    let length = up ? moving.most - moving.value : moving.value - moving.least;
    let stopping = -1;
    for (const [row, numbers] of this.#rows.entries()) {
      const slope = (numbers[column] ?? 0) * (up ? 1 : -1);
      if (Math.abs(slope) < tiny) continue;
      const { value, least, most } = this.#variable(this.#basic[row] ?? 0);
      const room = Math.max(0, (slope > 0 ? most - value : least - value) / slope);
      if (room > length + tiny) continue;
      const isStricter =
        room < length - tiny || stopping === -1 || this.#stopsBetter(row, stopping, column, byNumber);
      if (isStricter) [length, stopping] = [Math.min(room, length), row];
    }
    if (length === Infinity) return false;

    const change = up ? length : -length;
    for (const [row, numbers] of this.#rows.entries()) {
      this.#variable(this.#basic[row] ?? 0).value += (numbers[column] ?? 0) * change;
    }
    moving.value = stopping === -1 ? (up ? moving.most : moving.least) : moving.value + change;
    if (stopping !== -1) this.#swap(stopping, column);
    return true;
  }

  /** Of two rows that stop a move at the same point: the larger number is safer to divide by. */
  #stopsBetter(row: number, other: number, column: number, byNumber: boolean): boolean {
    if (byNumber) return (this.#basic[row] ?? 0) < (this.#basic[other] ?? 0);
    return Math.abs(this.#rows[row]?.[column] ?? 0) > Math.abs(this.#rows[other]?.[column] ?? 0);
  }

  /** The basic variable of a row becomes free, at the bound that it has come to, and that of a column basic. */
  #swap(row: number, column: number): void {
    const numbers = this.#rows[row];
    const [leaving, entering] = [this.#basic[row], this.#free[column]];
    const pivot = numbers?.[column] ?? 0;
    if (numbers === undefined || leaving === undefined || entering === undefined || pivot === 0) {
      throw new Error('there is nothing to swap');
    }
    const left = this.#variable(leaving);
    left.value =
      Math.abs(left.value - left.least) < Math.abs(left.most - left.value) ? left.least : left.most;

    for (let index = 0; index < numbers.length; index += 1) numbers[index] = -(numbers[index] ?? 0) / pivot;
    numbers[column] = 1 / pivot;
    for (const other of this.#rows) {
      const times = other === numbers ? 0 : (other[column] ?? 0);
      if (times === 0) continue;
      for (let index = 0; index < other.length; index += 1) {
        const product = times * (numbers[index] ?? 0);
        const sum = index === column ? product : (other[index] ?? 0) + product;
        other[index] = Math.abs(sum) < 1e-11 ? 0 : sum;
      }
    }
    this.#basic[row] = entering;
    this.#free[column] = leaving;
  }

  #variable(number: number): Variable {
    const variable = this.#variables[number];
    if (variable === undefined) throw new RangeError(`there is no variable ${number}`);
    return variable;
  }
}
