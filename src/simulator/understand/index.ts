export { acceptanceThreshold, createUnderstanding, trainUnderstanding } from './understanding.ts';
export type { Understanding } from './understanding.ts';
export { fallbackIntent } from './understood.ts';
export type { ResolvedSlot, Situation, Understand, Understood } from './understood.ts';
