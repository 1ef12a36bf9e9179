/** What the bank serves to its customers' browsers and to platforms: the authorization server and the pages. */
import express, { type Request, type Response, type Router } from 'express';
import type { Kysely } from 'kysely';
import { paths } from '../facade/contract.ts';
import {
  authorizationPath,
  createAuthorizationServer,
  deriveAuthorizationSecrets,
  type AuthorizationServer,
  type IntrospectionClient,
  type PlatformClient,
} from './authorization/index.ts';
import type { ExactAmounts } from './consent/index.ts';
import type { BankSchema } from './database/schema.ts';
import { deriveKey } from './derive-key.ts';
import { noteRefusal } from './http/access-log.ts';
import { sendTooFast, setRetryAfter, type Limits } from './http/limits.ts';
import type { RecordKeys } from './disclosure/record/index.ts';
import type { RandomSource } from './link/random-source.ts';
import { createErrorPage, createPages, type PagesOptions } from './pages/index.ts';

/** What the bank says of itself to customers and platforms. */
export interface SiteOptions {
  /** The bank's public address, without a path; https but on loopback. Null: where it listens, for one machine. */
  readonly publicUrl: string | null;
  /** As the pages and receipts name it. */
  readonly bank: PagesOptions['bank'];
  /** The platforms that may link customers. */
  readonly platforms: readonly PlatformClient[];
  /** Who may ask what a token stands for, where a facade runs elsewhere. */
  readonly introspectors?: readonly IntrospectionClient[];
}

export interface Site {
  readonly router: Router;
  readonly authorization: AuthorizationServer;
}

/** @throws when a platform's redirect URI or the address is not usable. */
export function createSite(
  options: SiteOptions & {
    readonly publicUrl: string;
    readonly database: Kysely<BankSchema>;
    readonly now: () => number;
    readonly random: RandomSource;
    readonly timeZone: string;
    readonly exactAmounts?: ExactAmounts;
    /** The bank's one secret, from which every key of the site is made. */
    readonly secret: Uint8Array;
    readonly recordKeys: RecordKeys;
    readonly addressOf?: NonNullable<PagesOptions['addressOf']>;
    /** None where nothing is said. */
    readonly limits?: Limits;
    readonly onFault: (error: unknown) => void;
  },
): Site {
  const errorPage = createErrorPage(options);
  /** A person in a browser gets a page. */
  const refuse = (request: Request, response: Response, waitMs: number): void => {
    if (isForServers(request) || request.accepts(['json', 'html']) !== 'html') {
      sendTooFast(response, waitMs);
      return;
    }
    noteRefusal(response, 'rate_limited', 'limitAddress');
    const { html, headers } = errorPage('rate_limited');
    setRetryAfter(response, waitMs);
    response.status(429).set(headers).type('html').send(html);
  };
  const authorization = createAuthorizationServer({
    ...options,
    facadeResource: new URL(paths.answers.replace(/\/answers$/, ''), options.publicUrl).href,
    secrets: deriveAuthorizationSecrets(options.secret),
    errorPage,
  });
  const router = express.Router({ caseSensitive: true, strict: true });
  if (options.limits !== undefined) {
    const { ofAddress, ofFailures } = options.limits;
    const [each, failures] = [ofAddress(refuse), ofFailures(refuse)];
    router.use((request, response, next) =>
      // At these a platform's few servers ask for all of its customers.
      (isForServers(request) ? failures : each)(request, response, next),
    );
  }
  router.use(authorizationPath, authorization.handler);
  router.use(
    createPages({
      ...options,
      authorization,
      pepper: options.secret,
      key: deriveKey(options.secret, 'pages'),
    }),
  );
  return { router, authorization };
}

/** Tokens, introspection, revocation: asked by servers, with a secret. */
const isForServers = ({ path }: Request): boolean => path.startsWith(`${authorizationPath}/token`);
