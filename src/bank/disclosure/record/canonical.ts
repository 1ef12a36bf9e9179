/** What JSON can hold of ours: amounts and counts are whole, so no fraction is among it. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * One text for one value: JSON without spaces, the names of an object in the order of their UTF-16 code units (RFC
 * 8785, for strings and whole numbers). A name that is undefined is left out, as JSON does.
 *
 * @throws RangeError for a number that is not whole, or larger than a double holds exactly
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError('a record holds whole numbers alone');
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap(name => {
      const member = value[name];
      return member === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/** `Array.isArray` does not narrow a readonly array. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The value of a text that `canonicalJson` has written; undefined for any other text. */
export function readCanonical(text: string): Json | undefined {
  try {
    // What `JSON.parse` returns is JSON.
    const value = JSON.parse(text) as Json;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
