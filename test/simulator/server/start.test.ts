import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionHeader, type SessionView, type TurnReply } from '../../../src/simulator/page-api.ts';
import { readStartOptions } from '../../../src/simulator/start-options.ts';
import { runStart } from '../../../src/simulator/start.ts';
import { WrongUse } from '../../../src/simulator/terminal.ts';

/** A terminal that keeps what is printed, and its Ctrl-C. */
function fakeTerminal() {
  const stop = new AbortController();
  const printed = { out: '', err: '' };
  return {
    printed,
    stop,
    terminal: {
      out: (text: string) => {
        printed.out += text;
      },
      err: (text: string) => {
        printed.err += text;
      },
      colour: false,
      columns: null,
      input: new PassThrough(),
      keyboard: null,
      env: {},
      stop: stop.signal,
    },
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sottovoce-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm start', () => {
  it('starts bank, skill and page, answers over them, and stops on Ctrl-C', async () => {
    const { terminal, printed, stop } = fakeTerminal();
    const data = join(folder, 'whole');
    const ended = runStart(['--port', '0', '--data', data, '--today', '2026-11-23'], terminal);
    await expect.poll(() => printed.out, { timeout: 15_000 }).toContain('Ctrl-C');
    expect(printed.out).toContain('voice PIN 4821');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.out) ?? [''];

    const page = await (await fetch(url)).text();
    const files = [...page.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(files).toEqual(['/icon.svg', '/style.css', '/page.js']);
    for (const path of files) expect((await fetch(url + path)).status).toBe(200);

    const post = async <Reply>(path: string, body: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      // The page's own API: the caller names the shape.
      return (await response.json()) as Reply;
    };
    const { session } = await post<SessionView>('/api/session', {});
    const say = (utterance: string) =>
      post<TurnReply>('/api/turns', { utterance }, { [sessionHeader]: session });
    expect((await say("what's my balance")).row.outcome).toBe('pin_asked');
    const answered = await say('four eight two one');
    expect(answered.row.outcome).toBe('answered');
    expect(JSON.stringify(answered)).not.toContain('4821');
    expect(answered.row.turn.transactionsStayed).toBeGreaterThan(500);

    stop.abort();
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect(printed.err).toBe('');
  });

  it('says which port to take when its own is in use', async () => {
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    // A server on TCP has an address of this kind as long as it listens.
    const { port } = taken.address() as AddressInfo;
    const { terminal, printed } = fakeTerminal();
    const code = await runStart(['--port', String(port), '--data', join(folder, 'unused')], terminal);
    taken.close();
    expect(code).toBe(2);
    expect(printed.err).toContain(`Port ${port} is in use`);
    expect(printed.err).toContain(`--port ${port + 1}`);
  });

  it('names the customers when there is none of that name', async () => {
    const { terminal, printed } = fakeTerminal();
    const code = await runStart(
      ['--port', '0', '--data', join(folder, 'whole'), '--customer', 'nobody'],
      terminal,
    );
    expect(code).toBe(2);
    expect(printed.err).toContain('demo');
  });

  it.each(['--help', '-h'])('explains itself with %s', async flag => {
    const { terminal, printed } = fakeTerminal();
    expect(await runStart([flag], terminal)).toBe(0);
    expect(printed.out).toContain('--port');
  });
});

describe('a wrong use', () => {
  it.each([
    [['--port', 'http'], '--port "http" is no port'],
    [['--port', '65536'], 'is no port'],
    [['--port', '-1'], '--port'],
    [['--port'], '--port'],
    [['--today', '2026-02-30'], 'not a day of the calendar'],
    [['--today', 'today'], 'YYYY-MM-DD'],
    [['--customer', ''], '--customer is empty'],
    [['--data', 'package.json'], 'is a file'],
    [['--port', '1', '--port', '2'], 'given twice'],
    [['--poort', '1'], '--help'],
    [['hello'], '--help'],
  ])('%j is refused with what to do', async (args, words) => {
    expect(() => readStartOptions(args, {})).toThrow(WrongUse);
    const { terminal, printed } = fakeTerminal();
    expect(await runStart(args, terminal)).toBe(2);
    expect(printed.err).toContain(words);
  });

  it('of a locale that is not there says so', async () => {
    const { terminal, printed } = fakeTerminal();
    expect(await runStart(['--port', '0', '--locale', '../../package'], terminal)).toBe(2);
    expect(printed.err).not.toBe('');
  });
});

it('the data folder comes from the command line, the environment, or a default', () => {
  expect(readStartOptions(['--data', folder], { SOTTOVOCE_DATA: '/else' }).dataDir).toBe(folder);
  expect(readStartOptions([], { SOTTOVOCE_DATA: folder }).dataDir).toBe(folder);
  expect(readStartOptions([], { SOTTOVOCE_DATA: '' }).dataDir).toBe('.sottovoce');
});
