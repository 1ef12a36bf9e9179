/** One thing that is wrong with a skill. */
import type { Facts } from '../../src/certify/facts.ts';
import type { Gathered } from './gathered.ts';

/** The rule that has to say so, what is wrong, and the skill that has it. */
export type Breach = readonly [rule: string, breach: string, broken: (facts: Gathered) => Facts];

/** A copy in which everything can be written to. */
export type Writable<Value> = Value extends object
  ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
  : Value;
export const copyOf = <Value>(value: Value): Writable<Value> => structuredClone(value) as Writable<Value>;
