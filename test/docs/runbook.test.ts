/** The runbook knows every event, code, metric and alarm that there is, and none that there is not. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as bankLog from '../../src/bank/log.ts';
import { bankTerms } from '../../src/bank/telemetry.ts';
import { refusalStatus } from '../../src/channels/alexa/refusal.ts';
import { refusalCodes } from '../../src/facade/contract.ts';
import { facadeFailures } from '../../src/facade/port.ts';
import { causes } from '../../src/facade/reply.ts';
import * as skillLog from '../../src/log.ts';
import { skillTerms } from '../../src/skill-terms.ts';
import { rowsWith } from './markdown.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const runbook = read('docs/runbook.md');

/** The names in the cells of a column: what stands between backticks. */
const namesIn = (column: string): string[] =>
  rowsWith(runbook, [column]).flatMap(row =>
    [...(row.get(column) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

test.each([
  ['skill event', Object.keys(skillLog.levels)],
  ['border code', Object.keys(refusalStatus)],
  ['turn code', ['ok', ...facadeFailures]],
  ['cause', causes.filter(cause => !refusalCodes.some(code => code === cause))],
  ['bank event', Object.keys(bankLog.levels)],
  ['bank code', ['ok', 'client_gone', ...refusalCodes]],
  ['refused by', bankLog.refusers],
  ['decision', bankLog.decisions],
  ['operation', bankLog.operations],
  ['fault kind', bankLog.faultKinds],
  ['span', [...Object.keys(skillTerms.spans), ...Object.keys(bankTerms.spans)]],
  ['metric', [...Object.keys(skillTerms.metrics), ...Object.keys(bankTerms.metrics)]],
  ['alarm', [...read('serverless/alarms.yml').matchAll(/^ {2}(\w+Alarm):$/gm)].map(([, name]) => name)],
])('of every %s the runbook says what it means', (column, known) => {
  expect(known.length).toBeGreaterThan(1);
  expect(namesIn(column).toSorted()).toEqual([...known].sort());
});

test('every level that the runbook names is the one of the log', () => {
  const levelsIn = (column: string) =>
    rowsWith(runbook, [column]).map(row => [column, 'level'].map(name => row.get(name)?.replaceAll('`', '')));
  const levelsOf = (levels: Readonly<Record<string, string>>) =>
    Object.entries(levels).map(([event, level]) => [event, level === 'by code' ? 'by its code' : level]);
  expect(levelsIn('skill event')).toEqual(levelsOf(skillLog.levels));
  expect(levelsIn('bank event')).toEqual(levelsOf(bankLog.levels));
});
