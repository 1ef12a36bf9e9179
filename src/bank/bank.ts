/** The reference bank: the facade's contract over a database. */
import { setTimeout as sleep } from 'node:timers/promises';
import type express from 'express';
import type { Request } from 'express';
import type { Kysely } from 'kysely';
import { withoutTelemetry } from '../telemetry/without.ts';
import { calendarDate } from './calendar-date.ts';
import type { ExactAmounts } from './consent/index.ts';
import type { BankSchema } from './database/schema.ts';
import type { AnswerBudget } from './disclosure/budget.ts';
import { recordKeys, type RecordKeys } from './disclosure/record/index.ts';
import { faultOf, pingOf } from './fault.ts';
import { createClientCheck, type ClientCheck, type FacadeClient } from './facade-client.ts';
import { createApp } from './http/app.ts';
import { createLimits, noRates, type Rates } from './http/limits.ts';
import { listen, type Listening } from './http/listen.ts';
import { createReadiness } from './http/readiness.ts';
import { takeLinkEvent } from './link/link-event.ts';
import type { RandomSource } from './link/random-source.ts';
import { stopSharing } from './link/stop-sharing.ts';
import type { Log } from './log.ts';
import { answerQuestion } from './pipeline/answer-question.ts';
import type { Circumstances } from './pipeline/step.ts';
import { createSite, type Site, type SiteOptions } from './site.ts';
import { endStepUp } from './step-up/end-step-up.ts';
import type { StandingFactor } from './step-up/factors/factor.ts';
import { stepUp } from './step-up/step-up.ts';
import type { BankTelemetry } from './telemetry.ts';

export interface BankOptions {
  /** Opened and migrated. The bank does not close it. */
  readonly database: Kysely<BankSchema>;
  /** Keys the hashes of voice PINs. Whoever loses it loses every PIN; it is kept outside the database. */
  readonly pinPepper: Uint8Array;
  /** Sign the disclosure record; made of `pinPepper` where nothing is said. */
  readonly recordKeys?: RecordKeys;
  /** What customers are asked for; the voice PIN where nothing is said. */
  readonly standingFactor?: StandingFactor;
  /** Whether customers may choose amounts to the minor unit; they may where nothing is said. */
  readonly exactAmounts?: ExactAmounts;
  /** How many answers about money a customer gets in a day; the usual number where nothing is said. */
  readonly budget?: AnswerBudget;
  /** Days before today whose totals are not told yet, beside those of which something is pending; none by default. */
  readonly booksOpenDays?: number;
  /** IANA name; it decides which day it is. */
  readonly timeZone: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly random: RandomSource;
  readonly log: Log;
  /** Nothing is exported where nothing is said. */
  readonly telemetry?: BankTelemetry;
  /** The skills that may ask, and the facade's address as they know it; null: where it listens. */
  readonly clients?: { readonly known: readonly FacadeClient[]; readonly audience: string | null };
  /** What it serves to browsers and platforms; none: the facade alone. */
  readonly site?: SiteOptions;
  /** How fast skills, links and addresses may ask; as fast as they like where nothing is said. */
  readonly rates?: Rates;
  /** Addresses of proxies whose word about a client's address is taken; none where nothing is said. */
  readonly trustedProxies?: readonly string[];
  /** For durations, from any beginning. */
  readonly monotonicMs?: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface Bank {
  /** The facade's paths, the site's, `/healthz` and `/readyz`. */
  readonly app: express.Express;
  /** From now on `/readyz` says that requests should go elsewhere; those that come are answered all the same. */
  readonly announceStop: () => void;
  /**
   * Serves `app` with limits on time and headers; opens the site where its address is where it listens. Rejects as
   * `net.Server` does, with `EADDRINUSE` for one.
   */
  listen(address: { readonly host: string; readonly port: number }): Promise<Listening>;
}

export function createBank(options: BankOptions): Bank {
  const telemetry = options.telemetry ?? withoutTelemetry();
  const keys = options.recordKeys ?? recordKeys(options.pinPepper);
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const { trustedProxies = [], rates = noRates } = options;
  const addressOf = (request: Request): string | null =>
    isHiddenByProxy(options) ? null : (request.ip ?? null);
  const limits = createLimits(rates, monotonicMs, addressOf);
  const readiness = createReadiness(options.database);
  const ping = pingOf(options.database);
  let site: Site | null = null;
  const openSite = (publicUrl: string | null): void => {
    if (options.site === undefined || publicUrl === null) return;
    site = createSite({
      ...options,
      ...options.site,
      publicUrl,
      secret: options.pinPepper,
      recordKeys: keys,
      addressOf,
      limits,
      onFault: error => void faultOf(error, ping, null).then(options.log),
    });
  };
  openSite(options.site?.publicUrl ?? null);
  const clients = options.clients?.known ?? [];
  let checkClient: ClientCheck | null = null;
  const expectClients = (audience: string | null): void => {
    if (clients.length > 0 && audience !== null) checkClient = createClientCheck(clients, audience);
  };
  expectClients(options.clients?.audience ?? null);
  /** Until the facade's address is known no assertion can be for it. */
  const authenticateClient = (assertion: string): string | null =>
    checkClient?.(assertion, options.now()) ?? null;
  const circumstances = (platform?: string): Circumstances => {
    const now = options.now();
    const { database, timeZone, random, standingFactor, exactAmounts, budget, booksOpenDays } = options;
    const tokens = site?.authorization.accepted;
    return {
      database,
      now,
      today: calendarDate(now, timeZone),
      timeZone,
      random,
      recordKeys: keys,
      standingFactor,
      exactAmounts,
      budget,
      booksOpenDays,
      tokens,
      platform,
    };
  };
  const app = createApp({
    authenticateClient: () => (clients.length === 0 ? null : authenticateClient),
    answer: (inquiry, platform) => answerQuestion(inquiry, { ...circumstances(platform), telemetry }),
    stepUp: (asked, platform) => stepUp(asked, { ...circumstances(platform), pepper: options.pinPepper }),
    endStepUp: (asked, platform) => endStepUp(asked, circumstances(platform)),
    stopSharing: (asked, platform) => stopSharing(asked, circumstances(platform)),
    takeLinkEvent: (asked, platform) => takeLinkEvent(asked, circumstances(platform)),
    ping,
    isReady: readiness.isReady,
    limits,
    trustedProxies,
    site: (request, response, next) => {
      if (site === null) next();
      else site.router(request, response, next);
    },
    log: options.log,
    telemetry,
    monotonicMs,
    pause: options.pause ?? sleep,
  });
  return {
    app,
    announceStop: readiness.stop,
    listen: async address => {
      const listening = await listen(app, address);
      if (site === null) openSite(listening.url);
      if (checkClient === null) expectClients(listening.url);
      return listening;
    },
  };
}

/**
 * Whether every request comes from a proxy that we know nothing of, so that its address says nothing of who asks. The bank
 * itself speaks http: where its address is https there is one.
 */
export function isHiddenByProxy({
  site,
  clients,
  trustedProxies = [],
}: Pick<BankOptions, 'site' | 'clients' | 'trustedProxies'>): boolean {
  const addresses = [site?.publicUrl, clients?.audience];
  return trustedProxies.length === 0 && addresses.some(url => url?.startsWith('https:') === true);
}
