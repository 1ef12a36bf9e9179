/**
 * Tokens that the bank's own authorization server issues under a customer's link, by the whole code flow, without its
 * pages: whoever starts the simulator has agreed for the made-up customer. What the customer consented to stays as it is.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express from 'express';
import { serveOnLoopback } from '../loopback.ts';
import { Browser } from './browser.ts';
import { createOAuthClient, type HeldTokens, type OAuthClientSettings } from './oauth-client.ts';

/** An authorization server, as far as it is needed here. */
interface Authorization {
  readonly handler: RequestListener;
  readonly linking: {
    readonly load: (
      request: IncomingMessage,
      response: ServerResponse,
      uid: string,
    ) => Promise<{ readonly step: 'sign-in' | 'agree' } | null>;
    readonly signedIn: (
      request: IncomingMessage,
      response: ServerResponse,
      customerId: string,
    ) => Promise<string>;
    readonly agree: (
      request: IncomingMessage,
      response: ServerResponse,
      record: () => Promise<void>,
    ) => Promise<string>;
  };
}

export interface IssueOptions {
  /** Makes the server once it is known where it listens. */
  readonly authorizationAt: (publicUrl: string) => Authorization;
  /** Where the server's endpoints are, below its address. */
  readonly authorizationPath: string;
  readonly client: Omit<OAuthClientSettings, 'issuer'>;
  readonly customerId: string;
  readonly scope?: string | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** @throws when the server does not issue any: that would be a bug. */
export async function issueTokens(options: IssueOptions): Promise<HeldTokens> {
  const { authorizationPath, customerId, now } = options;
  const app = express().disable('x-powered-by');
  const { url, close } = await serveOnLoopback(app);
  try {
    const { handler, linking } = options.authorizationAt(url);
    app.use(authorizationPath, handler);
    app.get('/link/:uid', async (request, response) => {
      const state = await linking.load(request, response, request.params.uid);
      if (state === null) {
        response.sendStatus(410);
        return;
      }
      const next =
        state.step === 'sign-in'
          ? await linking.signedIn(request, response, customerId)
          : await linking.agree(request, response, () => Promise.resolve());
      response.redirect(303, next);
    });

    const client = createOAuthClient({ ...options.client, issuer: url + authorizationPath }, now);
    const { url: start, verifier } = client.begin(options.scope);
    const { leftFor, status } = await new Browser(url).get(start);
    const code = leftFor?.searchParams.get('code') ?? null;
    const tokens = code === null ? null : await client.redeem(code, verifier);
    if (tokens === null) throw new Error(`the authorization server issued no token (${status})`);
    return tokens;
  } finally {
    await close();
  }
}
