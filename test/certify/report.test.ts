/** How a certification is told, to people and machines, and in the documents. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readCertifyOptions } from '../../src/certify/options.ts';
import { jsonReport } from '../../src/certify/report/json.ts';
import { rulesTable } from '../../src/certify/report/table.ts';
import { terminalReport } from '../../src/certify/report/terminal.ts';
import type { JudgedGroup, Rule } from '../../src/certify/rule.ts';
import { sources } from '../../src/certify/sources.ts';
import { WrongUse } from '../../src/simulator/terminal.ts';

const rule = (id: string): Rule => ({
  id,
  title: `The rule ${id} holds`,
  source: sources.functional,
  how: 'It is looked at.',
  remedy: 'Mend it.',
  part: 'talk',
  check: () => ({ missing: 'not here' }),
});
const judged: readonly JudgedGroup[] = [
  {
    title: 'Some rules',
    judged: [
      { rule: rule('good'), outcome: { kind: 'passed', evidence: '"Goodbye."' } },
      { rule: rule('bad'), outcome: { kind: 'failed', findings: ['The session stays open.'], evidence: '' } },
    ],
  },
  {
    title: 'Elsewhere',
    judged: [{ rule: rule('away'), outcome: { kind: 'skipped', reason: 'nobody is there' } }],
  },
];
const style = { colour: false, columns: 80, verbose: false };

describe('in a terminal', () => {
  it('tells each rule in its group, what was found, and what to do at the end', () => {
    const report = terminalReport(judged, style);
    expect(report).toContain('✓ The rule good holds');
    expect(report).toContain('✗ The rule bad holds (bad)\n      The session stays open.');
    expect(report).toContain('bad: Mend it.');
    expect(report).toContain(sources.functional.url);
    expect(report).toContain('– nobody is there');
    expect(report).toContain('✗ 1 of 2 rules do not hold, 1 could not be looked at.');
    expect(report).not.toContain('Goodbye');
    expect(report).not.toContain('\u001B');
  });

  it('tells what was seen when it is asked to, in colour where there is some', () => {
    const report = terminalReport(judged, { ...style, verbose: true, colour: true });
    expect(report).toContain('"Goodbye."');
    expect(report).toContain('\u001B[32m✓\u001B[0m');
  });
});

describe('as JSON', () => {
  it('has a summary, and each rule with its result, evidence and source', () => {
    const report = z
      .object({ summary: z.unknown(), rules: z.array(z.looseObject({ id: z.string(), result: z.string() })) })
      .parse(JSON.parse(jsonReport(judged, 0, 'a skill')));
    expect(report.summary).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(report.rules).toEqual([
      expect.objectContaining({ id: 'good', result: 'passed', evidence: '"Goodbye."' }),
      expect.objectContaining({ id: 'bad', result: 'failed', remedy: 'Mend it.' }),
      expect.objectContaining({ id: 'away', result: 'skipped', reason: 'nobody is there' }),
    ]);
  });
});

describe('in the documents', () => {
  it('docs/certification.md shows every rule (npx vitest run test/certify/report.test.ts -u writes it anew)', async () => {
    const file = '../../docs/certification.md';
    const before = readFileSync(new URL(file, import.meta.url), 'utf8');
    const [begin, end] = ['<!-- the rules: begin -->', '<!-- the rules: end -->'];
    const head = before.slice(0, before.indexOf(begin) + begin.length);
    const text = `${head}\n\n${rulesTable()}\n\n${before.slice(before.indexOf(end))}`;
    await expect(text).toMatchFileSnapshot(file);
  });
});

describe('the command line', () => {
  it('has a way for everything', () => {
    expect(readCertifyOptions([])).toMatchObject({ url: null, json: 'dist/certify.json', verbose: false });
    expect(readCertifyOptions(['--url', 'https://skill.bank.example/alexa', '-v'])).toMatchObject({
      url: 'https://skill.bank.example/alexa',
      verbose: true,
    });
  });

  it.each([[['--url', 'skill.bank.example']], [['--url', 'ftp://bank.example']], [['--colour']], [['now']]])(
    'refuses %s',
    args => {
      expect(() => readCertifyOptions(args)).toThrow(WrongUse);
    },
  );
});
