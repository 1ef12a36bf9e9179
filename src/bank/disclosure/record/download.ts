/**
 * The record of one customer as a file that she can keep and that anybody can check: every entry as it was hashed, its
 * signature, the signed end, and the bank's public keys. How it is checked without this program is in
 * `docs/decisions/0012-the-record-is-a-chain.md`.
 */
import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { BankSchema } from '../../database/schema.ts';
import type { Json } from './canonical.ts';
import { checkChain, type BrokenLink, type ChainTally } from './check-chain.ts';
import { entriesOf } from './check-record.ts';
import type { SealedEntry } from './entry.ts';
import { loadHead } from './head.ts';
import { knownKeys, publicKeyForm, publicKeySet, publicRecordKey, type PublicRecordKey } from './keys.ts';
import { signatureOf } from './seal.ts';

const format = 'sottovoce-disclosure-record-1';

/** Says in the file what it is, and what it is not. */
const about =
  'Every answer about this customer that left the bank for an assistant: what was asked, what was told, when, under which consent. The figures are not in it; "commitment" binds the bank to them. Each entry names the hash of the one before and is signed by the bank. Check it with: npm run bank -- verify-disclosures --file THIS-FILE --key=KEY, with KEY as the bank publishes it.';

/**
 * Writes the file piece by piece, so that a long record is not held in memory.
 *
 * @yields text
 */
export async function* writeDownload(
  database: Kysely<BankSchema>,
  {
    customerId,
    known,
    bankName,
    now,
  }: {
    readonly customerId: string;
    readonly known: ReadonlyMap<string, PublicRecordKey>;
    readonly bankName: string;
    /** Milliseconds since 1970 UTC. */
    readonly now: number;
  },
): AsyncGenerator<string> {
  const head = await loadHead(database, customerId);
  const frame = {
    format,
    about,
    bank: bankName,
    customer: customerId,
    madeAt: new Date(now).toISOString(),
    ...publicKeySet({ known }),
    end: head && { sequence: head.sequence, hash: head.hash, ...(head.signed ?? unsigned) },
  };
  yield `${JSON.stringify(frame, null, 2).slice(0, -2)},\n  "entries": [`;
  let isFirst = true;
  for await (const { sequence, sealed } of entriesOf(database, customerId, head?.sequence ?? 0)) {
    if (sealed === null) throw new Error(`entry ${sequence} of a disclosure record cannot be read`);
    yield `${isFirst ? '' : ','}\n    ${JSON.stringify(flat(sealed))}`;
    isFirst = false;
  }
  yield `${isFirst ? '' : '\n  '}]\n}\n`;
}

const unsigned = { keyId: null, signature: null };

const flat = ({ entry, hash, keyId, signature }: SealedEntry) => ({ ...entry, hash, keyId, signature });

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const text = z.string();
const sequence = z.int().positive();

/** The file as it is read back. Strict: what is not hashed may not stand among what is. */
const download = z.strictObject({
  format: z.literal(format),
  about: text,
  bank: text,
  customer: text,
  madeAt: text,
  keys: z.array(
    z.strictObject({
      kid: text,
      crv: z.literal('Ed25519'),
      kty: z.literal('OKP'),
      x: text.regex(publicKeyForm),
      use: text,
      alg: text,
    }),
  ),
  end: z
    .strictObject({ sequence, hash: text, keyId: text.nullable(), signature: text.nullable() })
    .nullable(),
  entries: z.array(
    z.strictObject({
      version: z.union([z.literal(0), z.literal(1)]),
      customer: text,
      sequence,
      answerId: text,
      link: text,
      platform: text,
      answeredAt: text,
      consent: z.int().nullable(),
      asked: json,
      told: json,
      adjusted: json,
      precision: text.nullable(),
      nonce: text.nullable(),
      commitment: text.nullable(),
      previous: text.nullable(),
      hash: text,
      keyId: text.nullable(),
      signature: text.nullable(),
    }),
  ),
});

/** A file that was read. */
export interface DownloadedRecord {
  readonly customer: string;
  /** The keys that the file itself names: whoever forges a file forges them too. */
  readonly ownKeys: readonly string[];
  /** @param keys public keys, as `x`, that are the bank's */
  check(keys: readonly string[]): Promise<ChainTally | BrokenLink>;
}

/** Null when the text is no such file. */
export function readDownload(content: string): DownloadedRecord | null {
  const parsed = download.safeParse(parseJson(content));
  if (!parsed.success) return null;
  const { customer, keys, end, entries } = parsed.data;
  return {
    customer,
    ownKeys: keys.map(({ x }) => x),
    check: trusted =>
      checkChain(
        {
          customer,
          entries: entries.map(({ hash, keyId, signature, ...entry }) => ({
            sequence: entry.sequence,
            sealed: { entry, hash, keyId, signature },
          })),
          head: end && {
            customer,
            sequence: end.sequence,
            hash: end.hash,
            signed: signatureOf(end.keyId, end.signature),
          },
          checkpointed: [],
          hasCheckpoints: false,
        },
        knownKeys(trusted.map(publicRecordKey)),
      ),
  };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
