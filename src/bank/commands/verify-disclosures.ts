import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { answerSchemas, questionName, type Answer } from '../../facade/contract.ts';
import type { BankConfig } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import {
  checkRecord,
  confirmAnswer,
  isBroken,
  problemInWords,
  publicRecordKey,
  readDownload,
  recordKeys,
  type RecordReport,
} from '../disclosure/record/index.ts';
import {
  CommandFailed,
  dataHelp,
  dataOption,
  readArguments,
  UsageError,
  withData,
  type Command,
  type CommandContext,
} from './command.ts';
import { findCustomer } from './find-customer.ts';

/** So many broken records are named; of more it is said how many they are. */
const namedRecords = 20;

export const verifyDisclosures: Command = {
  name: 'verify-disclosures',
  summary: 'check that the record of what was told is whole and unchanged',
  help: `Usage: bank verify-disclosures [CUSTOMER] [options]
       bank verify-disclosures --file FILE --key=KEY
       bank verify-disclosures CUSTOMER --answer FILE

Checks the record of every answer that left the bank: each entry against its hash, the entry before it and the
bank's signature; the signed end of each customer's record; and the daily checkpoints over all of them. It names the
first broken link of each record that has one, and ends with exit code 1. It may run while answers go on.

  CUSTOMER           one customer's record alone
  --expect=HASH      a checkpoint's hash that was kept elsewhere: it has to be in the record still. What was told
                     before it can then not have been cut off or put back, by nobody
  --answer FILE      an answer that somebody has kept, as JSON: whether CUSTOMER was told just this
  --file FILE        a record that a customer has downloaded, instead of the bank's data
  --key=KEY          a public key that the bank has published, beside its own; may be repeated
${dataHelp}`,

  async run(args, context) {
    const { values, positionals } = readArguments(
      args,
      {
        ...dataOption,
        expect: { type: 'string' },
        file: { type: 'string' },
        answer: { type: 'string' },
        key: { type: 'string', multiple: true, default: [] },
      },
      ['[CUSTOMER]'],
    );
    for (const key of values.key) checkKey(key);
    if (values.file !== undefined) {
      if (
        positionals.length > 0 ||
        [values.expect, values.data, values.answer].some(given => given !== undefined)
      )
        throw new UsageError(
          '--file is checked by itself: leave CUSTOMER and the other options but --key away.',
        );
      return verifyFile(values.file, values.key, context);
    }
    return withData(values.data, context, async (data, config) => {
      const [customer = null] = positionals;
      if (customer !== null) await findCustomer(data.database.kysely, customer);
      if (values.answer !== undefined) {
        if (customer === null) throw new UsageError('CUSTOMER is missing.');
        return verifyAnswer(data, config, { customer, file: values.answer }, context);
      }
      return verifyData(data, config, { customer, keys: values.key, expect: values.expect }, context);
    });
  },
};

function checkKey(key: string): void {
  try {
    publicRecordKey(key);
  } catch (error) {
    throw new UsageError(
      `"${key.slice(0, 60)}" is no public key. Write it as bank verify-disclosures prints it: 43 letters, digits, - and _.`,
      { cause: error },
    );
  }
}

async function verifyData(
  { database, pinPepper }: DataFolder,
  config: BankConfig,
  asked: {
    readonly customer: string | null;
    readonly keys: readonly string[];
    readonly expect: string | undefined;
  },
  { print, warn }: CommandContext,
): Promise<number> {
  const keys = recordKeys(config.recordSecret ?? pinPepper, [...config.formerRecordKeys, ...asked.keys]);
  const report = await checkRecord(database.kysely, keys.known, asked.customer);
  for (const { customer, ...link } of report.broken.slice(0, namedRecords)) {
    const whose = customer === null ? 'The checkpoints are' : `${customer}'s record is`;
    warn(`${whose} broken: ${problemInWords(link)}.`);
  }
  const unnamed = report.broken.length - namedRecords;
  if (unnamed > 0) warn(`So are ${unnamed} more records.`);
  const isRolledBack = asked.expect !== undefined && !report.checkpointHashes.has(asked.expect);
  if (isRolledBack) {
    warn(
      'The checkpoint that you expect is not in the record: the record was put back to an earlier day, or it is another one.',
    );
  }
  if (report.broken.length > 0 || isRolledBack) {
    warn(
      report.broken.some(({ problem }) => problem.endsWith('unknown-key'))
        ? 'If the key was changed, name the public key of before with --key=KEY, or in SOTTOVOCE_RECORD_FORMER_KEYS. Otherwise keep the data as it is and compare it with a backup.'
        : 'Keep the data as it is, and compare it with a backup. The other records are good.',
    );
    return 1;
  }
  summarise(report, print);
  print(`Signed with the key ${keys.current.x}`);
  return 0;
}

const counted = (count: number, thing: string): string =>
  `${new Intl.NumberFormat('en').format(count)} ${thing}${count === 1 ? '' : 's'}`;

function summarise(report: RecordReport, print: (line: string) => void): void {
  const { chains, entries, unsigned, lastCheckpoint } = report;
  if (entries === 0) {
    print('Nothing was ever told.');
    return;
  }
  print(
    `All is well: ${counted(entries, 'answer')} to ${counted(chains, 'customer')}, each signed and sealed to the one before.`,
  );
  if (unsigned > 0)
    print(
      `${counted(unsigned, 'answer')} of before the record was signed: sealed to each other, not signed.`,
    );
  print(
    lastCheckpoint === null
      ? 'There is no checkpoint yet. While the bank serves, it takes one a day.'
      : `Checkpoint ${lastCheckpoint.number}, of ${lastCheckpoint.day}: ${lastCheckpoint.hash}`,
  );
}

async function verifyAnswer(
  { database, pinPepper }: DataFolder,
  config: BankConfig,
  { customer, file }: { readonly customer: string; readonly file: string },
  { print, warn }: CommandContext,
): Promise<number> {
  const answer = readAnswer(await read(file));
  if (answer === null) throw new CommandFailed(`${file} is no answer of the bank's, as JSON.`);
  const keys = recordKeys(config.recordSecret ?? pinPepper);
  const found = await confirmAnswer(database.kysely, keys, customer, answer);
  switch (found.outcome) {
    case 'told':
      print(`Yes: this is answer ${found.sequence} to ${customer}, with these figures.`);
      return 0;
    case 'told-otherwise':
      warn(
        `No: answer ${found.sequence} to ${customer} had other figures, or the record was signed with another secret then.`,
      );
      return 1;
    case 'not-committed':
      warn(
        `That there was such an answer, number ${found.sequence} to ${customer}, is on record; of its figures nothing is.`,
      );
      return 1;
    case 'not-on-record':
      warn(`No: ${customer} was told no such answer.`);
      return 1;
  }
}

/** Null when the text is no answer of this contract. */
function readAnswer(content: string): Answer | null {
  try {
    const value: unknown = JSON.parse(content);
    const named = z.object({ question: z.object({ name: questionName }) }).safeParse(value);
    return named.success ? (answerSchemas[named.data.question.name].safeParse(value).data ?? null) : null;
  } catch {
    return null;
  }
}

async function verifyFile(
  file: string,
  keys: readonly string[],
  { print, warn }: CommandContext,
): Promise<number> {
  const record = readDownload(await read(file));
  if (record === null) {
    throw new CommandFailed(`${file} is no record that was downloaded from a bank, or it was changed since.`);
  }
  const outcome = await record.check(keys.length === 0 ? record.ownKeys : keys);
  if (isBroken(outcome)) {
    warn(`${record.customer}'s record is broken: ${problemInWords(outcome)}.`);
    return 1;
  }
  print(
    `${record.customer}'s record is whole: ${counted(outcome.entries, 'answer')}, each sealed to the one before.`,
  );
  if (keys.length === 0) {
    for (const key of record.ownKeys) print(`Signed with the key ${key}`);
    warn(
      'The key comes out of the file itself. Compare it with the one that the bank has published, or name that with --key=KEY.',
    );
  }
  return 0;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CommandFailed(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
      { cause: error },
    );
  }
}
