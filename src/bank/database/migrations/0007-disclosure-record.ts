/**
 * The disclosure record as a chain for each customer, its signed ends, and checkpoints over all of them.
 *
 * What was recorded before is taken over in the order in which it happened: hashed, not signed, because a migration has
 * no key. The first answer that follows signs for all of it, and so does the first checkpoint.
 */
import { sql, type Kysely, type Migration } from 'kysely';
import { canonicalJson, type Json } from '../../disclosure/record/canonical.ts';
import { hashEntry, nameOf, type Entry } from '../../disclosure/record/entry.ts';
import type { BankSchema } from '../schema.ts';
import type { ColumnTypes } from './column-types.ts';

export const disclosureRecord = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('disclosure_chain')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('sequence', types.wholeNumber, column => column.notNull().check(sql`sequence > 0`))
      .addColumn('version', types.wholeNumber, column => column.notNull().check(sql`version in (0, 1)`))
      .addColumn('answer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('platform', 'text', column => column.notNull())
      .addColumn('answered_at', types.wholeNumber, column => column.notNull())
      .addColumn('consent_sequence', types.wholeNumber)
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('asked', 'text', column => column.notNull())
      .addColumn('told', 'text', column => column.notNull())
      .addColumn('adjusted', 'text', column => column.notNull())
      .addColumn('precision', 'text')
      .addColumn('nonce', 'text')
      .addColumn('commitment', 'text')
      .addColumn('previous_hash', 'text')
      .addColumn('hash', 'text', column => column.notNull())
      .addColumn('key_id', 'text')
      .addColumn('signature', 'text')
      .addPrimaryKeyConstraint('disclosure_chain_pk', ['customer_id', 'sequence'])
      .addUniqueConstraint('disclosure_chain_answer', ['customer_id', 'answer_id'])
      .addForeignKeyConstraint('disclosure_chain_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .addCheckConstraint(
        'disclosure_chain_complete',
        sql`version = 0 or (consent_sequence is not null and nonce is not null and commitment is not null
          and key_id is not null and signature is not null)`,
      )
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createTable('disclosure_head')
      .addColumn('customer_id', 'text', column =>
        column.notNull().primaryKey().references('customer.customer_id'),
      )
      .addColumn('sequence', types.wholeNumber, column => column.notNull().check(sql`sequence >= 0`))
      .addColumn('hash', 'text')
      .addColumn('key_id', 'text')
      .addColumn('signature', 'text')
      .modifyEnd(types.tableOptions)
      .execute();

    await takeOver(database);
    await database.schema.dropTable('disclosure').execute();
    await database.schema.alterTable('disclosure_chain').renameTo('disclosure').execute();
    await database.schema
      .createIndex('disclosure_of_platform')
      .on('disclosure')
      .columns(['customer_id', 'platform', 'answered_at', 'kind'])
      .execute();

    await database.schema
      .createTable('disclosure_checkpoint')
      .addColumn('number', types.wholeNumber, column => column.notNull().primaryKey())
      .addColumn('day', 'text', column =>
        column
          .notNull()
          .unique()
          .check(sql`length(day) = 10`),
      )
      .addColumn('taken_at', types.wholeNumber, column => column.notNull())
      .addColumn('chains', types.wholeNumber, column => column.notNull().check(sql`chains > 0`))
      .addColumn('ends', 'text', column => column.notNull())
      .addColumn('previous_hash', 'text')
      .addColumn('hash', 'text', column => column.notNull())
      .addColumn('key_id', 'text', column => column.notNull())
      .addColumn('signature', 'text', column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createTable('disclosure_checkpoint_end')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('number', types.wholeNumber, column => column.notNull())
      .addColumn('position', types.wholeNumber, column => column.notNull())
      .addColumn('sequence', types.wholeNumber, column => column.notNull())
      .addColumn('hash', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('disclosure_checkpoint_end_pk', ['customer_id', 'number'])
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createIndex('disclosure_checkpoint_end_by_position')
      .on('disclosure_checkpoint_end')
      .columns(['number', 'position'])
      .execute();
  },
});

/** What this migration reads and writes, as it is at this point of the schema's history. */
interface Before {
  disclosure: {
    customer_id: string;
    answer_id: string;
    link_id: string;
    platform: string;
    answered_at: number;
    question: string;
    precision: string;
  };
  disclosure_chain: BankSchema['disclosure'];
  disclosure_head: BankSchema['disclosure_head'];
}

async function takeOver(untyped: Kysely<never>): Promise<void> {
  const database = untyped as unknown as Kysely<Before>;
  const customers = await database.selectFrom('disclosure').select('customer_id').distinct().execute();
  for (const { customer_id } of customers) {
    let last: { sequence: number; hash: string } | null = null;
    const rows = await database
      .selectFrom('disclosure')
      .selectAll()
      .where('customer_id', '=', customer_id)
      .orderBy('answered_at')
      .orderBy('answer_id')
      .execute();
    for (const row of rows) {
      // What the bank has written there is a question of the contract.
      const question = JSON.parse(row.question) as Json;
      const entry: Entry = {
        version: 0,
        customer: customer_id,
        sequence: (last?.sequence ?? 0) + 1,
        answerId: row.answer_id,
        link: row.link_id,
        platform: row.platform,
        answeredAt: new Date(row.answered_at).toISOString(),
        consent: null,
        asked: question,
        told: question,
        adjusted: [],
        precision: row.precision,
        nonce: null,
        commitment: null,
        previous: last?.hash ?? null,
      };
      last = { sequence: entry.sequence, hash: hashEntry(entry) };
      await database
        .insertInto('disclosure_chain')
        .values({
          customer_id,
          sequence: entry.sequence,
          version: entry.version,
          answer_id: entry.answerId,
          link_id: entry.link,
          platform: entry.platform,
          answered_at: row.answered_at,
          consent_sequence: null,
          kind: nameOf(question) ?? '',
          asked: canonicalJson(question),
          told: canonicalJson(question),
          adjusted: '[]',
          precision: entry.precision,
          nonce: null,
          commitment: null,
          previous_hash: entry.previous,
          hash: last.hash,
          key_id: null,
          signature: null,
        })
        .execute();
    }
    if (last === null) continue;
    await database
      .insertInto('disclosure_head')
      .values({ customer_id, ...last, key_id: null, signature: null })
      .execute();
  }
}
