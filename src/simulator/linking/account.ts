/**
 * The platform's account of one line: what linking has left there, refreshed as Alexa refreshes it, and what it would
 * be like if it were spoiled. The bank has one link for a customer and a platform, so a linking on one line ends what
 * another line got by linking before.
 */
import type { BegunLinking, HeldTokens, OAuthClient } from './oauth-client.ts';
import type { LinkingOutcome, TokenState } from './token-state.ts';

/** The bank, as far as the simulator may put tokens there without asking the customer. */
export interface TokenSource {
  /** The access token of a link that was there from the start; null where the customer is not linked. */
  seeded(): string | null;
  /** Issues it anew; null when the customer is not linked, or not any more. */
  reseed(): Promise<string | null>;
  /** Tokens that the bank's authorization server really issues under the link; null where there is none. */
  issue(wanted: IssuedTokens): Promise<HeldTokens | null>;
}

/** What is unusual about tokens. */
export interface IssuedTokens {
  /** An absolute URI; the facade by default. */
  readonly audience?: string;
  /** The facade's scope by default. */
  readonly scope?: string;
  /** How long ago; now by default. */
  readonly issuedAgoMs?: number;
}

export interface PlatformAccount {
  readonly tokenState: TokenState;
  /** What the next request carries; null: nothing. */
  readonly accessToken: string | null;
  /** Refreshes a token that has expired, as Alexa does before it sends a request. */
  refreshToken(): Promise<void>;
  /** Resolves to whether it could be done; where the customer is not linked there is nothing but `none`. */
  setToken(state: TokenState): Promise<boolean>;
  /** The bank has ended the link; this line has not heard of it and still shows its token. */
  linkEnded(): Promise<void>;
  /** Begins a linking. One that was begun before is forgotten. */
  beginLinking(): Pick<BegunLinking, 'url' | 'state'>;
  /** Takes what the bank has sent the browser back with. */
  finishLinking(returned: Returned): Promise<LinkingOutcome>;
}

/** The parameters of the redirect (RFC 6749 section 4.1.2, RFC 9207). */
export interface Returned {
  readonly state: string;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
}

/** One minute more than an access token lives. */
const longAgoMs = 16 * 60_000;
/** A service of a bank that is not the facade. */
const otherAudience = 'https://payments.bank.example/v1';
/** Who somebody is, and no permission to ask. */
const otherScope = 'openid';

export function createPlatformAccount(
  client: OAuthClient,
  bank: TokenSource,
  now: () => number,
): PlatformAccount {
  /** What a linking on this line has brought; null: the seeded token is used. */
  let held: HeldTokens | null = null;
  let spoiled: string | null = null;
  let begun: BegunLinking | null = null;
  let state: TokenState = bank.seeded() === null ? 'none' : 'valid';

  const spoil = (as: TokenState, tokens: HeldTokens | null): boolean => {
    // Whatever was issued in between has taken the place of what was held.
    held = null;
    spoiled = tokens?.accessToken ?? null;
    state = spoiled === null ? 'none' : as;
    return spoiled !== null;
  };

  return {
    get tokenState() {
      return state === 'valid' && held === null && bank.seeded() === null ? 'none' : state;
    },
    get accessToken() {
      if (state === 'none') return null;
      return state === 'valid' ? (held?.accessToken ?? bank.seeded()) : spoiled;
    },
    refreshToken: async () => {
      if (state !== 'valid' || held === null || held.expiresAt > now()) return;
      held = await client.refresh(held.refreshToken);
      if (held === null) state = 'none';
    },
    setToken: async wanted => {
      switch (wanted) {
        case 'none':
          state = 'none';
          return true;
        case 'valid':
          state = held !== null || (await bank.reseed()) !== null ? 'valid' : 'none';
          return state === 'valid';
        case 'expired':
          return spoil('expired', await bank.issue({ issuedAgoMs: longAgoMs }));
        case 'wrong-audience':
          return spoil('wrong-audience', await bank.issue({ audience: otherAudience }));
        case 'wrong-scope':
          return spoil('wrong-scope', await bank.issue({ scope: otherScope }));
        case 'revoked': {
          const tokens = held ?? (await bank.issue({}));
          if (tokens !== null) await client.revoke(tokens.refreshToken);
          return spoil('revoked', tokens);
        }
      }
    },
    linkEnded: async () => {
      if (state !== 'valid') return;
      spoiled = held?.accessToken ?? bank.seeded();
      held = null;
      state = 'revoked';
      // None is issued any more: a line that is opened from now on is not linked.
      await bank.reseed();
    },
    beginLinking: () => {
      begun = client.begin();
      return begun;
    },
    finishLinking: async returned => {
      const linking = begun;
      if (returned.state !== linking?.state) return 'failed';
      begun = null;
      if (returned.error === 'access_denied') return 'declined';
      const tokens =
        returned.code === undefined ? null : await client.redeem(returned.code, linking.verifier);
      if (tokens === null) return 'failed';
      held = tokens;
      state = 'valid';
      // The bank has ended the seeded token; the platform's other lines are linked again as well.
      await bank.reseed();
      return 'linked';
    },
  };
}
