import type { IncomingMessage } from 'node:http';

/** RFC 6750 section 2.1: the scheme in any case, one space, a token68. */
const bearer = /^Bearer ([\w.~+/-]{1,4096}=*)$/i;

/** The access token of the Authorization header; null when there is none, or something that is no token. */
export function readBearerToken({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  return bearer.exec(headers.authorization ?? '')?.[1] ?? null;
}
