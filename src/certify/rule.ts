/** A rule, and what comes of it. */
import type { Facts, Missing } from './facts.ts';
import type { Source } from './sources.ts';

/** What a rule found. */
export interface Checked {
  /** Each a sentence; none: the rule holds. */
  readonly findings: readonly string[];
  /** What was looked at, for who wants to know on what it stands. */
  readonly seen: string;
}

/** Which part of the facts a rule is about. */
export type Part = keyof Facts;
export type Fact<Of extends Part> = Exclude<Facts[Of], Missing>;

/** One rule, about one part of the facts. */
export interface Rule {
  /** Stable, in kebab case: reports and documents name it. */
  readonly id: string;
  /** What has to be, as a sentence without a full stop. */
  readonly title: string;
  readonly source: Source;
  /** How it is checked. */
  readonly how: string;
  /** What to do when it does not hold. */
  readonly remedy: string;
  readonly part: Part;
  readonly check: (facts: Facts) => Checked | Missing;
}

/** A rule as it is written. What it needs may be missing of a part that is there: a document that cannot be read. */
export interface RuleOf<Of extends Part> extends Omit<Rule, 'part' | 'check'> {
  readonly check: (fact: Fact<Of>) => Checked | Missing;
}

export interface Group {
  readonly title: string;
  readonly rules: readonly Rule[];
}

const isMissing = (fact: object): fact is Missing => 'missing' in fact;

/** Rules about one part. */
export const rulesAbout = <Of extends Part>(part: Of, rules: readonly RuleOf<Of>[]): readonly Rule[] =>
  rules.map(rule => ({
    ...rule,
    part,
    check: facts => {
      const fact = facts[part];
      // What is not missing is the fact itself.
      return isMissing(fact) ? fact : rule.check(fact as Fact<Of>);
    },
  }));

/** The usual ending of a check. */
export const found = (findings: Iterable<string>, seen: string): Checked => ({
  findings: [...findings],
  seen,
});

export type Outcome =
  | { readonly kind: 'passed'; readonly evidence: string }
  | { readonly kind: 'failed'; readonly findings: readonly string[]; readonly evidence: string }
  | { readonly kind: 'skipped'; readonly reason: string };

export interface Judged {
  readonly rule: Rule;
  readonly outcome: Outcome;
}
export interface JudgedGroup {
  readonly title: string;
  readonly judged: readonly Judged[];
}

/** Applies every rule to the facts. */
export function judge(groups: readonly Group[], facts: Facts): JudgedGroup[] {
  return groups.map(({ title, rules }) => ({
    title,
    judged: rules.map(rule => ({ rule, outcome: outcomeOf(rule.check(facts)) })),
  }));
}

function outcomeOf(checked: Checked | Missing): Outcome {
  if ('missing' in checked) return { kind: 'skipped', reason: checked.missing };
  const { findings, seen } = checked;
  return findings.length === 0
    ? { kind: 'passed', evidence: seen }
    : { kind: 'failed', findings, evidence: seen };
}
