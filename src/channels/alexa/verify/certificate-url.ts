/** Where Alexa's signing certificate may come from ("Host a Custom Skill as a Web Service", verify the signature). */

import { certificateHost } from '../../../egress.ts';

/**
 * Reads the `SignatureCertChainUrl` header. The URL is normalised first, as a client would before it connects, and
 * checked afterwards, so that no `..`, case or port can make the two differ.
 * @returns Null when it is not https, host s3.amazonaws.com, port 443, below /echo.api/.
 */
export function readCertificateUrl(header: string): URL | null {
  const url = header.length > 512 ? null : URL.parse(header);
  if (
    url?.protocol !== 'https:' ||
    url.hostname !== certificateHost ||
    // Empty is 443, which normalising has taken away.
    url.port !== '' ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    // Plain names alone: a percent sign could hide a second path from us that a server decodes.
    !/^\/echo\.api\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(url.pathname)
  ) {
    return null;
  }
  url.hash = '';
  return url;
}
