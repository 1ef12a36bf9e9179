import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsk } from '../../src/simulator/ask/command.ts';
import { loadLanguage, type Language } from '../../src/simulator/language.ts';
import type { Terminal } from '../../src/simulator/terminal.ts';
import type { TurnRecord } from '../../src/simulator/turn-record.ts';
import { makeDataFolders, today, type DataFolders } from './data-folder.ts';
import { trainedEnglish } from './trained.ts';

let folders: DataFolders;
let language: Language;
beforeAll(async () => {
  language = trainedEnglish();
  folders = await makeDataFolders();
});
afterAll(() => folders.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `ask` in this process. */
async function ask(args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runAsk(
    args,
    {
      out: text => (out += text),
      err: text => (err += text),
      colour: false,
      columns: null,
      input: Readable.from([]),
      keyboard: null,
      env: {},
      stop: new AbortController().signal,
      ...terminal,
    },
    locale => (locale === 'en-US' ? language : loadLanguage(locale)),
  );
  return { code, out, err };
}

const on = async (...args: string[]): Promise<string[]> => [
  '--data',
  await folders.seeded(),
  '--today',
  today,
  ...args,
];

describe('a transcript', () => {
  it('is two people talking, and the PIN is dots', async () => {
    const { code, out, err } = await ask(
      await on("what's my balance", 'four eight two one', '', '(silence)', 'help'),
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe("you    what's my balance");
    expect(lines[1]).toMatch(/^alexa {2}.*voice PIN/);
    expect(lines[2]).toBe('you    ••••');
    expect(lines[3]).toMatch(/^alexa {2}.*Everyday.*Rainy Day.*Juniper Card/);
    expect(lines[4]).toBe('you    (silence)');
    expect(lines[5]).toMatch(/^alexa {2}/);
    expect(lines[6]).toBe('you    (silence)');
    expect(lines[7]).toBe('       (the session has ended)');
    expect(lines.slice(8, 11)).toEqual(['', '       (a new session)', 'you    help']);
    expect(out).not.toMatch(/4821|four eight/);
  });

  it('is wrapped to a terminal, and coloured on one', async () => {
    const { out } = await ask(await on('help'), { colour: true, columns: 50 });
    expect(out).toContain('\u001B[');
    const plain = out.replaceAll(/\u001B\[\d+m/g, '').split('\n');
    expect(plain.length).toBeGreaterThan(3);
    for (const line of plain) expect(line.length).toBeLessThanOrEqual(50);
    for (const line of plain.slice(2, -1)) expect(line).toMatch(/^(?: {7}|card )/);
  });

  it('has no colour where there is no terminal', async () => {
    const { out } = await ask(await on('help'));
    expect(out).not.toContain('\u001B');
  });

  it('says that the data is new', async () => {
    const { err } = await ask(['--data', await folders.empty(), '--today', today, 'help']);
    expect(err).toMatch(/is new.*4821/);
  });
});

describe('--json', () => {
  it('is a record a line, without PIN and token', async () => {
    const { code, out } = await ask(await on('--json', "what's my balance", '4821'));
    expect(code).toBe(0);
    // What `ask` prints is what it declares.
    const turns = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as TurnRecord);
    expect(turns).toHaveLength(2);
    expect(turns[1]).toMatchObject({
      utterance: '••••',
      intent: 'PinIntent',
      slots: { pin: '••••' },
      request: {
        request: { type: 'IntentRequest', timestamp: expect.stringMatching(/^2026-11-23T17:0/) as string },
      },
      response: { response: { shouldEndSession: false } },
      speech: expect.stringContaining('Everyday') as string,
      ended: false,
      findings: [],
      facade: [
        { question: null, status: 200 },
        { question: { name: 'balance' }, status: 200, answer: { accounts: expect.any(Array) as unknown } },
      ],
    });
    expect(out).not.toContain('4821');
    expect(turns[0]?.request?.session?.user.accessToken).toBe('••••');
  });
});

describe('what happens lasts', () => {
  it('a lock', async () => {
    const args = await on("what's my balance");
    await ask([...args, '1357', '2468', '9753']);
    const { out } = await ask([...args, '4821']);
    expect(out).not.toContain('Everyday');
  });
});

describe('other voices', () => {
  it('one that is not hers is asked for the PIN as she is', async () => {
    const { out } = await ask(await on('--speaker', 'Somebody', 'balance', '4821'));
    expect(out).toContain('Everyday');
  });
});

describe('standard input', () => {
  it('is a conversation, a line an utterance', async () => {
    const input = Readable.from(["what's my balance\n4821\n(silence)\n\n"]);
    const { code, out } = await ask(await on(), { input });
    expect(code).toBe(0);
    expect(out.match(/^you/gm)).toHaveLength(4);
    expect(out).toContain('Everyday');
    expect(out).toContain('(the session has ended)');
  });

  it('may be empty', async () => {
    expect(await ask(await on())).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('the keyboard', () => {
  it('keeps a history without PINs, and hides a PIN that was typed', async () => {
    const args = await on();
    const [, dataDir = ''] = args;
    const input = new PassThrough();
    const output = new PassThrough();
    let screen = '';
    output.on('data', chunk => (screen += String(chunk)));
    let answered = '';
    const running = ask(args, {
      keyboard: { input, output },
      out: text => {
        answered += text;
        if (text.endsWith('voice PIN.\n')) input.write('four eight two one\r');
        if (text.includes('Everyday')) input.write('my pin is 4821\r');
        if (text.includes('need a PIN')) input.write('\u0004');
      },
    });
    input.write("what's my balance\r");
    expect((await running).code).toBe(0);
    expect(answered).toContain('Everyday');
    expect(screen).toContain('\u001B[1A\u001B[2Kyou    ••••');
    expect(await readFile(join(dataDir, 'ask-history'), 'utf8')).toBe("what's my balance\n");
  });

  it('is left with Ctrl-C', async () => {
    const input = new PassThrough();
    const running = ask(await on(), { keyboard: { input, output: new PassThrough() } });
    input.write('\u0003');
    expect((await running).code).toBe(0);
  });
});

describe('account linking', () => {
  it('--link links on the real pages, and then asks', async () => {
    const said = ['--link', "what's my balance", '4821', '(token revoked)', 'and savings?'];
    const { code, out, err } = await ask(await on(...said));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Everyday.*Rainy Day[\s\S]*\(token revoked\)[\s\S]*card {3}Link your account/);
  });

  it.each(['none', 'expired', 'revoked', 'wrong-audience', 'wrong-scope'])(
    '--token %s ends at the card',
    async token => {
      const { code, out } = await ask(await on('--token', token, 'do I have any fraud alerts'));
      expect(code).toBe(0);
      expect(out).toContain('card   Link your account');
    },
  );

  it('says what to do when there is no link under which a token could be issued', async () => {
    const args = await on('stop sharing with Alexa', 'yes');
    expect((await ask(args)).code).toBe(0);
    const { code, out, err } = await ask([...args.slice(0, 4), '--token', 'expired', 'help']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Link with --link');
    expect((await ask([...args.slice(0, 4), '--link', 'do I have any fraud alerts'])).out).toMatch(/alert/);
  });
});

describe('a transcript in a file', () => {
  const said = [
    "what's my balance",
    '1 2 3',
    '1357',
    '4821',
    '(10 minutes later)',
    'and savings?',
    '(bank down)',
  ];

  it('--record writes it, and --play plays it', async () => {
    const args = await on(...said, 'do I have any fraud alerts');
    const file = join(args[1] ?? '', 'talk.yaml');
    expect((await ask(['--record', file, ...args])).code).toBe(0);
    const written = await readFile(file, 'utf8');
    expect(written).toMatch(/^# yaml-language-server: \$schema=.*docs\/transcript\.schema\.json\n/);
    expect(written).toContain('customer: "{pin}"');
    expect(written).not.toMatch(/4821|1357/);

    const { code, out, err } = await ask(['--play', file]);
    expect({ code, err }).toEqual({ code: 0, err: '\n1 of 1 as written.\n' });
    expect(out).toMatch(/you {4}••••\nalexa {2}.*Everyday/);

    await writeFile(file, written.replace(/answer: You have about .*/, 'answer: You are rich.'));
    const played = await ask(['--play', file]);
    expect(played.code).toBe(1);
    expect(played.err).toMatch(/- You are rich\.\n {4}\+ You have about .*\n[^]*\n0 of 1 as written\.\n$/);
  });

  it('--play takes one with a pretend customer too', async () => {
    const file = join(import.meta.dirname, '../conversations/alerts.yaml');
    const { code, err } = await ask(['--play', file]);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/as written/) as string });
  });

  it('--play of what is no transcript is exit code 2', async () => {
    const missing = await ask(['--play', '/nowhere/talk.yaml']);
    expect(missing).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no transcript') as string,
    });
    const file = join(await folders.empty(), 'talk.yaml');
    await writeFile(file, 'today: soon\n');
    expect(await ask(['--play', file])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/talk\.yaml:1:8 today/) as string,
    });
  });

  it('is not written where nothing was said', async () => {
    const args = await on();
    const file = join(args[1] ?? '', 'talk.yaml');
    expect((await ask(['--record', file, ...args])).code).toBe(0);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });
});

describe('wrong use is exit code 2 and a sentence', () => {
  const inFolder = (args: string[]) => async () => on(...args);
  it.each<[string, () => string[] | Promise<string[]>, RegExp]>([
    ['an unknown option', inFolder(['--loud', 'help']), /--loud/],
    ['an option without its value', inFolder(['--customer']), /--customer.*See --help/],
    ['a flag with a value', inFolder(['--json=yes']), /--json/],
    [
      'an option that is given twice',
      inFolder(['--customer', 'a', '--customer', 'b']),
      /--customer is given twice/,
    ],
    ['an empty customer', inFolder(['--customer', '', 'help']), /--customer is empty/],
    ['a day that does not exist', () => ['--today', '2026-02-30', 'help'], /2026-02-30.*YYYY-MM-DD/],
    ['a day in words', () => ['--today', 'yesterday', 'help'], /YYYY-MM-DD/],
    ['an unknown locale', inFolder(['--locale', 'de-DE', 'help']), /de-DE/],
    ['a token that there is not', inFolder(['--token', 'golden', 'help']), /"golden".*wrong-audience/],
    ['such a token in between', inFolder(['help', '(token golden)']), /"golden".*wrong-audience/],
    ['a flag with a value', inFolder(['--link=yes']), /--link/],
    ['a bank line that there is not', inFolder(['(bank gone)']), /"gone".*talkative/],
    ['a time that is none', inFolder(['(soon later)']), /"soon later".*10 minutes/],
    ['a recording over a file', inFolder(['--record', import.meta.filename]), /is there already/],
    ['a recording into nowhere', inFolder(['--record', '/nowhere/talk.yaml']), /no folder \/nowhere/],
    [
      'a play with utterances',
      inFolder(['--play', 'talk.yaml', 'help']),
      /Leave --today out|Leave utterances out/,
    ],
    ['a play with another voice', () => ['--play', 'talk.yaml', '--speaker', 'Ada'], /Leave --speaker out/],
    ['no locale', inFolder(['--locale', '../../secrets', 'help']), /is not a locale/],
    ['an unknown customer', inFolder(['--customer', 'nobody', 'help']), /"nobody".*demo/],
    ['an utterance of a novel', inFolder(['x'.repeat(1_001)]), /1000 characters/],
    ['a speaker of a novel', inFolder(['--speaker', 'x'.repeat(101), 'help']), /100 characters/],
    [
      'a file as data folder',
      () => ['--data', join(import.meta.dirname, 'ask.test.ts'), 'help'],
      /is a file/,
    ],
  ])('%s', async (_, args, message) => {
    const { code, out, err } = await ask(await args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('wrong settings', async () => {
    const { code, err } = await ask(await on('help'), { env: { DATABASE_URL: 'mysql://nowhere' } });
    expect(code).toBe(2);
    expect(err).toContain('DATABASE_URL');
  });
});

describe('Ctrl-C', () => {
  it('says nothing more, and is exit code 130', async () => {
    const stop = AbortSignal.abort();
    expect(await ask(await on('help', 'help'), { stop })).toEqual({ code: 130, out: '', err: '' });
  });
});

describe('a broken stack is exit code 1', () => {
  it('as with damaged data', async () => {
    const args = await on('help');
    await writeFile(join(args[1] ?? '', 'pepper'), 'short');
    const { code, err } = await ask(args);
    expect(code).toBe(1);
    expect(err).toContain('pepper');
  });
});

describe('the program', () => {
  /** Runs the command as npm does. */
  const run = (...args: string[]): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const main = join(import.meta.dirname, '../../src/simulator/main.ts');
      const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      child.stdout.on('data', chunk => (out += String(chunk)));
      child.stderr.on('data', chunk => (err += String(chunk)));
      child.on('error', reject);
      child.on('close', code => resolve({ code: code ?? -1, out, err }));
    });

  it('answers and ends', async () => {
    const { code, out, err } = await run('ask', ...(await on("what's my balance", 'four eight two one')));
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('Everyday');
  });

  it('says what it can do', async () => {
    expect((await run('--help')).out).toContain('understand');
    expect((await run('ask', '--help')).out).toContain('--today');
    const nothing = await run('sing');
    expect(nothing.code).toBe(2);
    expect(nothing.err).toContain('no command "sing"');
  });
});
