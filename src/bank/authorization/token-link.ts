/** From an access token to the link that it stands for: the first step of every answer, so one query and no more. */
import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { digestOf, open } from './sealed.ts';

/** The one scope: to ask the facade questions. What it may answer is the consent's matter, not the token's. */
export const facadeScope = 'ask';

/** Which tokens the facade takes. */
export interface AcceptedTokens {
  /** The audience that a token must have been issued for. */
  readonly audience: string;
  /** The platforms that may link customers now; the tokens of another are none, whenever they were issued. */
  readonly platforms: ReadonlySet<string>;
}

/** Which customer on which platform a token stands for. */
export interface TokenLink extends LinkKey {
  readonly platform: string;
}

/** What matters here of a token's content, as the authorization server keeps it. */
const tokenContent = z.looseObject({ accountId: z.string(), aud: z.string(), scope: z.string() });

/**
 * The link that an access token stands for. Null, without a reason, for anything else: not a token, expired by the
 * bank's clock, revoked, of another audience or scope, of a link that has ended or begun anew.
 *
 * @param now milliseconds since 1970 UTC
 */
export async function findTokenLink(
  database: Kysely<BankSchema>,
  token: string,
  accepted: AcceptedTokens,
  now: number,
): Promise<TokenLink | null> {
  const row = await database
    .selectFrom('oauth_artifact')
    .innerJoin('link', 'link.grant_digest', 'oauth_artifact.grant_digest')
    .select(['link.customer_id', 'link.link_id', 'link.platform', 'oauth_artifact.sealed'])
    .where('oauth_artifact.id_digest', '=', digestOf('AccessToken', token))
    .where('oauth_artifact.expires_at', '>', now)
    .where('link.unlinked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !accepted.platforms.has(row.platform)) return null;
  const content = tokenContent.safeParse(open('AccessToken', token, row.sealed)).data;
  if (content?.aud !== accepted.audience || content.accountId !== row.customer_id) return null;
  if (!content.scope.split(' ').includes(facadeScope)) return null;
  return { customerId: row.customer_id, linkId: row.link_id, platform: row.platform };
}
