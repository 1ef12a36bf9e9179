/** A PostgreSQL server, or any distributed engine that speaks its protocol, by `pg`. */
import { PostgresDialect } from 'kysely';
import pg, { type CustomTypesConfig } from 'pg';
import { DatabaseUnusable } from './unusable.ts';

const connectTimeoutMs = 5_000;

/** @throws DatabaseUnusable when the address is not one. */
export function postgresDialect(url: string): PostgresDialect {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new DatabaseUnusable(
      'DATABASE_URL is not an address of a PostgreSQL server. Write it as postgres://user:password@host:5432/database.',
    );
  }
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    max: 20,
    types: { getTypeParser },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

/** pg's own parsers, but for numbers of eight bytes. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (type, format) =>
  format !== 'binary' && (type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC)
    ? wholeNumber
    : // pg declares the parsers of all types as one that returns any.
      (pg.types.getTypeParser(type, format) as (text: string) => unknown);

/**
 * Numbers of eight bytes (and sums of them, which are `numeric`) come from the server as text, because they may not
 * fit a double. Ours do, or the query fails.
 */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('a whole number from the database is out of range');
  return number;
}

/** What to do, by the code of the socket's or of the server's error (PostgreSQL, appendix A). */
const remedies = {
  ECONNREFUSED: 'nothing listens there. Start the server, or correct DATABASE_URL.',
  ECONNRESET: 'the connection was cut. Check the server and the network between.',
  ENOTFOUND: 'that host is not known. Correct DATABASE_URL.',
  EAI_AGAIN: 'that host is not known just now. Check the name service, or correct DATABASE_URL.',
  EHOSTUNREACH: 'that host cannot be reached. Check the network, or correct DATABASE_URL.',
  ETIMEDOUT: 'the server does not answer. Check the server and the network between.',
  '28000': 'the server does not let this user in. Correct the user in DATABASE_URL.',
  '28P01': 'the server does not accept the password. Correct it in DATABASE_URL.',
  '3D000': 'the server has no such database. Create it, or correct DATABASE_URL.',
  '42501': 'the user may not create tables there. Grant it the right, or use another user.',
  '53300': 'the server has no connection left. Raise its limit or stop other programs.',
  '57P03': 'the server is starting. Try again in a moment.',
} as const;

const isKnown = (code: string): code is keyof typeof remedies => Object.hasOwn(remedies, code);

/**
 * An error of `pg` as an error for the person who runs the bank; undefined when it is not theirs to solve. The
 * message names host and database, never the password.
 */
export function postgresUnusable(error: unknown, url: string): DatabaseUnusable | undefined {
  if (!(error instanceof Error)) return undefined;
  // A host with several addresses gives one error for all attempts.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  // The pool's own deadline has no code.
  const timedOut = error.message.includes('timeout');
  const remedy = isKnown(code) ? remedies[code] : timedOut ? remedies.ETIMEDOUT : undefined;
  if (remedy === undefined) return undefined;
  const { host, pathname } = new URL(url);
  return new DatabaseUnusable(
    `The bank's database ${pathname.slice(1)} at ${host} cannot be used: ${remedy}`,
    {
      cause: error,
    },
  );
}
