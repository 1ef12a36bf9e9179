/** The command line of `npm run offline`: read, or refused with a sentence that says what to do. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { FunctionName } from './packaged-function.ts';

export interface OfflineOptions {
  readonly port: number;
  /** A file with one event; null: functions are served until they are stopped. */
  readonly event: string | null;
  readonly function: FunctionName;
  readonly help: boolean;
}

/** What was asked for cannot be done; the message says what to do. */
export class WrongOffline extends Error {
  override readonly name = 'WrongOffline';
}

export const offlineHelp = `Usage: npm run offline [-- options]

Packages both functions and runs them on this machine as on Lambda, with the settings of .env and of the environment.

Options
  --port NUMBER    where to listen on this machine (3000)
  --event FILE     gives this event to a function, prints its answer, and ends
  --function NAME  the function that gets it: skill, which Alexa triggers (default), or https
  --help           this text
`;

const options = {
  port: { type: 'string' },
  event: { type: 'string' },
  function: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

/** @throws WrongOffline */
export function readOfflineOptions(args: readonly string[]): OfflineOptions {
  const { port = '3000', event = null, function: name = 'skill', help = false } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new WrongOffline(`--port "${port}" is no port. Write it like --port 3001.`);
  if (name !== 'skill' && name !== 'https')
    throw new WrongOffline(`--function "${name}" is none of the functions. They are skill and https.`);
  return { port: Number(port), event, function: name, help };
}

/** What `parseArgs` throws, for a person: its first sentence names the option and what is missing. */
export function sentenceOf(error: unknown): string {
  const sentence = error instanceof Error ? error.message.split('. ')[0] : String(error);
  return `${sentence ?? ''}.`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new WrongOffline(`${sentenceOf(error)} See npm run offline -- --help.`, { cause: error });
  }
}
