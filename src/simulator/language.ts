/** What the device understands: an interaction model, and the understanding that was trained from it. */
import { loadInteractionModel, type InteractionModel } from './interaction-model.ts';
import { createUnderstanding, type Understand } from './understand/index.ts';

export interface Language {
  readonly model: InteractionModel;
  readonly understand: Understand;
}

/** A language that is trained when somebody first speaks freely: a transcript that names its intents needs no training. */
export function lazyLanguage(model: InteractionModel): Language {
  let trained: Understand | null = null;
  return {
    model,
    understand: (...heard) => (trained ??= createUnderstanding(model))(...heard),
  };
}

/** Reads `models/<locale>.json` and trains on it, once for any number of devices. Throws `InteractionModelError`. */
export function loadLanguage(locale: string): Language {
  const model = loadInteractionModel(locale);
  return { model, understand: createUnderstanding(model) };
}
