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
    const reasons = new Set(
      judged.map(({ outcome }) => (outcome.kind === 'skipped' ? outcome.reason : null)),
    );
    const [only] = reasons;
    // A group of which nothing could be looked at is one line.
    if (reasons.size === 1 && typeof only === 'string') {
      lines.push(`  ${paint(`${marks.skipped} ${only}`, 'dim')}`);
      continue;
    }
    for (const each of judged) lines.push(...linesOf(each, paint, width, verbose));
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
      return [`  ${paint(`${mark} ${rule.title}: ${outcome.reason}`, 'dim')}`];
  }
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
