import type { BrokenLink, Problem } from './check-chain.ts';

/** What is wrong, for the person who runs the bank; `at` is an entry's or a checkpoint's number. */
const words: Readonly<Record<Problem, (at: number) => string>> = {
  missing: at => `answer ${at} is missing`,
  unreadable: at => `answer ${at} was changed after it was written: it cannot be read any more`,
  changed: at => `answer ${at} was changed after it was written: it does not fit its hash`,
  'of-another-customer': at => `answer ${at} is of another customer`,
  unlinked: at => `answer ${at} does not follow answer ${at - 1}: it was sealed to another one`,
  'not-signed': at => `answer ${at} is not signed`,
  'wrong-signature': at => `answer ${at} is not signed by the bank: its signature does not fit`,
  'unknown-key': at => `answer ${at} is signed with a key that is none of the bank's`,
  'another-than-at-checkpoint': at => `answer ${at} is another one than a checkpoint has seen there`,
  'end-missing': at => `where the record ends is not on record any more; ${at} answers are`,
  'end-not-signed': at => `the end of the record, after answer ${at}, is not signed`,
  'end-wrong-signature': at =>
    `the end of the record, after answer ${at}, is not signed by the bank: its signature does not fit`,
  'end-unknown-key': at =>
    `the end of the record, after answer ${at}, is signed with a key that is none of the bank's`,
  'end-elsewhere': at =>
    `answer ${at} is another one than that with which the bank has signed the record to end`,
  'behind-the-end': at => `answer ${at} stands behind the end that the bank has signed`,
  'cut-off': at =>
    `answer ${at + 1} and what follows it, up to the end that the bank has signed, are missing`,
  'cut-off-since-checkpoint': at => `answers that checkpoint ${at} has seen are missing at the end`,
  'checkpoint-missing': at => `checkpoint ${at} is missing`,
  'checkpoint-changed': at => `checkpoint ${at} was changed after it was taken: it does not fit its hash`,
  'checkpoint-unlinked': at => `checkpoint ${at} does not follow checkpoint ${at - 1}`,
  'checkpoint-wrong-signature': at =>
    `checkpoint ${at} is not signed by the bank: its signature does not fit`,
  'checkpoint-unknown-key': at => `checkpoint ${at} is signed with a key that is none of the bank's`,
  'checkpoint-ends-changed': at => `what checkpoint ${at} has seen was changed after it was taken`,
};

/** A part of a sentence: `answer 7 is missing`. */
export const problemInWords = ({ problem, at }: BrokenLink): string => words[problem](at);
