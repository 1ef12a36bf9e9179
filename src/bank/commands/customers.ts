import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { BankSchema } from '../database/schema.ts';
import { isLocked } from '../step-up/limits.ts';
import { lastNotices, type Notice } from '../step-up/notices.ts';
import { dataHelp, dataOption, readArguments, withData, type Command } from './command.ts';

export const customers: Command = {
  name: 'customers',
  summary: 'list the customers, their accounts and links; no amounts',
  help: `Usage: bank customers [options]

Lists customers: accounts, number of transactions, whether a voice PIN is chosen, links and locks, and the last
notice of wrong PINs. No amounts.

${dataHelp}`,

  async run(args, context) {
    const { values } = readArguments(args, dataOption);
    return withData(values.data, context, async ({ database }, { timeZone }) => {
      const rows = await listCustomers(database.kysely, timeZone);
      if (rows.length === 0) {
        context.print('There are no customers. `bank import` takes them in; the simulator seeds one to try.');
        return 0;
      }
      const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
      for (const row of rows) {
        context.print(
          row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd(),
        );
      }
      return 0;
    });
  },
};

/** A row of cells for each customer, by name. */
async function listCustomers(database: Kysely<BankSchema>, timeZone: string): Promise<string[][]> {
  const [all, accounts, counts, pins, links, notices] = await Promise.all([
    database.selectFrom('customer').select(['customer_id', 'name']).execute(),
    database
      .selectFrom('account')
      .select(['customer_id', 'kind', 'nickname', 'currency'])
      .orderBy('account_id')
      .execute(),
    database
      .selectFrom('ledger_transaction')
      .select(({ fn }) => ['customer_id', fn.countAll<number>().as('count')])
      .groupBy('customer_id')
      .execute(),
    database.selectFrom('voice_pin').select('customer_id').execute(),
    database
      .selectFrom('link')
      .select(['customer_id', 'platform', 'unlinked_at', 'failed_step_ups', 'locked_at'])
      .orderBy('platform')
      .execute(),
    lastNotices(database),
  ]);
  const accountsOf = Map.groupBy(accounts, row => row.customer_id);
  const linksOf = Map.groupBy(links, row => row.customer_id);
  const countOf = new Map(counts.map(row => [row.customer_id, row.count]));
  const withPin = new Set(pins.map(row => row.customer_id));
  // `numeric`: berka-25 comes before berka-100.
  const byId = new Intl.Collator('en', { numeric: true });
  return all
    .toSorted((a, b) => byId.compare(a.customer_id, b.customer_id))
    .map(({ customer_id: id, name }) => [
      id,
      name,
      [
        (accountsOf.get(id) ?? [])
          .map(({ nickname, kind, currency }) => `${nickname} (${kind}, ${currency})`)
          .join(', ') || 'no account',
        transactions(countOf.get(id) ?? 0),
        withPin.has(id) ? 'voice PIN' : 'no voice PIN',
        (linksOf.get(id) ?? []).map(link => `${link.platform} ${stateOf(link)}`).join(', ') || 'not linked',
        ...inWords(notices.get(id), timeZone),
      ].join('; '),
    ]);
}

const transactions = (count: number): string => `${count} transaction${count === 1 ? '' : 's'}`;

const noticeWords: Readonly<Record<Notice['kind'], string>> = {
  'two-wrong': 'two wrong PINs in a row',
  locked: 'locked after three wrong PINs in a row',
  'day-used-up': 'the last wrong PIN that the day allows',
};

function inWords(notice: Notice | undefined, timeZone: string): string[] {
  if (notice === undefined) return [];
  const at = Temporal.Instant.fromEpochMilliseconds(notice.at).toZonedDateTimeISO(timeZone);
  const moment = `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  return [`${moment} ${notice.platform}: ${noticeWords[notice.kind]}`];
}

function stateOf(link: {
  unlinked_at: number | null;
  failed_step_ups: number;
  locked_at: number | null;
}): string {
  if (link.unlinked_at !== null) return 'unlinked';
  return isLocked(link) ? 'LOCKED' : 'linked';
}
