/** Skill and bank as processes of their own, over a line that can be made to fail, with customers who may be asked about. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type BankDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import { createSigningAuthority, type SigningAuthority } from '../bench/alexa-signing.ts';
import { freePort, startPostgres, type PostgresServer } from '../bench/postgres-server.ts';
import { skillId } from '../channels/alexa/requests.ts';
import { insertCustomers, type Customer } from './customers.ts';
import { timeZone } from './growth.ts';
import { openLine, type Line } from './line.ts';
import { whenInterrupted } from './interrupted.ts';
import type { Vitals } from './vitals.ts';

export type EngineName = 'sqlite' | 'postgres';
export const engineNames: readonly EngineName[] = ['sqlite', 'postgres'];

export interface RigOptions {
  readonly engine: EngineName;
  readonly customers: number;
  /** Where the data goes; a folder among the machine's temporary files by default. */
  readonly folder?: string;
}

export interface Rig {
  readonly authority: SigningAuthority;
  readonly skillPort: number;
  readonly customers: readonly Customer[];
  /** Between skill and bank. */
  readonly bankLine: Line;
  /** Between bank and database; null: there is none. */
  readonly databaseLine: Line | null;
  readonly postgres: PostgresServer | null;
  /** Where the data is, not by the line. */
  readonly location: DatabaseLocation;
  /** Ends the bank's process at once. */
  killBank(): Promise<void>;
  startBank(): Promise<void>;
  /** What the two processes have told of themselves since this was asked last. */
  takeVitals(): { readonly skill: readonly Vitals[]; readonly bank: readonly Vitals[] };
  /** Whether `bank verify-disclosures` finds the record whole; with what it says. */
  verifyDisclosures(): Promise<{ readonly isWhole: boolean; readonly said: string }>;
  /** Opens the data apart from the bank. */
  open(): Promise<BankDatabase>;
  close(): Promise<void>;
}

const vitalsProgram = new URL('vitals.ts', import.meta.url).href;

/** Starts everything. */
export async function startRig({ engine, customers: count, folder: given }: RigOptions): Promise<Rig> {
  await using started = new AsyncDisposableStack();
  let running = started;
  const forget = whenInterrupted(() => running.disposeAsync());
  started.defer(forget);
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'sottovoce-rig-')));
  if (given === undefined) started.defer(() => rm(folder, { recursive: true, force: true }));
  const pepper = randomBytes(32);
  // The server may run as a user of its own, who has to reach its data through this folder.
  if (engine === 'postgres') await chmod(folder, 0o755);
  const postgres = engine === 'postgres' ? await startPostgres(folder) : null;
  if (postgres !== null) started.defer(() => postgres.close());
  const url = await postgres?.createDatabase();
  const location: DatabaseLocation =
    url === undefined ? { kind: 'sqlite', file: join(folder, 'bank.sqlite') } : { kind: 'postgres', url };
  const databaseLine = url === undefined ? null : await openLine(() => Number(new URL(url).port));
  if (databaseLine !== null) started.defer(() => databaseLine.close());

  const seeding = await openDatabase(location);
  const customers = await insertCustomers(seeding.kysely, pepper, count);
  await seeding.close();

  const bankEnvironment = (port: number): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    SOTTOVOCE_PIN_PEPPER: pepper.toString('base64url'),
    SOTTOVOCE_TIME_ZONE: timeZone,
    // These customers ask all day.
    SOTTOVOCE_ANSWERS_PER_DAY: '999999',
    SOTTOVOCE_CLIENT_RATE: '0',
    SOTTOVOCE_LINK_RATE: '0',
    SOTTOVOCE_ADDRESS_RATE: '0',
    ...(url === undefined ? {} : { DATABASE_URL: withPort(url, port) }),
  });
  // A folder that is named goes before a server.
  const dataOf = url === undefined ? ['--data', folder] : [];
  const bankPort = await freePort();
  const vitals: { skill: Vitals[]; bank: Vitals[] } = { skill: [], bank: [] };
  let bank: ChildProcess | null = null;
  const startBank = async (): Promise<void> => {
    const args = ['src/bank/main.ts', 'serve', ...dataOf, '--port', String(bankPort)];
    bank = run(args, bankEnvironment(databaseLine?.port ?? 0), told => vitals.bank.push(told));
    await firstLine(bank, 'the bank');
  };
  const killBank = async (): Promise<void> => {
    if (bank?.exitCode !== null || bank.signalCode !== null) return;
    const ended = once(bank, 'exit');
    bank.kill('SIGKILL');
    await ended;
  };
  await startBank();
  started.defer(killBank);

  const bankLine = await openLine(() => bankPort);
  started.defer(() => bankLine.close());
  const authority = await createSigningAuthority();
  const skill = run(
    ['test/endurance/skill-program.ts'],
    {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      SOTTOVOCE_FACADE_URL: `http://127.0.0.1:${bankLine.port}`,
      SOTTOVOCE_ALEXA_SKILL_ID: skillId,
      SOTTOVOCE_TIME_ZONE: timeZone,
      SIGNING_AUTHORITY: JSON.stringify({ root: authority.root, chain: authority.chain }),
    },
    told => vitals.skill.push(told),
  );
  started.defer(async () => {
    const ended = once(skill, 'exit');
    skill.kill('SIGKILL');
    await ended;
  });
  const skillPort = Number(await firstLine(skill, 'the skill'));

  running = started.move();
  return {
    authority,
    skillPort,
    customers,
    bankLine,
    databaseLine,
    postgres,
    location,
    killBank,
    startBank,
    takeVitals: () => ({ skill: vitals.skill.splice(0), bank: vitals.bank.splice(0) }),
    verifyDisclosures: async () => {
      const port = url === undefined ? 0 : Number(new URL(url).port);
      const program = run(['src/bank/main.ts', 'verify-disclosures', ...dataOf], bankEnvironment(port));
      let said = '';
      for (const stream of [program.stdout, program.stderr]) {
        stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      }
      // What `close` tells: the code, or null after a signal.
      const [code] = (await once(program, 'close')) as [number | null];
      return { isWhole: code === 0, said };
    },
    open: () => openDatabase(location, 'expect'),
    close: () => running.disposeAsync(),
  };
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}

/** Runs a program of Node's, which tells how it is. */
function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onVitals: (told: Vitals) => void = () => undefined,
): ChildProcess {
  const child = spawn(process.execPath, ['--import', vitalsProgram, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Nobody else sends messages on this channel.
  child.on('message', message => onVitals(message as Vitals));
  return child;
}

/** What a program writes first; what it writes later is read and dropped. */
async function firstLine(child: ChildProcess, who: string): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000);
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${who} did not start: ${errors}`)));
  if (child.stdout === null) throw new Error('a program has an output');
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  child.stdout.resume();
  return line.toString().split('\n')[0] ?? '';
}
