/** Certificate authorities of our own, good and bad ones, made anew for each run. */
import { generateKeyPairSync, sign, webcrypto, type KeyObject } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { nowMs } from './requests.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}
export const rsaKeys = (bits = 2_048): KeyPair => generateKeyPairSync('rsa', { modulusLength: bits });
export const ecKeys = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A certificate with the keys behind it. */
export interface Party {
  readonly name: string;
  readonly keys: KeyPair;
  readonly pem: string;
}

const dayMs = 86_400_000;

export interface Certificate {
  readonly name?: string;
  readonly keys: KeyPair;
  /** Absent: signed by itself. */
  readonly issuer?: Pick<Party, 'name' | 'keys'>;
  readonly fromDays?: number;
  readonly untilDays?: number;
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly extensions: readonly x509.Extension[];
}

/** A key as the certificate maker wants it. */
function toCryptoKey(key: KeyObject, hash: string): Promise<CryptoKey> {
  const usages: KeyUsage[] = key.type === 'private' ? ['sign'] : ['verify'];
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: 'RSASSA-PKCS1-v1_5', hash };
  // Node has one type for WebCrypto's keys and the DOM another; they are the same object.
  return Promise.resolve(key.toCryptoKey(algorithm, true, usages) as CryptoKey);
}

let serial = 0;

/** Makes a certificate. */
export async function certify(certificate: Certificate): Promise<Party> {
  const { keys, hash = 'SHA-256' } = certificate;
  const name = certificate.name ?? 'CN=somebody';
  const issuer = certificate.issuer ?? { name, keys };
  serial += 1;
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(8, '0'),
    subject: name,
    issuer: issuer.name,
    notBefore: new Date(nowMs + (certificate.fromDays ?? -30) * dayMs),
    notAfter: new Date(nowMs + (certificate.untilDays ?? 30) * dayMs),
    publicKey: await toCryptoKey(keys.publicKey, hash),
    signingKey: await toCryptoKey(issuer.keys.privateKey, hash),
    signingAlgorithm:
      issuer.keys.privateKey.asymmetricKeyType === 'ec'
        ? { name: 'ECDSA', hash }
        : { name: 'RSASSA-PKCS1-v1_5', hash },
    extensions: [...certificate.extensions],
  });
  return { name, keys, pem: made.toString('pem') };
}

/** What a certificate of an authority carries. */
export const forAuthority = (pathLength?: number): x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];

/** What the certificate that signs for Alexa carries. */
export const forAlexa = (
  names: x509.JsonGeneralNames = [{ type: 'dns', value: 'echo-api.amazon.com' }],
): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
  new x509.SubjectAlternativeNameExtension(names),
];

/** An extension that we do not read, by its OID. */
export const extension = (oid: string, isCritical: boolean, hex = '0500'): x509.Extension =>
  new x509.Extension(oid, isCritical, Buffer.from(hex, 'hex'));

export { x509 };

/** `Signature-256` of a body. */
export const signatureOf = (
  body: string | Buffer,
  { keys }: Pick<Party, 'keys'>,
  hash = 'RSA-SHA256',
): string => sign(hash, Buffer.from(body), keys.privateKey).toString('base64');

/** Everyone in the play: made once, since keys take their time. */
export async function castOf() {
  const root = await certify({ name: 'CN=Root', keys: rsaKeys(), extensions: forAuthority() });
  const intermediate = await certify({
    name: 'CN=Intermediate',
    keys: rsaKeys(),
    issuer: root,
    extensions: forAuthority(0),
  });
  const alexa = await certify({
    name: 'CN=echo-api.amazon.com',
    keys: rsaKeys(),
    issuer: intermediate,
    extensions: forAlexa(),
  });
  const stranger = await certify({ name: 'CN=Root', keys: rsaKeys(), extensions: forAuthority() });
  return { root, intermediate, alexa, stranger };
}
