/** The roots that a chain may end in. */
import { X509Certificate } from 'node:crypto';

export interface TrustedRoots {
  /** The roots whose name is the certificate's issuer; their signature is still to be checked. */
  readonly issuersOf: (certificate: X509Certificate) => readonly X509Certificate[];
}

/**
 * Indexes roots by their subject, at the first use: parsing all of Node's takes a few milliseconds, which a start
 * that is never asked to verify anything does not pay.
 * @param pems One certificate each, like `tls.rootCertificates`.
 */
export function trustRoots(pems: readonly string[]): TrustedRoots {
  let index: Map<string, X509Certificate[]> | undefined;
  return {
    issuersOf: ({ issuer }) => {
      index ??= Map.groupBy(
        pems.map(pem => new X509Certificate(pem)),
        ({ subject }) => subject,
      );
      return index.get(issuer) ?? [];
    },
  };
}
