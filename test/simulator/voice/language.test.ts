import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { digitsGrammar, digitsWords, maxDigits } from '../../../src/simulator/voice/digits-grammar.ts';
import { trigramModel } from '../../../src/simulator/voice/language-model.ts';
import { lookUp, pronounced } from '../../../src/simulator/voice/lexicon.ts';
import { spokenSentences, spokenWords } from '../../../src/simulator/voice/sentences.ts';

/** An ARPA file, read as a recogniser reads it. */
function readModel(arpa: string) {
  const chances = new Map<string, number>();
  const backoffs = new Map<string, number>();
  const counts: number[] = [];
  let order = 0;
  for (const line of arpa.split('\n')) {
    const section = /^\\(\d)-grams:$/.exec(line);
    const declared = /^ngram \d=(\d+)$/.exec(line);
    if (section !== null) order = Number(section[1]);
    else if (declared !== null) counts.push(Number(declared[1]));
    else if (order > 0 && line.startsWith('-')) {
      const [chance = '', ...rest] = line.split(' ');
      const words = rest.slice(0, order).join(' ');
      chances.set(words, 10 ** Number(chance));
      if (rest.length > order) backoffs.set(words, 10 ** Number(rest[order]));
    }
  }
  const chance = (history: readonly string[], word: string): number => {
    const found = chances.get([...history, word].join(' '));
    if (found !== undefined || history.length === 0) return found ?? 0;
    return (backoffs.get(history.join(' ')) ?? 1) * chance(history.slice(1), word);
  };
  return { chances, counts, chance };
}

describe('the trigram model', () => {
  const word = fc.constantFrom('my', 'balance', 'what', 'is', 'card', 'please');
  const sentence = fc.record({
    words: fc.array(word, { minLength: 1, maxLength: 5 }),
    weight: fc.integer({ min: 1, max: 3 }),
  });

  it('gives all words together the chance of one after whatever was heard', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 12 }), sentences => {
        const { chances, chance } = readModel(trigramModel(sentences));
        const all = [...chances.keys()].filter(each => !each.includes(' ') && each !== '<s>');
        for (const history of chances.keys()) {
          const heard = history.split(' ');
          if (heard.length > 2 || heard.includes('</s>')) continue;
          const sum = all.reduce((total, next) => total + chance(heard, next), 0);
          expect(sum).toBeCloseTo(1, 2);
        }
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('declares as many entries as it has, and expects what was heard more often', () => {
    const { chances, counts, chance } = readModel(
      trigramModel([
        { words: ['my', 'balance'], weight: 3 },
        { words: ['my', 'card'], weight: 1 },
      ]),
    );
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(chances.size);
    expect(chance(['<s>', 'my'], 'balance')).toBeGreaterThan(chance(['<s>', 'my'], 'card'));
    expect(chance(['<s>', 'my'], 'my')).toBeGreaterThan(0);
  });

  it('is the same for the same sentences', () => {
    const sentences = [{ words: ['what', 'is', 'my', 'balance'], weight: 3 }];
    expect(trigramModel(sentences)).toBe(trigramModel(sentences));
  });
});

describe('what is taught', () => {
  const model = loadInteractionModel();
  const sentences = spokenSentences(model, ["what's the weather", 'play 3 songs']);
  const said = new Map(sentences.map(({ words, weight }) => [words.join(' '), weight]));

  it('has no slot, digit or capital left in it', () => {
    for (const { words } of sentences) for (const word of words) expect(word).toMatch(/^[a-z][a-z'.]*$/);
  });

  it('weighs what the skill answers more than what it does not', () => {
    expect(said.get("what's my balance")).toBe(3);
    expect(said.get("what's the weather")).toBe(1);
    expect(said.has('open sotto voce')).toBe(true);
  });

  it('has every value of the catalogues, said in a sentence', () => {
    const all = [...said.keys()].join('\n');
    for (const { values } of model.languageModel.types)
      for (const { name } of values)
        for (const value of [name.value, ...name.synonyms])
          expect(all).toContain(spokenWords(value).join(' '));
  });

  it('reads written words as they are said', () => {
    expect(spokenWords('What’s my A.P.R., please?')).toEqual(["what's", 'my', 'a.p.r.', 'please']);
    expect(spokenWords('café — 24/7')).toEqual(['cafe']);
  });
});

describe('the dictionary', () => {
  const dictionary = 'either IY DH ER\neither(2) AY DH ER\neitherway IY\nmy M AY\n';

  it('has every way in which a word is said, and names the words that it lacks', () => {
    expect(lookUp(new Set(['either', 'my', 'netflix']), dictionary)).toEqual({
      lines: ['either IY DH ER', 'either(2) AY DH ER', 'my M AY'],
      missing: ['netflix'],
    });
  });

  it('takes what it lacks from the letters, and leaves out what is no phone', async () => {
    const pronounce = () => Promise.resolve([['n', 'eh', 't'], ['ax', 'k'], ['?']]);
    expect(await pronounced(['net', 'ack', 'odd'], pronounce)).toEqual(['net N EH T', 'ack AH K']);
    expect(await pronounced(['one', 'two'], () => Promise.resolve([['w']]))).toEqual([]);
    expect(await pronounced([], () => Promise.reject(new Error('asked')))).toEqual([]);
  });
});

describe('the grammar of digits', () => {
  it('defines every rule that it uses', () => {
    for (let digits = 1; digits <= maxDigits; digits += 1) {
      const grammar = digitsGrammar(digits);
      const defined = new Set(Array.from(grammar.matchAll(/^(?:public )?(<\w+>) =/gm), ([, rule]) => rule));
      for (const [rule] of grammar.matchAll(/<\w+>/g)) expect(defined).toContain(rule);
      expect(grammar).toContain(`<digits${digits}> |`);
    }
  });

  it('knows the digits, the groups and the ways out', () => {
    const words = digitsWords();
    for (const word of ['oh', 'zero', 'nine', 'double', 'twelve', 'forty', 'pin', 'never', 'stop', "don't"])
      expect(words).toContain(word);
    expect([...words].filter(word => !/^[a-z']+$/.test(word) || word === 'public')).toEqual([]);
  });
});
