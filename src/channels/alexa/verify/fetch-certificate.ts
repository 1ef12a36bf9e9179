/** Fetches a certificate chain, within limits, since whoever sends a request chooses the address. */
import { readLimited } from '../../../limited-body.ts';
import type { RefusalCode } from '../refusal.ts';

/** A chain of Amazon's is about 6 KB. */
const maxCertificateBytes = 32 * 1_024;
/** Alexa gives a whole turn eight seconds. */
const fetchTimeoutMs = 2_000;

export type FetchedCertificate =
  { readonly ok: true; readonly pem: string } | { readonly ok: false; readonly code: RefusalCode };

/** Fetches the PEM text at a URL that `readCertificateUrl` accepted. Redirects are not followed. */
export async function fetchCertificate(
  url: URL,
  fetch: typeof globalThis.fetch,
): Promise<FetchedCertificate> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { ok: false, code: 'certificate_unavailable' };
    }
    const pem = await readLimited(response, maxCertificateBytes);
    return pem === null ? { ok: false, code: 'certificate_too_large' } : { ok: true, pem };
  } catch {
    return { ok: false, code: 'certificate_unavailable' };
  }
}
