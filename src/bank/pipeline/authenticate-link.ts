import { digestToken } from '../link/access-token.ts';
import type { Inquiry, Link } from './facts.ts';
import { refuse, type Refusal, type Circumstances } from './step.ts';

/**
 * Finds the link that the access token names. The token itself is not stored: its SHA-256 is looked up, with one and
 * the same query whether the token is known, unknown, expired, unlinked or absent.
 *
 * @returns The link, or `invalid_token` (RFC 6750 section 3.1) for each of the others.
 */
export async function authenticateLink(
  { accessToken }: Pick<Inquiry, 'accessToken'>,
  { database, now }: Pick<Circumstances, 'database' | 'now'>,
): Promise<{ link: Link } | Refusal<'invalid_token'>> {
  const found = await database
    .selectFrom('access_token')
    .innerJoin('link', join =>
      join
        .onRef('link.customer_id', '=', 'access_token.customer_id')
        .onRef('link.link_id', '=', 'access_token.link_id'),
    )
    .where('token_digest', '=', digestToken(accessToken ?? ''))
    .select(['link.customer_id', 'link.link_id', 'platform', 'expires_at', 'unlinked_at'])
    .executeTakeFirst();

  if (accessToken === null || found === undefined) return refuse('invalid_token');
  if (found.unlinked_at !== null) return refuse('invalid_token');
  if (found.expires_at !== null && found.expires_at <= now) return refuse('invalid_token');
  return { link: { customerId: found.customer_id, linkId: found.link_id, platform: found.platform } };
}
