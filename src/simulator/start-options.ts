/** The command line of `start`: read, or refused with a sentence that says what to do. */
import { statSync } from 'node:fs';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { isCalendarDate } from './clock.ts';
import { WrongUse, wrongUseOf } from './terminal.ts';

export interface StartOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly today: string | null;
  readonly customer: string;
  readonly locale: string;
  readonly help: boolean;
}

const defaultPort = 8787;

export const startHelp = `Usage: npm start -- [options]

Starts bank, skill and simulator in this process, and a page on which to talk to the
assistant and to see what crosses the wall to the bank.

Options
  --port PORT         the page's port (default: ${defaultPort})
  --customer NAME     whose money it is (default: demo)
  --today YYYY-MM-DD  bank and skill live on this day, from noon on (default: now)
  --locale LOCALE     the interaction model to understand with (default: en-US)
  --data DIR          the bank's data folder (default: .sottovoce)
  --help              this text

Ctrl-C stops it. Exit code: 0 stopped, 1 a program did not start, 2 a wrong use.
`;

const options = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string', short: 'p' },
  today: { type: 'string' },
  customer: { type: 'string' },
  data: { type: 'string' },
  locale: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** @throws WrongUse */
export function readStartOptions(
  args: readonly string[],
  environment: { readonly SOTTOVOCE_DATA?: string | undefined },
): StartOptions {
  const { values, tokens } = parse(args);
  const given = tokens.flatMap(token => (token.kind === 'option' ? [token.name] : []));
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (twice !== undefined) throw new WrongUse(`--${twice} is given twice. Give it once.`);
  for (const name of ['customer', 'data', 'locale'] as const) {
    if (values[name]?.trim() === '')
      throw new WrongUse(`--${name} is empty. Say which one, or leave it out.`);
  }
  if (values.today !== undefined && !isCalendarDate(values.today)) {
    throw new WrongUse(
      `--today "${values.today}" is not a day of the calendar. Write it as YYYY-MM-DD, like 2026-11-23.`,
    );
  }
  const { SOTTOVOCE_DATA: usual = '' } = environment;
  const dataDir = values.data ?? (usual === '' ? '.sottovoce' : usual);
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new WrongUse(
      `--data ${dataDir} is a file. Name the folder of the bank's data; it is made when it is missing.`,
    );
  }
  return {
    port: readPort(values.port),
    dataDir,
    today: values.today ?? null,
    customer: values.customer ?? 'demo',
    locale: values.locale ?? 'en-US',
    help: values.help ?? false,
  };
}

/** Port 0 lets the system choose one. */
function readPort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new WrongUse(`--port "${text}" is no port. Give a whole number from 0 to 65535.`);
  return port;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, tokens: true, allowPositionals: false });
  } catch (error) {
    throw wrongUseOf(error);
  }
}
