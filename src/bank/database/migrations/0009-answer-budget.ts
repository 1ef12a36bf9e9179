/** How many answers about money a customer has had on a day, over all platforms. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const answerBudget = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('answer_day')
      .addColumn('customer_id', 'text', column =>
        column.notNull().references('customer.customer_id').onDelete('cascade'),
      )
      .addColumn('day', 'text', column => column.notNull().check(sql`length(day) = 10`))
      .addColumn('answers', types.wholeNumber, column => column.notNull().check(sql`answers > 0`))
      .addColumn('funds', types.wholeNumber, column =>
        column.notNull().check(sql`funds between 0 and answers`),
      )
      .addPrimaryKeyConstraint('answer_day_pk', ['customer_id', 'day'])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
