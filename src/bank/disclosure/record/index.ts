/** The record of every answer that left the bank. */
export { appendDisclosure, type Disclosure } from './append.ts';
export { isBroken } from './check-chain.ts';
export { checkRecord, type RecordReport } from './check-record.ts';
export { takeCheckpoint } from './checkpoint.ts';
export { readDownload, writeDownload } from './download.ts';
export { confirmAnswer } from './confirm.ts';
export { keepCheckpoints } from './keep-checkpoints.ts';
export { publicKeyForm, publicKeySet, publicRecordKey, recordKeys, type RecordKeys } from './keys.ts';
export { countAnswers, countTold, listTold, type ToldAnswer } from './list.ts';
export { problemInWords } from './problem-words.ts';
