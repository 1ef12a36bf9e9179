import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../../src/simulator/terminal.ts';
import { runVoiceSetup, type SetupMachine } from '../../../src/simulator/voice/setup.ts';

async function setUp(args: readonly string[], machine: Partial<SetupMachine>, typed: string | null = null) {
  let printed = '';
  const ran: string[] = [];
  const keep = (text: string) => {
    printed += text;
  };
  const input = new PassThrough();
  if (typed !== null) input.end(typed);
  const terminal: Terminal = {
    out: keep,
    err: keep,
    colour: false,
    columns: null,
    input,
    keyboard: typed === null ? null : { input, output: new PassThrough() },
    env: {},
    stop: new AbortController().signal,
  };
  const code = await runVoiceSetup(args, terminal, {
    isInstalled: () => ran.some(each => each.includes('install')),
    hasApt: true,
    isRoot: true,
    run: (program, words) => {
      ran.push([program, ...words].join(' '));
      return Promise.resolve(0);
    },
    ...machine,
  });
  return { code, printed, ran };
}

describe('npm run voice:setup', () => {
  it.each([
    [['--yes'], null],
    [[], 'y\n'],
  ])('says what it will do, and does it after a yes (%j, %j)', async (args, typed) => {
    const { code, printed, ran } = await setUp(args, {}, typed);
    expect(code).toBe(0);
    expect(printed).toContain('apt-get install pocketsphinx pocketsphinx-en-us');
    expect(ran).toEqual([
      'apt-get update --quiet',
      'apt-get install --yes --no-install-recommends pocketsphinx pocketsphinx-en-us',
    ]);
  });

  it.each([
    ['after a no', [], {}, 'n\n', 1, 'Nothing was installed'],
    ['when she leaves at the question', [], {}, '', 1, 'Nothing was installed'],
    ['when nobody can say yes', [], {}, null, 2, '--yes'],
    ['without root', ['--yes'], { isRoot: false }, null, 1, 'sudo apt-get install'],
    ['without apt-get', ['--yes'], { hasApt: false }, null, 1, 'no apt-get here'],
    ['when it is there', [], { isInstalled: () => true }, null, 0, 'hears already'],
    ['with an option that it does not know', ['--force'], {}, null, 2, '--force'],
    ['with --help', ['--help'], {}, null, 0, 'Usage'],
  ])('installs nothing %s', async (_, args, machine, typed, code, words) => {
    const done = await setUp(args, machine, typed);
    expect(done.ran).toEqual([]);
    expect(done.code).toBe(code);
    expect(done.printed).toContain(words);
  });

  it('says so when apt-get fails', async () => {
    const done = await setUp(['--yes'], { run: () => Promise.resolve(100) });
    expect(done.code).toBe(1);
    expect(done.printed).toContain('could not be installed');
  });
});
