/** Who may send a request at all: decided from the raw bytes and the connection, before anything is parsed. */
import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from './refusal.ts';
import type { SignatureVerifier } from './verify/signature.ts';

/**
 * Which requests are taken. `amazon-signature`: those that Alexa signed. `loopback-only`: those that come from this
 * machine, signed or not, for the simulator and for tests.
 */
export type Verification = 'amazon-signature' | 'loopback-only';

/** Null when the request may be read. */
export type Authenticate = (
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  rawBody: Buffer,
) => Promise<RefusalCode | null>;

const loopbackAddress = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/;
/** Headers of a proxy: behind one, every request on earth comes from this machine. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

const authenticateLoopback: Authenticate = ({ socket, headers }) => {
  const isDirect = proxyHeaders.every(header => headers[header] === undefined);
  return Promise.resolve(
    isDirect && loopbackAddress.test(socket.remoteAddress ?? '') ? null : 'not_loopback',
  );
};

/** Node joins a header that is sent twice with a comma, which no URL and no base64 of ours has. */
const single = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

/** Picks the way in which requests are authenticated. */
export function createAuthenticate(
  verification: Verification,
  verifySignature: SignatureVerifier,
): Authenticate {
  if (verification === 'loopback-only') return authenticateLoopback;
  return ({ headers }, rawBody) =>
    verifySignature({
      rawBody,
      certificateUrl: single(headers.signaturecertchainurl),
      signature: single(headers['signature-256']),
    });
}
