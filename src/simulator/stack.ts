/**
 * Bank and skill in this process, over real HTTP on ephemeral ports of 127.0.0.1, as an assistant's platform would
 * reach them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Kysely } from 'kysely';
import {
  authorizationPath,
  createAuthorizationServer,
  deriveAuthorizationSecrets,
} from '../bank/authorization/index.ts';
import { createBank } from '../bank/bank.ts';
import { bankConfig, BankConfigError } from '../bank/config.ts';
import { openDataFolder } from '../bank/data-folder.ts';
import type { BankSchema } from '../bank/database/schema.ts';
import { DatabaseUnusable } from '../bank/database/unusable.ts';
import { demoCustomer, demoFraudLine, demoPassword, demoPin } from '../bank/demo/household.ts';
import { seedDemo } from '../bank/demo/seed-demo.ts';
import { digestToken, issueAccessToken } from '../bank/link/access-token.ts';
import { jsonLinesLog } from '../bank/log.ts';
import { alexaClient, siteOptions } from '../bank/site-options.ts';
import { createSkillApp } from '../channels/alexa/express.ts';
import { paths } from '../facade/contract.ts';
import { ConfigError, readConfig, settings } from '../config.ts';
import { createLog } from '../log.ts';
import { createAlexaSkill } from '../skill.ts';
import { createClock } from './clock.ts';
import { createPlatformAccount, type PlatformAccount, type TokenSource } from './linking/account.ts';
import { issueTokens } from './linking/issue-tokens.ts';
import { createOAuthClient } from './linking/oauth-client.ts';
import { createSkillIdentity } from './skill-identity.ts';
import type { FacadeExchange } from './turn-record.ts';
import { createWallRecorder, type RecordedLine, type WallRecorder } from './wall-recorder.ts';

export interface StackOptions {
  /** The bank's data folder; the demo household is seeded where it is missing or empty. */
  readonly dataDir: string;
  /** `YYYY-MM-DD`: bank and skill start at noon of that day; null: now. */
  readonly today: string | null;
  /** The customer's id at the bank. */
  readonly customer: string;
  /** BCP 47, as the platform sends it. */
  readonly locale: string;
  /** The process's environment, in which bank and skill find their settings; empty by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** One coded line of the bank or the skill; dropped by default. */
  readonly log?: (line: string) => void;
  /** Where the bank sends a customer back to who has linked; by default an address at which nobody is. */
  readonly linkReturnUrl?: string;
  /** Carries the skill's calls to the bank; the global one by default. */
  readonly fetch?: typeof fetch;
}

/** What the device needs to know of a skill. */
export interface SkillEndpoint {
  /** Where the platform posts its requests. */
  readonly url: string;
  readonly applicationId: string;
  /** The access token that account linking left at the platform; null when not linked. Read at every request. */
  readonly accessToken: string | null;
  /** Lets the platform refresh a token that has expired, before a request. */
  refreshToken(): Promise<void>;
  readonly locale: string;
  /** The bank's time zone (IANA). */
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC, by the clock that bank and skill share. */
  now(): number;
  /** The calls to the bank through this endpoint since the last time this was asked, in order. */
  takeExchanges(): readonly FacadeExchange[];
  /** How many transactions of this customer the bank holds. */
  countTransactions(): Promise<number>;
}

/** One platform account's way to the one skill: with its own record of what crossed the wall, for one device. */
export interface SkillLine extends SkillEndpoint {
  /** What linking has left at the platform, and how to link. */
  readonly account: PlatformAccount;
  /** What carries the calls to the bank from now on, to try a bank that is down or slow; null: the network. */
  setCarrier(carrier: typeof fetch | null): void;
  close(): void;
}

export interface Stack {
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly timeZone: string;
  /** What opens the made-up household, at the bank's pages and by voice; null for any other customer. */
  readonly demo: { readonly name: string; readonly password: string; readonly pin: string } | null;
  /** Where the bank's pages for customers are. */
  readonly bankUrl: string;
  /** True when this start seeded the demo household. */
  readonly seeded: boolean;
  /** Opens a line to the skill; any number of them, and none sees the calls of another. */
  connect(): SkillLine;
  countTransactions(): Promise<number>;
  /** Milliseconds since 1970 UTC, by the clock that bank and skill share. */
  now(): number;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  today(): string;
  /** Lets time pass at bank and skill; negative goes back. */
  moveClock(byMs: number): void;
  /** Stops both servers and closes the data folder. */
  close(): Promise<void>;
}

/** Why a stack does not start. */
export type StackProblem = 'wrong_settings' | 'unusable_data' | 'unknown_customer';

/** A start that failed for a reason that the person at the keyboard can mend; its message says how. */
export class StackError extends Error {
  override readonly name = 'StackError';
  readonly problem: StackProblem;

  constructor(problem: StackProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The skill's id on this machine; no skill at Amazon has it. */
const applicationId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000';
const platform = 'alexa';
/** The platform's access token outlives every clock that a person moves; it is taken back at the end. */
const tokenTtlMs = 3_660 * 24 * 60 * 60 * 1_000;
/** In a terminal nobody listens there: the browser of `ask --link` stops before it. */
const nobodysReturnUrl = 'http://127.0.0.1/link/return';
/** As many customers are named to somebody who named one that does not exist. */
const namedCustomers = 5;

/**
 * Starts bank and skill.
 *
 * @throws StackError with what to do: wrong settings, a data folder that cannot be used, an unknown customer.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const env = options.env ?? {};
  const log = options.log ?? (() => undefined);
  const config = settingsOf(() => bankConfig(env));
  const clock = createClock(options.today, config.timeZone, Date.now);
  const { now } = clock;
  await using started = new AsyncDisposableStack();

  const { database, pinPepper, isNew } = await usable(() => openDataFolder(options.dataDir, config));
  started.defer(() => database.close());
  const { kysely } = database;
  // The demo household lives on from start to start; in a folder of other customers it is not needed.
  if (isNew || options.customer === demoCustomer.customer_id) {
    await seedDemo(kysely, { today: clock.today(), pinPepper, now: now(), random: randomBytes });
  }
  const customer = await findCustomer(kysely, options.customer);

  const redirectUri = options.linkReturnUrl ?? nobodysReturnUrl;
  const identity = createSkillIdentity(platform);
  const bank = createBank({
    database: kysely,
    pinPepper,
    standingFactor: config.standingFactor,
    exactAmounts: config.exactAmounts,
    timeZone: config.timeZone,
    now,
    random: randomBytes,
    log: jsonLinesLog(line => log(line.trimEnd()), now),
    clients: { known: [identity.client], audience: null },
    // Whatever its address is elsewhere: here it is where it listens.
    site: { ...siteOptions(config, pinPepper, [redirectUri]), publicUrl: null },
  });
  const bankServer = await bank.listen({ host: loopback, port: 0 });
  started.defer(() => bankServer.close());

  let seeded: string | null = null;
  const forgetSeeded = async (): Promise<void> => {
    if (seeded !== null) await revoke(kysely, seeded);
  };
  const reseed = async (): Promise<string | null> => {
    await forgetSeeded();
    seeded = await issueAccessToken(kysely, {
      customerId: customer.id,
      platform,
      now: now(),
      random: randomBytes,
      ttlMs: tokenTtlMs,
    });
    return seeded;
  };
  await reseed();
  started.defer(forgetSeeded);

  const alexa = { ...alexaClient(config, pinPepper, [redirectUri]), redirectUri };
  const oauthClient = createOAuthClient({ ...alexa, issuer: bankServer.url + authorizationPath }, now);
  const facadeResource = new URL(paths.answers.replace(/\/answers$/, ''), bankServer.url).href;
  const tokens: TokenSource = {
    seeded: () => seeded,
    reseed,
    issue: async ({ audience = facadeResource, scope, issuedAgoMs = 0 }) => {
      // Issuing would link anew a customer who has taken it back.
      if ((await reseed()) === null) return null;
      const then = () => now() - issuedAgoMs;
      const issued = await issueTokens({
        authorizationPath,
        client: alexa,
        customerId: customer.id,
        scope,
        now: then,
        authorizationAt: publicUrl =>
          createAuthorizationServer({
            database: kysely,
            now: then,
            random: randomBytes,
            publicUrl,
            facadeResource: audience,
            platforms: [alexaClient(config, pinPepper, [redirectUri])],
            secrets: deriveAuthorizationSecrets(pinPepper),
            errorPage: () => ({ html: '', headers: {} }),
            onFault: () => undefined,
          }),
      });
      await reseed();
      return issued;
    },
  };

  const recorder = createWallRecorder(options.fetch ?? ((...request) => globalThis.fetch(...request)));
  const skillLog = createLog(log, now);
  const skillConfig = settingsOf(() =>
    readConfig({
      ...(customer.id === demoCustomer.customer_id && { [settings.fraudLine.variable]: demoFraudLine }),
      ...env,
      ...identity.environment,
      [settings.facadeUrl.variable]: bankServer.url,
      [settings.alexaSkillId.variable]: applicationId,
    }),
  );
  const skillApp = createSkillApp({
    handler: createAlexaSkill({ config: skillConfig, log: skillLog, now, fetch: recorder.fetch }),
    log: skillLog,
    verify: 'loopback-only',
    now,
  });
  const lines = new Map<string, RecordedLine>();
  const skillServer = await serve(switchboard(skillApp, lines, recorder));
  started.defer(skillServer.close);

  const running = started.move();
  const countTransactions = () => countTransactionsOf(kysely, customer.id);
  return {
    customer,
    locale: options.locale,
    timeZone: config.timeZone,
    demo:
      customer.id === demoCustomer.customer_id
        ? { name: customer.id, password: demoPassword, pin: demoPin }
        : null,
    bankUrl: bankServer.url,
    seeded: isNew,
    connect: () => {
      const id = randomUUID();
      const line: RecordedLine = { exchanges: [], carrier: null };
      lines.set(id, line);
      const account = createPlatformAccount(oauthClient, tokens, now);
      return {
        url: `${skillServer.url}/${id}/alexa`,
        applicationId,
        account,
        get accessToken() {
          return account.accessToken;
        },
        refreshToken: () => account.refreshToken(),
        locale: options.locale,
        timeZone: config.timeZone,
        now,
        takeExchanges: () => line.exchanges.splice(0),
        countTransactions,
        setCarrier: carrier => {
          line.carrier = carrier;
        },
        close: () => void lines.delete(id),
      };
    },
    countTransactions,
    now,
    today: clock.today,
    moveClock: clock.moveBy,
    close: () => running.disposeAsync(),
  };
}

type Database = Kysely<BankSchema>;

/** Settings, or what is wrong with them. */
function settingsOf<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof BankConfigError || error instanceof ConfigError)
      throw new StackError('wrong_settings', error.message, { cause: error });
    throw error;
  }
}

/** The bank's data, or what to do about it. */
async function usable<Value>(open: () => Promise<Value>): Promise<Value> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof DatabaseUnusable)
      throw new StackError('unusable_data', error.message, { cause: error });
    throw error;
  }
}

async function findCustomer(database: Database, id: string): Promise<Stack['customer']> {
  const found = await database
    .selectFrom('customer')
    .where('customer_id', '=', id)
    .select('name')
    .executeTakeFirst();
  if (found !== undefined) return { id, name: found.name };
  const rows = await database
    .selectFrom('customer')
    .select('customer_id as id')
    .orderBy('customer_id')
    .limit(namedCustomers)
    .execute();
  const { count } = await database
    .selectFrom('customer')
    .select(all => all.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  const more = Number(count) - rows.length;
  const names = rows.map(row => row.id).join(', ');
  throw new StackError(
    'unknown_customer',
    `There is no customer "${id}" at the bank. There is: ${names}${more > 0 ? ` and ${more} more` : ''}. Name one with --customer; "npm run bank -- customers" lists all.`,
  );
}

async function countTransactionsOf(database: Database, customerId: string): Promise<number> {
  const { count } = await database
    .selectFrom('ledger_transaction')
    .where('customer_id', '=', customerId)
    .select(all => all.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Takes back the access token of a process that ends. */
async function revoke(database: Database, accessToken: string): Promise<void> {
  await database.deleteFrom('access_token').where('token_digest', '=', digestToken(accessToken)).execute();
}

/** The one skill, reached over many lines: the first segment of the path says which one. */
function switchboard(
  skill: express.Express,
  lines: ReadonlyMap<string, RecordedLine>,
  recorder: WallRecorder,
): express.Express {
  const app = express().disable('x-powered-by');
  app.use('/:line', (request, response, next) => {
    const line = lines.get(request.params.line);
    if (line === undefined) next();
    else recorder.on(line, () => skill(request, response, next));
  });
  return app;
}

const loopback = '127.0.0.1';

async function serve(app: express.Express): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, loopback, resolve);
  });
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${loopback}:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
