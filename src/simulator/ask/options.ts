/** The command line of `ask`: read, or refused with a sentence that says what to do. */
import { statSync } from 'node:fs';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { isCalendarDate } from '../clock.ts';
import { tokenStates, type TokenState } from '../linking/token-state.ts';
import { WrongUse } from '../terminal.ts';

export interface AskOptions {
  /** What is said, in order; empty: a conversation at the keyboard, or lines from standard input. */
  readonly utterances: readonly string[];
  readonly json: boolean;
  readonly today: string | null;
  readonly customer: string;
  readonly dataDir: string;
  readonly locale: string;
  readonly speaker: string | null;
  /** Whether to link first, through the bank's pages. */
  readonly link: boolean;
  /** What Alexa's access token is like from the first utterance on. */
  readonly token: TokenState;
  readonly help: boolean;
}

export const askHelp = `Usage: npm run ask -- [options] ["utterance" ...]

Talks to the assistant. Every argument is an utterance of one session; (silence), or an
empty one, is a silence. Without an utterance it listens to the keyboard, or to standard
input line by line. (token STATE) between utterances changes Alexa's access token there.

  npm run ask -- "what's my balance" "four eight two one"
  npm run ask -- --link "what's my balance" "4821" "(token revoked)" "and savings?"

Options
  --customer NAME     whose money it is (default: demo)
  --today YYYY-MM-DD  bank and skill live on this day, from noon on (default: now)
  --link              link first: sign in, agree and come back on the bank's real pages, as
                      the demo household; it replaces the consent that was given before
  --token STATE       what Alexa's access token is like:
                      ${tokenStates.join(', ')}
  --speaker NAME      another person's voice, as far as the platform can tell
  --locale LOCALE     the interaction model to understand with (default: en-US)
  --data DIR          the bank's data folder (default: .sottovoce)
  --json              JSON lines: a record of each turn
  --help              this text

Exit code: 0 all is well, 1 a program failed or a response was objected to, 2 a wrong use.
`;

const options = {
  json: { type: 'boolean' },
  link: { type: 'boolean' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  today: { type: 'string' },
  customer: { type: 'string' },
  data: { type: 'string' },
  locale: { type: 'string' },
  speaker: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

const maxUtteranceCharacters = 1_000;
const maxNameCharacters = 100;

/** @throws WrongUse */
export function readAskOptions(
  args: readonly string[],
  environment: { readonly SOTTOVOCE_DATA?: string | undefined },
): AskOptions {
  const { values, positionals, tokens } = parse(args);
  const given = tokens.flatMap(token => (token.kind === 'option' ? [token.name] : []));
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (twice !== undefined) throw new WrongUse(`--${twice} is given twice. Give it once.`);
  for (const name of ['customer', 'data', 'locale', 'speaker'] as const) {
    const value = values[name];
    if (value?.trim() === '') throw new WrongUse(`--${name} is empty. Say which one, or leave it out.`);
  }
  for (const name of ['customer', 'speaker'] as const) {
    if ((values[name] ?? '').length > maxNameCharacters)
      throw new WrongUse(`--${name} is longer than ${maxNameCharacters} characters.`);
  }
  if (values.today !== undefined && !isCalendarDate(values.today)) {
    throw new WrongUse(
      `--today "${values.today}" is not a day of the calendar. Write it as YYYY-MM-DD, like 2026-11-23.`,
    );
  }
  const token = readToken(values.token ?? 'valid', '--token');
  for (const utterance of positionals) readStageDirection(utterance);
  if (positionals.some(utterance => utterance.length > maxUtteranceCharacters)) {
    throw new WrongUse(
      `An utterance is longer than ${maxUtteranceCharacters} characters: nobody says that in one breath.`,
    );
  }
  const dataDir = values.data ?? dataFrom(environment.SOTTOVOCE_DATA);
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new WrongUse(
      `--data ${dataDir} is a file. Name the folder of the bank's data; it is made when it is missing.`,
    );
  }
  return {
    utterances: positionals.map(utterance => (/^\s*\(silence\)\s*$/i.test(utterance) ? '' : utterance)),
    json: values.json ?? false,
    today: values.today ?? null,
    customer: values.customer ?? 'demo',
    dataDir,
    locale: values.locale ?? 'en-US',
    speaker: values.speaker ?? null,
    link: values.link ?? false,
    token,
    help: values.help ?? false,
  };
}

/**
 * What is done between utterances: `(token revoked)`. Null for an utterance.
 *
 * @throws WrongUse when there is no such token
 */
export function readStageDirection(line: string): TokenState | null {
  const [, token] = /^\s*\(token\s+([^)]*?)\s*\)\s*$/i.exec(line) ?? [];
  return token === undefined ? null : readToken(token.toLowerCase(), 'The token');
}

function readToken(text: string, what: string): TokenState {
  const token = tokenStates.find(state => state === text);
  if (token === undefined) throw new WrongUse(`${what} "${text}" is none of ${tokenStates.join(', ')}.`);
  return token;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    // Node's own sentences name the option and what is missing; the first one is for a person.
    const sentence = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new WrongUse(`${sentence ?? ''}. See --help.`, { cause: error });
  }
}

/** The environment's folder, where it names one. */
const dataFrom = (variable: string | undefined): string =>
  variable === undefined || variable.trim() === '' ? '.sottovoce' : variable;
