/** Precision and recall of an understanding, from cases that say what they expect. */

/** One case: the intent that was expected, and the one that was understood. */
export interface Outcome {
  readonly expected: string;
  readonly got: string;
}

interface IntentScore {
  readonly intent: string;
  /** Cases that expect it. */
  readonly cases: number;
  /** Right among those understood as it; null where none was. */
  readonly precision: number | null;
  /** Right among those that expect it; null where none does. */
  readonly recall: number | null;
}

export interface Report {
  readonly cases: number;
  readonly right: number;
  readonly intents: readonly IntentScore[];
  /** What was taken for what, the most frequent first. */
  readonly confusions: readonly { readonly expected: string; readonly got: string; readonly count: number }[];
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export function reportOf(outcomes: readonly Outcome[]): Report {
  const expected = countBy(outcomes, outcome => outcome.expected);
  const got = countBy(outcomes, outcome => outcome.got);
  const right = countBy(
    outcomes.filter(outcome => outcome.expected === outcome.got),
    outcome => outcome.got,
  );
  const names = [...new Set([...expected.keys(), ...got.keys()])].sort();
  const wrong = countBy(
    outcomes.filter(outcome => outcome.expected !== outcome.got),
    outcome => `${outcome.expected} ${outcome.got}`,
  );
  return {
    cases: outcomes.length,
    right: [...right.values()].reduce((sum, count) => sum + count, 0),
    intents: names.map(intent => ({
      intent,
      cases: expected.get(intent) ?? 0,
      precision: ratio(right.get(intent) ?? 0, got.get(intent) ?? 0),
      recall: ratio(right.get(intent) ?? 0, expected.get(intent) ?? 0),
    })),
    confusions: [...wrong]
      .map(([key, count]) => {
        const [of = '', as = ''] = key.split(' ');
        return { expected: of, got: as, count };
      })
      .sort((a, b) => b.count - a.count || a.expected.localeCompare(b.expected)),
  };
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** The report as lines for a person. */
export function formatReport(report: Report): string[] {
  const percent = (value: number | null): string =>
    (value === null ? '-' : `${(100 * value).toFixed(1)} %`).padStart(9);
  const width = Math.max(6, ...report.intents.map(({ intent }) => intent.length));
  const lines = [
    `${report.right} of ${report.cases} right (${percent(ratio(report.right, report.cases)).trim()})`,
    '',
    `${'intent'.padEnd(width)}  cases  precision     recall`,
    ...report.intents.map(
      ({ intent, cases, precision, recall }) =>
        `${intent.padEnd(width)}  ${String(cases).padStart(5)}  ${percent(precision)}  ${percent(recall)}`,
    ),
  ];
  if (report.confusions.length > 0) {
    lines.push('', 'confusions');
    for (const { expected, got, count } of report.confusions) {
      lines.push(`${String(count).padStart(5)}  ${expected} taken for ${got}`);
    }
  }
  return lines;
}
