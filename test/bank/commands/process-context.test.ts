import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { processContext, type Process } from '../../../src/bank/commands/process-context.ts';

/** A process with streams of ours; `isTerminal` says what they seem to be. */
function fakeProcess(isTerminal: boolean) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  for (const stream of [stdin, stdout, stderr]) Object.assign(stream, { isTTY: isTerminal });
  const signals = new EventEmitter();
  const exited: number[] = [];
  const exit = (code: number): void => void exited.push(code);
  const process = { env: {}, stdin, stdout, stderr, on: signals.on.bind(signals), exit };
  // Streams stand in for terminals: of those, only what all streams have is used.
  const context = processContext(
    process as unknown as Process,
    size => new Uint8Array(size),
    () => 0,
  );
  return {
    context,
    stdin,
    stderr,
    signals,
    exited,
    shown: () => String(stderr.read() ?? '') + String(stdout.read() ?? ''),
  };
}

it('reads a secret from a terminal without showing it, with corrections', async () => {
  const { context, stdin, shown } = fakeProcess(true);
  const secret = context.readSecret('PIN: ');
  stdin.write('7393\u007f2\r');
  expect(await secret).toBe('7392');
  expect(shown()).toBe('PIN: \n');
});

it('takes Ctrl-C at the question for no', async () => {
  const { context, stdin, shown } = fakeProcess(true);
  const secret = context.readSecret('PIN: ');
  stdin.write('73\u0003');
  expect(await secret).toBeNull();
  expect(shown()).not.toContain('7');
});

it.each([
  ['7392\nmore\n', '7392'],
  [' 7392 ', '7392'],
  ['', null],
])('reads the first line of %j that is piped in', async (text, expected) => {
  const { context, stdin, shown } = fakeProcess(false);
  stdin.end(text);
  expect(await context.readSecret('PIN: ')).toBe(expected);
  expect(context.draw).toBeNull();
  expect(shown()).toBe('');
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
])('waits until it is asked to stop, and ends at once when %s asks again', async (again, code) => {
  const { context, signals, exited } = fakeProcess(false);
  const stopped = context.untilStopped();
  signals.emit('SIGTERM');
  await stopped;
  expect(exited).toEqual([]);
  signals.emit(again);
  expect(exited).toEqual([code]);
});
