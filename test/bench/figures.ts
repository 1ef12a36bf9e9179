/** Samples and how they are told. Every figure stands beside another one of the same run: read the ratio. */

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new Error('a percentile needs samples');
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** One line of a table: what was measured, in which unit, and how many times the base it is. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'us' | 'bytes' | 'kB' | 'fields' | '/s';
  /** The value divided by the base's; null for the base itself, and beside nothing. */
  readonly ratio: number | null;
  /** A high percentile of the same samples, where it stands beside their median. */
  readonly high?: { readonly share: number; readonly value: number };
}

/** Rows of one table, against its first one. */
export function rowsOf(unit: Row['unit'], values: Readonly<Record<string, number>>): readonly Row[] {
  const [base] = Object.values(values);
  return Object.entries(values).map(([name, value], index) => ({
    name,
    value,
    unit,
    ratio: index === 0 || base === undefined || base === 0 ? null : value / base,
  }));
}

/** The same of samples, each row's told by one figure; a high percentile stands beside it where its share is given. */
export function rowsOfSamples(
  unit: Row['unit'],
  samples: Readonly<Record<string, readonly number[]>>,
  figure: (samples: readonly number[]) => number,
  share?: number,
): readonly Row[] {
  const rows = rowsOf(
    unit,
    Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, figure(values)])),
  );
  if (share === undefined) return rows;
  return rows.map(row => ({ ...row, high: { share, value: percentile(samples[row.name] ?? [], share) } }));
}

/** Three digits that count; whole numbers from a hundred on, and where they are whole. */
const written = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);

/** A table as text, columns aligned. */
export function tableOf(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, value, unit, ratio, high }) => {
    const beside = ratio === null ? '' : `${ratio.toFixed(2)} x`;
    const told =
      high === undefined ? '' : `  p${100 * high.share} ${written(high.value).padStart(8)} ${unit}`;
    return `  ${name.padEnd(width)}  ${written(value).padStart(8)} ${unit}  ${beside.padStart(8)}${told}`.trimEnd();
  });
  return `${title}\n${lines.join('\n')}\n`;
}
