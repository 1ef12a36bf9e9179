import { createServer, type Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  authorizationPath,
  createAuthorizationServer,
  deriveAuthorizationSecrets,
  type AuthorizationServer,
  type PlatformClient,
} from '../../../src/bank/authorization/index.ts';
import { giveConsent, loadConsent, type LinkKey } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { Browser } from '../browser.ts';
import { engines } from '../engines.ts';
import { Platform, type Tokens } from '../platform.ts';

// oidc-provider has its own eye on the machine's clock, so the bank's begins there and only goes forward.
const start = Date.now();
const minuteMs = 60_000;
const dayMs = 86_400_000;
const facadeResource = 'https://facade.bank.example/v1';

const client = (platform: string, redirectUri: string): PlatformClient => ({
  platform,
  name: platform,
  owner: { name: 'Owner', address: 'Somewhere', contact: 'https://owner.example' },
  clientId: `${platform}-client`,
  clientSecret: randomBytes(32).toString('base64url'),
  redirectUris: [redirectUri, `${redirectUri}/second`],
});
const alexa = client('alexa', 'https://pitangui.amazon.com/api/skill/link/VENDOR');
const other = client('other', 'https://other.example/link');
const introspector = { clientId: 'facade', clientSecret: randomBytes(32).toString('base64url') };

describe.each(engines)('the authorization server on $name', ({ open }) => {
  let database: BankDatabase;
  let web: Server;
  let origin: string;
  let server: AuthorizationServer;
  const faults: Error[] = [];
  let now = start;
  /** Who signs in at the page of this test, and what the page does when it comes to agreeing. */
  let customerId: string;
  let decision: 'agree' | 'decline';
  let customers = 0;
  let link: LinkKey | null;

  beforeAll(async () => {
    database = await open();
    const app = express();
    web = createServer(app);
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address of this kind.
    origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    server = createAuthorizationServer({
      database: database.kysely,
      now: () => now,
      random: randomBytes,
      publicUrl: origin,
      facadeResource,
      platforms: [alexa, other],
      introspectors: [introspector],
      secrets: deriveAuthorizationSecrets(randomBytes(32)),
      errorPage: code => ({ html: `error: ${code}`, headers: { 'x-test': 'error-page' } }),
      onFault: error => faults.push(error),
    });
    app.use(authorizationPath, server.handler);
    // The bank's pages, without the customer: sign in, then agree or decline.
    app.get('/link/:uid', async (request, response) => {
      const state = await server.linking.load(request, response, request.params.uid);
      if (state === null) response.status(410).send('over');
      else if (state.step === 'sign-in') {
        response.redirect(303, await server.linking.signedIn(request, response, customerId));
      } else if (decision === 'decline') {
        response.redirect(303, await server.linking.decline(request, response));
      } else {
        const next = await server.linking.agree(request, response, async (transaction, agreed) => {
          link = agreed;
          await giveConsent(
            transaction,
            agreed,
            {
              questions: ['balance'],
              accounts: [],
              precision: { totals: 'about', balances: 'fresh' },
              validUntil: now + dayMs,
            },
            { now, via: 'page' },
          );
        });
        response.redirect(303, next);
      }
    });
  });
  afterAll(async () => {
    web.closeAllConnections();
    await new Promise(resolve => web.close(resolve));
    await database.close();
  });
  beforeEach(async () => {
    now = start;
    decision = 'agree';
    link = null;
    faults.length = 0;
    customerId = await addCustomer();
  });

  const addCustomer = async (): Promise<string> => {
    const id = `customer-${++customers}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: id, name: id, birth_date: null })
      .execute();
    return id;
  };
  const platform = (of = alexa): Platform => new Platform(origin + authorizationPath, of);
  const getCode = async (
    from: Platform,
    { browser = new Browser(origin), ...overrides }: { browser?: Browser; [name: string]: unknown } = {},
  ): Promise<string> => {
    const page = await browser.get(from.authorizationUrl(overrides as Record<string, string>));
    expect(page.leftFor?.searchParams.get('error'), page.html).toBeNull();
    return page.leftFor?.searchParams.get('code') ?? '';
  };
  const getTokens = async (from = platform(), options = {}): Promise<Tokens> => {
    const { status, body } = await from.redeem(await getCode(from, options));
    expect({ status, error: body.error_description }).toEqual({ status: 200, error: undefined });
    // The status says that it is a token response.
    return body as Tokens;
  };

  describe('linking', () => {
    it('ends with tokens that name the link', async () => {
      const tokens = await getTokens();
      expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'ask' });
      expect(await server.resolveAccessToken(tokens.access_token)).toEqual({ ...link, platform: 'alexa' });
      expect(faults).toEqual([]);
    });

    it('brings the state back and names the issuer', async () => {
      const page = await new Browser(origin).get(platform().authorizationUrl());
      expect(page.leftFor?.origin).toBe('https://pitangui.amazon.com');
      expect(Object.fromEntries(page.leftFor?.searchParams ?? [])).toMatchObject({
        state: 'state-of-the-platform',
        iss: origin + authorizationPath,
      });
    });

    it('asks for signing in and agreeing each time, whoever is signed in in this browser', async () => {
      const browser = new Browser(origin);
      const first = await getTokens(platform(), { browser });
      const firstLink = link;
      customerId = await addCustomer();
      const second = await getTokens(platform(), { browser });
      expect((await server.resolveAccessToken(second.access_token))?.customerId).toBe(customerId);
      expect(await server.resolveAccessToken(first.access_token)).toEqual({
        ...firstLink,
        platform: 'alexa',
      });
    });

    it('again takes up the same link and ends the tokens before', async () => {
      const from = platform();
      const first = await getTokens(from);
      const firstLink = link;
      const second = await getTokens();
      expect(link).toEqual(firstLink);
      expect(await server.resolveAccessToken(first.access_token)).toBeNull();
      expect((await from.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
      expect(await server.resolveAccessToken(second.access_token)).not.toBeNull();
    });

    it('does not free a lock', async () => {
      await getTokens();
      await database.kysely
        .updateTable('link')
        .set({ locked_at: now, failed_step_ups: 3 })
        .where('customer_id', '=', customerId)
        .execute();
      await getTokens();
      const row = await database.kysely
        .selectFrom('link')
        .select(['locked_at', 'failed_step_ups'])
        .where('customer_id', '=', customerId)
        .executeTakeFirst();
      expect(row).toEqual({ locked_at: now, failed_step_ups: 3 });
    });

    it('that is declined goes back with access_denied and makes no link', async () => {
      decision = 'decline';
      const page = await new Browser(origin).get(platform().authorizationUrl());
      expect(page.leftFor?.searchParams.get('error')).toBe('access_denied');
      expect(await linkCount()).toBe(0);
    });

    it('that another browser goes on with is over', async () => {
      const browser = new Browser(origin);
      const response = await fetch(platform().authorizationUrl(), { redirect: 'manual' });
      const page = await browser.get(response.headers.get('location') ?? '');
      expect([page.status, page.html]).toEqual([410, 'over']);
    });
  });

  const linkCount = async (): Promise<number> =>
    (
      await database.kysely
        .selectFrom('link')
        .select('link_id')
        .where('customer_id', '=', customerId)
        .execute()
    ).length;

  describe('refuses to begin', () => {
    it.each([
      ['an unknown client', { client_id: 'nobody' }, 'page'],
      ['a redirect URI that is not on the list', { redirect_uri: 'https://evil.example/' }, 'page'],
      ['a redirect URI that only begins alike', { redirect_uri: `${alexa.redirectUris[0] ?? ''}/x` }, 'page'],
      ['a redirect URI of another platform', { redirect_uri: other.redirectUris[0] ?? '' }, 'page'],
      ['no redirect URI', { redirect_uri: null }, 'page'],
      ['no PKCE', { code_challenge: null, code_challenge_method: null }, 'invalid_request'],
      ['PKCE in plain text', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['a token without a code', { response_type: 'token' }, 'unsupported_response_type'],
      ['another audience', { resource: 'https://evil.example/' }, 'invalid_target'],
      ['prompt=none', { prompt: 'none' }, 'login_required'],
    ])('%s', async (_case, overrides, expected) => {
      const page = await new Browser(origin).get(platform().authorizationUrl(overrides));
      if (page.leftFor === null) {
        expect(expected).toBe('page');
        expect(page.status).toBe(400);
        expect(page.headers.get('x-test')).toBe('error-page');
      } else {
        expect(page.leftFor.origin).toBe('https://pitangui.amazon.com');
        // Where a token was asked for, the error comes in the fragment.
        const told = new URLSearchParams(page.leftFor.search + page.leftFor.hash.replace('#', '&'));
        expect(told.get('error')).toBe(expected);
      }
      expect(await linkCount()).toBe(0);
    });
  });

  describe('a code', () => {
    it('needs its verifier', async () => {
      const from = platform();
      const code = await getCode(from);
      expect(await from.redeem(code, { code_verifier: 'x'.repeat(43) })).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    });

    it.each([
      ['another redirect URI', { redirect_uri: `${alexa.redirectUris[0] ?? ''}/second` }],
      ['another audience', { resource: 'https://evil.example/' }],
    ])('is not redeemed for %s', async (_case, overrides) => {
      const from = platform();
      const reply = await from.redeem(await getCode(from), overrides);
      expect(reply.status).toBe(400);
      expect(reply.body.access_token).toBeUndefined();
    });

    it('is not redeemed by another platform, nor with a wrong secret', async () => {
      const from = platform();
      const code = await getCode(from);
      const thief = platform(other);
      expect(await thief.redeem(code, { code_verifier: from.verifier })).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      const guesser = new Platform(origin + authorizationPath, { ...alexa, clientSecret: 'x'.repeat(43) });
      expect((await guesser.redeem(code, { code_verifier: from.verifier })).status).toBe(401);
    });

    it('that is replayed ends everything that came of it', async () => {
      const from = platform();
      const code = await getCode(from);
      const { body } = await from.redeem(code);
      expect(await from.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await server.resolveAccessToken(body.access_token ?? '')).toBeNull();
      expect((await from.refresh(body.refresh_token ?? '')).status).toBe(400);
    });

    it('that is presented twice at once is redeemed at most once, and leaves no token that works', async () => {
      const from = platform();
      const code = await getCode(from);
      const replies = await Promise.all([1, 2, 3, 4].map(() => from.redeem(code)));
      expect(replies.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      for (const { body } of replies) {
        expect(await server.resolveAccessToken(body.access_token ?? 'none')).toBeNull();
      }
    });

    it('lives for a minute of the bank’s clock', async () => {
      const from = platform();
      const code = await getCode(from);
      now += minuteMs;
      expect((await from.redeem(code)).body.error).toBe('invalid_grant');
    });
  });

  describe('a refresh token', () => {
    it('is good once, and gives a new one', async () => {
      const from = platform();
      const first = await getTokens(from);
      now += 20 * minuteMs;
      const { status, body } = await from.refresh(first.refresh_token);
      expect(status).toBe(200);
      expect(body.refresh_token).not.toBe(first.refresh_token);
      expect(await server.resolveAccessToken(body.access_token ?? '')).toEqual({
        ...link,
        platform: 'alexa',
      });
    });

    it('that is used again ends the link’s tokens, the newest too', async () => {
      const from = platform();
      const first = await getTokens(from);
      const second = (await from.refresh(first.refresh_token)).body;
      expect((await from.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
      expect(await server.resolveAccessToken(second.access_token ?? '')).toBeNull();
      expect((await from.refresh(second.refresh_token ?? '')).body.error).toBe('invalid_grant');
    });

    it('is not another platform’s', async () => {
      const { refresh_token } = await getTokens();
      expect((await platform(other).refresh(refresh_token)).body.error).toBe('invalid_grant');
    });

    it('does not widen what was asked for', async () => {
      const from = platform();
      const { refresh_token } = await getTokens(from);
      const reply = await from.refresh(refresh_token, { scope: 'ask openid' });
      expect(reply.body.error).toBe('invalid_scope');
    });
  });

  describe('an access token', () => {
    const resolve = (token: string) => server.resolveAccessToken(token);

    it.each(['', 'x', 'x'.repeat(43), 'a'.repeat(100_000), '../../etc', "' or 1=1 --"])(
      'is not %j',
      async value => {
        expect(await resolve(value)).toBeNull();
      },
    );

    it('is not a refresh token or a code', async () => {
      const from = platform();
      const { refresh_token } = await getTokens(from);
      expect(await resolve(refresh_token)).toBeNull();
      expect(await resolve(await getCode(from))).toBeNull();
    });

    it('lives for fifteen minutes of the bank’s clock', async () => {
      const { access_token } = await getTokens();
      now += 15 * minuteMs - 1;
      expect(await resolve(access_token)).not.toBeNull();
      now += 1;
      expect(await resolve(access_token)).toBeNull();
    });

    it('without the facade’s scope is none', async () => {
      const { access_token, scope } = await getTokens(platform(), { scope: 'openid' });
      expect(scope).toBe('');
      expect(await resolve(access_token)).toBeNull();
    });

    it('of another audience is none', async () => {
      const { access_token } = await getTokens();
      const elsewhere = createAuthorizationServer({
        database: database.kysely,
        now: () => now,
        random: randomBytes,
        publicUrl: origin,
        facadeResource: 'https://another.example/v1',
        platforms: [alexa],
        secrets: deriveAuthorizationSecrets(randomBytes(32)),
        errorPage: () => ({ html: '', headers: {} }),
        onFault: () => undefined,
      });
      expect(await elsewhere.resolveAccessToken(access_token)).toBeNull();
    });

    it('of a platform that is no longer on the list is none', async () => {
      const { access_token } = await getTokens(platform(other));
      expect(await resolve(access_token)).not.toBeNull();
      const without = createAuthorizationServer({
        database: database.kysely,
        now: () => now,
        random: randomBytes,
        publicUrl: origin,
        facadeResource,
        platforms: [alexa],
        secrets: deriveAuthorizationSecrets(randomBytes(32)),
        errorPage: () => ({ html: '', headers: {} }),
        onFault: () => undefined,
      });
      expect(await without.resolveAccessToken(access_token)).toBeNull();
    });

    it('of a link that has ended in any way is none', async () => {
      const { access_token } = await getTokens();
      await database.kysely
        .updateTable('link')
        .set({ unlinked_at: now })
        .where('customer_id', '=', customerId)
        .execute();
      expect(await resolve(access_token)).toBeNull();
    });

    it('that the platform revokes is none, nor are its siblings', async () => {
      const from = platform();
      const first = await getTokens(from);
      const second = (await from.refresh(first.refresh_token)).body;
      expect((await from.revoke(second.refresh_token ?? '')).status).toBe(200);
      expect(await resolve(first.access_token)).toBeNull();
      expect(await resolve(second.access_token ?? '')).toBeNull();
      const row = await database.kysely
        .selectFrom('link')
        .select('grant_digest')
        .where('customer_id', '=', customerId)
        .executeTakeFirst();
      expect(row).toEqual({ grant_digest: null });
    });

    it('is not revoked by another platform', async () => {
      const { access_token } = await getTokens();
      await platform(other).revoke(access_token);
      expect(await resolve(access_token)).not.toBeNull();
    });

    it('is introspected by its platform and by the facade, by nobody else', async () => {
      const { access_token } = await getTokens();
      const facade = new Platform(origin + authorizationPath, { ...alexa, ...introspector });
      expect((await facade.introspect(access_token)).body).toMatchObject({
        active: true,
        aud: facadeResource,
        scope: 'ask',
        client_id: alexa.clientId,
      });
      expect((await platform().introspect(access_token)).body.active).toBe(true);
      expect((await platform(other).introspect(access_token)).body).toEqual({ active: false });
    });
  });

  describe('unlinking', () => {
    it('ends every token and the consent at once, and may be repeated', async () => {
      const from = platform();
      const { access_token, refresh_token } = await getTokens(from);
      // The page has been through `agree`.
      const agreed = link as unknown as LinkKey;
      expect(await loadConsent(database.kysely, agreed, now)).not.toBeNull();
      expect(await server.revokeLink(agreed, 'platform-event')).toEqual({ revoked: true });
      expect(await server.resolveAccessToken(access_token)).toBeNull();
      expect((await from.refresh(refresh_token)).body.error).toBe('invalid_grant');
      expect(await loadConsent(database.kysely, agreed, now)).toBeNull();
      expect(await server.revokeLink(agreed, 'platform-event')).toEqual({ revoked: false });
    });

    it('does not touch the customer’s other platform', async () => {
      await getTokens();
      const agreed = link as unknown as LinkKey;
      const { access_token } = await getTokens(platform(other));
      await server.revokeLink(agreed, 'platform-event');
      expect(await server.resolveAccessToken(access_token)).not.toBeNull();
    });

    it('and linking again does not bring the old tokens back', async () => {
      const before = await getTokens();
      const agreed = link as unknown as LinkKey;
      await server.revokeLink(agreed, 'voice');
      const after = await getTokens();
      expect(await server.resolveAccessToken(before.access_token)).toBeNull();
      expect(await server.resolveAccessToken(after.access_token)).not.toBeNull();
    });
  });

  it('names a customer differently to each platform, and the same each time', async () => {
    const subject = async (of: PlatformClient): Promise<unknown> => {
      const { access_token } = await getTokens(platform(of), { scope: 'openid ask' });
      return (await platform(of).introspect(access_token)).body.sub;
    };
    const [one, again, elsewhere] = [await subject(alexa), await subject(alexa), await subject(other)];
    expect(one).toBe(again);
    expect(one).not.toBe(elsewhere);
    expect([one, elsewhere]).not.toContain(customerId);
  });

  it('says in its discovery document what it does, and no more', async () => {
    const response = await fetch(`${origin}${authorizationPath}/.well-known/openid-configuration`);
    const document = (await response.json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      issuer: origin + authorizationPath,
      authorization_endpoint: `${origin}${authorizationPath}/auth`,
      token_endpoint: `${origin}${authorizationPath}/token`,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['pairwise'],
    });
    for (const absent of ['registration_endpoint', 'userinfo_endpoint', 'end_session_endpoint']) {
      expect(document).not.toHaveProperty(absent);
    }
  });

  it('keeps no token, code, cookie or customer in its table that could be read there', async () => {
    const browser = new Browser(origin);
    const from = platform();
    const code = await getCode(from, { browser });
    const { body } = await from.redeem(code);
    const refreshed = (await from.refresh(body.refresh_token ?? '')).body;
    const rows = await database.kysely.selectFrom('oauth_artifact').selectAll().execute();
    const dump = JSON.stringify(rows);
    const secrets = [
      code,
      ...[body, refreshed].flatMap(tokens => [tokens.access_token ?? '', tokens.refresh_token ?? '']),
      ...browser.seenCookieValues,
    ];
    expect(secrets.length).toBeGreaterThan(7);
    // Not `toContain`, which would print the table.
    expect([...secrets, customerId].filter(secret => dump.includes(secret))).toEqual([]);
  });

  it('forgets what has expired', async () => {
    await getTokens();
    now += 800 * dayMs;
    await getTokens();
    const stale = await database.kysely
      .selectFrom('oauth_artifact')
      .select('id_digest')
      .where('expires_at', '<=', now)
      .execute();
    expect(stale).toEqual([]);
  });
});
