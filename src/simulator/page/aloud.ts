/** The reply, spoken: by a voice of this browser where there is one on this machine, else by the voice of the server. */
import { useCallback, useState } from 'preact/hooks';
import type { TurnRow } from '../page-api.ts';
import { spokenWords } from '../speech.ts';
import { segmentsOf, type Segment } from '../voice/segments.ts';
import { ServerRefusal } from './client.ts';
import { fetchSpeech } from './voice-client.ts';

const synthesis: SpeechSynthesis | null = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : null;
// Browsers find their voices late, and only after somebody has asked.
synthesis?.getVoices();

const settingKey = 'sottovoce-aloud';

/** What is being said just now; aborted by whatever comes next. */
let saying = new AbortController();

export interface Aloud {
  readonly on: boolean;
  set(on: boolean): void;
  /** Somebody has spoken, and wants an answer in kind: turns it on, unless it was ever turned off by hand. */
  answerInKind(): void;
  /** Says the reply of a turn, if it is on. */
  tell(row: TurnRow, locale: string): void;
}

/** The switch, as it was left the last time. */
export function useAloud(): Aloud {
  const [setting, setSetting] = useState(() => localStorage.getItem(settingKey));
  const keep = useCallback((on: boolean) => {
    localStorage.setItem(settingKey, on ? 'on' : 'off');
    setSetting(on ? 'on' : 'off');
    if (!on) hush();
  }, []);
  return {
    on: setting === 'on',
    set: keep,
    answerInKind: () => {
      if (localStorage.getItem(settingKey) === null) keep(true);
    },
    tell: (row, locale) => {
      const speech = speechOf(row);
      // Read again: the question may have turned it on.
      if (speech !== null && localStorage.getItem(settingKey) === 'on') void speak(speech, locale);
    },
  };
}

/** With its markup where the device has said nothing else. */
function speechOf({ turn }: TurnRow): string | null {
  const output = turn.response?.response.outputSpeech;
  return output?.type === 'SSML' && spokenWords(output) === turn.speech ? output.ssml : turn.speech;
}

/** Stops what is being said. */
export function hush(): void {
  saying.abort();
  synthesis?.cancel();
}

async function speak(speech: string, locale: string): Promise<void> {
  hush();
  saying = new AbortController();
  const { signal } = saying;
  // A voice on this machine, so that the reply does not go to the browser's maker to be spoken.
  const voice = synthesis
    ?.getVoices()
    .find(each => each.localService && each.lang.startsWith(locale.slice(0, 2)));
  const isSpeaking = document.documentElement.dataset;
  isSpeaking.voice = 'speaking';
  try {
    if (synthesis !== null && voice !== undefined) {
      for (const segment of segmentsOf(speech)) await saySegment(synthesis, voice, segment, signal);
    } else {
      await playSound(await fetchSpeech(speech, signal), signal);
    }
  } catch (error) {
    // The words are on the page: a voice that fails is no reason to trouble anybody.
    if (!signal.aborted && !(error instanceof ServerRefusal) && !(error instanceof DOMException)) throw error;
  } finally {
    if (saying.signal === signal) delete isSpeaking.voice;
  }
}

function saySegment(
  by: SpeechSynthesis,
  voice: SpeechSynthesisVoice,
  segment: Segment,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true });
    if (segment.kind === 'pause') {
      setTimeout(resolve, segment.ms);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(segment.text);
    utterance.lang = voice.lang;
    utterance.voice = voice;
    utterance.rate = segment.manner.rate;
    utterance.pitch = segment.manner.pitch;
    utterance.volume = Math.min(segment.manner.volume, 1);
    utterance.onend = () => resolve();
    utterance.onerror = () => resolve();
    by.speak(utterance);
  });
}

/** Resolves when it has been heard to the end, or stopped. */
async function playSound(wav: ArrayBuffer, signal: AbortSignal): Promise<void> {
  const context = new AudioContext();
  try {
    const buffer = await context.decodeAudioData(wav);
    signal.throwIfAborted();
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    await new Promise<void>(resolve => {
      source.onended = () => resolve();
      signal.addEventListener('abort', () => source.stop(), { once: true });
      source.start();
    });
  } finally {
    await context.close();
  }
}
