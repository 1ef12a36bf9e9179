/** What is trained once for all test files that a process runs. */
import { loadInteractionModel } from '../../src/simulator/interaction-model.ts';
import type { Language } from '../../src/simulator/language.ts';
import { trainUnderstanding, type Understanding } from '../../src/simulator/understand/index.ts';

let understanding: Understanding | null = null;

/** The understanding of the model that is deployed. */
export const trainedUnderstanding = (): Understanding =>
  (understanding ??= trainUnderstanding(loadInteractionModel()));

/** The same, as a device takes it. */
export const trainedEnglish = (): Language => ({
  model: loadInteractionModel(),
  understand: trainedUnderstanding().understand,
});
