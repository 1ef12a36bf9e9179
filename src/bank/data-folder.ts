/** The bank's data, found or made: a folder with a SQLite file and a secret, or a PostgreSQL server. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bankSettings, parsePepper, type BankConfig } from './config.ts';
import {
  openDatabase,
  type BankDatabase,
  type DatabaseLocation,
  type SchemaOnOpen,
} from './database/database.ts';
import type { PostgresLimits } from './database/postgres-pool.ts';
import type { OnStatement } from './database/statements.ts';
import { DatabaseUnusable } from './database/unusable.ts';

export interface DataFolder {
  readonly database: BankDatabase;
  /** Keys the hashes of voice PINs. */
  readonly pinPepper: Uint8Array;
  /** Nobody is a customer yet: the folder was missing or empty. */
  readonly isNew: boolean;
}

/** How a server is opened. */
export interface ServerOptions {
  /** What is done about its schema: where it is not this program's, nothing is opened, unless this says otherwise. */
  readonly onOpen?: SchemaOnOpen;
  /** Patient ones where nothing is said. */
  readonly limits?: PostgresLimits;
}

/** How the data is opened, on a server or in a folder. */
export interface DataOptions {
  readonly server?: ServerOptions;
  /** Told of every statement. */
  readonly onStatement?: OnStatement | undefined;
}

const pepperBytes = 32;

/**
 * Opens the data folder, which is made (for this user alone) when it is missing. With `config.databaseUrl` the data
 * is on that server instead, `folder` is not touched, and the pepper must come from `config`.
 *
 * @param options `random`: cryptographically strong random bytes, for a new pepper. `server`: how a server is opened; a
 * folder's schema is always brought up to date
 * @throws DatabaseUnusable with a message that says what to do.
 */
export async function openDataFolder(
  folder: string,
  config: Pick<BankConfig, 'databaseUrl' | 'pinPepper'>,
  {
    random = randomBytes,
    server: { onOpen = 'expect', limits } = {},
    onStatement,
  }: DataOptions & { readonly random?: (size: number) => Uint8Array } = {},
): Promise<DataFolder> {
  const { databaseUrl, pinPepper } = config;
  if (databaseUrl !== null) {
    if (pinPepper === null) {
      const { variable, example } = bankSettings.pinPepper;
      throw new DatabaseUnusable(
        `With DATABASE_URL the secret that keys the voice PINs must be in the environment, away from the data: set ${variable}=${example}`,
      );
    }
    const location = { kind: 'postgres', url: databaseUrl, ...(limits && { limits }) } as const;
    const database = await openDatabase(location, onOpen, onStatement);
    return complete(database, () => Promise.resolve(pinPepper));
  }

  const database = await openDatabase(await fileIn(folder), 'migrate', onStatement);
  return complete(database, async () => pinPepper ?? (await loadPepper(folder, database, random)));
}

/**
 * Where the data is: on the server that the settings name, or in the folder, which is made when it is missing. For who
 * needs the data and no secret.
 *
 * @throws DatabaseUnusable with a message that says what to do.
 */
export async function locateData(
  folder: string,
  { databaseUrl }: Pick<BankConfig, 'databaseUrl'>,
): Promise<DatabaseLocation> {
  return databaseUrl === null ? fileIn(folder) : { kind: 'postgres', url: databaseUrl };
}

/** The file of the data, made for this user alone when it is missing. */
async function fileIn(folder: string): Promise<DatabaseLocation> {
  const file = join(folder, 'bank.sqlite');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // SQLite would make it readable for everyone; its journal files take over the mode of this one.
    await (await open(file, 'a', 0o600)).close();
  } catch (error) {
    throw new DatabaseUnusable(
      `The data folder ${folder} cannot be used (${codeOf(error)}). Check that it is a folder that this user may read and write, or name another one with --data.`,
      { cause: error },
    );
  }
  return { kind: 'sqlite', file };
}

async function complete(database: BankDatabase, pepper: () => Promise<Uint8Array>): Promise<DataFolder> {
  try {
    const pinPepper = await pepper();
    return { database, pinPepper, isNew: !(await hasRows(database, 'customer')) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function loadPepper(
  folder: string,
  database: BankDatabase,
  random: (size: number) => Uint8Array,
): Promise<Uint8Array> {
  const file = join(folder, 'pepper');
  const text = (await readIfThere(file)) ?? (await makePepper(file, database, random));
  const pepper = parsePepper(text.trim());
  if (pepper === null) {
    throw new DatabaseUnusable(
      `The secret in ${file} is damaged, so no voice PIN can be checked. Restore it from a backup, or set ${bankSettings.pinPepper.variable} to it.`,
    );
  }
  return pepper;
}

/** Writes a new secret, once: of two programs that start together the second takes the first one's. */
async function makePepper(
  file: string,
  database: BankDatabase,
  random: (size: number) => Uint8Array,
): Promise<string> {
  if (await hasRows(database, 'voice_pin')) {
    throw new DatabaseUnusable(
      `The secret ${file} is missing, so no voice PIN can be checked. Restore it from a backup, or set ${bankSettings.pinPepper.variable} to it.`,
    );
  }
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${Buffer.from(random(pepperBytes)).toString('base64url')}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new DatabaseUnusable(
      `The secret ${file} cannot be read (${codeOf(error)}). Give this user the right to read it.`,
      { cause: error },
    );
  }
}

async function hasRows(database: BankDatabase, table: 'customer' | 'voice_pin'): Promise<boolean> {
  const row = await database.kysely.selectFrom(table).select('customer_id').limit(1).executeTakeFirst();
  return row !== undefined;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
