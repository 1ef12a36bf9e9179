/** The sample utterances, as they are packaged. */
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import { launchWords, wakeWords } from '../known-names.ts';
import { rulesAbout } from '../rule.ts';
import { sources } from '../sources.ts';
import { eachModel, isCustom, repeated } from './each-model.ts';
import { quote } from './reading.ts';

const samplesOf = ({ languageModel }: InteractionModel) =>
  languageModel.intents.flatMap(intent => intent.samples.map(sample => ({ intent, sample })));
const slotsIn = (sample: string): string[] => [...sample.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const countOfSamples = (model: InteractionModel): string => `${samplesOf(model).length} samples`;

/** The first few, so that a report stays readable. */
const few = (findings: readonly string[]): string[] =>
  findings.length <= 5
    ? [...findings]
    : [...findings.slice(0, 5), `… and ${findings.length - 5} more of the kind.`];

export const modelSamples = rulesAbout('package', [
  eachModel(
    {
      id: 'model-samples-enough',
      title: 'Every custom intent has at least five samples',
      source: sources.experience,
      how: 'The samples of each intent are counted; a built-in one brings its own.',
      remedy: 'Write down how else people would ask.',
    },
    ({ languageModel: { intents } }) =>
      intents
        .filter(intent => isCustom(intent) && intent.samples.length < 5)
        .map(({ name, samples }) => `${name} has ${samples.length}.`),
    countOfSamples,
  ),
  eachModel(
    {
      id: 'model-samples-spelling',
      title: 'Samples are words as they are spoken, without figures, symbols or capitals',
      source: sources.utterances,
      how: 'Every sample is read: letters, blanks, apostrophes, periods, hyphens and slots in braces.',
      remedy: 'Spell out figures and symbols.',
    },
    model =>
      few(
        samplesOf(model)
          .filter(
            ({ sample }) =>
              !/^[a-z\u00C0-\u024F '’.-]+$/.test(sample.replaceAll(/\{\w+\}/g, '')) &&
              sample.replaceAll(/\{\w+\}/g, '').trim() !== '',
          )
          .map(({ intent, sample }) => `${intent.name}: ${quote(sample)}.`),
      ),
    countOfSamples,
  ),
  eachModel(
    {
      id: 'model-samples-unique',
      title: 'No sample belongs to two intents, and none is there twice',
      source: sources.utterances,
      how: 'All samples of the packaged model are compared.',
      remedy: 'Leave the sample to the intent that is meant.',
    },
    model =>
      few(
        repeated(samplesOf(model).map(({ sample }) => sample)).map(
          sample => `${quote(sample)} is there twice.`,
        ),
      ),
    countOfSamples,
  ),
  eachModel(
    {
      id: 'model-samples-plain',
      title: 'No sample begins with a wake word, or names the skill as a launch phrase does',
      source: sources.functional,
      how: 'Every sample is read for wake words, and for the invocation name after a launch word.',
      remedy: 'Leave wake word, launch word and name out of the samples.',
    },
    model => {
      const { invocationName } = model.languageModel;
      const wake = new RegExp(`^(?:${wakeWords.slice(0, 6).join('|')})\\b`);
      const launch = new RegExp(`\\b(?:${launchWords.join('|')}) ${invocationName}\\b`);
      return few(
        samplesOf(model)
          .filter(({ sample }) => wake.test(sample) || launch.test(sample))
          .map(({ intent, sample }) => `${intent.name}: ${quote(sample)}.`),
      );
    },
    countOfSamples,
  ),
  eachModel(
    {
      id: 'model-slots-exist',
      title: 'Every slot of a sample belongs to its intent, and every slot is used',
      source: sources.utterances,
      how: 'The slots of all samples are compared with those that the intents declare; a dialog may ask for one that no sample has.',
      remedy: 'Declare the slot, or take it out.',
    },
    ({ languageModel: { intents }, dialog }) =>
      intents.flatMap(({ name, slots, samples }) => {
        const declared = new Set(slots.map(slot => slot.name));
        const used = new Set(samples.flatMap(slotsIn));
        const asked = dialog?.intents.some(each => each.name === name) === true;
        return [
          ...[...used].filter(slot => !declared.has(slot)).map(slot => `${name} has no slot {${slot}}.`),
          ...[...declared]
            .filter(slot => !used.has(slot) && !asked)
            .map(slot => `The slot {${slot}} of ${name} is in no sample.`),
        ];
      }),
    ({ languageModel: { intents } }) => `${intents.flatMap(({ slots }) => slots).length} slots`,
  ),
]);
