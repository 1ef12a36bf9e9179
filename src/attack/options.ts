/** The command line of `npm run attack`. */
import { parseArgs } from 'node:util';
import { usualBudget } from '../bank/disclosure/budget.ts';

export interface Options {
  readonly customers: number;
  readonly days: number;
  readonly seed: string;
  /** Null: the demo's generator. */
  readonly ledger: string | null;
  /** Null: no limit. */
  readonly answersPerDay: number | null;
  readonly threads: number | null;
  readonly format: 'table' | 'json' | 'markdown';
  /** Where to draw the chart; null: nowhere. */
  readonly chart: string | null;
}

/** The command line is wrong; the message says what to write instead. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

export const help = `Usage: npm run attack -- [options]

Plays a platform that keeps every answer, and works out what they give away. It knows of every transaction the
day, the account, the direction and the category, and solves for the amounts. docs/privacy.md explains the table.

  --customers N         how many customers (default: 400)
  --days N              over how many days (default: 90)
  --seed TEXT           other households and habits (default: sottovoce)
  --ledger PATH         a ledger in place of the demo's: a data folder or SQLite file of the bank, the Berka
                        file (.csv) or an OFX statement; its last days are attacked, and nothing is written to it
  --answers-per-day N   what the bank answers a customer in a day, but for the naive rows; "none" for no limit,
                        which takes much longer (default: ${usualBudget.answersPerDay})
  --threads N           how many cores to use (default: all)
  --json                print the rows as JSON instead of a table
  --markdown            print the table as Markdown
  --chart FILE          draw the chart (SVG) there
  --help                this text

The rows are also written to dist/attack.json.
`;

/** @throws WrongUse */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  const { 'answers-per-day': limit, chart, ledger } = values;
  if (ledger === '') throw new WrongUse('--ledger needs a file or folder.');
  if (chart === '') throw new WrongUse('--chart needs a file.');
  return {
    customers: count('--customers', values.customers ?? '400', 100_000),
    days: count('--days', values.days ?? '90', 366),
    seed: values.seed ?? 'sottovoce',
    ledger: ledger ?? null,
    answersPerDay:
      limit === 'none'
        ? null
        : count('--answers-per-day', limit ?? String(usualBudget.answersPerDay), 10_000),
    threads: values.threads === undefined ? null : count('--threads', values.threads, 64),
    format: values.json === true ? 'json' : values.markdown === true ? 'markdown' : 'table',
    chart: chart ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        customers: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        ledger: { type: 'string' },
        'answers-per-day': { type: 'string' },
        threads: { type: 'string' },
        json: { type: 'boolean' },
        markdown: { type: 'boolean' },
        chart: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Node's own words name the option and are made for the person at the terminal.
    if (error instanceof TypeError) throw new WrongUse(error.message, { cause: error });
    throw error;
  }
}

function count(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw new WrongUse(`${option} needs a whole number from 1 to ${most}.`);
  return value;
}
