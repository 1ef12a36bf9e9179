/** What customers say, as it is packaged: its limits, intents, types and dialogs. */
import { found, rulesAbout } from '../rule.ts';
import { sources } from '../sources.ts';
import { eachModel, isCustom, repeated } from './each-model.ts';
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
