/** Holds a customer's chain against its hashes, its signatures, its signed end and the checkpoints. Needs public keys alone. */
import { hashEntry, type SealedEntry } from './entry.ts';
import { checkHead, type Head } from './head.ts';
import type { PublicRecordKey } from './keys.ts';
import { checkSignature, signatureOf } from './seal.ts';

/** What is wrong with a record; in words: `problem-words.ts`. */
export type Problem =
  // Of an entry.
  | 'missing'
  | 'unreadable'
  | 'changed'
  | 'of-another-customer'
  | 'unlinked'
  | 'not-signed'
  | 'wrong-signature'
  | 'unknown-key'
  | 'another-than-at-checkpoint'
  // Of the end of a chain.
  | 'end-missing'
  | 'end-not-signed'
  | 'end-wrong-signature'
  | 'end-unknown-key'
  | 'end-elsewhere'
  | 'behind-the-end'
  | 'cut-off'
  | 'cut-off-since-checkpoint'
  // Of a checkpoint.
  | 'checkpoint-missing'
  | 'checkpoint-changed'
  | 'checkpoint-unlinked'
  | 'checkpoint-wrong-signature'
  | 'checkpoint-unknown-key'
  | 'checkpoint-ends-changed';

/** The first broken link of a chain: at which entry, or which checkpoint. */
export interface BrokenLink {
  readonly problem: Problem;
  readonly at: number;
}

/** Where the chain ended at a checkpoint. */
export interface CheckpointedEnd {
  readonly number: number;
  readonly sequence: number;
  readonly hash: string;
}

/** A chain as it was found. */
export interface FoundChain {
  readonly customer: string;
  /** In the order of their sequences, which are those of the rows; null: a row that is no entry. */
  readonly entries: AsyncIterable<FoundEntry> | Iterable<FoundEntry>;
  readonly head: Head | null;
  /** The first first. */
  readonly checkpointed: readonly CheckpointedEnd[];
  /** Whether there is any checkpoint, of whatever chain: from then on nothing unsigned is taken on trust. */
  readonly hasCheckpoints: boolean;
}

export interface FoundEntry {
  readonly sequence: number;
  readonly sealed: SealedEntry | null;
}

type Keys = ReadonlyMap<string, PublicRecordKey>;

/** What a good chain holds. */
export interface ChainTally {
  readonly entries: number;
  /** Of them, taken over from before the record was signed. */
  readonly unsigned: number;
}

/** @returns what it holds, or its first broken link */
export async function checkChain(chain: FoundChain, known: Keys): Promise<ChainTally | BrokenLink> {
  let last: SealedEntry | null = null;
  let count = 0;
  let unsigned = 0;
  const checkpoints = [...chain.checkpointed];
  // An end that is not signed is wrong itself, not what is behind it.
  const signedEnd =
    chain.head !== null && checkHead(known, chain.head) === 'good' ? chain.head.sequence : null;
  for await (const { sequence, sealed } of chain.entries) {
    if (count === signedEnd) return broken('behind-the-end', sequence);
    count += 1;
    if (sequence !== count) return broken('missing', count);
    if (sealed === null) return broken('unreadable', count);
    const problem = checkEntry(sealed, last, chain.customer, known);
    if (problem !== null) return broken(problem, count);
    while (checkpoints[0]?.sequence === count) {
      if (checkpoints[0].hash !== sealed.hash) return broken('another-than-at-checkpoint', count);
      checkpoints.shift();
    }
    if (sealed.signature === null) unsigned += 1;
    last = sealed;
  }
  const [unseen] = checkpoints;
  if (unseen !== undefined) return broken('cut-off-since-checkpoint', unseen.number);
  const problem = checkEnd(chain, last, count, known);
  return problem === null ? { entries: count, unsigned } : broken(problem, count);
}

const broken = (problem: Problem, at: number): BrokenLink => ({ problem, at });

export const isBroken = (outcome: ChainTally | BrokenLink): outcome is BrokenLink => 'problem' in outcome;

function checkEntry(
  { entry, hash, keyId, signature }: SealedEntry,
  before: SealedEntry | null,
  customer: string,
  known: Keys,
): Problem | null {
  // Before the hash, which tells it too, but not so plainly.
  if (entry.customer !== customer) return 'of-another-customer';
  if (hashEntry(entry) !== hash) return 'changed';
  if (entry.previous !== (before?.hash ?? null)) return 'unlinked';
  const signed = signatureOf(keyId, signature);
  if (signed === null) {
    // What was taken over comes first; after a signed entry nothing unsigned follows.
    return entry.version === 0 && before?.entry.version !== 1 ? null : 'not-signed';
  }
  const checked = checkSignature(known, 'entry', hash, signed);
  if (checked === 'good') return null;
  return checked === 'wrong' ? 'wrong-signature' : 'unknown-key';
}

function checkEnd(chain: FoundChain, last: SealedEntry | null, count: number, known: Keys): Problem | null {
  const { head } = chain;
  if (head === null) return count === 0 ? null : 'end-missing';
  switch (checkHead(known, head)) {
    case 'wrong':
      return 'end-wrong-signature';
    case 'unknown-key':
      return 'end-unknown-key';
    case 'unsigned':
      if (last?.entry.version !== 0) return 'end-not-signed';
      // Taken over, and nothing told since: the first checkpoint has signed for it.
      if (chain.hasCheckpoints && chain.checkpointed.at(-1)?.sequence !== count) return 'end-not-signed';
      break;
    case 'good':
  }
  if (head.sequence > count) return 'cut-off';
  return head.hash === last?.hash ? null : 'end-elsewhere';
}
