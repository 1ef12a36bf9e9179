/** Who, where and when, and in place below it: what if, and the keys. */
import { useEffect, useRef } from 'preact/hooks';
import type { PageState, SessionView } from '../page-api.ts';
import type { Aloud } from './aloud.ts';
import { BankClock } from './bank-clock.tsx';
import { alteredWords } from './circumstance-words.ts';
import { isAltered, WhatIf } from './circumstances.tsx';
import { Keys } from './keys.tsx';
import { tokenWords } from './linking-words.ts';
import { Transcripts } from './transcripts.tsx';
import { OfferedConversation } from './offered.tsx';
import { linkedName, useOffered } from './use-offered.ts';
import type { Simulator } from './use-simulator.ts';

/** What can be opened under the masthead. */
export type Strip = 'what-if' | 'transcript' | 'keys';

interface MastheadProps {
  readonly simulator: Simulator;
  readonly state: Extract<PageState, { phase: 'ready' }>;
  readonly session: SessionView;
  readonly strip: Strip | null;
  readonly onStrip: (which: Strip) => void;
  readonly aloud: Aloud;
  readonly onBegin: () => void;
}

export function Masthead(props: MastheadProps) {
  const { simulator, state, session, strip, onStrip, aloud, onBegin } = props;
  const { offered, decide } = useOffered(simulator);
  const altered = alteredWords(session, state.customer.name);
  const masthead = useRef<HTMLElement>(null);
  // The heads of the columns stick below the masthead, however high it is just now.
  useEffect(() => {
    const { current } = masthead;
    if (current === null) return;
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--bar', `${current.offsetHeight}px`),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  // Where there is no height for a masthead that stays, what has just been opened in it is out of sight.
  useEffect(() => {
    if (strip !== null || offered !== null) masthead.current?.scrollIntoView({ block: 'nearest' });
  }, [strip, offered]);
  return (
    <header ref={masthead} class="masthead">
      <div class="bar">
        <p class="wordmark">sottovoce</p>
        <ul class="status" aria-label="Who and when">
          {altered.length === 0 ? null : <li class="changed">{altered.join(' · ')}</li>}
          <li>{state.customer.name}</li>
          <li class={session.token === 'valid' ? 'linked' : 'unlinked'}>
            {tokenWords[session.token].status}
          </li>
          <li>
            <BankClock aheadMs={simulator.clockAheadMs} timeZone={state.clock.timeZone} />
          </li>
        </ul>
        <div class="tools">
          <button type="button" class="aloud" aria-pressed={aloud.on} onClick={() => aloud.set(!aloud.on)}>
            Aloud
          </button>
          <button type="button" onClick={onBegin}>
            New
          </button>
          <button
            type="button"
            class={isAltered(session) ? 'altered' : undefined}
            aria-expanded={strip === 'what-if'}
            onClick={() => onStrip('what-if')}
          >
            What if…
          </button>
          <button type="button" aria-expanded={strip === 'transcript'} onClick={() => onStrip('transcript')}>
            Transcript
          </button>
          <button
            type="button"
            aria-expanded={strip === 'keys'}
            aria-label="Keys"
            title="Keys (?)"
            onClick={() => onStrip('keys')}
          >
            ?
          </button>
        </div>
      </div>
      {offered === null ? null : (
        <OfferedConversation
          offered={offered}
          onPlay={text => {
            decide();
            if (strip !== 'transcript') onStrip('transcript');
            void simulator.play(linkedName, text);
          }}
          onLeave={decide}
        />
      )}
      {strip === 'what-if' ? (
        <WhatIf simulator={simulator} now={session} customerName={state.customer.name} />
      ) : null}
      {strip === 'transcript' ? (
        <Transcripts simulator={simulator} canSave={session.turns.length > 0} />
      ) : null}
      {strip === 'keys' ? <Keys demoPin={state.demoPin} /> : null}
    </header>
  );
}
