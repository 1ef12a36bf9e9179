/**
 * Certificate authorities of our own, good ones and bad ones, made anew for each run: with them the entry over HTTPS is
 * tried as Amazon's testers and attackers would try it.
 */
import { generateKeyPairSync, webcrypto, type KeyObject } from 'node:crypto';
// The certificate maker needs it, and says so when it is not there.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A certificate with the keys behind it. */
export interface Party {
  readonly name: string;
  readonly keys: KeyPair;
  readonly pem: string;
}

interface Wanted {
  readonly name: string;
  /** Absent: signed by itself. */
  readonly issuer?: Party;
  /** Days from now; a month on either side by default. */
  readonly from?: number;
  readonly until?: number;
  readonly isAuthority?: boolean;
  /** Subject alternative names. */
  readonly hosts?: readonly string[];
  /** Those of another party; new ones by default. */
  readonly keys?: KeyPair;
}

const dayMs = 86_400_000;
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
/** The name in the certificate that signs for Alexa ("Host a Custom Skill as a Web Service"). */
const signerName = 'echo-api.amazon.com';

let serial = 0;

async function certificate(wanted: Wanted, nowMs: number): Promise<Party> {
  const { name, isAuthority = false, hosts = [signerName] } = wanted;
  const keys = wanted.keys ?? generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const issuer = wanted.issuer ?? { name, keys };
  serial += 1;
  const { X509CertificateGenerator, KeyUsageFlags } = x509;
  const made = await X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(8, '0'),
    subject: `CN=${name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: new Date(nowMs + (wanted.from ?? -30) * dayMs),
    notAfter: new Date(nowMs + (wanted.until ?? 30) * dayMs),
    // Node has one type for WebCrypto's keys and the DOM another; they are the same object.
    publicKey: keys.publicKey.toCryptoKey(algorithm, true, ['verify']) as CryptoKey,
    signingKey: issuer.keys.privateKey.toCryptoKey(algorithm, true, ['sign']) as CryptoKey,
    signingAlgorithm: algorithm,
    extensions: isAuthority
      ? [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        ]
      : [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(hosts.map(value => ({ type: 'dns' as const, value }))),
        ],
  });
  return { name, keys, pem: made.toString('pem') };
}

export interface Authority {
  /** What the skill trusts. */
  readonly root: string;
  /** The chain in which Alexa signs, and its key. */
  readonly alexa: Party;
  /** Chains in which nobody may sign for Alexa, all with Alexa's own key: what differs is the certificate alone. */
  readonly chains: Readonly<
    Record<
      | 'good'
      | 'san-wrong'
      | 'san-wildcard'
      | 'expired'
      | 'not-yet-valid'
      | 'self-signed'
      | 'untrusted-root'
      | 'chain-broken',
      string
    >
  >;
  /** Signs, but has no certificate for it. */
  readonly stranger: KeyPair;
}

export async function createAuthority(nowMs: number): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const make = (wanted: Wanted): Promise<Party> => certificate(wanted, nowMs);
  const root = await make({ name: 'Certify Root', isAuthority: true });
  const intermediate = await make({ name: 'Certify Intermediate', issuer: root, isAuthority: true });
  const alexa = await make({ name: signerName, issuer: intermediate });
  const { keys } = alexa;
  const leaf = (wanted: Partial<Wanted>): Promise<Party> =>
    make({ name: signerName, issuer: intermediate, keys, ...wanted });
  const foreignRoot = await make({ name: 'Certify Root', isAuthority: true });
  const wildcard = signerName.replace(/^[^.]+/, '*');
  const chain = (...parties: readonly Party[]): string => parties.map(({ pem }) => pem).join('\n');
  return {
    root: root.pem,
    alexa,
    chains: {
      good: chain(alexa, intermediate, root),
      'san-wrong': chain(await leaf({ hosts: ['echo-api.amazon.com.example'] }), intermediate, root),
      'san-wildcard': chain(await leaf({ hosts: [wildcard] }), intermediate, root),
      expired: chain(await leaf({ from: -60, until: -1 }), intermediate, root),
      'not-yet-valid': chain(await leaf({ from: 1, until: 60 }), intermediate, root),
      'self-signed': chain(await make({ name: signerName, keys })),
      'untrusted-root': chain(await leaf({ issuer: foreignRoot }), foreignRoot),
      'chain-broken': chain(alexa, root),
    },
    stranger: foreignRoot.keys,
  };
}
