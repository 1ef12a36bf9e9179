/** The settings that have to do with running the bank: how much it takes, how long it waits, whom it lets wait. */
import { isIP } from 'node:net';
import * as z from 'zod';
import { oneOf, wholeNumber, type BankSetting } from './setting.ts';

export const startMigrations = ['no', 'yes'] as const;

export interface OperationConfig {
  /** Whether a server's schema is brought up to date at the start; in a data folder it always is. */
  readonly migrateOnStart: (typeof startMigrations)[number];
  /** Connections to the server at most. */
  readonly databaseConnections: number;
  readonly databaseConnectTimeoutMs: number;
  readonly databaseStatementTimeoutMs: number;
  readonly databaseLockTimeoutMs: number;
  readonly databaseIdleTransactionTimeoutMs: number;
  /** Requests a minute; 0: as many as there are. */
  readonly clientRate: number;
  readonly linkRate: number;
  readonly addressRate: number;
  /** Addresses of proxies whose word about the address of a client is taken. */
  readonly trustedProxies: readonly string[];
  /** How long it serves on after it has said that it is about to stop. */
  readonly drainMs: number;
}

const milliseconds = wholeNumber(600_000, ' of milliseconds');
const rate = wholeNumber(9_999_999);

/** Sets of addresses that have a name (as Express knows them). */
const namedNetworks: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return namedNetworks.includes(text);
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export const operationSettings: {
  readonly [Name in keyof OperationConfig]: BankSetting<OperationConfig[Name]>;
} = {
  migrateOnStart: {
    variable: 'SOTTOVOCE_MIGRATE_ON_START',
    about:
      'Whether "bank serve" brings the schema of a PostgreSQL server up to date when it starts: yes or no. With no, "bank migrate" does, and "bank serve" refuses a schema that is not its own. A data folder is always brought up to date.',
    example: 'yes',
    fallback: 'no',
    schema: oneOf(startMigrations),
  },
  databaseConnections: {
    variable: 'SOTTOVOCE_DATABASE_CONNECTIONS',
    about: 'How many connections to the PostgreSQL server one process holds at most.',
    example: '20',
    fallback: '20',
    schema: wholeNumber(1_000, '', 1),
  },
  databaseConnectTimeoutMs: {
    variable: 'SOTTOVOCE_DATABASE_CONNECT_TIMEOUT_MS',
    about:
      'How long a request waits for a connection to the PostgreSQL server, in milliseconds, before it is told that the bank is unavailable.',
    example: '2000',
    fallback: '2000',
    schema: wholeNumber(600_000, ' of milliseconds', 1),
  },
  databaseStatementTimeoutMs: {
    variable: 'SOTTOVOCE_DATABASE_STATEMENT_TIMEOUT_MS',
    about:
      'How long one statement may take on the PostgreSQL server, in milliseconds. The skill waits six seconds for a whole turn. 0 is without end.',
    example: '4000',
    fallback: '4000',
    schema: milliseconds,
  },
  databaseLockTimeoutMs: {
    variable: 'SOTTOVOCE_DATABASE_LOCK_TIMEOUT_MS',
    about:
      'How long a statement waits for a row that another transaction holds, in milliseconds. 0 is without end.',
    example: '2000',
    fallback: '2000',
    schema: milliseconds,
  },
  databaseIdleTransactionTimeoutMs: {
    variable: 'SOTTOVOCE_DATABASE_IDLE_TRANSACTION_TIMEOUT_MS',
    about:
      'After how long the PostgreSQL server ends a transaction in which nothing happens, in milliseconds, so that what it holds is free again. 0 is never.',
    example: '5000',
    fallback: '5000',
    schema: milliseconds,
  },
  clientRate: {
    variable: 'SOTTOVOCE_CLIENT_RATE',
    about:
      'How many requests a minute one process takes of a skill, ten seconds of them at once. 0 is without limit.',
    example: '30000',
    fallback: '30000',
    schema: rate,
  },
  linkRate: {
    variable: 'SOTTOVOCE_LINK_RATE',
    about:
      'How many questions and step-ups a minute one process takes on a link (by its access token), ten seconds of them at once. 0 is without limit.',
    example: '60',
    fallback: '60',
    schema: rate,
  },
  addressRate: {
    variable: 'SOTTOVOCE_ADDRESS_RATE',
    about:
      'How many requests a minute one process takes from an address: for pages, linking, and tokens and skills that it does not know. Ten seconds of them at once. 0 is without limit.',
    example: '300',
    fallback: '300',
    schema: rate,
  },
  trustedProxies: {
    variable: 'SOTTOVOCE_TRUSTED_PROXIES',
    about:
      "Addresses or networks of the proxies in front of the bank, with commas between them; loopback, linklocal and uniquelocal are known by these names. Their X-Forwarded-For is believed, nobody else's. Without it requests that come by https are not limited by address, since every one comes from the proxy.",
    example: '10.0.0.0/8,loopback',
    fallback: '',
    schema: z
      .string()
      .transform(text => text.split(',').flatMap(network => network.trim() || []))
      .refine(networks => networks.every(isNetwork), {
        error: 'it has to be addresses or networks like 10.0.0.0/8, with commas between them',
      }),
  },
  drainMs: {
    variable: 'SOTTOVOCE_DRAIN_MS',
    about:
      'How long the bank serves on after it was asked to stop and says at /readyz that it is not ready, in milliseconds: as long as a load balancer needs to notice.',
    example: '5000',
    fallback: '0',
    schema: milliseconds,
  },
};
