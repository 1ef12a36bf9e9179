/** The languages of the skill: each has a model of what customers say, and words for the store. */
import { store as enUS } from '../../models/en-US.store.ts';

export type StoreWords = ReturnType<typeof enUS>;
export type StoreFacts = Parameters<typeof enUS>[0];

/** The words for the store, by locale; `certify` compares the names with the models and replies that there are. */
export const stores: Readonly<Record<string, (facts: StoreFacts) => StoreWords>> = { 'en-US': enUS };
