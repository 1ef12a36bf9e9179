/** What customers say, as it is packaged. */
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import type { LocaleFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { launchWords, wakeWords } from '../known-names.ts';
import { quote } from './reading.ts';

/** Amazon's limits ("Interaction model limits"). */
const limits = { modelBytes: 1.5 * 1_024 * 1_024, intents: 250, intentsAndTypes: 350, valueCharacters: 140 };

/** Built-in intents that a skill has to have, or that everybody expects. */
const requiredIntents = [
  'AMAZON.HelpIntent',
  'AMAZON.StopIntent',
  'AMAZON.CancelIntent',
  'AMAZON.NavigateHomeIntent',
  'AMAZON.FallbackIntent',
];

/** A rule about the model of each locale. */
const eachModel = (
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

const isCustom = ({ name }: { readonly name: string }): boolean => !name.startsWith('AMAZON.');
const samplesOf = ({ languageModel }: InteractionModel) =>
  languageModel.intents.flatMap(intent => intent.samples.map(sample => ({ intent, sample })));
const slotsIn = (sample: string): string[] => [...sample.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const countOfSamples = (model: InteractionModel): string => `${samplesOf(model).length} samples`;

/** What is there twice, each once. */
function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter(value => seen.has(value) || (seen.add(value), false)))];
}
/** The first few, so that a report stays readable. */
const few = (findings: readonly string[]): string[] =>
  findings.length <= 5
    ? [...findings]
    : [...findings.slice(0, 5), `… and ${findings.length - 5} more of the kind.`];

export const interactionModel = rulesAbout('package', [
  eachModel(
    {
      id: 'model-has-built-ins',
      title: 'The model has Help, Stop, Cancel, NavigateHome and Fallback',
      source: sources.builtIns,
      how: 'The names of the intents of the packaged model.',
      remedy: 'Add the intent (models/*.json).',
    },
    ({ languageModel }) => {
      const names = new Set(languageModel.intents.map(({ name }) => name));
      return requiredIntents.filter(name => !names.has(name)).map(name => `${name} is missing.`);
    },
    ({ languageModel }) => `${languageModel.intents.length} intents`,
  ),
  eachModel(
    {
      id: 'model-up-to-date',
      title: 'The packaged model is the one of the sources',
      source: sources.functional,
      how: 'The packaged model is compared with models/, its invocation name apart.',
      remedy: 'Make the package anew: npm run skill-package',
    },
    (_model, { isOfSources }) => (isOfSources ? [] : ['It is another one.']),
    () => 'the same',
  ),
  eachModel(
    {
      id: 'model-size',
      title: 'The model has at most 1.5 MB',
      source: sources.limits,
      how: 'The bytes of the packaged file are counted.',
      remedy: 'Take samples away that a slot covers.',
    },
    (_model, { modelBytes }) =>
      modelBytes <= limits.modelBytes ? [] : [`It has ${(modelBytes / 1_048_576).toFixed(2)} MB.`],
    (_model, { modelBytes }) => `${Math.round(modelBytes / 1_024)} KB`,
  ),
  eachModel(
    {
      id: 'model-intents',
      title: 'The model has at most 250 intents, and 350 with its slot types',
      source: sources.limits,
      how: 'Intents and types of the packaged model are counted.',
      remedy: 'Join intents that differ in a slot alone.',
    },
    ({ languageModel: { intents, types } }) => [
      ...(intents.length <= limits.intents ? [] : [`It has ${intents.length} intents.`]),
      ...(intents.length + types.length <= limits.intentsAndTypes
        ? []
        : [`It has ${intents.length + types.length} intents and types.`]),
    ],
    ({ languageModel: { intents, types } }) => `${intents.length} intents, ${types.length} types`,
  ),
  {
    id: 'model-intents-have-code',
    title: 'The model and the skill know the same intents',
    source: sources.functional,
    how: 'The names of the packaged model are compared with those of the table of intents (intents/index.ts).',
    remedy: 'Add what is missing on either side.',
    check: ({ locales, intents }) =>
      found(
        Object.entries(locales).flatMap(([locale, { model }]) => {
          const names = model.languageModel.intents.map(({ name }) => name);
          return [
            ...names
              .filter(name => !intents.includes(name))
              .map(name => `${locale}: nothing in intents/ answers ${name}.`),
            ...intents
              .filter(name => !names.includes(name))
              .map(name => `${locale}: nobody can ask for ${name}.`),
          ];
        }),
        `${intents.length} intents`,
      ),
  },
  eachModel(
    {
      id: 'model-intent-names',
      title: 'Intent and slot names are letters and underscores',
      source: sources.utterances,
      how: 'Every name of the packaged model is read.',
      remedy: 'Rename it.',
    },
    ({ languageModel: { intents } }) =>
      intents.flatMap(intent =>
        [...(isCustom(intent) ? [intent.name] : []), ...intent.slots.map(({ name }) => name)]
          .filter(name => !/^[A-Za-z][A-Za-z_]*$/.test(name))
          .map(name => `"${name}" has other characters.`),
      ),
    ({ languageModel: { intents } }) => `${intents.flatMap(({ slots }) => slots).length} slots`,
  ),
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
  eachModel(
    {
      id: 'model-types-exist',
      title: 'Every slot has a type that exists, and every type is used',
      source: sources.slotTypes,
      how: 'The types of all slots are compared with those that the model declares and the built-in ones.',
      remedy: 'Declare the type, or take it out.',
    },
    ({ languageModel: { intents, types } }) => {
      const used = new Set(intents.flatMap(({ slots }) => slots.map(({ type }) => type)));
      const declared = new Set(types.map(({ name }) => name));
      return [
        ...[...used]
          .filter(type => !type.startsWith('AMAZON.') && !declared.has(type))
          .map(type => `The type ${type} is not declared.`),
        ...[...declared].filter(type => !used.has(type)).map(type => `The type ${type} is not used.`),
      ];
    },
    ({ languageModel: { types } }) => types.map(({ name }) => name).join(', '),
  ),
  eachModel(
    {
      id: 'model-values-length',
      title: 'Every value and synonym has at most 140 characters',
      source: sources.limits,
      how: 'Every value and synonym of the custom types is measured.',
      remedy: 'Shorten it.',
    },
    ({ languageModel: { types } }) =>
      types
        .flatMap(({ values }) => values.flatMap(({ name }) => [name.value, ...name.synonyms]))
        .filter(value => value.length > limits.valueCharacters)
        .map(value => `${quote(value)} has ${value.length}.`),
    ({ languageModel: { types } }) => `${types.flatMap(({ values }) => values).length} values`,
  ),
  eachModel(
    {
      id: 'model-values-distinct',
      title: 'Within a type no two values have the same id or the same word',
      source: sources.slotTypes,
      how: 'Ids, values and synonyms of each custom type are compared.',
      remedy: 'Give the word to one value.',
    },
    ({ languageModel: { types } }) =>
      types.flatMap(({ name: type, values }) => [
        ...repeated(values.flatMap(({ id }) => (id === undefined ? [] : [id]))).map(
          id => `${type} has the id "${id}" twice.`,
        ),
        ...repeated(
          values.flatMap(({ name }) => [name.value, ...name.synonyms]).map(word => word.toLowerCase()),
        ).map(word => `${type} has ${quote(word)} twice.`),
      ]),
    ({ languageModel: { types } }) => `${types.length} types`,
  ),
  eachModel(
    {
      id: 'model-dialog-complete',
      title: 'Every slot that a dialog asks for has a prompt, and every prompt exists',
      source: sources.dialog,
      how: 'The dialog model of the packaged model is compared with its intents, slots and prompts.',
      remedy: 'Add the prompt, or what it belongs to.',
    },
    ({ languageModel: { intents }, dialog, prompts }) => {
      const ids = new Set(prompts.map(({ id }) => id));
      return (dialog?.intents ?? []).flatMap(({ name, slots }) => {
        const intent = intents.find(each => each.name === name);
        if (intent === undefined) return [`The dialog of ${name} has no intent.`];
        return slots.flatMap(slot => {
          const id = slot.prompts.elicitation;
          return [
            ...(intent.slots.some(each => each.name === slot.name)
              ? []
              : [`The dialog of ${name} asks for {${slot.name}}, which it has not.`]),
            ...(slot.elicitationRequired && (id === undefined || !ids.has(id))
              ? [`{${slot.name}} of ${name} has no prompt.`]
              : []),
          ];
        });
      });
    },
    ({ dialog, prompts }) => `${dialog?.intents.length ?? 0} dialogs, ${prompts.length} prompts`,
  ),
  eachModel(
    {
      id: 'model-pin-is-four-digits',
      title: 'The voice PIN is heard as four digits',
      source: sources.security,
      how: 'The slot {pin} of PinIntent has the type AMAZON.FOUR_DIGIT_NUMBER, and can be elicited.',
      remedy: 'Give the slot that type.',
    },
    ({ languageModel: { intents }, dialog }) => {
      const slot = intents.find(({ name }) => name === 'PinIntent')?.slots.find(({ name }) => name === 'pin');
      return [
        ...(slot?.type === 'AMAZON.FOUR_DIGIT_NUMBER' ? [] : [`It is ${slot?.type ?? 'not there'}.`]),
        ...(dialog?.intents.some(({ name }) => name === 'PinIntent') === true
          ? []
          : ['PinIntent is not in the dialog model.']),
      ];
    },
    () => 'AMAZON.FOUR_DIGIT_NUMBER',
  ),
]);
