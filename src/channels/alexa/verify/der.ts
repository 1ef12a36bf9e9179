/**
 * The few fields of a certificate that decide whether it may sign another, and that `X509Certificate` does not
 * tell: read from its DER (X.690), which OpenSSL has parsed before.
 */

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** Splits the content of a constructed element. Throws where the lengths do not add up. */
function readElements(der: Buffer): Element[] {
  const elements: Element[] = [];
  let offset = 0;
  while (offset < der.length) {
    const tag = der.readUInt8(offset);
    let length = der.readUInt8(offset + 1);
    offset += 2;
    if (length > 0x80) {
      const size = length - 0x80;
      length = der.readUIntBE(offset, Math.min(size, 6));
      offset += size;
    }
    if (offset + length > der.length) throw new RangeError('an element is longer than what holds it');
    elements.push({ tag, content: der.subarray(offset, offset + length) });
    offset += length;
  }
  return elements;
}

const readInside = (element: Element | undefined): Element[] =>
  element === undefined ? [] : readElements(element.content);

const tags = { boolean: 0x01, integer: 0x02, extensions: 0xa3 } as const;

/** Object identifiers as the hex of their content. */
const oids = {
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  certificatePolicies: '551d20',
  extendedKeyUsage: '551d25',
} as const;
const understood: readonly string[] = Object.values(oids);

/** Signature algorithms that still bind a certificate: SHA-2 with RSA (RFC 4055) or ECDSA (RFC 5758). */
const soundSignatures: readonly string[] = [
  '2a864886f70d01010b',
  '2a864886f70d01010c',
  '2a864886f70d01010d',
  '2a8648ce3d040302',
  '2a8648ce3d040303',
  '2a8648ce3d040304',
];

export interface CertificateRules {
  /** Signed with an algorithm that has not been broken. */
  readonly soundSignature: boolean;
  /** Carries a restriction that we do not evaluate, so that it has to be refused (RFC 5280 section 4.2). */
  readonly hasUnknownRestriction: boolean;
  /** Key usage as its first octet, most significant bit first; null when every use is allowed. */
  readonly keyUsage: number | null;
  /** How many intermediate certificates may stand below it; null when any number may. */
  readonly pathLength: number | null;
}

/** Bits of `keyUsage` (RFC 5280 section 4.2.1.3). */
export const keyUsageBits = { digitalSignature: 0x80, keyCertSign: 0x04 } as const;

/**
 * Reads the rules of a certificate.
 * @throws RangeError when the DER is not that of a certificate.
 */
export function readRules(der: Buffer): CertificateRules {
  const [toBeSigned, algorithm] = readInside(readElements(der)[0]);
  const [signatureOid] = readInside(algorithm);
  const extensionList = readInside(toBeSigned).find(({ tag }) => tag === tags.extensions);

  let keyUsage: number | null = null;
  let pathLength: number | null = null;
  let hasUnknownRestriction = false;
  for (const extension of readInside(readInside(extensionList)[0])) {
    const parts = readInside(extension);
    const oid = parts[0]?.content.toString('hex') ?? '';
    const isCritical = parts[1]?.tag === tags.boolean && parts[1].content[0] !== 0;
    const value = parts.at(-1)?.content ?? Buffer.alloc(0);
    if (isCritical && !understood.includes(oid)) hasUnknownRestriction = true;
    // Name constraints restrict even where they are not marked critical.
    if (oid === '551d1e') hasUnknownRestriction = true;
    if (oid === oids.keyUsage) keyUsage = readElements(value)[0]?.content[1] ?? 0;
    if (oid === oids.basicConstraints) {
      const length = readInside(readElements(value)[0]).find(({ tag }) => tag === tags.integer);
      if (length !== undefined) pathLength = length.content.readUIntBE(0, Math.min(length.content.length, 6));
    }
  }
  return {
    soundSignature: soundSignatures.includes(signatureOid?.content.toString('hex') ?? ''),
    hasUnknownRestriction,
    keyUsage,
    pathLength,
  };
}
