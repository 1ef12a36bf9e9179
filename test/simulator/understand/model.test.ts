import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { replies } from '../../../models/en-US.replies.ts';
import { factorSlots } from '../../../src/conversation/intent.ts';
import { accountKinds, spendingCategories } from '../../../src/facade/contract.ts';
import {
  InteractionModelError,
  loadInteractionModel,
  parseInteractionModel,
} from '../../../src/simulator/interaction-model.ts';
import background from '../../../src/simulator/understand/background.json' with { type: 'json' };
import { normalize } from '../../../src/simulator/understand/tokens.ts';

const model = loadInteractionModel();
const { languageModel } = model;
const samples = languageModel.intents.flatMap(intent =>
  intent.samples.map(sample => ({
    intent: intent.name,
    sample,
    /** With its slots' types in their places: two intents would compete for the same one. */
    skeleton: sample.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const type = intent.slots.find(slot => slot.name === name)?.type;
      return `{${type ?? ''}}`;
    }),
  })),
);

describe('the interaction model of en-US, by the rules of Alexa', () => {
  it('has an invocation name of two or more words in lower case', () => {
    expect(languageModel.invocationName).toBe('sotto voce');
    expect(languageModel.invocationName).toMatch(/^[a-z]+(?: [a-z]+)+$/);
  });

  it('has the intents that the skill answers, and the built-in ones that certification asks for', () => {
    expect(languageModel.intents.map(intent => intent.name)).toEqual(
      expect.arrayContaining([
        'BalanceIntent',
        'FundsIntent',
        'ActivityIntent',
        'SpendingIntent',
        'IncomeIntent',
        'AlertsIntent',
        'ReportFraudIntent',
        'SharingIntent',
        'StopSharingIntent',
        'PinIntent',
        'FollowUpIntent',
        'AMAZON.HelpIntent',
        'AMAZON.RepeatIntent',
        'AMAZON.StopIntent',
        'AMAZON.CancelIntent',
        'AMAZON.NavigateHomeIntent',
        'AMAZON.YesIntent',
        'AMAZON.NoIntent',
        'AMAZON.FallbackIntent',
      ]),
    );
  });

  it('writes samples in lower case, numbers spelt out, apostrophes only inside words', () => {
    const allowed =
      /^(?:[a-z]+(?:'[a-z]+)?|\{[a-z]+\}(?:'s)?)(?: (?:[a-z]+(?:'[a-z]+)?|\{[a-z]+\}(?:'s)?))*$/;
    expect(samples.filter(({ sample }) => !allowed.test(sample))).toEqual([]);
  });

  it('names in a sample only slots of its intent, each once', () => {
    for (const intent of languageModel.intents) {
      const slots = new Set(intent.slots.map(slot => slot.name));
      for (const sample of intent.samples) {
        const named = [...sample.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '');
        expect(
          named.every(name => slots.has(name)),
          sample,
        ).toBe(true);
        expect(new Set(named).size, sample).toBe(named.length);
      }
      for (const { name, samples: whileElicited = [] } of intent.slots) {
        expect(
          [...intent.samples, ...whileElicited].some(sample => sample.includes(`{${name}}`)),
          `${intent.name} fills ${name}`,
        ).toBe(true);
      }
    }
  });

  it('gives no sample to two intents, nor twice to one', () => {
    const bySkeleton = Map.groupBy(samples, ({ skeleton }) => skeleton);
    const shared = [...bySkeleton.values()].filter(
      group => new Set(group.map(({ intent }) => intent)).size > 1,
    );
    expect(shared).toEqual([]);
    const exact = Map.groupBy(samples, ({ sample }) => sample);
    expect([...exact.values()].filter(group => group.length > 1)).toEqual([]);
  });

  it('gives every catalogue value an id of its own and every synonym to one value', () => {
    for (const type of languageModel.types) {
      const ids = type.values.map(value => value.id);
      expect(ids.every(id => id !== undefined && /^[a-z-]+$/.test(id))).toBe(true);
      expect(new Set(ids).size).toBe(ids.length);
      const spoken = type.values.flatMap(({ name }) => [name.value, ...name.synonyms]);
      expect(new Set(spoken.map(normalize)).size, type.name).toBe(spoken.length);
      expect(spoken.filter(words => !/^[a-z]+(?: [a-z]+)*$/.test(words))).toEqual([]);
      expect(Math.max(...spoken.map(words => words.length))).toBeLessThanOrEqual(140);
    }
  });

  it('has the ids of the contract', () => {
    const idsOf = (name: string) =>
      languageModel.types.find(type => type.name === name)?.values.map(value => value.id);
    expect(idsOf('ACCOUNT_KIND')).toEqual([...accountKinds]);
    expect(idsOf('SPENDING_CATEGORY')).toEqual([...spendingCategories]);
  });

  it('elicits the PIN by a prompt that exists', () => {
    const pin = model.dialog?.intents.find(intent => intent.name === 'PinIntent')?.slots[0];
    expect(pin).toMatchObject({ name: 'pin', type: 'AMAZON.FOUR_DIGIT_NUMBER', elicitationRequired: true });
    expect(model.prompts.map(prompt => prompt.id)).toContain(pin?.prompts.elicitation);
  });

  it('has every slot that the skill asks for in its dialog, which Alexa wants for Dialog.ElicitSlot', () => {
    for (const { intent, slot } of Object.values(factorSlots)) {
      const asked = model.dialog?.intents.find(({ name }) => name === intent);
      expect(asked?.slots.map(({ name }) => name)).toContain(slot);
    }
  });

  it('stays within the size that Alexa takes', () => {
    const bytes = readFileSync(new URL('../../../models/en-US.json', import.meta.url)).byteLength;
    expect(bytes).toBeLessThan(1_500_000);
  });
});

const dev = new URL('../../../../shared/data/utterances/dev.json', import.meta.url);

describe('the words of the model', () => {
  it('are not in the background', () => {
    const modelled = new Set(
      samples
        .filter(({ intent }) => intent !== 'AMAZON.FallbackIntent')
        .map(({ sample }) => normalize(sample)),
    );
    expect(background.filter(phrase => modelled.has(normalize(phrase)))).toEqual([]);
  });

  it.skipIf(!existsSync(dev))('are our own: no sentence of the measuring set is among them', () => {
    const sentences = z.array(z.object({ text: z.string() })).parse(JSON.parse(readFileSync(dev, 'utf8')));
    const theirs = new Set(sentences.map(({ text }) => normalize(text)));
    // What the skill itself tells customers to say has to be in the model as it is, whoever else says it
    // ("Design the Prompts for Your Skill").
    const told = replies.helpCard({ bankName: '' }).text.match(/(?<=")[^"]+(?=")/g) ?? [];
    for (const phrase of told) theirs.delete(normalize(phrase));
    const ours = [...samples.map(({ sample }) => sample), ...background];
    expect(ours.filter(sample => theirs.has(normalize(sample)))).toEqual([]);
  });
});

describe('reading a model', () => {
  it('says what is wrong with a file', () => {
    expect(() => parseInteractionModel('{', 'models/x.json')).toThrow(/models\/x\.json is not JSON/);
    expect(() => parseInteractionModel('{}', 'models/x.json')).toThrow(/is not an Alexa interaction model/);
    expect(() => loadInteractionModel('de-DE')).toThrow(/models\/de-DE\.json is missing/);
    expect(() => loadInteractionModel('../etc/passwd')).toThrow(InteractionModelError);
  });
});
