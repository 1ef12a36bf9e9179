/**
 * Speech recognition on this machine by CMU PocketSphinx, from Debian's packages: a child process for each utterance,
 * with a deadline. What it needs to know of the language is written once into a private folder; the samples are in a
 * file there while the child runs, and nowhere else. Why this engine: docs/decisions/0015-speech-on-this-machine.md.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InteractionModel } from '../interaction-model.ts';
import { bytesPerSample, sampleRateHz } from './audio-format.ts';
import { digitsGrammar, digitsWords, maxDigits } from './digits-grammar.ts';
import { trigramModel } from './language-model.ts';
import { lookUp, pronounced, type Pronounce } from './lexicon.ts';
import { memoryFolder } from './memory-folder.ts';
import { findProgram } from './programs.ts';
import type { Expected, HearingFailure, Recognition, SpeechRecognizer } from './recognizer.ts';
import { spokenSentences } from './sentences.ts';

/** Where Debian puts the engine's English, and what the engine is called. */
const debianModels = '/usr/share/pocketsphinx/model/en-us';
const program = 'pocketsphinx_batch';

/** Twenty seconds of speech take two on one core. */
const deadlineMs = 12_000;
const maxAtOnce = 2;

/**
 * When a grammar of digits is believed: it must explain the sound so much better than the model of all speech does, for
 * each frame of 10 ms, and that model may have heard hardly more words. A grammar hears digits in anything, the more so
 * the longer it is, and a wrong PIN would count as an attempt (docs/decisions/0015-speech-on-this-machine.md).
 */
const leastGainPerFrame = 4;
const mostWordsMore = 1;
const framesPerSecond = 100;

export interface PocketSphinxOptions {
  readonly locale: string;
  readonly model: InteractionModel;
  /** General sentences, beside the samples. */
  readonly background: readonly string[];
  /** How to say a word that the dictionary lacks. */
  readonly pronounce: Pronounce;
  /** Where programs are looked for, as the shell has it. */
  readonly path: string | undefined;
  readonly modelsDir?: string;
}

/** Where the engine is; null where it or its English is not installed. */
export function findPocketSphinx(path: string | undefined, modelsDir = debianModels): string | null {
  const hasModels = ['cmudict-en-us.dict', 'en-us'].every(name => existsSync(join(modelsDir, name)));
  return hasModels ? findProgram(program, path) : null;
}

/** Looks for the engine and its English, whenever it is asked; installs nothing. */
export function createPocketSphinx(options: PocketSphinxOptions): SpeechRecognizer {
  const modelsDir = options.modelsDir ?? debianModels;
  let language: Promise<Language> | null = null;
  let running = 0;

  const find = () => findPocketSphinx(options.path, modelsDir);
  const unavailable = (): HearingFailure | null => {
    if (!options.locale.startsWith('en')) return 'other_language';
    return find() === null ? 'not_installed' : null;
  };

  // A language that could not be written is tried again with the next utterance.
  const know = (): Promise<Language> =>
    (language ??= writeLanguage(options, modelsDir).catch((error: unknown) => {
      language = null;
      throw error;
    }));

  const decode = async (
    engine: string,
    samples: Buffer,
    expected: Expected,
    signal: AbortSignal,
  ): Promise<Recognition> => {
    const known = await know();
    const folder = await mkdtemp(join(known.folder, 'heard-'));
    try {
      await writeFile(join(folder, 'samples.raw'), samples, { mode: 0o600 });
      await writeFile(join(folder, 'list'), 'samples\n', { mode: 0o600 });
      const run = (name: string, args: readonly string[]) =>
        runEngine(engine, [...args, '-hmm', join(modelsDir, 'en-us')], folder, name, signal);
      const speech = run('speech', ['-lm', known.speech, '-dict', known.dictionary]);
      if (expected.kind === 'speech') return recognitionOf(await speech);
      const grammar = known.grammars[Math.min(Math.max(Math.trunc(expected.digits), 1), maxDigits) - 1] ?? '';
      const both = [speech, run('digits', ['-jsgf', grammar, '-dict', known.digits])] as const;
      // Where one fails, the other still reads the samples, which go when this is over.
      await Promise.allSettled(both);
      const [byModel, byGrammar] = await Promise.all(both);
      const frames = (samples.length / bytesPerSample / sampleRateHz) * framesPerSecond;
      const gain = (byGrammar.score - byModel.score) / frames;
      const isDigits =
        byGrammar.text !== '' &&
        gain >= leastGainPerFrame &&
        wordsIn(byModel) <= wordsIn(byGrammar) + mostWordsMore;
      return recognitionOf(isDigits ? byGrammar : byModel);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    unavailable,
    prepare: () => {
      // What is wrong is said to whoever speaks first.
      if (unavailable() === null) know().catch(() => undefined);
    },
    hear: async (samples, expected, signal) => {
      const failure = unavailable();
      const engine = find();
      if (failure !== null || engine === null) return { kind: 'failed', failure: failure ?? 'not_installed' };
      if (running >= maxAtOnce) return { kind: 'failed', failure: 'busy' };
      running += 1;
      try {
        return await decode(
          engine,
          samples,
          expected,
          AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
        );
      } catch (error) {
        if (error instanceof EngineStopped) return { kind: 'failed', failure: error.failure };
        throw error;
      } finally {
        running -= 1;
      }
    },
    close: async () => {
      const known = await language?.catch(() => null);
      language = null;
      if (known !== null && known !== undefined) await rm(known.folder, { recursive: true, force: true });
    },
  };
}

/** What the engine knows of the language, as files. */
interface Language {
  readonly folder: string;
  /** The model of all speech, and the dictionary of its words. */
  readonly speech: string;
  readonly dictionary: string;
  /** The grammar of one digit, of two, and so on, and the dictionary of their words. */
  readonly grammars: readonly string[];
  readonly digits: string;
}

async function writeLanguage(options: PocketSphinxOptions, modelsDir: string): Promise<Language> {
  const sentences = spokenSentences(options.model, options.background);
  const dictionary = await readFile(join(modelsDir, 'cmudict-en-us.dict'), 'utf8');
  const speech = lookUp(new Set(sentences.flatMap(({ words }) => words)), dictionary);
  const lines = [...speech.lines, ...(await pronounced(speech.missing, options.pronounce))];
  const known = new Set(lines.map(line => line.replace(/[ (].*/, '')));
  // The engine leaves out a word that it cannot pronounce, and would give its chances to nothing.
  const sayable = sentences.filter(({ words }) => words.every(word => known.has(word)));

  const folder = await mkdtemp(join(memoryFolder(), 'sottovoce-voice-'));
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  return {
    folder,
    speech: await write('speech.lm', trigramModel(sayable)),
    dictionary: await write('speech.dict', `${lines.join('\n')}\n`),
    digits: await write('digits.dict', `${lookUp(digitsWords(), dictionary).lines.join('\n')}\n`),
    grammars: await Promise.all(
      Array.from({ length: maxDigits }, (_, at) => write(`digits${at + 1}.gram`, digitsGrammar(at + 1))),
    ),
  };
}

/** The engine did not come to an end by itself, or came to a bad one. */
class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
  readonly failure: HearingFailure;

  constructor(failure: HearingFailure) {
    super(failure);
    this.failure = failure;
  }
}

interface Decoded {
  readonly text: string;
  /** The logarithm of how well it explains the sound; to be compared between two of the same samples. */
  readonly score: number;
}

/** One run over one utterance. Its report goes nowhere, because it repeats what was said. */
async function runEngine(
  engine: string,
  args: readonly string[],
  folder: string,
  name: string,
  signal: AbortSignal,
): Promise<Decoded> {
  const hypothesis = join(folder, name);
  const io = ['-adcin', 'yes', '-cepdir', folder, '-cepext', '.raw', '-ctl', join(folder, 'list')];
  // Normalised over the whole utterance, which is there already: the live kind needs a while to settle.
  const fixed = ['-cmn', 'batch', '-hyp', hypothesis, '-logfn', '/dev/null'];
  await new Promise<void>((resolve, reject) => {
    execFile(
      engine,
      [...args, ...io, ...fixed],
      { cwd: folder, env: {}, signal, killSignal: 'SIGKILL', windowsHide: true },
      error => {
        if (error === null) resolve();
        else reject(new EngineStopped(signal.aborted ? 'too_slow' : 'engine_failed'));
      },
    );
  });
  // "what's my balance (samples -6345)"; where it heard no word, there is a score and nothing before it.
  const line = await readFile(hypothesis, 'utf8').catch(() => '');
  const [, text = '', score = '-Infinity'] = /^(.*?) ?\(samples (-?\d+)\)\s*$/.exec(line) ?? [];
  return { text: text.trim(), score: Number(score) };
}

const wordsIn = ({ text }: Decoded): number => text.split(' ').length;

const recognitionOf = ({ text }: Decoded): Recognition =>
  text === '' ? { kind: 'nothing' } : { kind: 'heard', text };
