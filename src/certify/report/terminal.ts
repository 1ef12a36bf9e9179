/** The report as a person reads it in a terminal. */
import type { Judged, JudgedGroup, Outcome } from '../rule.ts';
import { summaryOf } from './summary.ts';

const marks: Readonly<Record<Outcome['kind'], string>> = { passed: '✓', failed: '✗', skipped: '–' };
/** Of the terminal (ECMA-48, "select graphic rendition"). */
const codes = { green: '32', red: '31', dim: '2', bold: '1' } as const;
type Paint = (text: string, how: keyof typeof codes) => string;

const painted: Paint = (text, how) => `\u001B[${codes[how]}m${text}\u001B[0m`;
const plain: Paint = text => text;

export interface ReportStyle {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Whether what was seen is told of rules that hold. */
  readonly verbose: boolean;
}

/** Every group with its rules; what failed once more at the end, with what to do. */
export function terminalReport(
  groups: readonly JudgedGroup[],
  { colour, columns, verbose }: ReportStyle,
): string {
  const paint = colour ? painted : plain;
  const width = Math.max(40, Math.min(columns, 120));
  const lines: string[] = [];

  for (const { title, judged } of groups) {
    const { passed, failed, skipped } = summaryOf([{ title, judged }]);
    const count = `${passed}/${passed + failed}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    const rule = '─'.repeat(Math.max(2, width - title.length - count.length - 2));
    lines.push(
      '',
      `${paint(title, 'bold')} ${paint(rule, 'dim')} ${paint(count, failed > 0 ? 'red' : 'dim')}`,
    );
    for (const each of judged) lines.push(...linesOf(each, paint, width, verbose));
    for (const [reason, count] of reasonsIn(judged)) {
      const how = count === judged.length ? reason : `${count} ${count === 1 ? 'rule' : 'rules'}: ${reason}`;
      lines.push(...wrap(how, width - 4, `  ${marks.skipped} `, '    ').map(line => paint(line, 'dim')));
    }
  }

  const failures = groups.flatMap(({ judged }) => judged).filter(({ outcome }) => outcome.kind === 'failed');
  if (failures.length > 0) {
    lines.push('', paint('What to do', 'bold'));
    for (const { rule } of failures) {
      lines.push(
        ...wrap(`${rule.id}: ${rule.remedy}`, width - 4, '  ✗ ', '    '),
        ...wrap(`${rule.source.name}, ${rule.source.url}`, width - 4, '    ', '    ').map(line =>
          paint(line, 'dim'),
        ),
      );
    }
  }
  const { passed, failed, skipped } = summaryOf(groups);
  const verdict =
    failed === 0
      ? paint(`✓ ${passed} rules hold`, 'green')
      : paint(`✗ ${failed} of ${passed + failed} rules do not hold`, 'red');
  const rest = skipped === 0 ? '' : paint(`, ${skipped} could not be looked at`, 'dim');
  lines.push('', `${verdict}${rest}. What a machine cannot look at is in docs/certification.md.`, '');
  return lines.join('\n');
}

function linesOf({ rule, outcome }: Judged, paint: Paint, width: number, verbose: boolean): string[] {
  const mark = marks[outcome.kind];
  switch (outcome.kind) {
    case 'passed':
      return [
        `  ${paint(mark, 'green')} ${rule.title}`,
        ...(verbose && outcome.evidence !== ''
          ? wrap(outcome.evidence, width - 6, '      ', '      ').map(line => paint(line, 'dim'))
          : []),
      ];
    case 'failed':
      return [
        `  ${paint(`${mark} ${rule.title}`, 'red')} ${paint(`(${rule.id})`, 'dim')}`,
        ...outcome.findings.flatMap(finding => wrap(finding, width - 6, '      ', '      ')),
      ];
    case 'skipped':
      // What could not be looked at is told once for each reason.
      return [];
  }
}

/** Why rules were skipped, and how many for each reason. */
function reasonsIn(judged: readonly Judged[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of judged) {
    if (outcome.kind === 'skipped') counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  }
  return counts;
}

/** Breaks a text between words. */
function wrap(text: string, width: number, first: string, other: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each, at) => (at === 0 ? first : other) + each);
}
