/** What is read of a skill package. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPackage } from '../../src/certify/gather/package.ts';
import type { InteractionModel } from '../../src/simulator/interaction-model.ts';
import type { Understand } from '../../src/simulator/understand/index.ts';
import { trainedUnderstanding } from '../simulator/trained.ts';
import { writeExamplePackage } from './gathered.ts';

const samplesOf = ({ languageModel }: InteractionModel): string[] =>
  languageModel.intents.flatMap(({ samples }) => samples);

it('takes a model from which nothing can be learnt as it is, and learns the rest', () => {
  const folder = writeExamplePackage();
  const file = join(folder, 'skill-package/interactionModels/custom/en-US.json');
  const text = readFileSync(file, 'utf8').replace('"my balance"', '"my {nothing} balance"');
  writeFileSync(file, text);
  const learnt: number[] = [];
  // As the simulator's own does it.
  const train = (model: InteractionModel): Understand => {
    if (samplesOf(model).some(sample => sample.includes('{nothing}'))) throw new Error('no slot {nothing}');
    learnt.push(samplesOf(model).length);
    return trainedUnderstanding().understand;
  };
  const { facts } = readPackage(folder, train);
  const locale = facts.locales['en-US'];
  expect(locale?.isOfSources).toBe(false);
  expect(locale === undefined ? [] : samplesOf(locale.model)).toContain('my {nothing} balance');
  expect(learnt).toEqual([(locale === undefined ? [] : samplesOf(locale.model)).length - 1]);
});

it('does not stumble over documents that are none', () => {
  const folder = writeExamplePackage();
  writeFileSync(join(folder, 'skill-package/skill.json'), '{"manifest": ');
  writeFileSync(join(folder, 'skill-package/assets/images/en-US_smallIcon.png'), 'GIF89a');
  const { facts, examples } = readPackage(folder, () => trainedUnderstanding().understand);
  expect(facts.manifest).toBeNull();
  expect(examples).toEqual([]);
  expect(facts.images['assets/images/en-US_smallIcon.png']).toBeNull();
});
