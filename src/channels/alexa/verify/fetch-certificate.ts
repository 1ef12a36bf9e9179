/** Fetches a certificate chain, within limits, since whoever sends a request chooses the address. */
import { readLimited } from '../../../limited-body.ts';
import type { Network } from '../../../network.ts';
import type { RefusalCode } from '../refusal.ts';

/** A chain of Amazon's is about 6 KB. */
const maxCertificateBytes = 32 * 1_024;
/** Alexa gives a whole turn eight seconds. */
const fetchTimeoutMs = 2_000;

export type FetchedCertificate =
  { readonly ok: true; readonly pem: string } | { readonly ok: false; readonly code: RefusalCode };

/** Fetches the PEM text at a URL that `readCertificateUrl` accepted. Redirects are not followed. */
export async function fetchCertificate(url: URL, fetch: Network): Promise<FetchedCertificate> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
    // Of what is no certificate nothing is read but what has come already.
    const pem = await readLimited(response, response.status === 200 ? maxCertificateBytes : 0);
    if (response.status !== 200) return { ok: false, code: 'certificate_unavailable' };
    return pem === null ? { ok: false, code: 'certificate_too_large' } : { ok: true, pem };
  } catch {
    return { ok: false, code: 'certificate_unavailable' };
  }
}
