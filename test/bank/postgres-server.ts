/** The PostgreSQL server of the run (see `postgres.global.ts`), and databases on it. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';

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
