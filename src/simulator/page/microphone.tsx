/** What can be seen of hearing: the button to hold, the level while it listens, and what it has to say. */
import { useEffect, useRef } from 'preact/hooks';
import { listeningWords } from './listening-words.ts';
import type { Listening } from './use-listening.ts';

/** Held by finger, mouse or key; a click that nobody holds, as a screen reader makes it, begins and ends it. */
export function MicrophoneButton({ listening, disabled }: { listening: Listening; disabled: boolean }) {
  const { phase } = listening.ear;
  const isActive = phase === 'opening' || phase === 'listening';
  const isHold = (key: string) => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      class="microphone"
      aria-label="Hold to speak"
      aria-pressed={isActive}
      title="Hold to speak (space bar)"
      disabled={disabled || phase === 'recognising'}
      onPointerDown={event => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        listening.press();
      }}
      onPointerUp={() => listening.release()}
      onPointerCancel={() => listening.cancel()}
      onContextMenu={event => event.preventDefault()}
      onKeyDown={event => {
        if (!isHold(event.key)) return;
        event.preventDefault();
        if (!event.repeat) listening.press();
      }}
      onKeyUp={event => {
        if (!isHold(event.key)) return;
        event.preventDefault();
        listening.release();
      }}
      onClick={event => {
        // A pointer has been up and down already; a key was kept from clicking.
        if (event.detail !== 0) return;
        if (isActive) listening.release();
        else listening.press();
      }}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <rect x="7.25" y="2.5" width="5.5" height="9.5" rx="2.75" />
        <path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.75" />
      </svg>
    </button>
  );
}

const bars = 24;

/** Over the field, while somebody is heard. */
export function ListeningField({ listening }: { listening: Listening }) {
  const { ear, watchLevel } = listening;
  const meter = useRef<HTMLSpanElement>(null);
  const isListening = ear.phase === 'listening';
  useEffect(() => {
    if (!isListening) return;
    const levels = new Array<number>(bars).fill(0);
    let loudest = 0;
    let frame = 0;
    const paint = () => {
      levels.shift();
      levels.push(loudest);
      loudest *= 0.6;
      [...(meter.current?.children ?? [])].forEach((bar, at) => {
        if (bar instanceof HTMLElement) bar.style.setProperty('--level', (levels[at] ?? 0).toFixed(2));
      });
      frame = requestAnimationFrame(paint);
    };
    watchLevel(level => {
      loudest = Math.max(loudest, level);
    });
    paint();
    return () => {
      watchLevel(null);
      cancelAnimationFrame(frame);
    };
  }, [isListening, watchLevel]);
  if (ear.phase !== 'opening' && ear.phase !== 'listening' && ear.phase !== 'recognising') return null;
  return (
    <div class={`listening ${ear.phase}`} aria-live="polite">
      <strong>{listeningWords[ear.phase]}</strong>
      {isListening ? (
        <>
          <span ref={meter} class="meter" aria-hidden="true">
            {Array.from({ length: bars }, (_, at) => (
              <i key={at} />
            ))}
          </span>
          <span class="how">{listeningWords.release}</span>
        </>
      ) : null}
    </div>
  );
}

/** Above the field: why nothing was heard, or whether the browser may listen. */
export function ListeningNote({ listening }: { listening: Listening }) {
  const { ear } = listening;
  const says = ear.phase === 'told' || ear.phase === 'offering';
  // It takes its room from the newest turn, which stays in view.
  useEffect(() => {
    if (says) scrollTo({ top: document.documentElement.scrollHeight });
  }, [says]);
  if (ear.phase === 'told') {
    return (
      <p class="ear" aria-live="polite">
        {ear.sentence}
      </p>
    );
  }
  if (ear.phase !== 'offering') return null;
  return (
    <div class="ear offer" role="group" aria-label="Who listens" aria-live="polite">
      <p>
        {ear.sentence} {listeningWords.offer}
      </p>
      <button type="button" onClick={() => listening.answerOffer(true)}>
        Let the browser listen
      </button>
      <button type="button" class="plain" onClick={() => listening.answerOffer(false)}>
        No, I type
      </button>
    </div>
  );
}
