/** The space bar, held while nothing has been typed, is the button to speak. */
import { useEffect, useRef } from 'preact/hooks';

interface Held {
  /** Whether a space would be a letter. */
  readonly isTyping: () => boolean;
  readonly press: () => void;
  readonly release: () => void;
}

export function useSpaceToSpeak({ isTyping, press, release }: Held): void {
  // Outlives a render, which the press itself brings about.
  const held = useRef(false);
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return;
      if (held.current) {
        // The key repeats itself, and would scroll the page or fill the field.
        event.preventDefault();
        return;
      }
      if (event.repeat || isTyping() || !isFree(event.target)) return;
      event.preventDefault();
      held.current = true;
      press();
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key !== ' ' || !held.current) return;
      event.preventDefault();
      held.current = false;
      release();
    };
    // What is let go in another window is not told here.
    const onBlur = () => {
      held.current = false;
    };
    document.addEventListener('keydown', onDown);
    document.addEventListener('keyup', onUp);
    addEventListener('blur', onBlur);
    return () => {
      removeEventListener('blur', onBlur);
      document.removeEventListener('keydown', onDown);
      document.removeEventListener('keyup', onUp);
    };
  });
}

/** Where the space bar means nothing else: the field, and whatever is not there to be pressed. */
function isFree(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  return target.id === 'utterance' || target.closest('button, a, input, select, summary, textarea') === null;
}
