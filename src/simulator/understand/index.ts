export { createUnderstanding, fallbackIntent } from './understanding.ts';
export type { ResolvedSlot, Situation, Understand, Understood } from './understanding.ts';
export { splitInvocation, type Invocation } from './invocation.ts';
