/** Requests that are signed as Alexa signs them, by an authority of our own. */
import { sign } from 'node:crypto';
import { certify, forAlexa, forAuthority, rsaKeys, type Party } from '../channels/alexa/authority.ts';
import type { Network } from '../../src/network.ts';
import { alertsRequest } from './requests.ts';

/** Where the signing chain is said to be; whoever verifies is given it without a network. */
const chainUrl = 'https://s3.amazonaws.com/echo.api/echo-api-cert-bench.pem';

export interface SigningAuthority {
  readonly alexa: Party;
  /** PEM. */
  readonly root: string;
  /** PEM: the signing certificate, then what it was issued by. */
  readonly chain: string;
}

/** Makes an authority whose certificates are valid today, whatever the day. */
export async function createSigningAuthority(): Promise<SigningAuthority> {
  const untilDays = 36_500;
  const root = await certify({
    name: 'CN=Root of the bench',
    keys: rsaKeys(),
    extensions: forAuthority(),
    untilDays,
  });
  const intermediate = await certify({
    name: 'CN=Intermediate of the bench',
    keys: rsaKeys(),
    issuer: root,
    extensions: forAuthority(0),
    untilDays,
  });
  const alexa = await certify({
    name: 'CN=echo-api.amazon.com',
    keys: rsaKeys(),
    issuer: intermediate,
    extensions: forAlexa(),
    untilDays,
  });
  return { alexa, root: root.pem, chain: `${alexa.pem}\n${intermediate.pem}\n` };
}

/** Amazon's store of certificates, for whoever asks it by our own verification. */
export const certificateStore =
  ({ chain }: Pick<SigningAuthority, 'chain'>): Network =>
  url =>
    Promise.resolve(new Response(url.toString() === chainUrl ? chain : ''));

export interface SignedRequest {
  readonly body: Buffer;
  readonly signature: string;
}

/**
 * Signs so many requests, no two with the same id. Their timestamp is a minute from now, so that they are fresh for
 * three minutes and a half.
 */
export function signRequests({ alexa }: SigningAuthority, count: number): SignedRequest[] {
  const request = alertsRequest(Date.now() + 60_000);
  return Array.from({ length: count }, (_, index) => {
    const requestId = `amzn1.echo-api.request.${String(index).padStart(12, '0')}`;
    const body = Buffer.from(JSON.stringify({ ...request, request: { ...request.request, requestId } }));
    return { body, signature: sign('RSA-SHA256', body, alexa.keys.privateKey).toString('base64') };
  });
}

/** The two headers that a signature comes in. */
export const signatureHeaders = (signature: string): Record<string, string> => ({
  signaturecertchainurl: chainUrl,
  'signature-256': signature,
});
