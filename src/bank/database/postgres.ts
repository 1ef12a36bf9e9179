/** A PostgreSQL server, or any distributed engine that speaks its protocol, by `pg`. */
import { PostgresDialect } from 'kysely';
import { DatabaseAway } from './away.ts';
import { patientLimits, postgresPool, type BankPool, type PostgresLimits } from './postgres-pool.ts';
import { DatabaseUnusable } from './unusable.ts';

/**
 * @returns a dialect over a pool of connections, and the pool
 * @throws DatabaseUnusable when the address is not one.
 */
export function postgresDialect(
  url: string,
  limits: PostgresLimits = patientLimits,
): { readonly dialect: PostgresDialect; readonly pool: BankPool } {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new DatabaseUnusable(
      'DATABASE_URL is not an address of a PostgreSQL server. Write it as postgres://user:password@host:5432/database.',
    );
  }
  const pool = postgresPool(url, limits);
  return { dialect: new PostgresDialect({ pool }), pool };
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
  '42501': 'the user may not do that there. Grant it the right, or use another user.',
  '53100': 'the disk of the server is full. Free some space there and try again.',
  '53300': 'the server has no connection left. Raise its limit or stop other programs.',
  '57014': 'a statement took longer than it may. Try again when there is less going on.',
  '57P01': 'the server ended the connection. Try again when it is up.',
  '57P03': 'the server is starting. Try again in a moment.',
} as const;

const isKnown = (code: string): code is keyof typeof remedies => Object.hasOwn(remedies, code);

/** Of a connection that broke or was never made, for which there is no code: encryption that does not fit, for one. */
const ofConnection = (message: string): string =>
  // The pool's own deadline.
  message.includes('timeout')
    ? remedies.ETIMEDOUT
    : `no connection stands (${message.replace(/\.$/, '')}). Check DATABASE_URL, the server and the network between.`;

/**
 * An error of `pg` as an error for the person who runs the bank; undefined when it is not theirs to solve. The
 * message names host and database, never the password.
 */
export function postgresUnusable(thrown: unknown, url: string): DatabaseUnusable | undefined {
  const error = thrown instanceof DatabaseAway ? thrown.cause : thrown;
  if (!(error instanceof Error)) return undefined;
  // A host with several addresses gives one error for all attempts.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  const remedy = isKnown(code)
    ? remedies[code]
    : thrown instanceof DatabaseAway && first instanceof Error
      ? ofConnection(first.message)
      : undefined;
  if (remedy === undefined) return undefined;
  const { host, pathname } = new URL(url);
  return new DatabaseUnusable(
    `The bank's database ${pathname.slice(1)} at ${host} cannot be used: ${remedy}`,
    {
      cause: error,
    },
  );
}
