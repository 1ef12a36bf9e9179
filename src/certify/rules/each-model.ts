/** What the rules about an interaction model have in common. */
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import type { LocaleFacts } from '../facts.ts';
import { found, type RuleOf } from '../rule.ts';

/** A rule about the model of each locale. */
export const eachModel = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  object: (model: InteractionModel, locale: LocaleFacts) => readonly string[],
  seen: (model: InteractionModel, locale: LocaleFacts) => string,
): RuleOf<'package'> => ({
  ...rule,
  check: ({ locales }) =>
    found(
      Object.entries(locales).flatMap(([name, locale]) =>
        object(locale.model, locale).map(finding => `${name}: ${finding}`),
      ),
      Object.entries(locales)
        .map(([name, locale]) => `${name}: ${seen(locale.model, locale)}`)
        .join('; '),
    ),
});

export const isCustom = ({ name }: { readonly name: string }): boolean => !name.startsWith('AMAZON.');
/** What is there twice, each once. */
export function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter(value => seen.has(value) || (seen.add(value), false)))];
}
