import { describe, expect, it } from 'vitest';
import { createLog, faultOf, hashedId, type LogRecord } from '../src/log.ts';

const nowMs = Date.parse('2026-03-18T14:30:00Z');

function written(record: LogRecord): string {
  const lines: string[] = [];
  createLog(
    line => lines.push(line),
    () => nowMs,
  )(record);
  return lines.join('\n');
}

describe('the log', () => {
  it('writes one line of JSON a record', () => {
    expect(written({ event: 'refused', code: 'stale', request: hashedId('amzn1.echo-api.request.1') })).toBe(
      '{"timestamp":"2026-03-18T14:30:00.000Z","level":"warn","event":"refused","code":"stale","request":"' +
        `${hashedId('amzn1.echo-api.request.1')}"}`,
    );
  });

  it.each(['my PIN is 4821', '$1,234.56', 'a\nb', 'Renée', 'x'.repeat(201)])(
    'does not write what is no code: %j',
    code => {
      const line = written({ event: 'notice', code });
      expect(line).not.toContain(code);
      expect(line).toContain('(not a code)');
    },
  );

  it.each([
    ['step_up_required', 'info'],
    ['busy', 'warn'],
    ['bank_unreachable', 'error'],
  ] as const)('writes a call that failed with %s as %s', (code, level) => {
    const call = { call: 'answer', question: 'balance', status: null, cause: null } as const;
    const line = written({ event: 'facade', ...call, code, attempts: 1, durationMs: 3, trace: null });
    expect(JSON.parse(line)).toMatchObject({ level, code, durationMs: 3 });
  });

  it('says of a bug when it was and where it is', () => {
    const fault = { event: 'fault', error: 'RangeError', at: 'log.ts:1:1', request: null } as const;
    expect(JSON.parse(written(fault))).toMatchObject({
      timestamp: '2026-03-18T14:30:00.000Z',
      at: 'log.ts:1:1',
    });
  });

  it('tells of a bug its class and place, not its message', () => {
    const record = faultOf(new RangeError('the PIN 4821 is out of range'), null);
    expect(record).toMatchObject({ event: 'fault', error: 'RangeError' });
    expect(record.event === 'fault' ? record.at : '').toMatch(/^log\.test\.ts:\d+:\d+/);
    expect(written(record)).not.toContain('4821');
  });

  it('tells the class of a bundle, where a class has its name left and the bundler’s is a letter', () => {
    const bundled = [
      class extends Error {
        override readonly name = 'ResponseTooLarge';
      },
    ];
    const [Bundled = Error] = bundled;
    expect(faultOf(new Bundled(), null)).toMatchObject({ error: 'ResponseTooLarge' });
    const told = Object.assign(new TypeError('x'), { name: 'the PIN 4821' });
    expect(faultOf(told, null)).toMatchObject({ error: 'TypeError' });
  });

  it('tells of something thrown that is no error its type', () => {
    expect(faultOf('the PIN 4821', null)).toEqual({ event: 'fault', error: 'string', at: '', request: null });
  });

  it('tells as little of an error without a stack, or with one that is all message', () => {
    const bare = new Error('4821');
    delete bare.stack;
    expect(faultOf(bare, null)).toMatchObject({ at: '' });
  });
});
