export { createUnderstanding, trainUnderstanding } from './understanding.ts';
export type { Explanation, Understanding, UnderstandingOptions } from './understanding.ts';
export { fallbackIntent } from './understood.ts';
export type { ResolvedSlot, Situation, Understand, Understood } from './understood.ts';
export { splitInvocation, type Invocation } from './invocation.ts';
