/**
 * The engine of this run, for `describe.each(engines)('… on $name', ({ open }) => …)`: such a suite runs once for each
 * engine that the bank runs on (see `vitest.config.ts`).
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { inject } from 'vitest';
import { openDatabase, type BankDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import { migrationsFor } from '../../src/bank/database/migrations/index.ts';
import { distributedEngine, partition } from '../../src/bank/database/partition.ts';
import { postgresDialect } from '../../src/bank/database/postgres.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { sqliteDialect } from '../../src/bank/database/sqlite.ts';
import { createPostgresDatabase } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    engine: BankDatabase['engine'];
  }
}

export interface Engine {
  readonly name: BankDatabase['engine'];
  /** A database of its own with an empty, migrated schema; `close` removes it. */
  readonly open: () => Promise<BankDatabase>;
  /** The same, brought up to date from an earlier migration's schema, with what was put in then. */
  readonly openUpdated: (migration: string, fill: Fill) => Promise<BankDatabase>;
}

type Fill = (database: Kysely<BankSchema>) => Promise<void>;

const everyEngine: readonly Engine[] = [
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
      return thenDropping(await splitByCustomer(await openDatabase({ kind: 'postgres', url })), drop);
    },
    openUpdated: async (migration, fill) => {
      const { url, drop } = await createPostgresDatabase();
      const location = { kind: 'postgres', url } as const;
      await fillEarlier(location, migration, fill);
      return thenDropping(await splitByCustomer(await openDatabase(location)), drop);
    },
  },
];

export const engines = everyEngine.filter(({ name }) => name === inject('engine'));

/** As a bank with many customers has it. Few parts, since every suite makes them; queries do not know how many there are. */
async function splitByCustomer(database: BankDatabase): Promise<BankDatabase> {
  if ((await distributedEngine(database.kysely)) === null)
    await partition(database.kysely, { parts: 3, copies: true });
  return database;
}

const thenDropping = (database: BankDatabase, drop: () => Promise<void>): BankDatabase => ({
  ...database,
  close: async () => {
    await database.close();
    await drop();
  },
});

/** Makes the schema as it was after a migration, and puts something in. */
async function fillEarlier(location: DatabaseLocation, migration: string, fill: Fill): Promise<void> {
  const { kind } = location;
  const kysely = new Kysely<BankSchema>({
    dialect: kind === 'sqlite' ? sqliteDialect(location.file) : postgresDialect(location.url).dialect,
  });
  const { error } = await new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve(migrationsFor(kind)) },
  }).migrateTo(migration);
  if (error !== undefined) throw new Error('the old schema cannot be made', { cause: error });
  await fill(kysely);
  await kysely.destroy();
}
