/** Every engine that the bank runs on, for `describe.each(engines)('… on $name', ({ open }) => …)`. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, Migrator } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type BankDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import { migrationsFor } from '../../src/bank/database/migrations/index.ts';
import { postgresDialect } from '../../src/bank/database/postgres.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { sqliteDialect } from '../../src/bank/database/sqlite.ts';

export interface Engine {
  readonly name: BankDatabase['engine'];
  /** A database of its own with an empty, migrated schema; `close` removes it. */
  readonly open: () => Promise<BankDatabase>;
  /** The same, brought up to date from an earlier migration's schema, with what was put in then. */
  readonly openUpdated: (migration: string, fill: Fill) => Promise<BankDatabase>;
}

type Fill = (database: Kysely<BankSchema>) => Promise<void>;

export const engines: readonly Engine[] = [
  {
    name: 'sqlite',
    open: () => openDatabase({ kind: 'sqlite', file: ':memory:' }),
    openUpdated: async (migration, fill) => {
      const folder = mkdtempSync(join(tmpdir(), 'sottovoce-'));
      const location = { kind: 'sqlite', file: join(folder, 'bank.sqlite') } as const;
      await fillEarlier(location, migration, fill);
      return thenDropping(await openDatabase(location), () => rm(folder, { recursive: true }));
    },
  },
  {
    name: 'postgres',
    open: async () => {
      const { url, drop } = await createPostgresDatabase();
      return thenDropping(await openDatabase({ kind: 'postgres', url }), drop);
    },
    openUpdated: async (migration, fill) => {
      const { url, drop } = await createPostgresDatabase();
      const location = { kind: 'postgres', url } as const;
      await fillEarlier(location, migration, fill);
      return thenDropping(await openDatabase(location), drop);
    },
  },
];

const thenDropping = (database: BankDatabase, drop: () => Promise<void>): BankDatabase => ({
  kysely: database.kysely,
  engine: database.engine,
  close: async () => {
    await database.close();
    await drop();
  },
});

/** Makes the schema as it was after a migration, and puts something in. */
async function fillEarlier(location: DatabaseLocation, migration: string, fill: Fill): Promise<void> {
  const { kind } = location;
  const kysely = new Kysely<BankSchema>({
    dialect: kind === 'sqlite' ? sqliteDialect(location.file) : postgresDialect(location.url),
  });
  const { error } = await new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve(migrationsFor(kind)) },
  }).migrateTo(migration);
  if (error !== undefined) throw new Error('the old schema cannot be made', { cause: error });
  await fill(kysely);
  await kysely.destroy();
}

/** An empty database on the server of this run, without a schema. */
export async function createPostgresDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = inject('postgres');
  const name = `sottovoce_${randomBytes(8).toString('hex')}`;
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await onServer(`create database ${name} template template0`);
  return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = await connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The server may still be starting: its own word for that, or nothing at the port, means to try again. */
async function connect(): Promise<pg.Client> {
  const { url, failureFile } = inject('postgres');
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ECONNREFUSED' && code !== '57P03') throw error;
      if (existsSync(failureFile)) throw new Error(readFileSync(failureFile, 'utf8'), { cause: error });
      await sleep(50);
    }
  }
}
