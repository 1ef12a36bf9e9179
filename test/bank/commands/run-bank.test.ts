import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withData, type CommandContext } from '../../../src/bank/commands/command.ts';
import { bankConfig } from '../../../src/bank/config.ts';
import { DatabaseUnusable } from '../../../src/bank/database/unusable.ts';
import { createClientCheck } from '../../../src/bank/facade-client.ts';
import { readConfig } from '../../../src/config.ts';
import { createClientAssertions } from '../../../src/facade/client-assertion.ts';
import { openDataFolder } from '../../../src/bank/data-folder.ts';
import { runCommand, type Ran } from './run-command.ts';

const berkaHeader = 'trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account';

/** `expect.stringMatching` has the type any. */
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sottovoce-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Runs a command on the data folder of this test. */
const bank = (args: readonly string[], changes: Partial<CommandContext> = {}): Promise<Ran> =>
  runCommand(args, { environment: { SOTTOVOCE_DATA: data }, ...changes });

const berka = () => write('berka.csv', `${berkaHeader}\n1;25;960728;credit;;900.00;900.00;;;\n`);
const mapping = () =>
  write(
    'mapping.json',
    JSON.stringify({
      columns: { id: 'Ref', date: 'Date', amount: 'Amount' },
      account: { kind: 'checking', nickname: 'Everyday', currency: 'USD' },
    }),
  );
const says = (answers: (string | null)[]): Partial<CommandContext> => ({
  readSecret: () => Promise.resolve(answers.shift() ?? null),
});

describe('bank', () => {
  it('tells what it can do', async () => {
    expect(await bank(['--help'])).toMatchObject({ code: 0, errors: '' });
    for (const command of [
      'serve',
      'import',
      'customers',
      'pin',
      'code',
      'unlock',
      'link',
      'login',
      'linking',
      'verify-disclosures',
    ]) {
      expect((await bank(['--help'])).out).toContain(command);
      const help = await bank([command, 'x', '--nonsense', '--help']);
      expect(help).toMatchObject({ code: 0, errors: '' });
      expect(help.out).toMatch(new RegExp(`^Usage: bank ${command}`));
    }
    expect((await bank(['import', '--help'])).out).toContain('"dateFormat"');
  });

  it.each([
    [[], /Usage: bank COMMAND/],
    [['steal'], /no command "steal"/],
    [['serve', '--port', '65536'], /0 to 65535/],
    [['serve', 'now'], /no use for "now"/],
    [['import'], /FILE is missing/],
    [['import', 'berka.csv'], /--format berka\|ofx\|csv is missing/],
    [['import', 'berka.csv', '--format', 'xls'], /no format "xls"/],
    [['import', 'berka.csv', '--format', 'berka', '--customer', 'ada'], /leave --customer away/],
    [['import', 'berka.csv', '--format', 'berka', '--mapping', 'm.json'], /for --format csv alone/],
    [['import', 'berka.csv', '--format', 'csv', '--customer', 'ada'], /--mapping FILE is missing/],
    [['import', 'berka.csv', '--format', 'ofx'], /--customer NAME is missing/],
    [['import', 'berka.csv', '--format', 'ofx', '--customer', '../x'], /letters, digits/],
    [['import', 'missing.csv', '--format', 'berka'], /no such file/],
    [['import', '.', '--format', 'berka'], /is no file/],
    [['import', 'berka.csv', 'more', '--format', 'berka'], /no use for "more"/],
    [['import', '--format'], /argument missing/],
    [['pin'], /--customer NAME is missing/],
    [['pin', '--customer', 'nobody'], /no customer "nobody"/],
    [['login'], /--customer NAME is missing/],
    [['linking', 'alexa'], /no use for "alexa"/],
    [['unlock', '--customer'], /argument missing/],
    [['unlock', '--customer', 'nobody'], /no customer "nobody"/],
    [['code'], /--customer NAME is missing/],
    [['code', '--customer', 'nobody'], /no customer "nobody"/],
    [['link', '--customer', 'nobody', '--totals', 'vague'], /about or exact/],
    [['link', '--customer', 'nobody', '--balances', 'about'], /fresh, sealed or exact/],
    [['customers', '--amounts'], /'--amounts'/],
    [['customers', '--data', ''], /--data needs/],
  ])('refuses %j with exit code 2', async (args, message) => {
    berka();
    const inFolder = args.map(arg => (arg.endsWith('.csv') || arg === '.' ? join(folder, arg) : arg));
    const ran = await bank(inFolder);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.errors).toMatch(message);
  });

  it('refuses wrong settings with exit code 2, unusable data with 1', async () => {
    const wrong = { environment: { SOTTOVOCE_BANK_PORT: 'x' } };
    expect(await bank(['customers'], wrong)).toMatchObject({
      code: 2,
      errors: matching(/BANK_PORT/),
    });
    const file = write('file', '');
    expect(await bank(['customers', '--data', file])).toMatchObject({
      code: 1,
      errors: matching(/--data/),
    });
  });

  it('prefers a folder that is named to a server in the environment', async () => {
    const environment = { DATABASE_URL: 'postgres://127.0.0.1:1/bank' };
    expect(await bank(['customers', '--data', data], { environment })).toMatchObject({ code: 0 });
    expect(await bank(['customers'], { environment })).toMatchObject({
      code: 1,
      errors: matching(/SOTTOVOCE_PIN_PEPPER/),
    });
  });
});

describe('bank import', () => {
  it('takes a Berka file, with a progress bar on a terminal alone, and says what it did', async () => {
    const first = await bank(['import', berka(), '--format', 'berka']);
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.out).toMatch(
      /^Read 1: 1 new, 0 already there, 0 refused\.\n1 account of 1 customer\.\n.*4821/,
    );
    expect(first.drawn.at(0)).toMatch(/^Importing █+ 100 %$/);
    expect(first.drawn.at(-1)).toBe('');
    const second = await bank(['import', berka(), '--format', 'berka'], { draw: null });
    expect(second).toMatchObject({ code: 0, errors: '', drawn: [] });
    expect(second.out).toBe('Read 1: 0 new, 1 already there, 0 refused.\n1 account of 1 customer.');
    expect((await bank(['customers'])).out).toBe(
      'berka-25  Account 25  Checking (checking, CZK); 1 transaction; voice PIN; alexa linked',
    );
  });

  it('takes nothing and ends with 1 when a line is wrong, and names the line', async () => {
    const file = write(
      'wrong.csv',
      `${berkaHeader}\n1;25;960728;credit;;900.00;900.00;;;\n2;25;9607;credit;;1;1;;;\n`,
    );
    const ran = await bank(['import', file, '--format', 'berka']);
    expect(ran).toMatchObject({ code: 1, out: 'Read 2: 0 new, 0 already there, 1 refused.' });
    expect(ran.errors).toBe(
      'line 3: date "9607" is no day written YYMMDD.\nNothing was imported. Mend the lines above and import the file again.',
    );
    expect((await bank(['customers'])).out).toMatch(/no customers/);
  });

  it('takes a CSV file by its mapping, and says how to go on', async () => {
    const file = write('bank.csv', 'Ref,Date,Amount\nr1,2026-01-05,-3.20\n');
    const ran = await bank(['import', file, '--format', 'csv', '--mapping', mapping(), '--customer', 'ada']);
    expect(ran).toMatchObject({ code: 0, errors: '' });
    expect(ran.out).toMatch(/bank pin --customer ada\n.*bank link --customer ada$/);
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['no object', '[]', /does not fit/],
    [
      'a column for nothing',
      '{"columns":{"id":"a","date":"b"},"account":{}}',
      /columns: name either "amount"[^]*account\.kind/,
    ],
    ['a field too many', '{"colums":{}}', /Unrecognized key: "colums"/],
    [
      'a date format of nothing',
      '{"columns":{"id":"a","date":"b","amount":"c"},"dateFormat":"%d","account":{"kind":"checking","nickname":"x","currency":"USD"}}',
      /dateFormat: use YYYY/,
    ],
  ])('refuses a mapping that is %s', async (_, text, message) => {
    const file = write('bank.csv', 'Ref\n');
    const ran = await bank([
      'import',
      file,
      '--format',
      'csv',
      '--customer',
      'ada',
      '--mapping',
      write('m.json', text),
    ]);
    expect(ran.code).toBe(2);
    expect(ran.errors).toMatch(message);
  });

  it('refuses a file that is not text', async () => {
    const file = join(folder, 'latin1.csv');
    writeFileSync(file, Buffer.from(`${berkaHeader}\n1;25;960728;credit;caf\xe9;1;1;;;\n`, 'latin1'));
    expect(await bank(['import', file, '--format', 'berka'])).toMatchObject({
      code: 1,
      errors: matching(/not text in utf-8/),
    });
  });
});

describe('bank code', () => {
  it('makes a code, says until when it works, and keeps none that could be read', async () => {
    await bank(['import', berka(), '--format', 'berka']);
    const { code, out } = await bank(['code', '--customer', 'berka-25']);
    expect(code).toBe(0);
    // Five minutes after midnight in Greenwich.
    expect(out).toMatch(/^[1-9]\d{5} is berka-25's code until 19:05:00\. It works once\.$/);
  });
});

describe('bank pin, unlock and link', () => {
  beforeEach(() => bank(['import', berka(), '--format', 'berka']));

  it('sets a PIN that is piped in', async () => {
    expect(await bank(['pin', '--customer', 'berka-25'], says(['7392']))).toMatchObject({
      code: 0,
      errors: '',
    });
  });

  it('asks a person twice', async () => {
    const person = { isInteractive: true };
    expect(
      await bank(['pin', '--customer', 'berka-25'], { ...says(['7392', '7392']), ...person }),
    ).toMatchObject({
      code: 0,
    });
    expect(
      await bank(['pin', '--customer', 'berka-25'], { ...says(['7392', '7391']), ...person }),
    ).toMatchObject({
      code: 1,
      errors: matching(/not the same/),
    });
  });

  it.each([
    ['1234', /counts up/],
    ['0000', /repeats/],
    ['1987', /year/],
    ['12a4', /four digits/],
    [null, /No PIN was given/],
  ])('refuses %s, and does not repeat it', async (pin, message) => {
    const ran = await bank(['pin', '--customer', 'berka-25'], says([pin]));
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.errors).toMatch(message);
    if (pin !== null) expect(ran.errors).not.toContain(pin);
  });

  it('unlocks a locked link, shows the lock until then, and says when there is none', async () => {
    const { database } = await openDataFolder(data, { databaseUrl: null, pinPepper: null });
    const { link_id } = await database.kysely
      .updateTable('link')
      .set({ failed_step_ups: 3, locked_at: 5 })
      .returning('link_id')
      .executeTakeFirstOrThrow();
    const at = Date.parse('2026-03-18T14:30:00Z');
    for (const [minute, kind] of [...(['two-wrong', 'locked'] as const).entries()]) {
      await database.kysely
        .insertInto('customer_notice')
        .values({ customer_id: 'berka-25', link_id, at: at + minute * 60_000, kind })
        .execute();
    }
    await database.close();
    expect((await bank(['customers'])).out).toMatch(
      /alexa LOCKED; 2026-03-18 10:31 alexa: locked after three/,
    );
    expect((await bank(['unlock', '--customer', 'berka-25'])).out).toMatch(/is unlocked/);
    expect((await bank(['customers'])).out).toMatch(/alexa linked/);
    expect((await bank(['unlock', '--customer', 'berka-25'])).out).toMatch(/was not locked/);
    expect(await bank(['unlock', '--customer', 'berka-25', '--platform', 'other'])).toMatchObject({
      code: 1,
    });
  });

  it('sets a password for the pages, and says what is wrong with one', async () => {
    const set = (answers: (string | null)[], ...more: string[]) =>
      bank(['login', '--customer', 'berka-25', ...more], says(answers));
    expect(await set(['a long enough password'], '--name', 'nora')).toMatchObject({
      code: 0,
      out: matching(/berka-25 signs in as nora/),
    });
    for (const [answers, more, message] of [
      [['short'], [], /too short/],
      [['x'.repeat(200)], [], /too long/],
      [['a long enough password'], ['--name', 'no ra'], /name cannot be used/],
      [[null], [], /No password was given/],
    ] as const) {
      const ran = await set([...answers], ...more);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.errors).toMatch(message);
    }
  });

  it("prints what Alexa's console asks for, and what is not set yet", async () => {
    const bare = await bank(['linking']);
    expect(bare.errors).toMatch(/SOTTOVOCE_BANK_URL[\s\S]*SOTTOVOCE_ALEXA_VENDOR_ID/);
    const environment = {
      SOTTOVOCE_DATA: data,
      SOTTOVOCE_BANK_URL: 'https://bank.example',
      SOTTOVOCE_ALEXA_VENDOR_ID: 'M1A2B3C4D5E6F7',
    };
    const ran = await bank(['linking'], { environment });
    expect(ran).toMatchObject({ code: 0, errors: '' });
    expect(ran.out).toContain('https://bank.example/oauth/auth');
    expect(/Client secret +(\S+)/.exec(ran.out)?.[1]).toBe(/Client secret +(\S+)/.exec(bare.out)?.[1]);
    expect(
      await bank(['linking'], { environment: { ...environment, SOTTOVOCE_BANK_URL: 'http://bank.example' } }),
    ).toMatchObject({
      code: 2,
      errors: matching(/https address/),
    });
  });

  it('links with another platform', async () => {
    const linked = await bank([
      'link',
      '--customer',
      'berka-25',
      '--platform',
      'other',
      '--totals',
      'exact',
      '--balances',
      'sealed',
    ]);
    expect(linked).toMatchObject({ code: 0, errors: '' });
    expect((await bank(['customers'])).out).toMatch(/alexa linked, other linked/);
  });
});

describe('bank client', () => {
  it('makes a key for the skill, and what the bank has to know of it', async () => {
    const { code, out } = await bank(['client']);
    expect(code).toBe(0);
    const settings = Object.fromEntries(
      [...out.matchAll(/^(\w+)='?(.*?)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    const facadeUrl = 'https://facade.bank.example';
    const { clientId, clientKey } = readConfig({
      ...settings,
      SOTTOVOCE_FACADE_URL: facadeUrl,
      SOTTOVOCE_ALEXA_SKILL_ID: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
    });
    if (clientKey === null) throw new Error('there is no key');
    const now = Date.UTC(2026, 10, 23);
    const assertion = createClientAssertions({ clientId, key: clientKey }, facadeUrl, () => now)();
    const { clients } = bankConfig(settings);
    expect(createClientCheck(clients, facadeUrl)(assertion, now)).toBe('alexa');
    // The bank gets no private key.
    expect(settings.SOTTOVOCE_BANK_CLIENTS).not.toContain('"d":');
    expect((await bank(['client'])).out).not.toBe(out);
  });

  it('refuses a platform with a name that no link has', async () => {
    expect(await bank(['client', '--platform', 'Alexa!'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('a disk that is full', () => {
  it('is named as what went wrong, and the file can be imported later', async () => {
    const { code } = await bank(['customers']);
    expect(code).toBe(0);
    const held = await openDataFolder(data, { databaseUrl: null, pinPepper: null });
    const full = withData(data, { environment: {}, random: randomBytes }, () =>
      sql`pragma max_page_count = 1`
        .execute(held.database.kysely)
        .then(() => sql`create table more (x)`.execute(held.database.kysely))
        .then(() => 0),
    );
    await expect(full).rejects.toThrow(/disk is full.*Free some space/);
    await expect(full).rejects.toBeInstanceOf(DatabaseUnusable);
    await held.database.close();
    expect((await bank(['import', berka(), '--format', 'berka'])).code).toBe(0);
  });
});

describe('bank serve', () => {
  it('hears that it shall stop as soon as it says that it answers', async () => {
    const told: string[] = [];
    await bank(['serve', '--port', '0', '--data', data], {
      print: line => told.push(line),
      untilStopped: () => {
        told.push('listens for signals');
        return Promise.resolve();
      },
    });
    expect(told[0]).toBe('listens for signals');
  });

  it('says that it answers nobody, where it is opened to a network without knowing a skill', async () => {
    const args = ['serve', '--port', '0', '--host'];
    expect((await bank([...args, '0.0.0.0'])).errors).toContain('SOTTOVOCE_BANK_CLIENTS is not set');
    expect((await bank([...args, '127.0.0.1'])).errors).not.toContain('SOTTOVOCE_BANK_CLIENTS');
  });

  it('answers until it is stopped', async () => {
    let stop = (): void => undefined;
    const stopped = new Promise<void>(resolve => {
      stop = resolve;
    });
    let started: (line: string) => void = () => undefined;
    const address = new Promise<string>(resolve => {
      started = resolve;
    });
    const running = bank(['serve', '--port', '0', '--data', data], {
      print: line => started(line),
      untilStopped: () => stopped,
    });
    const url = /http:\S+/.exec(await address)?.[0] ?? '';
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const taken = await bank(['serve', '--port', new URL(url).port, '--data', data]);
    expect(taken).toMatchObject({ code: 1, errors: matching(/is in use.*--port/) });
    stop();
    expect((await running).code).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
