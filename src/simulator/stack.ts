/**
 * Bank and skill in this process, over real HTTP on ephemeral ports of 127.0.0.1, as an assistant's platform would
 * reach them.
 */
import { randomBytes } from 'node:crypto';
import { authorizationPath, deriveAuthorizationSecrets } from '../bank/authorization/index.ts';
import { createBank } from '../bank/bank.ts';
import { bankConfig, BankConfigError } from '../bank/config.ts';
import { openDataFolder } from '../bank/data-folder.ts';
import { DatabaseUnusable } from '../bank/database/unusable.ts';
import { demoCustomer, demoFraudLine, demoPassword, demoPin } from '../bank/demo/household.ts';
import { seedDemo } from '../bank/demo/seed-demo.ts';
import { createLink, type SeededConsent } from '../bank/link/create-link.ts';
import { jsonLinesLog } from '../bank/log.ts';
import { alexaClient, siteOptions } from '../bank/site-options.ts';
import { issueOneTimeCode } from '../bank/step-up/factors/one-time-code.ts';
import { createSkillApp } from '../channels/alexa/express.ts';
import { paths } from '../facade/contract.ts';
import { ConfigError, readConfig, settings } from '../config.ts';
import { createLog } from '../log.ts';
import { createAlexaSkill } from '../skill.ts';
import { createClock } from './clock.ts';
import { createPlatformAccount } from './linking/account.ts';
import { createOAuthClient } from './linking/oauth-client.ts';
import type { SkillLine } from './skill-endpoint.ts';
import { openPlatformApi, type PlatformApi } from './platform-api.ts';
import { createSkillIdentity } from './skill-identity.ts';
import { countTransactionsOf, findCustomer } from './stack/customer.ts';
import { StackError } from './stack/stack-error.ts';
import { openSwitchboard } from './stack/switchboard.ts';
import { createTokenSource } from './stack/token-source.ts';
import { createWallRecorder } from './wall-recorder.ts';

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

/** What a customer lets the platform say. */
export type GivenConsent = Pick<SeededConsent, 'questions' | 'precision'>;

export interface Stack {
  readonly customer: { readonly id: string; readonly name: string };
  readonly locale: string;
  readonly timeZone: string;
  /** What opens the made-up household, at the bank's pages and by voice; null for any other customer. */
  readonly demo: { readonly name: string; readonly password: string; readonly pin: string } | null;
  /** What the bank wants to hear before it answers. */
  readonly stepUp: 'voice-pin' | 'pin-digits';
  /** Where the bank's pages for customers are. */
  readonly bankUrl: string;
  /** The platform's own interface, for a device. */
  readonly api: PlatformApi;
  /** True when this start seeded the demo household. */
  readonly seeded: boolean;
  /** Opens a line to the skill; any number of them, and none sees the calls of another. */
  connect(): SkillLine;
  countTransactions(): Promise<number>;
  /** Milliseconds since 1970 UTC, by the clock that bank and skill share. */
  now(): number;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  today(): string;
  /**
   * Puts a consent to every account in the place of the one that there is, as if the customer had agreed at the bank;
   * null withdraws it.
   */
  consentTo(consent: GivenConsent | null): Promise<void>;
  /** Lets the bank's app show the customer a code to say in the place of the PIN. */
  showCode(): Promise<string>;
  /** Lets time pass at bank and skill; negative goes back. */
  moveClock(byMs: number): void;
  /** Stops both servers and closes the data folder. */
  close(): Promise<void>;
}

/** The skill's id on this machine; no skill at Amazon has it. */
const applicationId = 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000';
const platform = 'alexa';
/** A consent that nobody has chosen lasts as long as one of the bank's pages may. */
const consentMs = 365 * 86_400_000;
/** In a terminal nobody listens there: the browser of `ask --link` stops before it. */
const nobodysReturnUrl = 'http://127.0.0.1/link/return';

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

  const { database, pinPepper, isNew } = await usable(() =>
    openDataFolder(options.dataDir, config, { server: { onOpen: 'migrate' } }),
  );
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
    budget: { answersPerDay: config.answersPerDay, fundsPerDay: config.fundsPerDay },
    booksOpenDays: config.booksOpenDays,
    timeZone: config.timeZone,
    now,
    random: randomBytes,
    log: jsonLinesLog(line => log(line.trimEnd()), now),
    clients: { known: [identity.client], audience: null },
    // Whatever its address is elsewhere: here it is where it listens.
    site: { ...siteOptions(config, pinPepper, [redirectUri]), publicUrl: null },
  });
  const bankServer = await bank.listen({ host: '127.0.0.1', port: 0 });
  started.defer(() => bankServer.close());

  const client = alexaClient(config, pinPepper, [redirectUri]);
  const issuer = bankServer.url + authorizationPath;
  const oauthClient = createOAuthClient({ ...client, redirectUri, issuer }, now);
  const tokens = await createTokenSource({
    database: kysely,
    customerId: customer.id,
    client,
    redirectUri,
    facadeResource: new URL(paths.answers.replace(/\/answers$/, ''), bankServer.url).href,
    secrets: deriveAuthorizationSecrets(pinPepper),
    now,
  });
  started.defer(tokens.forget);

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
  const switchboard = await openSwitchboard(skillApp, recorder);
  started.defer(switchboard.close);

  const api = await openPlatformApi();
  started.defer(api.close);

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
    stepUp: config.standingFactor,
    bankUrl: bankServer.url,
    api,
    seeded: isNew,
    connect: () => {
      const { url, line, close } = switchboard.connect();
      const account = createPlatformAccount(oauthClient, tokens, now);
      return {
        url,
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
        close,
      };
    },
    consentTo: async consent => {
      const given = consent === null ? null : { ...consent, validForMs: consentMs };
      await createLink(kysely, {
        customerId: customer.id,
        platform,
        consent: given,
        now: now(),
        random: randomBytes,
      });
      await tokens.reseed();
    },
    showCode: async () => {
      const issued = await issueOneTimeCode(kysely, {
        customerId: customer.id,
        pepper: pinPepper,
        now: now(),
        random: randomBytes,
      });
      if (issued === null) throw new Error('the customer was there when the stack started');
      return issued.code;
    },
    countTransactions,
    now,
    today: clock.today,
    moveClock: clock.moveBy,
    close: () => running.disposeAsync(),
  };
}

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
