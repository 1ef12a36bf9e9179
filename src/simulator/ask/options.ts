/** The command line of `ask`: read, or refused with a sentence that says what to do. */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { isCalendarDate } from '../clock.ts';
import { bankLines } from '../page-api.ts';
import { tokenStates, type TokenState } from '../linking/token-state.ts';
import { WrongUse, wrongUseOf } from '../terminal.ts';
import { readStageDirection, readToken } from './direction.ts';

export interface AskOptions {
  /** What is said, in order; empty: a conversation at the keyboard, or lines from standard input. */
  readonly utterances: readonly string[];
  readonly json: boolean;
  readonly today: string | null;
  readonly customer: string;
  readonly dataDir: string;
  /** Whose copy a transcript is played on; null: a demo household that is made for it. */
  readonly playData: string | null;
  readonly locale: string;
  readonly speaker: string | null;
  /** Whether to link first, through the bank's pages. */
  readonly link: boolean;
  /** What Alexa's access token is like from the first utterance on. */
  readonly token: TokenState;
  /** The file into which the conversation is written as a transcript; null: none. */
  readonly record: string | null;
  /** The transcript that is played instead of a conversation; null: none. */
  readonly play: string | null;
  readonly help: boolean;
}

export const askHelp = `Usage: npm run ask -- [options] ["utterance" ...]

Talks to the assistant. Every argument is an utterance of one session; (silence), or an
empty one, is a silence. Without an utterance it listens to the keyboard, or to standard
input line by line. In between, (token STATE) changes Alexa's access token, (10 minutes later)
the clock, and (bank down) the line to the bank: ${bankLines.join(', ')}.

  npm run ask -- "what's my balance" "four eight two one"
  npm run ask -- --link "what's my balance" "4821" "(token revoked)" "and savings?"
  npm run ask -- --record talk.yaml "what's my balance" "4821"
  npm run ask -- --play talk.yaml

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
  --record FILE       write the conversation down as a transcript (docs/testing.md); it takes
                      place at noon, today or on --today
  --play FILE         play a transcript, on a copy of the data; what differs is shown
  --help              this text

Exit code: 0 all is well, 1 a program failed, a response was objected to or a transcript did not
come out as it is written, 2 a wrong use.
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
  record: { type: 'string' },
  play: { type: 'string' },
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
  for (const name of ['customer', 'data', 'locale', 'speaker', 'record', 'play'] as const) {
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
  const besides = given.find(name => !['play', 'data', 'help'].includes(name));
  if (values.play !== undefined && (besides !== undefined || positionals.length > 0)) {
    const what = besides === undefined ? 'utterances' : `--${besides}`;
    throw new WrongUse(`--play plays a transcript as it is written. Leave ${what} out.`);
  }
  if (values.record !== undefined) refuseToRecordInto(values.record);
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
    playData: values.data ?? null,
    locale: values.locale ?? 'en-US',
    speaker: values.speaker ?? null,
    link: values.link ?? false,
    token,
    record: values.record ?? null,
    play: values.play ?? null,
    help: values.help ?? false,
  };
}

/** A file that is there may be somebody's work. */
function refuseToRecordInto(file: string): void {
  if (existsSync(file))
    throw new WrongUse(`--record ${file} is there already. Remove it, or name another file.`);
  const folder = dirname(file);
  if (!existsSync(folder)) throw new WrongUse(`--record: there is no folder ${folder}. Make it first.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw wrongUseOf(error);
  }
}

/** The environment's folder, where it names one. */
const dataFrom = (variable: string | undefined): string =>
  variable === undefined || variable.trim() === '' ? '.sottovoce' : variable;
