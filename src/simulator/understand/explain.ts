/** An explanation as lines for a person. */
import type { Explanation } from './understanding.ts';

const percent = (score: number): string => `${(100 * score).toFixed(1)} %`;

const reasons = {
  template: 'it meets a sample word for word',
  classifier: 'the classifier is sure enough',
  elicited: 'it answers the slot that was asked for',
  rejected: 'nothing else is likely enough',
} as const;

export function formatExplanation({
  understood,
  words,
  sample,
  mentions,
  ranked,
  weights,
}: Explanation): string[] {
  const lines = [`${understood.intent}  (${reasons[understood.how]}, ${percent(understood.score)})`];
  for (const slot of Object.values(understood.slots)) {
    const { resolutions } = slot;
    const ids = resolutions?.values.map(value => value.id).join(', ') ?? '';
    const resolved =
      resolutions === null ? '' : ids === '' ? '  (no match in the catalogue)' : `  (id ${ids})`;
    lines.push(`  ${slot.name} = ${slot.value}${resolved}, heard as "${slot.spoken}"`);
  }
  lines.push('', `words    ${words.length === 0 ? '(none)' : words.join(' ')}`);
  if (sample !== null) lines.push(`sample   ${sample}`);
  for (const { words: heard, type, value } of mentions) lines.push(`value    ${heard} = ${value} (${type})`);
  if (words.length === 0) return lines;

  const [first, second] = ranked;
  lines.push('', 'what the classifier thinks');
  for (const { intent, score } of ranked.slice(0, 4)) lines.push(`${percent(score).padStart(9)}  ${intent}`);
  if (first !== undefined && second !== undefined) {
    lines.push('', `what each word adds to ${first.intent} | ${second.intent}`);
    const signed = (weight: number): string => `${weight < 0 ? '' : '+'}${weight.toFixed(2)}`.padStart(9);
    for (const weight of weights)
      lines.push(`${signed(weight.first)}${signed(weight.second)}  ${weight.word}`);
  }
  return lines;
}
