/**
 * The two words in which the engines' schemas differ. Everything else in a migration is SQL that SQLite, PostgreSQL
 * and the engines of its kind share.
 */
import { sql, type RawBuilder } from 'kysely';

export interface ColumnTypes {
  /** A whole number of eight bytes. */
  readonly wholeNumber: 'integer' | 'bigint';
  /** What follows the closing bracket of `create table`. */
  readonly tableOptions: RawBuilder<unknown>;
}

export const columnTypes: Readonly<Record<'sqlite' | 'postgres', ColumnTypes>> = {
  // STRICT refuses a value of another type; WITHOUT ROWID stores the rows in the order of their key.
  sqlite: { wholeNumber: 'integer', tableOptions: sql`strict, without rowid` },
  postgres: { wholeNumber: 'bigint', tableOptions: sql`` },
};
