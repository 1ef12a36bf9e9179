import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bankConfig, BankConfigError } from '../../src/bank/config.ts';
import { openDataFolder } from '../../src/bank/data-folder.ts';
import { DatabaseUnusable } from '../../src/bank/database/unusable.ts';

const pepper = Buffer.alloc(32, 7);

describe('the settings', () => {
  it('have defaults for a first start', () => {
    expect(bankConfig({ DATABASE_URL: ' ' })).toMatchObject({
      databaseUrl: null,
      dataFolder: '.sottovoce',
      pinPepper: null,
      standingFactor: 'voice-pin',
      timeZone: 'America/New_York',
      host: '127.0.0.1',
      port: 8789,
      publicUrl: null,
      bankName: 'Sottovoce Bank',
      alexaVendorId: null,
    });
  });

  it('are read from the environment', () => {
    const environment = {
      DATABASE_URL: 'postgres://localhost/bank',
      SOTTOVOCE_PIN_PEPPER: pepper.toString('base64url'),
      SOTTOVOCE_STEP_UP: 'pin-digits',
      SOTTOVOCE_TIME_ZONE: 'Europe/Prague',
      SOTTOVOCE_BANK_PORT: '0',
    };
    expect(bankConfig(environment)).toMatchObject({
      databaseUrl: 'postgres://localhost/bank',
      pinPepper: pepper,
      standingFactor: 'pin-digits',
      timeZone: 'Europe/Prague',
      port: 0,
    });
  });

  it('are refused all at once, without repeating a secret', () => {
    const read = (): unknown =>
      bankConfig({
        DATABASE_URL: 'hunter2',
        SOTTOVOCE_PIN_PEPPER: 'hunter2',
        SOTTOVOCE_STEP_UP: 'iris',
        SOTTOVOCE_TIME_ZONE: 'Mars/Base',
        SOTTOVOCE_BANK_PORT: '65536',
      });
    expect(read).toThrow(BankConfigError);
    expect(read).toThrow(
      /DATABASE_URL.*SOTTOVOCE_PIN_PEPPER.*SOTTOVOCE_STEP_UP.*SOTTOVOCE_TIME_ZONE.*SOTTOVOCE_BANK_PORT/s,
    );
    expect(read).not.toThrow(/hunter2/);
  });
});

describe('the data folder', () => {
  const config = { databaseUrl: null, pinPepper: null };
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'sottovoce-'));
    folder = join(parent, 'data', 'bank');
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is made for this user alone, with a secret that lasts', async () => {
    const first = await openDataFolder(folder, config);
    expect(first.isNew).toBe(true);
    expect(first.pinPepper).toHaveLength(32);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    await first.database.kysely
      .insertInto('customer')
      .values({ customer_id: 'ada', name: 'Ada', birth_date: null })
      .execute();
    await first.database.close();

    const second = await openDataFolder(folder, config);
    expect(second).toMatchObject({ isNew: false, pinPepper: first.pinPepper });
    await second.database.close();
    expect(readdirSync(folder).sort()).toEqual(['bank.sqlite', 'pepper']);
  });

  it('gives one secret to programs that start together', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openDataFolder(folder, config)));
    expect(new Set(opened.map(({ pinPepper }) => Buffer.from(pinPepper).toString('hex'))).size).toBe(1);
    for (const { database } of opened) await database.close();
  });

  it('leaves the secret to the environment when it is there', async () => {
    const { database, pinPepper } = await openDataFolder(folder, { ...config, pinPepper: pepper });
    expect(pinPepper).toBe(pepper);
    expect(readdirSync(folder)).not.toContain('pepper');
    await database.close();
  });

  it('does not make another secret for PINs that were keyed with a lost one', async () => {
    const { database } = await openDataFolder(folder, config);
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: 'ada', name: 'Ada', birth_date: null })
      .execute();
    await database.kysely
      .insertInto('voice_pin')
      .values({ customer_id: 'ada', pin_hash: '$', set_at: 0 })
      .execute();
    await database.close();
    rmSync(join(folder, 'pepper'));
    await expect(openDataFolder(folder, config)).rejects.toThrow(/pepper is missing.*Restore/);
  });

  it('refuses a damaged secret', async () => {
    await (await openDataFolder(folder, config)).database.close();
    writeFileSync(join(folder, 'pepper'), readFileSync(join(folder, 'pepper'), 'utf8').slice(0, 20));
    await expect(openDataFolder(folder, config)).rejects.toThrow(/damaged/);
  });

  it('says what to do when the folder is a file', async () => {
    writeFileSync(join(parent, 'data'), '');
    await expect(openDataFolder(folder, config)).rejects.toThrow(DatabaseUnusable);
    await expect(openDataFolder(folder, config)).rejects.toThrow(/--data/);
  });

  it('wants the secret away from a server that holds the data', async () => {
    const server = { databaseUrl: 'postgres://127.0.0.1:1/bank', pinPepper: null };
    await expect(openDataFolder(folder, server)).rejects.toThrow(/SOTTOVOCE_PIN_PEPPER/);
  });
});
