/** `npm run understand`: what the interaction model makes of an utterance, in JSON lines. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import * as z from 'zod';
import { dateAt, isCalendarDate } from '../clock.ts';
import { InteractionModelError, loadInteractionModel } from '../interaction-model.ts';
import { exitCodes, WrongUse, type Terminal } from '../terminal.ts';
import { formatExplanation } from './explain.ts';
import { formatReport, reportOf, type Outcome } from './report.ts';
import { trainUnderstanding, type Understanding } from './understanding.ts';
import type { Situation } from './understood.ts';

const understandHelp = `Usage: npm run understand -- [options] ["utterance" ...]

Says what the interaction model makes of what people say: a JSON line for each utterance,
with intent, score, slots and the closest intent; a rejected one is AMAZON.FallbackIntent.
Without --file and without an utterance it reads standard input, line by line.

  npm run -s understand -- "how much did I spend on groceries last month"
  npm run -s understand -- --explain "any coffee this week"
  npm run -s understand -- --file cases.json

Options
  --file FILE         an array of {"text": ..., "expect"?: an intent's name}; where cases
                      expect something, precision and recall of each intent and the
                      confusions follow on standard error
  --explain TEXT      for a person: why TEXT is understood as it is
  --today YYYY-MM-DD  the day that dates are reckoned from (default: today)
  --locale LOCALE     the interaction model to understand with (default: en-US)
  --help              this text

Exit code: 0 all is understood or rejected, 2 a wrong use.
`;

const optionConfig = {
  file: { type: 'string' },
  explain: { type: 'string' },
  today: { type: 'string' },
  locale: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

interface Options {
  readonly file: string | null;
  readonly explain: string | null;
  readonly today: string | null;
  readonly locale: string;
  readonly help: boolean;
  readonly utterances: readonly string[];
}

const testCase = z.object({ text: z.string(), expect: z.string().min(1).optional() });
type TestCase = z.infer<typeof testCase>;

/**
 * Resolves to the exit code.
 *
 * @param now milliseconds since 1970 UTC: the day of it in this machine's time zone is today, where no --today is given
 * @param train throws `InteractionModelError` where there is no model of that locale
 */
export async function runUnderstand(
  args: readonly string[],
  terminal: Pick<Terminal, 'out' | 'err' | 'input' | 'keyboard'>,
  now: () => number = Date.now,
  train: (locale: string) => Understanding = locale => trainUnderstanding(loadInteractionModel(locale)),
): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      terminal.out(understandHelp);
      return exitCodes.ok;
    }
    const cases = options.file === null ? null : await readCases(options.file);
    const understanding = train(options.locale);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const today = options.today ?? dateAt(now(), timeZone);
    const situation: Situation = { today, timeZone, expecting: null };

    if (options.explain !== null) {
      terminal.out(`${formatExplanation(understanding.explain(options.explain, situation)).join('\n')}\n`);
      return exitCodes.ok;
    }
    const outcomes: Outcome[] = [];
    const texts =
      cases ?? (options.utterances.length > 0 ? options.utterances.map(asCase) : inputCases(terminal));
    for await (const { text, expect } of texts) {
      const got = understandLine(understanding, text, situation, terminal);
      if (expect !== undefined) outcomes.push({ expected: expect, got });
    }
    if (outcomes.length > 0) terminal.err(`${formatReport(reportOf(outcomes)).join('\n')}\n`);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof WrongUse) && !(error instanceof InteractionModelError)) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.wrongUse;
  }
}

/** Writes the line of one utterance; the intent that it was understood as. */
function understandLine(
  { understand }: Understanding,
  text: string,
  situation: Situation,
  terminal: Pick<Terminal, 'out'>,
): string {
  const { intent, score, slots, closest } = understand(text, situation);
  terminal.out(`${JSON.stringify({ text, intent, score: Number(score.toFixed(4)), slots, closest })}\n`);
  return intent;
}

const asCase = (text: string): TestCase => ({ text });

/** Every line of standard input that is not empty. */
async function* inputCases(terminal: Pick<Terminal, 'err' | 'input' | 'keyboard'>): AsyncGenerator<TestCase> {
  if (terminal.keyboard !== null) terminal.err('An utterance a line; Ctrl-D ends.\n');
  for await (const line of createInterface({ input: terminal.input })) {
    if (line.trim() !== '') yield asCase(line);
  }
}

/** @throws WrongUse */
function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const { file = null, explain = null, today = null, locale = 'en-US', help = false } = values;
  const sources = [file !== null, explain !== null, positionals.length > 0].filter(Boolean).length;
  if (sources > 1) {
    throw new WrongUse('Give one of --file FILE, --explain TEXT and utterances, not several.');
  }
  if (file?.trim() === '') throw new WrongUse('--file is empty. Name a JSON file of cases.');
  if (explain?.trim() === '') throw new WrongUse('--explain is empty. Say what is to be explained.');
  if (today !== null && !isCalendarDate(today)) {
    throw new WrongUse(
      `--today "${today}" is not a day of the calendar. Write it as YYYY-MM-DD, like 2026-11-23.`,
    );
  }
  return { file, explain, today, locale, help, utterances: positionals };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionConfig, allowPositionals: true, strict: true });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new WrongUse(`${detail}\n\n${understandHelp}`);
  }
}

/** @throws WrongUse */
async function readCases(file: string): Promise<TestCase[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new WrongUse(`--file ${file} cannot be read: ${why}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new WrongUse(
      `--file ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = z.array(testCase).safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const where = first === undefined || first.path.length === 0 ? '' : ` (at ${first.path.join('.')})`;
    throw new WrongUse(
      `--file ${file} is not an array of {"text": ..., "expect"?: ...}${where}: ${first?.message ?? ''}`,
    );
  }
  return parsed.data;
}
