/**
 * The tables that grow, split by customer: on PostgreSQL, where whoever runs the bank chooses it. It is no step of the
 * schema, because the engines that spread tables over machines have their own ways to (docs/decisions/0014-partitions.md);
 * no query knows of it.
 */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { givingWay, mayPass } from './giving-way.ts';
import type { BankSchema } from './schema.ts';
import { DatabaseUnusable } from './unusable.ts';

/** What has more rows with every day of every customer: transactions, rollups, and the record of what was told. */
export const growingTables = [
  'ledger_transaction',
  'rollup_day',
  'rollup_month',
  'disclosure',
  'disclosure_checkpoint_end',
] as const satisfies readonly (keyof BankSchema)[];

export type GrowingTable = (typeof growingTables)[number];

export const usualParts = 16;

/** How a table stands. */
export interface Partitioned {
  readonly table: GrowingTable;
  /** 0: it is not split. */
  readonly parts: number;
}

/** Reads into how many parts each of the tables is split, of a schema that is up to date. */
export async function readPartitions(database: Kysely<BankSchema>): Promise<readonly Partitioned[]> {
  const { rows } = await sql<Partitioned>`
    select whole.relname as "table", count(part.inhrelid) as parts
    from pg_class as whole left join pg_inherits as part on part.inhparent = whole.oid
    where whole.oid in (${sql.join(growingTables.map(oidOf))})
    group by whole.relname`.execute(database);
  return growingTables.map(table => rows.find(row => row.table === table) ?? { table, parts: 0 });
}

/**
 * The engine that spreads tables over machines by itself, in ways of its own; null: it is PostgreSQL. By what their
 * manuals say that they answer.
 */
export async function distributedEngine(database: Kysely<BankSchema>): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(database);
  const version = rows[0]?.version ?? '';
  if (version.includes('CockroachDB')) return 'CockroachDB';
  if (version.includes('-YB-')) return 'YugabyteDB';
  const citus = await sql`select 1 from pg_extension where extname = 'citus'`.execute(database);
  return citus.rows.length === 0 ? null : 'Citus';
}

/**
 * Splits each table that is not split yet, each in a transaction of its own. Rows are copied, and while they are nobody
 * else can use that table: a bank that serves is `unavailable` for what needs it.
 *
 * Names of tables, constraints and indexes stay as they are, and so do owner and grants.
 *
 * @param parts how many, by a hash of the customer
 * @param copies whether a table with rows is split, too
 * @param pauseMs before another try, where others held a table
 * @returns the tables that were split
 * @throws DatabaseUnusable with a message that says what to do. Tables before the one that it names stay split.
 */
export async function partition(
  database: Kysely<BankSchema>,
  { parts, copies, pauseMs }: { readonly parts: number; readonly copies: boolean; readonly pauseMs?: number },
): Promise<readonly GrowingTable[]> {
  const engine = await distributedEngine(database);
  if (engine !== null) {
    throw new DatabaseUnusable(
      `This server is ${engine}, which spreads tables over its machines by itself: leave this step away (docs/deploy-bank.md says what to do there).`,
    );
  }
  const split: GrowingTable[] = [];
  for (const { table, parts: already } of await readPartitions(database)) {
    if (already > 0) continue;
    try {
      const isDone = await givingWay(
        () => database.transaction().execute(transaction => splitTable(transaction, table, parts, copies)),
        pauseMs,
      );
      if (isDone) split.push(table);
    } catch (error) {
      if (!mayPass(error)) throw error;
      throw new DatabaseUnusable(
        `${table} could not be split: others held it, again and again. It is as it was. Try again when there is less going on.`,
        { cause: error },
      );
    }
    // The server does so by itself for the parts, and never for the whole.
    await sql`analyze ${sql.table(table)}`.execute(database);
  }
  return split;
}

const oidOf = (table: GrowingTable): RawBuilder<unknown> => sql`to_regclass(${table})`;

/** @returns false when somebody else was faster */
async function splitTable(
  transaction: Kysely<BankSchema>,
  table: GrowingTable,
  parts: number,
  copies: boolean,
): Promise<boolean> {
  const name = sql.table(table);
  const whole = sql.table(`${table}_whole`);
  const run = async (...statements: readonly RawBuilder<unknown>[]): Promise<void> => {
    for (const statement of statements) await statement.execute(transaction);
  };
  await run(sql`lock table ${name} in access exclusive mode`);
  const before = await describeTable(transaction, table);
  if (before.isSplit) return false;
  // An administrator may do this, and what is made belongs to whom it belonged to.
  await run(sql`set local role ${sql.id(before.owner)}`);
  if (!copies && (await hasRows(transaction, table))) {
    throw new DatabaseUnusable(
      `${table} has rows. To split it they are copied, and meanwhile no question is answered that needs them. Choose a time for that, and say so with --copy.`,
    );
  }
  await run(
    sql`alter table ${name} rename to ${sql.id(`${table}_whole`)}`,
    sql`create table ${name} (like ${whole} including all excluding indexes) partition by hash (customer_id)`,
    ...Array.from(
      { length: parts },
      (_, remainder) => sql`create table ${sql.id(`${table}_p${String(remainder).padStart(3, '0')}`)}
        partition of ${name} for values with (modulus ${sql.lit(parts)}, remainder ${sql.lit(remainder)})`,
    ),
    sql`insert into ${name} select * from ${whole}`,
    // It gives its names free, for keys and indexes, which are also made faster of what is there.
    sql`drop table ${whole}`,
    ...before.definitions,
  );
  return true;
}

interface Described {
  readonly isSplit: boolean;
  readonly owner: string;
  /** What a table has beside its columns and checks, as statements that give it to one of the same name. */
  readonly definitions: readonly RawBuilder<unknown>[];
}

async function describeTable(transaction: Kysely<BankSchema>, table: GrowingTable): Promise<Described> {
  const oid = oidOf(table);
  const name = sql.table(table);
  const owned = await sql<{ is_split: boolean; owner: string }>`
    select relkind = 'p' as is_split, pg_get_userbyid(relowner) as owner from pg_class where oid = ${oid}`.execute(
    transaction,
  );
  // Keys first: they are what a foreign key is checked by.
  const constraints = await sql<{ name: string; definition: string }>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${oid} and contype in ('p', 'u', 'f') order by contype = 'f', conname`.execute(
    transaction,
  );
  const indexes = await sql<{ definition: string }>`
    select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = ${oid}
    and not exists (select 1 from pg_constraint where conrelid = indrelid and conindid = indexrelid)`.execute(
    transaction,
  );
  const grants = await sql<{ privilege: string; grantee: string | null; is_grantable: boolean }>`
    select privilege_type as privilege, case when grantee <> 0 then pg_get_userbyid(grantee) end as grantee,
      is_grantable
    from pg_class, aclexplode(relacl) where oid = ${oid}`.execute(transaction);
  const { owner = '', is_split: isSplit = false } = owned.rows[0] ?? {};
  return {
    isSplit,
    owner,
    // What the server's own catalog says is SQL already.
    definitions: [
      ...constraints.rows.map(
        row => sql`alter table ${name} add constraint ${sql.id(row.name)} ${sql.raw(row.definition)}`,
      ),
      ...indexes.rows.map(row => sql.raw(row.definition)),
      ...grants.rows.map(
        ({ privilege, grantee, is_grantable: isGrantable }) => sql`grant ${sql.raw(privilege)} on ${name}
          to ${grantee === null ? sql`public` : sql.id(grantee)} ${isGrantable ? sql`with grant option` : sql``}`,
      ),
    ],
  };
}

async function hasRows(transaction: Kysely<BankSchema>, table: GrowingTable): Promise<boolean> {
  const row = await transaction.selectFrom(table).select('customer_id').limit(1).executeTakeFirst();
  return row !== undefined;
}
