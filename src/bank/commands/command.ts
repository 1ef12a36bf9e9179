/** What a command of `bank` is, what it gets from the process, and how it fails. */
import { parseArgs, type ParseArgsConfig, type ParseArgsOptionsConfig } from 'node:util';
import { bankConfig, type BankConfig } from '../config.ts';
import { openDataFolder, type DataFolder, type DataOptions } from '../data-folder.ts';
import type { RandomSource } from '../link/random-source.ts';

export interface Command {
  readonly name: string;
  /** For the list of commands, without a full stop. */
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  /** @returns The exit code: 0, or 1 when it could not be done and the command has said why. */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** The process, as far as commands need it. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes a line to standard output: what was asked for. */
  readonly print: (line: string) => void;
  /** Writes a line to standard error: what went wrong, and what is going on. */
  readonly warn: (line: string) => void;
  /** Draws over the current line of standard error; null where that is no terminal. */
  readonly draw: ((line: string) => void) | null;
  /** Asks for something that is not to be seen; null when the person gives up or input ends. */
  readonly readSecret: (prompt: string) => Promise<string | null>;
  /** Whether `readSecret` asks a person, who may mistype. */
  readonly isInteractive: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly random: RandomSource;
  /** Resolves when the process is asked to stop; asked a second time it ends at once, whatever is under way. */
  readonly untilStopped: () => Promise<void>;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** The command line is wrong; its message says what to write instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It could not be done; the message says what to do. Exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** Options that every command which opens the data has, for `helpOf`. */
export const dataOption = { data: { type: 'string' } } as const;
export const dataHelp = `  --data DIR         the folder of the bank's data (default: SOTTOVOCE_DATA, or .sottovoce);
                     without it DATABASE_URL may name a PostgreSQL server instead`;

/**
 * Reads a command's arguments; `positionals` names those that it takes. Those in square brackets, the last ones, may
 * stay away.
 *
 * @throws UsageError
 */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  positionals: readonly string[] = [],
) {
  const config = { args: [...args], options, allowPositionals: true, strict: true } satisfies ParseArgsConfig;
  const parsed = parse(config);
  const missing = positionals[parsed.positionals.length];
  if (missing?.startsWith('[') === false) throw new UsageError(`${missing} is missing.`);
  const extra = parsed.positionals[positionals.length];
  if (extra !== undefined) throw new UsageError(`There is no use for "${extra}" here.`);
  return parsed;
}

function parse<Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's own words name the option and are made for the person at the terminal.
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(`${error.message.replace(/\.? To specify .*$/s, '')}.`, { cause: error });
    }
    throw error;
  }
}

/** A required option. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing.`);
  return value;
}

/** The settings. A folder that is named on the command line counts before a server. */
export function readConfig(
  folder: string | undefined,
  { environment }: Pick<CommandContext, 'environment'>,
): BankConfig {
  if (folder === '') throw new UsageError('--data needs the name of a folder.');
  const config = bankConfig(environment);
  return folder === undefined ? config : { ...config, databaseUrl: null, dataFolder: folder };
}

/**
 * Opens the bank's data for the length of `work`.
 *
 * @param options how it is opened; a server as it stands and with patience, where nothing is said
 * @throws DatabaseUnusable with a message that says what to do, where the data cannot be opened or is away later
 */
export async function withData(
  folder: string | undefined,
  context: Pick<CommandContext, 'environment' | 'random'>,
  work: (data: DataFolder, config: BankConfig) => Promise<number>,
  options: (config: BankConfig) => DataOptions = () => ({}),
): Promise<number> {
  const config = readConfig(folder, context);
  const { random } = context;
  const data = await openDataFolder(config.dataFolder, config, { random, ...options(config) });
  try {
    return await work(data, config);
  } catch (error) {
    throw data.database.asUnusable(error);
  } finally {
    await data.database.close();
  }
}
