/** Custom slot types: the catalogue of values and synonyms, and entity resolution as Alexa reports it. */
import type { CustomType } from '../interaction-model.ts';
import type { Found } from './numbers.ts';
import { normalize } from './tokens.ts';

/** A value of a custom type, as `resolutionsPerAuthority` names it. */
export interface CatalogueValue {
  readonly name: string;
  readonly id: string;
}

/** Finds values of one custom type in a row of words. */
export interface Catalogue {
  /** The longest value that begins with the word at `at`; several values where a synonym is shared. */
  readonly find: (words: readonly string[], at: number) => Found<readonly CatalogueValue[]> | null;
}

export function createCatalogue(type: CustomType): Catalogue {
  const byPhrase = new Map<string, CatalogueValue[]>();
  let longest = 0;
  for (const { id, name } of type.values) {
    const value: CatalogueValue = { name: name.value, id: id ?? name.value };
    for (const spoken of [name.value, ...name.synonyms]) {
      const phrase = normalize(spoken);
      if (phrase === '') continue;
      longest = Math.max(longest, phrase.split(' ').length);
      const values = byPhrase.get(phrase) ?? [];
      if (!values.some(other => other.id === value.id)) values.push(value);
      byPhrase.set(phrase, values);
    }
  }
  const find: Catalogue['find'] = (words, at) => {
    for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
      const values = byPhrase.get(words.slice(at, at + length).join(' '));
      if (values !== undefined) return { value: values, length };
    }
    return null;
  };
  return { find };
}
