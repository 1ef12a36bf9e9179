/** A platform as the bank's authorization server sees one: begins a linking, redeems codes, refreshes, revokes. */
import { createHash, randomBytes } from 'node:crypto';
import type { PlatformClient } from '../../src/bank/authorization/index.ts';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly token_type: string;
  readonly scope: string;
}

export interface TokenReply {
  readonly status: number;
  readonly body: Partial<Tokens> & { error?: string; [name: string]: unknown };
}

export class Platform {
  readonly #issuer: string;
  readonly client: PlatformClient;
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(issuer: string, client: PlatformClient) {
    this.#issuer = issuer;
    this.client = client;
  }

  get redirectUri(): string {
    return this.client.redirectUris[0] ?? '';
  }

  /** Where the platform's app sends the customer's browser. Null leaves a parameter out. */
  authorizationUrl(overrides: Record<string, string | null> = {}): string {
    const url = new URL(`${this.#issuer}/auth`);
    const parameters: Record<string, string | null> = {
      response_type: 'code',
      client_id: this.client.clientId,
      redirect_uri: this.redirectUri,
      scope: 'ask',
      state: 'state-of-the-platform',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...overrides,
    };
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null) url.searchParams.set(name, value);
    }
    return url.href;
  }

  redeem(code: string, overrides: Record<string, string> = {}): Promise<TokenReply> {
    return this.post('/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...overrides,
    });
  }

  refresh(refreshToken: string, overrides: Record<string, string> = {}): Promise<TokenReply> {
    return this.post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...overrides });
  }

  revoke(token: string): Promise<TokenReply> {
    return this.post('/token/revocation', { token });
  }

  introspect(token: string): Promise<TokenReply> {
    return this.post('/token/introspection', { token });
  }

  async post(path: string, form: Record<string, string>): Promise<TokenReply> {
    const { clientId, clientSecret } = this.client;
    const response = await fetch(`${this.#issuer}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
    });
    const text = await response.text();
    // The token endpoint answers with a JSON object, or nothing.
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as TokenReply['body'] };
  }
}
