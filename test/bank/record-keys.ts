import { recordKeys } from '../../src/bank/disclosure/record/index.ts';

/** Keys of a bank that is made for tests. */
export const testRecordKeys = recordKeys(Buffer.from('the secret of a bank that is made for tests'));
