import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { runUnderstand } from '../../../src/simulator/understand/command.ts';
import { trainedUnderstanding } from '../trained.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understand-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: string[], input = '') {
  let out = '';
  let err = '';
  const code = await runUnderstand(
    args,
    {
      out: text => void (out += text),
      err: text => void (err += text),
      input: Readable.from([input]),
      keyboard: null,
    },
    () => Date.parse('2026-11-23T12:00:00Z'),
    locale => {
      loadInteractionModel(locale);
      return trainedUnderstanding();
    },
  );
  const lines = out.trimEnd().split('\n');
  return { code, out, err, json: () => lines.map(line => JSON.parse(line) as Record<string, unknown>) };
}

async function casesFile(content: unknown): Promise<string> {
  const file = join(folder, `${Math.random()}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('understand', () => {
  it('writes a JSON line for each utterance', async () => {
    const { code, json, err } = await run(['what did I spend last month', 'sing me a song']);
    expect([code, err]).toEqual([0, '']);
    expect(json()).toEqual([
      {
        text: 'what did I spend last month',
        intent: 'SpendingIntent',
        score: 1,
        slots: { date: expect.objectContaining({ value: '2026-10' }) as unknown },
        closest: 'SpendingIntent',
      },
      expect.objectContaining({ text: 'sing me a song', intent: 'AMAZON.FallbackIntent', slots: {} }),
    ]);
  });

  it('reads standard input line by line, with dates of the day that it is told', async () => {
    const { json } = await run(['--today', '2024-02-29'], 'what did I spend yesterday\n\nhelp\r\n');
    expect(json()).toMatchObject([
      { slots: { date: { value: '2024-02-28' } } },
      { intent: 'AMAZON.HelpIntent' },
    ]);
  });

  it('scores a file of cases on standard error', async () => {
    const file = await casesFile([
      { text: 'any fraud alerts', expect: 'AlertsIntent' },
      { text: 'tell me a joke', expect: 'AlertsIntent' },
      { text: 'stop' },
    ]);
    const { code, json, err } = await run(['--file', file]);
    expect(code).toBe(0);
    expect(json()).toHaveLength(3);
    expect(err).toContain('1 of 2 right (50.0 %)');
    expect(err).toMatch(/AlertsIntent +2 +100\.0 % +50\.0 %/);
    expect(err).toContain('1  AlertsIntent taken for AMAZON.FallbackIntent');
  });

  it('says nothing on standard error where nothing is expected', async () => {
    const { err, json } = await run(['--file', await casesFile([{ text: 'stop' }])]);
    expect(err).toBe('');
    expect(json()).toMatchObject([{ intent: 'AMAZON.StopIntent' }]);
  });

  it('explains', async () => {
    const { code, out } = await run(['--explain', 'how much did I spend on zeppelins last month']);
    expect(code).toBe(0);
    expect(out).toContain('SpendingIntent');
    expect(out).toContain('category = zeppelins  (no match in the catalogue)');
    expect(out).toContain('date = 2026-10');
    expect((await run(['--explain', '...'])).out).toContain('AMAZON.FallbackIntent');
  });

  it('helps', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, err: '' });
  });

  it.each<[string, () => Promise<string[]> | string[], RegExp]>([
    ['an unknown option', () => ['--nonsense'], /Unknown option '--nonsense'/],
    ['an option without its value', () => ['--file'], /--file/],
    ['a missing file', () => ['--file', join(folder, 'nowhere.json')], /there is no such file/],
    ['a folder', () => ['--file', folder], /it is a folder/],
    ['a file that is not JSON', async () => ['--file', await casesFile('[')], /is not JSON/],
    ['a file that is no array', async () => ['--file', await casesFile({})], /is not an array of/],
    [
      'a case without a text',
      async () => ['--file', await casesFile([{ text: 'a' }, { expect: 'b' }])],
      /at 1\.text/,
    ],
    ['two sources at once', () => ['--file', 'a.json', 'stop'], /not several/],
    ['a day that is none', () => ['--today', '2026-02-30', 'stop'], /not a day of the calendar/],
    ['a locale without a model', () => ['--locale', 'de-DE', 'stop'], /models\/de-DE\.json is missing/],
    ['an empty explanation', () => ['--explain', ' '], /--explain is empty/],
  ])('refuses %s with a message and exit code 2', async (_, args, message) => {
    const { code, out, err } = await run(await args());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
