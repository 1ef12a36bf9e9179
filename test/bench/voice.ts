/**
 * How well the simulator hears: sentences of the measuring set and PINs, said by flite and heard by PocketSphinx as the
 * page has them heard. Beside it, what the samples alone would make of the same sounds, and what the model of all speech
 * makes of the PINs. A synthetic voice is clearer than a person: the ratios count, not the shares.
 */
import { loadInteractionModel } from '../../src/simulator/interaction-model.ts';
import { createUnderstanding } from '../../src/simulator/understand/index.ts';
import background from '../../src/simulator/understand/background.json' with { type: 'json' };
import { bytesPerSample, sampleRateHz } from '../../src/simulator/voice/audio-format.ts';
import { samplesOf } from '../../src/simulator/voice/audio.ts';
import { digitsWords } from '../../src/simulator/voice/digits-grammar.ts';
import { createFlite } from '../../src/simulator/voice/flite.ts';
import { createPocketSphinx } from '../../src/simulator/voice/pocketsphinx.ts';
import type { Expected } from '../../src/simulator/voice/recognizer.ts';
import { segmentsOf } from '../../src/simulator/voice/segments.ts';
import { spokenWords } from '../../src/simulator/voice/sentences.ts';
import { loadUtterances, scoreTiers, understandAll, type Utterance } from '../simulator/understand/tiers.ts';

/** Shares, 0 to 1. */
interface Heard {
  /** Words that were heard wrongly, left out or made up, for each word of the sentences that the skill answers. */
  readonly wordErrors: number;
  /** What the skill answers and was understood; what it does not answer and was rejected. */
  readonly understood: number;
  readonly rejected: number;
}

export interface VoiceFigures {
  readonly sentences: number;
  readonly pins: number;
  /** What is typed is understood without a mistake of hearing. */
  readonly typed: Omit<Heard, 'wordErrors'>;
  readonly mixed: Heard;
  readonly samplesAlone: Heard;
  /** PINs that were heard digit by digit. */
  readonly pinsAsDigits: number;
  readonly pinsAsSpeech: number;
  /** Of sentences that are no PIN, said when one was asked for: how many were taken for digits. */
  readonly takenForDigits: number;
  /** Seconds that hearing takes for each second of speech, one utterance after the other. */
  readonly timesRealTime: number;
}

/** Every so-manieth, as many as wanted, from all over the set. */
const spread = <Item>(items: readonly Item[], wanted: number): readonly Item[] =>
  items.filter((_, at) => at % Math.max(1, Math.floor(items.length / wanted)) === 0).slice(0, wanted);

const digitNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** The same PINs in each run, no two alike. */
const pinOf = (at: number): string =>
  Array.from(String((at * 1_667 + 1_234) % 10_000).padStart(4, '0'), digit => digitNames[Number(digit)]).join(
    ' ',
  );

const pinIsAsked: Expected = { kind: 'digits', digits: 4 };
const anything: Expected = { kind: 'speech' };

/** Null where PocketSphinx or the measuring set is absent. */
export async function measureVoice(
  path: string | undefined,
  wanted: { readonly sentences: number; readonly pins: number },
): Promise<VoiceFigures | null> {
  const utterances = loadUtterances();
  const model = loadInteractionModel();
  const flite = createFlite();
  const pronounce = (words: readonly string[]) => flite.pronounce(words);
  const common = { locale: 'en-US', model, pronounce, path };
  const mixed = createPocketSphinx({ ...common, background });
  const samplesAlone = createPocketSphinx({ ...common, background: [] });
  try {
    if (utterances === null || mixed.unavailable() !== null) return null;
    const understand = createUnderstanding(model);
    const inScope = spread(
      utterances.filter(({ tier }) => tier === 'core'),
      wanted.sentences,
    );
    const foreign = spread(
      utterances.filter(({ tier }) => tier === 'oos-far'),
      wanted.sentences,
    );
    const asked = [...inScope, ...foreign];
    const pins = Array.from({ length: wanted.pins }, (_, at) => pinOf(at));

    const record = async (words: string): Promise<Buffer> => {
      const { samples } = samplesOf(await flite.speak(segmentsOf(words)));
      return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    };
    const sounds = new Map<string, Buffer>();
    for (const words of [...asked.map(({ text }) => text), ...pins]) sounds.set(words, await record(words));

    let speechSeconds = 0;
    let heardSeconds = 0;
    const hear = async (recognizer: typeof mixed, words: string, expected: Expected): Promise<string> => {
      const sound = sounds.get(words) ?? Buffer.alloc(0);
      const began = performance.now();
      const heard = await recognizer.hear(sound, expected, new AbortController().signal);
      heardSeconds += (performance.now() - began) / 1_000;
      speechSeconds += sound.length / bytesPerSample / sampleRateHz;
      return heard.kind === 'heard' ? heard.text : '';
    };
    const hearAll = async (recognizer: typeof mixed): Promise<Heard> => {
      const heard: Utterance[] = [];
      let errors = 0;
      for (const utterance of asked) {
        const text = await hear(recognizer, utterance.text, anything);
        heard.push({ ...utterance, text });
        if (utterance.tier === 'core') errors += wordsApart(spokenWords(utterance.text), text.split(' '));
      }
      const words = inScope.reduce((sum, { text }) => sum + spokenWords(text).length, 0);
      return { wordErrors: errors / words, ...sharesOf(scoreTiers(understandAll(heard, understand))) };
    };
    const shareOfPins = async (expected: Expected): Promise<number> => {
      let right = 0;
      for (const pin of pins) if ((await hear(mixed, pin, expected)) === pin) right += 1;
      return right / pins.length;
    };

    const byMixed = await hearAll(mixed);
    const timesRealTime = heardSeconds / speechSeconds;
    let taken = 0;
    const ofDigits = digitsWords();
    for (const { text } of asked) {
      const heard = await hear(mixed, text, pinIsAsked);
      if (heard !== '' && heard.split(' ').every(word => ofDigits.has(word))) taken += 1;
    }
    return {
      sentences: asked.length,
      pins: pins.length,
      typed: sharesOf(scoreTiers(understandAll(asked, understand))),
      mixed: byMixed,
      samplesAlone: await hearAll(samplesAlone),
      pinsAsDigits: await shareOfPins(pinIsAsked),
      pinsAsSpeech: await shareOfPins(anything),
      takenForDigits: taken / asked.length,
      timesRealTime,
    };
  } finally {
    await mixed.close();
    await samplesAlone.close();
    await flite.close();
  }
}

const sharesOf = ({ core, 'oos-far': far }: ReturnType<typeof scoreTiers>) => ({
  understood: core.right,
  rejected: far.right,
});

/** How many words have to be changed, added or left out (Levenshtein). */
function wordsApart(said: readonly string[], heard: readonly string[]): number {
  let row = heard.map((_, at) => at + 1);
  said.forEach((word, at) => {
    let diagonal = at;
    let left = at + 1;
    row = row.map((above, index) => {
      const here = word === heard[index] ? diagonal : 1 + Math.min(diagonal, above, left);
      diagonal = above;
      left = here;
      return here;
    });
  });
  return row.at(-1) ?? said.length;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);

/** The figures as text. */
export function voiceText(figures: VoiceFigures | null): string {
  if (figures === null)
    return 'Voice: PocketSphinx (npm run voice:setup) or ../shared/data/utterances is absent, so nothing is heard.\n';
  const { typed, mixed, samplesAlone } = figures;
  const line = (name: string, words: string, { understood, rejected }: Omit<Heard, 'wordErrors'>): string =>
    `  ${name.padEnd(28)} ${words.padStart(8)} ${percent(understood)} ${percent(rejected)}`;
  return [
    `Voice: ${figures.sentences} sentences of others and ${figures.pins} PINs, said by flite`,
    `  ${''.padEnd(28)}  word err.  answered  rejected`,
    line('typed', '', typed),
    line('samples and general phrases', percent(mixed.wordErrors), mixed),
    line('samples alone', percent(samplesAlone.wordErrors), samplesAlone),
    '',
    `  PINs heard where digits are expected ${percent(figures.pinsAsDigits)}, as any speech ${percent(figures.pinsAsSpeech)}`,
    `  sentences taken for digits there     ${percent(figures.takenForDigits)}`,
    `  ${figures.timesRealTime.toFixed(2)} s for each second of speech`,
    '',
  ].join('\n');
}
