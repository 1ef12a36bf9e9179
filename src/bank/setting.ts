/** What a setting is, and the kinds of values that several of them have. */
import * as z from 'zod';

/** One environment variable, described for the person who sets it. */
export interface BankSetting<Value> {
  readonly variable: string;
  /** A whole sentence. */
  readonly about: string;
  readonly example: string;
  readonly schema: z.ZodType<Value, string | undefined>;
  /** As it would be written in the environment; null: it may stay away. */
  readonly fallback: string | null;
  /** It may be in a file in place of the environment: the variable with `_FILE` at its end names that. */
  readonly isSecret?: true;
}

/** A whole number, with no more digits than the greatest has. */
export function wholeNumber(greatest: number, of = '', least = 0) {
  const fits = (text: string): boolean =>
    /^\d+$/.test(text) &&
    text.length <= String(greatest).length &&
    Number(text) >= least &&
    Number(text) <= greatest;
  return z
    .string()
    .refine(fits, { error: `it has to be a whole number${of} from ${least} to ${greatest}` })
    .transform(Number);
}

/** One of a few words. */
export const oneOf = <Choice extends string>(choices: readonly Choice[]) =>
  z
    .string()
    .transform(text => choices.find(choice => choice === text))
    .refine(choice => choice !== undefined, { error: `it has to be ${choices.join(' or ')}` });

/** A text that a function reads; what it throws says what is wrong with the text. */
export const readBy = <Value>(read: (text: string) => Value) =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      const message = error instanceof Error ? error.message.replace(/\.$/, '') : 'it cannot be read';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
