import { expect, test } from 'vitest';
import { codeLocationOf, jsonLinesLog } from '../../src/bank/log.ts';

test('a record is a line of JSON with the time', () => {
  const lines: string[] = [];
  const log = jsonLinesLog(
    line => void lines.push(line),
    () => Date.parse('2026-03-18T14:30:00Z'),
  );
  log({ event: 'fault', kind: 'bug', at: 'src/bank/bank.ts:1', trace: null });
  expect(lines).toEqual([
    '{"timestamp":"2026-03-18T14:30:00.000Z","level":"error","event":"fault","kind":"bug","at":"src/bank/bank.ts:1","trace":null}\n',
  ]);
});

test.each([
  ['answer', 200, 'ok', 'info'],
  ['answer', 403, 'not_disclosed', 'info'],
  ['answer', 401, 'invalid_client', 'warn'],
  ['answer', 429, 'rate_limited', 'warn'],
  ['answer', 200, 'client_gone', 'warn'],
  ['answer', 503, 'unavailable', 'error'],
  ['health', 503, 'unavailable', 'warn'],
] as const)('a request of %s with %d and %s is of level %s', (operation, status, code, level) => {
  const lines: string[] = [];
  const log = jsonLinesLog(
    line => void lines.push(line),
    () => 0,
  );
  const none = { question: null, refusedBy: null, decision: null, durationMs: 0, trace: '' };
  log({ event: 'request', operation, status, code, ...none });
  expect(JSON.parse(lines.join(''))).toMatchObject({ level });
});

test('the place of a fault is the innermost of this program, whatever its message says', () => {
  const error = new Error('4821 at /srv/src/canary.ts:4821:1)');
  error.stack = [
    `Error: ${error.message}`,
    '    at Database.prepare (/srv/app/node_modules/kysely/dist/driver.js:10:5)',
    '    at async readEntrySums (file:///srv/app/src/bank/answers/figures.ts:31:7)',
    '    at computeIncome (/srv/app/src/bank/answers/income.ts:12:16)',
  ].join('\n');
  expect(codeLocationOf(error)).toBe('src/bank/answers/figures.ts:31');
});

test.each([
  ['nothing', undefined],
  ['text', 'Error\n    at /srv/src/bank/bank.ts:1:1'],
  ['an error from elsewhere', Object.assign(new Error(), { stack: 'Error\n    at node:net:1:1' })],
  ['an error without a stack', Object.assign(new Error(), { stack: undefined })],
])('%s has no place', (_name, thrown) => {
  expect(codeLocationOf(thrown)).toBeNull();
});
