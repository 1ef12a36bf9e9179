/** Hearing, as the page lives it: held, released, cancelled, and what came of it. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { agree, hasAgreed, hasBrowserRecognition, listenWithBrowser } from './browser-recognition.ts';
import { ServerRefusal } from './client.ts';
import { browserProblemWords, listeningWords, microphoneWords } from './listening-words.ts';
import { MicrophoneRefusal, openMicrophone } from './microphone.ts';
import { getVoice, hear } from './voice-client.ts';

export type Ear =
  | { readonly phase: 'idle' | 'opening' | 'listening' | 'recognising' }
  /** Nothing came of it, and this says why and what to do. */
  | { readonly phase: 'told'; readonly sentence: string }
  /** This machine cannot hear, the browser could: whether it may. */
  | { readonly phase: 'offering'; readonly sentence: string };

export interface Listening {
  readonly ear: Ear;
  /** How loud it is, 0 to 1; told many times a second to whoever draws it. */
  readonly watchLevel: (draw: ((level: number) => void) | null) => void;
  readonly press: () => void;
  readonly release: () => void;
  readonly cancel: () => void;
  /** Takes away what it had to say. */
  readonly dismiss: () => void;
  /** The person agrees that the browser's maker hears, or does not. */
  readonly answerOffer: (agrees: boolean) => void;
}

interface Options {
  readonly session: string;
  /** Whether what is said next is a voice PIN. */
  readonly awaitsPin: boolean;
  readonly locale: string;
  /** Before the first sound: whatever speaks must be quiet. */
  readonly onPress: () => void;
  readonly onHeard: (text: string) => void;
}

/** What is under way between press and release. */
interface Attempt {
  /** Ends the recording; what was heard goes on. Null until there is one. */
  stop: (() => void) | null;
  /** Whether it was let go before anybody listened: what stands in the way is still told. */
  isReleased: boolean;
  cancel: () => void;
}

const idle: Ear = { phase: 'idle' };

export function useListening({ session, awaitsPin, locale, onPress, onHeard }: Options): Listening {
  const [ear, setEar] = useState<Ear>(idle);
  const attempt = useRef<Attempt | null>(null);
  const draw = useRef<((level: number) => void) | null>(null);

  const end = useCallback((next: Ear) => {
    attempt.current?.cancel();
    attempt.current = null;
    setEar(next);
  }, []);

  const told = useCallback((sentence: string) => end({ phase: 'told', sentence }), [end]);

  const settle = (text: string | null) => {
    if (text === null) {
      told(listeningWords.nothing);
      return;
    }
    end(idle);
    onHeard(text);
  };

  const press = () => {
    if (attempt.current !== null) return;
    onPress();
    const own: Attempt = { stop: null, isReleased: false, cancel: () => undefined };
    attempt.current = own;
    const isOver = () => attempt.current !== own;
    setEar({ phase: 'opening' });
    void (async () => {
      try {
        const { hearing } = await getVoice();
        if (isOver()) return;
        if (!hearing.available && !hasBrowserRecognition())
          told(`${hearing.sentence} ${listeningWords.typing}`);
        else if (!hearing.available && awaitsPin) told(listeningWords.pinStays);
        else if (!hearing.available && !hasAgreed()) end({ phase: 'offering', sentence: hearing.sentence });
        else if (own.isReleased) told(listeningWords.tooShort);
        else if (hearing.available) await byThisMachine(own, isOver);
        else byTheBrowser(own, isOver);
      } catch (error) {
        if (isOver()) return;
        if (error instanceof MicrophoneRefusal) told(microphoneWords[error.problem]);
        else if (error instanceof ServerRefusal) told(error.message);
        else {
          end(idle);
          throw error;
        }
      }
    })();
  };

  const byThisMachine = async (own: Attempt, isOver: () => boolean) => {
    const recording = await openMicrophone(
      level => draw.current?.(level),
      () => own.stop?.(),
    );
    if (isOver() || own.isReleased) {
      recording.cancel();
      if (!isOver()) told(listeningWords.tooShort);
      return;
    }
    const gone = new AbortController();
    own.cancel = () => {
      recording.cancel();
      gone.abort();
    };
    const samples = new Promise<Int16Array<ArrayBuffer> | null>((resolve, reject) => {
      own.stop = () => {
        own.stop = null;
        setEar({ phase: 'recognising' });
        recording.stop().then(resolve, reject);
      };
    });
    setEar({ phase: 'listening' });
    const heard = await samples;
    if (isOver()) return;
    if (heard === null) {
      told(listeningWords.tooShort);
      return;
    }
    const { text } = await hear(session, heard, gone.signal);
    if (!isOver()) settle(text);
  };

  const byTheBrowser = (own: Attempt, isOver: () => boolean) => {
    const hearing = listenWithBrowser(
      locale,
      () => {
        if (!isOver()) setEar({ phase: 'listening' });
      },
      heard => {
        if (isOver()) return;
        if ('problem' in heard) told(browserProblemWords(heard.problem));
        else settle(heard.text);
      },
    );
    if (hearing === null) return;
    own.cancel = () => hearing.cancel();
    own.stop = () => {
      own.stop = null;
      setEar({ phase: 'recognising' });
      hearing.stop();
    };
  };

  const { phase } = ear;
  const isActive = phase === 'opening' || phase === 'listening' || phase === 'recognising';
  useEffect(() => {
    if (!isActive) return;
    const cancel = () => end(idle);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    // Before the field and the page, for which this key means something else.
    addEventListener('keydown', onKey, { capture: true });
    // Elsewhere, nobody sees that it listens. While it opens, the browser's question takes the key that is let go.
    const onBlur = () => {
      if (phase === 'listening') cancel();
      else if (phase === 'opening' && attempt.current !== null) attempt.current.isReleased = true;
    };
    addEventListener('blur', onBlur);
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      removeEventListener('blur', onBlur);
    };
  }, [isActive, phase, end]);
  useEffect(() => () => attempt.current?.cancel(), []);

  return {
    ear,
    watchLevel: useCallback(wanted => {
      draw.current = wanted;
    }, []),
    press,
    release: () => {
      const { current } = attempt;
      if (current === null) return;
      if (current.stop === null) current.isReleased = true;
      else current.stop();
    },
    cancel: () => end(idle),
    dismiss: () => setEar(before => (before.phase === 'told' || before.phase === 'offering' ? idle : before)),
    answerOffer: agrees => {
      if (agrees) agree();
      end(agrees ? { phase: 'told', sentence: listeningWords.tooShort } : idle);
    },
  };
}
