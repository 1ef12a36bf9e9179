import { findTokenLink } from '../authorization/token-link.ts';
import { digestToken } from '../link/access-token.ts';
import type { Inquiry, Link } from './facts.ts';
import { refuse, type Refusal, type Circumstances } from './step.ts';

/**
 * Finds the link that the access token names: a token of the authorization server, or one that the bank has seeded.
 * No token is stored: its digest is looked up in both places, with the same queries whether it is known, unknown,
 * expired, unlinked or absent.
 *
 * A link answers to a skill of its own platform alone: a token that was stolen from one is none in the hands of another.
 *
 * @returns The link, or `invalid_token` (RFC 6750 section 3.1) for each of the others.
 */
export async function authenticateLink(
  { accessToken }: Pick<Inquiry, 'accessToken'>,
  { database, now, tokens, platform }: Pick<Circumstances, 'database' | 'now' | 'tokens' | 'platform'>,
): Promise<{ link: Link } | Refusal<'invalid_token'>> {
  const granted = tokens === undefined ? null : await findTokenLink(database, accessToken ?? '', tokens, now);
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

  if (accessToken === null) return refuse('invalid_token');
  const isOfSkill = (link: Link): boolean => platform === undefined || link.platform === platform;
  if (granted !== null) return isOfSkill(granted) ? { link: granted } : refuse('invalid_token');
  if (found === undefined) return refuse('invalid_token');
  if (found.unlinked_at !== null) return refuse('invalid_token');
  if (found.expires_at !== null && found.expires_at <= now) return refuse('invalid_token');
  const link = { customerId: found.customer_id, linkId: found.link_id, platform: found.platform };
  return isOfSkill(link) ? { link } : refuse('invalid_token');
}
