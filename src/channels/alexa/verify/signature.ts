/**
 * Whether a request was signed by Alexa (Amazon's rules for a skill that is hosted as a web service): the chain at
 * `SignatureCertChainUrl` speaks for Alexa, and `Signature-256` is its RSA signature over the raw body. Why our own:
 * docs/decisions/0007-own-request-verification.md.
 */
import { verify, type KeyObject } from 'node:crypto';
import { createEgress } from '../../../egress.ts';
import type { Network } from '../../../network.ts';
import type { RefusalCode } from '../refusal.ts';
import { readCertificateUrl } from './certificate-url.ts';
import { checkChain, type CheckedChain } from './chain.ts';
import { fetchCertificate } from './fetch-certificate.ts';
import type { TrustedRoots } from './trusted-roots.ts';

/** Amazon uses one chain at a time and changes it a few times a year. */
const maxCachedChains = 16;
/** Whoever sends a request makes us fetch: only so many at once. */
const maxFetchesAtOnce = 8;

/** What is verified of a request: its body before any parsing, and two headers. */
interface SignedRequest {
  readonly rawBody: Buffer;
  /** `SignatureCertChainUrl`. */
  readonly certificateUrl: string | undefined;
  /** `Signature-256`. */
  readonly signature: string | undefined;
}

export interface SignatureVerifierParts {
  readonly roots: TrustedRoots;
  /** Fetches certificates; Node's own client by default. */
  readonly fetch?: Network | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** Null when the signature holds. */
export type SignatureVerifier = (request: SignedRequest) => Promise<RefusalCode | null>;

/** Base64 of 256 to 1,024 bytes: RSA keys from 2,048 to 8,192 bits. */
const isSignatureText = (text: string): boolean =>
  text.length >= 342 && text.length <= 1_368 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** Makes a verifier, which remembers the chains that it has checked; their dates are checked at every use. */
export function createSignatureVerifier({ roots, fetch, now }: SignatureVerifierParts): SignatureVerifier {
  const egress = createEgress({ to: 'certificates' }, fetch);
  const cached = new Map<string, Extract<CheckedChain, { ok: true }>>();
  const underWay = new Map<string, Promise<CheckedChain>>();
  /** Amazon gives the same address for months: the last one is not read again. */
  let lastUrl: { readonly text: string; readonly url: URL | null } = { text: '', url: null };

  function urlOf(text: string): URL | null {
    if (text !== lastUrl.text) lastUrl = { text, url: readCertificateUrl(text) };
    return lastUrl.url;
  }

  async function load(url: URL): Promise<CheckedChain> {
    const fetched = await fetchCertificate(url, egress);
    const chain = fetched.ok ? checkChain(fetched.pem, roots) : fetched;
    if (chain.ok && isValidAt(chain, now())) {
      if (cached.size >= maxCachedChains) cached.delete(cached.keys().next().value ?? '');
      cached.set(url.href, chain);
    }
    return chain;
  }

  /** One fetch for all requests that wait for the same chain. */
  function chainAt(url: URL): CheckedChain | Promise<CheckedChain> {
    const known = cached.get(url.href);
    if (known !== undefined && isValidAt(known, now())) return known;
    const waiting = underWay.get(url.href);
    if (waiting !== undefined) return waiting;
    if (underWay.size >= maxFetchesAtOnce) return { ok: false, code: 'certificate_unavailable' };
    const loading = load(url).finally(() => underWay.delete(url.href));
    underWay.set(url.href, loading);
    return loading;
  }

  return async ({ rawBody, certificateUrl, signature }) => {
    if (certificateUrl === undefined || signature === undefined) return 'signature_missing';
    if (!isSignatureText(signature)) return 'signature_malformed';
    const url = urlOf(certificateUrl);
    if (url === null) return 'certificate_url';
    const chain = await chainAt(url);
    if (!chain.ok) return chain.code;
    if (!isValidAt(chain, now())) return 'certificate_expired';
    return isSignedBy(chain.key, rawBody, Buffer.from(signature, 'base64')) ? null : 'signature_wrong';
  };
}

const isValidAt = (
  { notBeforeMs, notAfterMs }: Extract<CheckedChain, { ok: true }>,
  nowMs: number,
): boolean => notBeforeMs <= nowMs && nowMs <= notAfterMs;

const isSignedBy = (key: KeyObject, body: Buffer, signature: Buffer): boolean =>
  verify('RSA-SHA256', body, key, signature);
