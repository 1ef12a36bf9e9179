/**
 * The browser's own speech recognition (Web Speech API): it sends what it hears to the browser's maker, so that nobody
 * is heard by it who has not agreed to that.
 */

/** What of the API is used; browsers name it in two ways, and the types of the DOM in none. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  maxAlternatives: number;
  onstart: (() => void) | null;
  onresult:
    ((event: { readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>> }) => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

const constructorOf = (): (new () => Recognition) | null => {
  // One of the two, or neither.
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as {
    SpeechRecognition?: new () => Recognition;
    webkitSpeechRecognition?: new () => Recognition;
  };
  return SpeechRecognition ?? webkitSpeechRecognition ?? null;
};

export const hasBrowserRecognition = (): boolean => constructorOf() !== null;

const agreedKey = 'sottovoce-browser-hears';

/** Whether the person has agreed, in this tab; another is asked again, so that no yes outlives its moment. */
export const hasAgreed = (): boolean => sessionStorage.getItem(agreedKey) === 'yes';
export const agree = (): void => sessionStorage.setItem(agreedKey, 'yes');

/** What came of it: words, none, or a name that the API has for the problem. */
export type BrowserHeard = { readonly text: string | null } | { readonly problem: string };

export interface BrowserHearing {
  /** Ends it; what was heard is still told. */
  stop(): void;
  cancel(): void;
}

/** Listens until it is stopped. */
export function listenWithBrowser(
  locale: string,
  onStart: () => void,
  onHeard: (heard: BrowserHeard) => void,
): BrowserHearing | null {
  const Constructor = constructorOf();
  if (Constructor === null) return null;
  const recognition = new Constructor();
  recognition.lang = locale;
  recognition.interimResults = false;
  recognition.maxAlternatives = 1;
  let heard: BrowserHeard = { text: null };
  recognition.onstart = onStart;
  recognition.onresult = ({ results }) => {
    heard = { text: results[0]?.[0]?.transcript ?? null };
  };
  recognition.onerror = ({ error }) => {
    if (error !== 'no-speech') heard = { problem: error };
  };
  recognition.onend = () => onHeard(heard);
  recognition.start();
  return {
    stop: () => recognition.stop(),
    cancel: () => {
      recognition.onend = null;
      recognition.abort();
    },
  };
}
