/** What each slot type finds in a row of words: Alexa's own types, and the catalogues of the model. */
import type { InteractionModel } from '../interaction-model.ts';
import { createCatalogue, type CatalogueValue } from './catalogue.ts';
import { findDate } from './dates.ts';
import { findDuration } from './durations.ts';
import { findFourDigitNumber, findNumber, findOrdinal, type Found } from './numbers.ts';

/** A slot value found in an utterance. */
export interface SlotValue {
  /** As Alexa puts it in `slot.value`; null for a custom type, whose value is the words themselves. */
  readonly value: string | null;
  /** Matches of a custom type; null for a built-in type, which Alexa does not resolve. */
  readonly matches: readonly CatalogueValue[] | null;
}

/** How values of a type are found. */
export interface SlotType {
  readonly name: string;
  /** The longest value that begins with the word at `at`. `today` is `YYYY-MM-DD`. */
  readonly find: (words: readonly string[], at: number, today: string) => Found<SlotValue> | null;
  /** Whether customers name things that the catalogue does not list. */
  readonly isOpen: boolean;
}

type Finder = (words: readonly string[], at: number, today: string) => Found<string | number> | null;

const builtIns: Readonly<Record<string, Finder>> = {
  'AMAZON.DATE': findDate,
  'AMAZON.DURATION': findDuration,
  'AMAZON.FOUR_DIGIT_NUMBER': findFourDigitNumber,
  'AMAZON.NUMBER': findNumber,
  'AMAZON.Ordinal': findOrdinal,
};

/** The slot types that a model uses, by name. A type that is neither Alexa's nor the model's is a fault of the model. */
export function slotTypesOf(model: InteractionModel): ReadonlyMap<string, SlotType> {
  const types = new Map<string, SlotType>();
  for (const type of model.languageModel.types) {
    const catalogue = createCatalogue(type);
    types.set(type.name, {
      name: type.name,
      find: (words, at) => {
        const found = catalogue.find(words, at);
        return found === null ? null : { value: { value: null, matches: found.value }, length: found.length };
      },
      // A catalogue with a catch-all value admits that it does not list everything.
      isOpen: type.values.some(value => value.id === 'other'),
    });
  }
  for (const slot of model.languageModel.intents.flatMap(intent => intent.slots)) {
    if (types.has(slot.type)) continue;
    const builtIn = Object.hasOwn(builtIns, slot.type) ? builtIns[slot.type] : undefined;
    if (builtIn === undefined)
      throw new Error(`The slot type ${slot.type} is not known (slot ${slot.name}).`);
    types.set(slot.type, {
      name: slot.type,
      find: (words, at, today) => {
        const found = builtIn(words, at, today);
        return found === null
          ? null
          : { value: { value: String(found.value), matches: null }, length: found.length };
      },
      isOpen: false,
    });
  }
  return types;
}
