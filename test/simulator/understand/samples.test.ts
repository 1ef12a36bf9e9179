import { describe, expect, it } from 'vitest';
import { loadInteractionModel, type ModelIntent } from '../../../src/simulator/interaction-model.ts';
import { seeded } from '../../../src/simulator/understand/classifier.ts';
import { normalize } from '../../../src/simulator/understand/tokens.ts';
import { trainedUnderstanding } from '../trained.ts';

const model = loadInteractionModel();
const { languageModel } = model;
const { understand } = trainedUnderstanding();
const situation = { today: '2026-11-23', timeZone: 'Europe/London', expecting: null };

/** Values that the samples were not written with. */
const values: Readonly<Record<string, readonly string[]>> = {
  'AMAZON.DATE': [
    'yesterday',
    'last week',
    'this month',
    'august',
    'last friday',
    'the third of june',
    'last weekend',
    'two weeks ago',
    'last year',
    'last summer',
  ],
  'AMAZON.DURATION': ['nine days', 'six weeks', 'a fortnight', 'two months', '45 days', 'couple of weeks'],
  'AMAZON.NUMBER': ['two hundred', 'fifty', 'a thousand', 'four hundred and twenty', '1,200', 'ninety nine'],
  'AMAZON.FOUR_DIGIT_NUMBER': ['seven three oh eight', 'fifty one sixteen', 'double six four one', '7308'],
};

const drawFrom = (random: () => number, list: readonly string[]): string =>
  list[Math.floor(random() * list.length)] ?? '';

function spokenValues(type: string): readonly string[] {
  const own = languageModel.types.find(({ name }) => name === type);
  return own === undefined
    ? (values[type] ?? [])
    : own.values.flatMap(({ name }) => [name.value, ...name.synonyms]);
}

/** A sample with a value drawn for each slot. */
function speak(sample: string, intent: ModelIntent, random: () => number) {
  const drawn: Record<string, string> = {};
  const text = sample.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const type = intent.slots.find(({ name }) => name === slot)?.type ?? '';
    const value = drawFrom(random, spokenValues(type));
    drawn[slot] = value;
    return value;
  });
  return { text, drawn };
}

describe('the samples of the model', () => {
  it('each is understood as its intent, with freshly drawn slot values', () => {
    const random = seeded(20261123);
    const wrong: string[] = [];
    let tried = 0;
    for (const intent of languageModel.intents) {
      for (const sample of intent.samples) {
        for (let round = sample.includes('{') ? 3 : 1; round > 0; round -= 1) {
          const { text, drawn } = speak(sample, intent, random);
          const understood = understand(text, situation);
          tried += 1;
          const filled = Object.keys(drawn).every(slot => understood.slots[slot] !== undefined);
          if (understood.intent !== intent.name || !filled) {
            wrong.push(
              `${intent.name}: "${sample}" as "${text}" -> ${understood.intent} ${Object.keys(understood.slots).join()}`,
            );
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(8_000);
  });

  it('resolves every value and synonym of a catalogue to its id', () => {
    for (const [type, question] of [
      ['ACCOUNT_KIND', 'what about my'],
      ['SPENDING_CATEGORY', 'what did i spend on'],
    ] as const) {
      const slot = type === 'ACCOUNT_KIND' ? 'account' : 'category';
      for (const { id, name } of languageModel.types.find(other => other.name === type)?.values ?? []) {
        for (const spoken of [name.value, ...name.synonyms]) {
          const { slots } = understand(`${question} ${spoken}`, situation);
          expect(slots[slot]?.resolutions, spoken).toMatchObject({
            code: 'ER_SUCCESS_MATCH',
            values: [{ id, name: name.value }],
          });
          expect(normalize(slots[slot]?.value ?? '')).toBe(normalize(spoken));
        }
      }
    }
  });
});
