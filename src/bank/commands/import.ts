import { berkaPin, berkaPlatform, ensureBerkaAccess } from '../import/berka-access.ts';
import { readBerka } from '../import/berka.ts';
import { csvMappingHelp, loadCsvMapping } from '../import/csv-mapping.ts';
import { csvReader } from '../import/csv.ts';
import { importRows, type ImportReport } from '../import/import-rows.ts';
import { ofxEncoding, ofxReader } from '../import/ofx.ts';
import type { RowReader } from '../import/row.ts';
import { checkReadable, ImportFailed, readText, type Encoding } from '../import/text.ts';
import { customerName } from '../import/values.ts';
import {
  dataHelp,
  dataOption,
  readArguments,
  required,
  UsageError,
  withData,
  type Command,
  type CommandContext,
} from './command.ts';
import { progressBar } from './progress.ts';

const formats = ['berka', 'ofx', 'csv'] as const;
type Format = (typeof formats)[number];

export const importCommand: Command = {
  name: 'import',
  summary: 'take transactions from a file into the ledger',
  help: `Usage: bank import FILE --format berka|ofx|csv [options]

Takes the transactions of a file into the ledger: the whole file or nothing. A transaction that is there
already, by its own id, is recognised, so that a file may be imported again.

  --format FORMAT    berka: the PKDD'99 ledger; every account becomes a customer "berka-<account_id>" with the
                            voice PIN ${berkaPin} and a link with ${berkaPlatform}
                     ofx:   statements of bank accounts and credit cards, OFX 1 and 2 (also .qfx)
                     csv:   any bank's CSV, with a mapping
  --customer NAME    whose account it is (ofx and csv); a new name makes a new customer
  --mapping FILE     how to read the columns (csv)
${dataHelp}

${csvMappingHelp}`,

  async run(args, context) {
    const { values, positionals } = readArguments(
      args,
      {
        ...dataOption,
        format: { type: 'string' },
        customer: { type: 'string' },
        mapping: { type: 'string' },
      },
      ['FILE'],
    );
    const file = positionals[0] ?? '';
    const source = await prepare(file, readFormat(values.format), values);
    return withData(values.data, context, async ({ database, pinPepper }) => {
      const bar = progressBar(context, 'Importing');
      let report: ImportReport;
      try {
        report = await importRows(database.kysely, source.read(readText(file, source.encoding, bar.show)));
      } finally {
        bar.done();
      }
      tell(report, context);
      if (report.refused.length > 0) return 1;
      if (source.isBerka) {
        const links = progressBar(context, 'Linking  ');
        try {
          await ensureBerkaAccess(database.kysely, report.customers, {
            pinPepper,
            random: context.random,
            onProgress: links.show,
          });
        } finally {
          links.done();
        }
        if (report.newCustomers.length > 0) {
          context.print(
            `Each new customer has the voice PIN ${berkaPin} and is linked with ${berkaPlatform}.`,
          );
        }
      } else {
        for (const customer of report.newCustomers) {
          context.print(`${customer} is a new customer. Choose a voice PIN: bank pin --customer ${customer}`);
          context.print(`Then link with a platform: bank link --customer ${customer}`);
        }
      }
      return 0;
    });
  },
};

interface Source {
  readonly read: RowReader;
  readonly encoding: (firstBytes: Uint8Array) => Encoding;
  readonly isBerka: boolean;
}

/** What can be wrong before anything is imported is wrong with the command line. */
async function prepare(file: string, ...options: Parameters<typeof sourceOf>): Promise<Source> {
  try {
    await checkReadable(file);
    return await sourceOf(...options);
  } catch (error) {
    if (error instanceof ImportFailed) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function sourceOf(
  format: Format,
  { customer, mapping }: { customer?: string | undefined; mapping?: string | undefined },
): Promise<Source> {
  if (format !== 'csv' && mapping !== undefined) throw new UsageError('--mapping is for --format csv alone.');
  switch (format) {
    case 'berka':
      if (customer !== undefined) {
        throw new UsageError('--format berka names its customers itself: leave --customer away.');
      }
      return { read: readBerka, encoding: () => 'utf-8', isBerka: true };
    case 'ofx':
      return { read: ofxReader(readCustomer(customer)), encoding: ofxEncoding, isBerka: false };
    case 'csv': {
      const customerId = readCustomer(customer);
      const columns = await loadCsvMapping(required(mapping, '--mapping FILE'));
      return { read: csvReader(columns, customerId), encoding: () => columns.encoding, isBerka: false };
    }
  }
}

function readFormat(text: string | undefined): Format {
  const format = formats.find(known => known === required(text, `--format ${formats.join('|')}`));
  if (format === undefined)
    throw new UsageError(`There is no format "${text ?? ''}": use ${formats.join(', ')}.`);
  return format;
}

function readCustomer(text: string | undefined): string {
  const name = required(text, '--customer NAME');
  if (!customerName.test(name)) {
    throw new UsageError('A customer is named with letters, digits and . _ @ - (at most 64 characters).');
  }
  return name;
}

function tell(report: ImportReport, { print, warn }: CommandContext): void {
  const { read, added, alreadyThere, refused, refusedMore } = report;
  for (const { line, reason } of refused) warn(`line ${line}: ${reason}.`);
  if (refusedMore > 0) warn(`and ${refusedMore} more.`);
  const refusedCount = refused.length + refusedMore;
  print(`Read ${read}: ${added} new, ${alreadyThere} already there, ${refusedCount} refused.`);
  if (refusedCount > 0) warn('Nothing was imported. Mend the lines above and import the file again.');
  else print(`${count(report.accounts, 'account')} of ${count(report.customers.length, 'customer')}.`);
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
