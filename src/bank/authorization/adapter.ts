/** Where oidc-provider keeps its state: one table of the bank's database, on either engine, by the bank's clock. */
import type { Kysely } from 'kysely';
import { errors, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from '../link/random-source.ts';
import { endGrant } from './grant.ts';
import { digestOf, open, seal } from './sealed.ts';

/** The kind under which a session is found by its second name. */
const byUid = 'SessionUid';

/**
 * Makes the adapter of each kind of artifact (grant, code, token, session, ...).
 *
 * @param now milliseconds since 1970 UTC; what has expired by it is not found
 */
export function databaseAdapter(
  database: Kysely<BankSchema>,
  { now, random }: { readonly now: () => number; readonly random: RandomSource },
): AdapterFactory {
  return kind => new DatabaseAdapter(database, now, random, kind);
}

class DatabaseAdapter implements Adapter {
  readonly #database: Kysely<BankSchema>;
  readonly #now: () => number;
  readonly #random: RandomSource;
  readonly #kind: string;

  constructor(database: Kysely<BankSchema>, now: () => number, random: RandomSource, kind: string) {
    this.#database = database;
    this.#now = now;
    this.#random = random;
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    if (expiresInSeconds === undefined) throw new Error(`${this.#kind} would never expire`);
    if (this.#kind === 'Grant') await this.#deleteExpired();
    const expiresAt = this.#now() + expiresInSeconds * 1_000;
    await this.#put(this.#kind, id, payload, expiresAt);
    if (this.#kind === 'Session' && payload.uid !== undefined) {
      // Whoever finds a session by its uid learns who is signed in, not the cookie.
      await this.#put(byUid, payload.uid, { ...payload, jti: undefined }, expiresAt);
    }
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#get(this.#kind, id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#get(byUid, uid);
  }

  findByUserCode(): Promise<undefined> {
    throw new Error('the device flow is switched off');
  }

  /**
   * Uses up a code or a refresh token. Of two requests that present it at the same moment one loses, and the grant
   * ends, as for any other that is presented twice (RFC 9700, section 4.14.2).
   */
  async consume(id: string): Promise<void> {
    const digest = digestOf(this.#kind, id);
    const { numUpdatedRows } = await this.#database
      .updateTable('oauth_artifact')
      .set({ consumed_at: this.#now() })
      .where('id_digest', '=', digest)
      .where('consumed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    const row = await this.#database
      .selectFrom('oauth_artifact')
      .select('grant_digest')
      .where('id_digest', '=', digest)
      .executeTakeFirst();
    if (row !== undefined && row.grant_digest !== null) await endGrant(this.#database, row.grant_digest);
    throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    const digest = digestOf(this.#kind, id);
    if (this.#kind === 'Grant') {
      await endGrant(this.#database, digest);
      return;
    }
    if (this.#kind === 'Session') {
      const session = await this.find(id);
      if (session?.uid !== undefined) await this.#delete(digestOf(byUid, session.uid));
    }
    await this.#delete(digest);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#database
      .deleteFrom('oauth_artifact')
      .where('grant_digest', '=', digestOf('Grant', grantId))
      .execute();
  }

  async #put(kind: string, id: string, payload: AdapterPayload, expiresAt: number): Promise<void> {
    const content = {
      sealed: seal(kind, id, payload, this.#random),
      expires_at: expiresAt,
      grant_digest: payload.grantId === undefined ? null : digestOf('Grant', payload.grantId),
    };
    await this.#database
      .insertInto('oauth_artifact')
      .values({ id_digest: digestOf(kind, id), kind, consumed_at: null, ...content })
      .onConflict(conflict => conflict.column('id_digest').doUpdateSet(content))
      .execute();
  }

  async #get(kind: string, id: string): Promise<AdapterPayload | undefined> {
    const row = await this.#database
      .selectFrom('oauth_artifact')
      .select(['sealed', 'consumed_at'])
      .where('id_digest', '=', digestOf(kind, id))
      .where('expires_at', '>', this.#now())
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // Only `#put` writes this column, and a changed row does not open.
    const payload = open(kind, id, row.sealed) as AdapterPayload;
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / 1_000) };
  }

  async #delete(digest: string): Promise<void> {
    await this.#database.deleteFrom('oauth_artifact').where('id_digest', '=', digest).execute();
  }

  /** Linking is rare, and the rows that have expired are few by then. */
  async #deleteExpired(): Promise<void> {
    await this.#database.deleteFrom('oauth_artifact').where('expires_at', '<=', this.#now()).execute();
  }
}
