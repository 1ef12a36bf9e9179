/** One question, one name: the files of `intents/`, the transcripts and the interaction model know the same ones. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as intents from '../../intents/index.ts';
import { opened } from '../../src/conversation/intent.ts';
import { accountKinds, spendingCategories } from '../../src/facade/contract.ts';
import { loadInteractionModel } from '../../src/simulator/interaction-model.ts';
import { readTranscript, transcriptNames as namesIn } from '../../src/simulator/transcripts/read.ts';

const folder = new URL('../../intents/', import.meta.url);
const files = readdirSync(folder)
  .filter(file => file !== 'index.ts')
  .map(file => file.slice(0, -'.ts'.length))
  .sort();
const conversations = new URL('../conversations/', import.meta.url);
const transcriptNames = namesIn(conversations);
const camelCase = (name: string): string =>
  name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

test('every file is in the table of contents, under its own name', () => {
  expect(Object.keys(intents).sort()).toEqual(files.map(camelCase).sort());
});

test.each(files)('%s begins with what a customer says', file => {
  const [firstLine] = readFileSync(new URL(`${file}.ts`, folder), 'utf8').split('\n');
  expect(firstLine).toMatch(/^\/\/ "[A-Z].*[.?!]"/);
});

test('every transcript is of an intent, of a failure, or tells a scene', () => {
  const others = transcriptNames.filter(name => !/^(failure|scene)-/.test(name));
  expect(others.sort()).toEqual(files);
});

test.each(files)('the transcript %s is about its intent', file => {
  const { names } = intents[camelCase(file) as keyof typeof intents];
  const heard = readTranscript(new URL(`${file}.yaml`, conversations)).conversations.flatMap(({ turns }) =>
    turns.flatMap(turn =>
      'intent' in turn && turn.intent !== undefined ? [turn.intent] : 'opens' in turn ? [opened] : [],
    ),
  );
  for (const name of names) expect(heard).toContain(name);
});

describe.skipIf(!existsSync(new URL('../../models/en-US.json', import.meta.url)))(
  'the interaction model',
  () => {
    const model = () => loadInteractionModel('en-US').languageModel;

    test('has the intents of the table', () => {
      const ours = Object.values(intents)
        .flatMap(({ names }) => [...names])
        .filter(name => name !== opened);
      expect(
        model()
          .intents.map(({ name }) => name)
          .sort(),
      ).toEqual(ours.sort());
    });

    test.each(Object.values(intents).filter(({ names }) => names[0] !== opened))(
      '$names has its slots',
      intent => {
        for (const { slots } of model().intents.filter(({ name }) => intent.names.includes(name))) {
          expect(slots.map(({ name }) => name).sort()).toEqual([...intent.slots].sort());
        }
      },
    );

    test.each([
      ['accounts', accountKinds],
      ['spending categories', spendingCategories],
    ])('has a catalogue of the %s of the contract', (_name, ids) => {
      const catalogues = model().types.map(({ values }) => values.map(({ id }) => id).sort());
      expect(catalogues).toContainEqual([...ids].sort());
    });
  },
);
