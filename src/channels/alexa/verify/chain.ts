/**
 * Whether a chain of certificates speaks for Alexa: the path validation of RFC 5280 section 6, as far as Node's
 * `X509Certificate` leaves it to its user, and strict where it would be lax.
 */
import { X509Certificate, type KeyObject } from 'node:crypto';
import type { RefusalCode } from '../refusal.ts';
import { keyUsageBits, readRules } from './der.ts';
import type { TrustedRoots } from './trusted-roots.ts';

/** The name in a certificate that signs for Alexa. */
const signerName = 'echo-api.amazon.com';
/** Extended key usage: TLS server. Alexa's certificate has it, and one for mail or code has not. */
const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const maxChainLength = 6;
const minRsaBits = 2_048;

export type CheckedChain =
  | {
      readonly ok: true;
      readonly key: KeyObject;
      /** When every certificate of the path is valid, both ends included, in milliseconds since 1970 UTC. */
      readonly notBeforeMs: number;
      readonly notAfterMs: number;
    }
  | { readonly ok: false; readonly code: RefusalCode };

const refused = (code: RefusalCode): CheckedChain => ({ ok: false, code });

function readChain(pem: string): X509Certificate[] | null {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || blocks.length > maxChainLength) return null;
  try {
    return blocks.map(block => new X509Certificate(block));
  } catch {
    return null;
  }
}

const isStrongKey = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === 'ec' ||
  (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= minRsaBits);

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/** Whether a certificate may stand anywhere in a path. */
function isSound(certificate: X509Certificate): boolean {
  const rules = readRules(certificate.raw);
  return rules.soundSignature && !rules.hasUnknownRestriction && isStrongKey(certificate.publicKey);
}

/** Whether a certificate may sign others, with `below` intermediate certificates between it and the last one. */
function maySign(certificate: X509Certificate, below: number): boolean {
  const { keyUsage, pathLength } = readRules(certificate.raw);
  return (
    certificate.ca &&
    (keyUsage === null || (keyUsage & keyUsageBits.keyCertSign) !== 0) &&
    (pathLength === null || below <= pathLength)
  );
}

/** Whether the first certificate is Alexa's, and made for signing. */
function isSigner(leaf: X509Certificate): boolean {
  const { keyUsage } = readRules(leaf.raw);
  return (
    leaf.checkHost(signerName, { subject: 'never', wildcards: false }) !== undefined &&
    !leaf.ca &&
    leaf.publicKey.asymmetricKeyType === 'rsa' &&
    // Node names the extended key usage so.
    (leaf.keyUsage as readonly string[] | undefined)?.includes(serverAuthentication) === true &&
    (keyUsage === null || (keyUsage & keyUsageBits.digitalSignature) !== 0)
  );
}

/**
 * The path from the leaf to the first trusted root. What is served behind that point is not looked at: Amazon's
 * chain goes on to a cross-signed root whose own issuer is in no list any more.
 */
function findPath(chain: readonly X509Certificate[], roots: TrustedRoots): X509Certificate[] | null {
  const path: X509Certificate[] = [];
  for (const certificate of chain) {
    const previous = path.at(-1);
    if (previous !== undefined) {
      if (!isIssuedBy(previous, certificate) || !maySign(certificate, path.length - 1)) return null;
    }
    if (!isSound(certificate)) return null;
    path.push(certificate);
    const below = path.length - 1;
    const root = roots
      .issuersOf(certificate)
      .find(candidate => isIssuedBy(certificate, candidate) && maySign(candidate, below));
    if (root !== undefined) return [...path, root];
  }
  return null;
}

/**
 * Checks a chain, its dates apart: those are to be compared with the clock at every use.
 * @param pem The leaf first, each certificate issued by the one after it.
 */
export function checkChain(pem: string, roots: TrustedRoots): CheckedChain {
  const chain = readChain(pem);
  const leaf = chain?.[0];
  if (chain === null || leaf === undefined) return refused('certificate_malformed');
  try {
    if (!isSigner(leaf)) return refused('certificate_subject');
    const path = findPath(chain, roots);
    if (path === null) return refused('certificate_chain');
    return {
      ok: true,
      key: leaf.publicKey,
      notBeforeMs: Math.max(...path.map(({ validFromDate }) => validFromDate.getTime())),
      notAfterMs: Math.min(...path.map(({ validToDate }) => validToDate.getTime())),
    };
  } catch {
    // A key or an extension that cannot be read.
    return refused('certificate_malformed');
  }
}
