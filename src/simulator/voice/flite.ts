/** Speech synthesis on this machine: flite (Carnegie Mellon University), compiled to WebAssembly, voices inside. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sampleRateHz } from './audio-format.ts';
import { samplesOf, wavOf } from './audio.ts';
import { memoryFolder } from './memory-folder.ts';
import type { Manner, Segment } from './segments.ts';

export interface FliteRequest {
  readonly id: number;
  readonly args: readonly string[];
}

export interface FliteAnswer {
  readonly id: number;
  /** 0 when it went well. */
  readonly status: number;
  readonly printed: string;
  readonly wav: Uint8Array | null;
}

export interface FliteWorkerData {
  readonly workFolder: string;
}

/** What flite is given at once; Alexa speaks no more than this in one reply. */
export const maxSpokenCharacters = 8_000;

/** A reply of the greatest length takes about as long. */
const deadlineMs = 20_000;

/** One of flite's voices: an American woman's, clearest of those that the package has. */
const voice = 'slt';
const usualPitchHz = 167;

/** It did not speak; the message holds none of the words. */
export class SpeechFailure extends Error {
  override readonly name = 'SpeechFailure';
}

export interface SpeechSynthesizer {
  /** A WAV of these segments, 16 kHz, one channel. Rejects with {@link SpeechFailure}. */
  speak(segments: readonly Segment[]): Promise<Buffer>;
  /** The phones of each word, by its letters; as many rows as words, or none. */
  pronounce(words: readonly string[]): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

/** A thread that starts with the first word, and again after it has failed. */
export function createFlite(): SpeechSynthesizer {
  let thread: Promise<Thread> | null = null;
  const run = async (args: readonly string[]): Promise<FliteAnswer> => {
    const started = (thread ??= startThread());
    try {
      const answer = await (await started).run(args);
      if (answer.status !== 0) throw new SpeechFailure('flite ended without speaking.');
      return answer;
    } catch (error) {
      // Whatever has become of that thread, the next word gets a new one.
      if (thread === started) thread = null;
      await started.then(
        each => each.close(),
        () => undefined,
      );
      throw error;
    }
  };

  return {
    speak: async segments => {
      const pieces: Int16Array[] = [];
      for (const segment of segments) {
        if (segment.kind === 'pause') {
          pieces.push(new Int16Array(Math.round((segment.ms / 1_000) * sampleRateHz)));
          continue;
        }
        const text = plainText(segment.text);
        if (!/[a-z\d]/i.test(text)) continue;
        const { wav } = await run([...mannerArgs(segment.manner), '-t', text, '-o', '/sound/said.wav']);
        if (wav === null) throw new SpeechFailure('flite left no sound.');
        pieces.push(louder(samplesOf(Buffer.from(wav)).samples, segment.manner.volume));
      }
      return wavOf(concatenated(pieces));
    },
    pronounce: async words => {
      const { printed } = await run(['-voice', voice, '-t', words.join('. '), '-ps', '-o', 'none']);
      // Between two sentences there is a pause, and words here are sentences.
      const phones = printed.trim().split(/\s+/);
      const spoken: string[][] = [[]];
      for (const phone of phones) {
        if (phone !== 'pau') spoken.at(-1)?.push(phone);
        else if (spoken.at(-1)?.length !== 0) spoken.push([]);
      }
      return spoken.filter(each => each.length > 0);
    },
    close: async () => {
      const started = thread;
      thread = null;
      await (await started)?.close();
    },
  };
}

interface Thread {
  run(args: readonly string[]): Promise<FliteAnswer>;
  close(): Promise<void>;
}

async function startThread(): Promise<Thread> {
  const workFolder = await mkdtemp(join(memoryFolder(), 'sottovoce-flite-'));
  const worker = new Worker(new URL('flite-worker.ts', import.meta.url), {
    workerData: { workFolder } satisfies FliteWorkerData,
    // WASI is marked experimental in Node, which is news for no one who listens to a reply.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
  });
  // Nothing waits for a voice when the program ends.
  worker.unref();
  const waiting = new Map<
    number,
    { resolve: (answer: FliteAnswer) => void; reject: (error: Error) => void }
  >();
  let last = 0;
  let failed = false;
  const fail = () => {
    failed = true;
    for (const { reject } of waiting.values()) reject(new SpeechFailure('The thread of flite ended.'));
    waiting.clear();
  };
  worker.on('message', (answer: FliteAnswer) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  worker.on('error', fail);
  worker.on('exit', fail);
  return {
    run: args =>
      new Promise((resolve, reject) => {
        if (failed) {
          reject(new SpeechFailure('The thread of flite ended.'));
          return;
        }
        const id = (last += 1);
        const tooLong = setTimeout(() => reject(new SpeechFailure('flite took too long.')), deadlineMs);
        const settle =
          <Value>(how: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(tooLong);
            how(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        worker.postMessage({ id, args } satisfies FliteRequest);
      }),
    close: async () => {
      await worker.terminate();
      await rm(workFolder, { recursive: true, force: true });
    },
  };
}

const mannerArgs = ({ rate, pitch }: Manner): string[] => [
  '-voice',
  voice,
  '--setf',
  `duration_stretch=${(1 / rate).toFixed(3)}`,
  ...(pitch === 1 ? [] : ['--setf', `int_f0_target_mean=${(usualPitchHz * pitch).toFixed(1)}`]),
];

const currencies: Readonly<Record<string, string>> = { '£': 'pounds', '€': 'euros', '¥': 'yen' };

/** What flite can read: ASCII. It knows dollars; other currencies are written out behind their amount. */
export function plainText(text: string): string {
  return text
    .slice(0, maxSpokenCharacters)
    .replaceAll(
      /([£€¥])\s?(\d[\d,]*(?:\.\d+)?)/g,
      (_, sign: string, amount: string) => `${amount} ${currencies[sign] ?? ''}`,
    )
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u2013\u2014\u2026]/g, ', ')
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function louder(samples: Int16Array, volume: number): Int16Array {
  if (volume === 1) return samples;
  return samples.map(sample => Math.min(Math.max(Math.round(sample * volume), -32_768), 32_767));
}

function concatenated(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
