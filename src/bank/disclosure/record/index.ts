/** The record of every answer that left the bank. */
export { appendDisclosure, type Disclosure } from './append.ts';
export { recordKeys, type RecordKeys } from './keys.ts';
