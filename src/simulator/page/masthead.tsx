/** Who, where and when, and in place below it: what if, and the keys. */
import { useEffect, useRef } from 'preact/hooks';
import { tokenStates } from '../linking/token-state.ts';
import { bankLines, type BankLine, type PageState, type SessionView } from '../page-api.ts';
import type { Simulator } from './use-simulator.ts';
import { tokenWords } from './linking-words.ts';
import { Transcripts } from './transcripts.tsx';
import { longDay } from './words.ts';

/** What can be opened under the masthead. */
export type Strip = 'what-if' | 'transcript' | 'keys';

interface MastheadProps {
  readonly simulator: Simulator;
  readonly state: Extract<PageState, { phase: 'ready' }>;
  readonly session: SessionView;
  readonly strip: Strip | null;
  readonly onStrip: (which: Strip) => void;
  readonly voices: boolean;
  readonly aloud: boolean;
  readonly onAloud: (aloud: boolean) => void;
  readonly onBegin: () => void;
}

const lineWords: Readonly<Record<BankLine, string>> = {
  works: 'works',
  down: 'is down',
  slow: 'is too slow',
  talkative: 'sends transactions along',
};

export function Masthead(props: MastheadProps) {
  const { simulator, state, session, strip, onStrip, voices, aloud, onAloud, onBegin } = props;
  const altered = session.token !== 'valid' || session.bankLine !== 'works';
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
  return (
    <header ref={masthead} class="masthead">
      <div class="bar">
        <p class="wordmark">sottovoce</p>
        <ul class="status" aria-label="Who and when">
          <li>{state.customer.name}</li>
          <li class={session.token === 'valid' ? 'linked' : 'unlinked'}>
            {tokenWords[session.token].status}
          </li>
          <li>{longDay(state.today)}</li>
        </ul>
        <div class="tools">
          {voices ? (
            <button type="button" aria-pressed={aloud} onClick={() => onAloud(!aloud)}>
              Aloud
            </button>
          ) : null}
          <button type="button" onClick={onBegin}>
            New
          </button>
          <button
            type="button"
            class={altered ? 'altered' : undefined}
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
      {strip === 'what-if' ? <WhatIf simulator={simulator} session={session} /> : null}
      {strip === 'transcript' ? (
        <Transcripts simulator={simulator} canSave={session.turns.length > 0} />
      ) : null}
      {strip === 'keys' ? <Keys demoPin={state.demoPin} /> : null}
    </header>
  );
}

function WhatIf({ simulator, session }: { simulator: Simulator; session: SessionView }) {
  return (
    <section class="strip" aria-label="What if">
      <fieldset>
        <legend>… the bank</legend>
        {bankLines.map(line => (
          <label key={line}>
            <input
              type="radio"
              name="bank-line"
              checked={session.bankLine === line}
              onChange={() => void simulator.setLine(line)}
            />
            <span>{lineWords[line]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>… Alexa’s token is</legend>
        {tokenStates.map(token => (
          <label key={token}>
            <input
              type="radio"
              name="token"
              checked={session.token === token}
              onChange={() => void simulator.setToken(token)}
            />
            <span>{tokenWords[token].choice}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>… it were</legend>
        <button type="button" onClick={() => void simulator.moveClock(10)}>
          ten minutes later
        </button>
        <button type="button" onClick={() => void simulator.moveClock(24 * 60)}>
          tomorrow
        </button>
      </fieldset>
    </section>
  );
}

const keys = [
  ['Enter', 'say it'],
  ['↑ ↓', 'what you said before'],
  ['any letter', 'goes to the field'],
  ['?', 'these keys'],
  ['Esc', 'close, be quiet'],
] as const;

function Keys({ demoPin }: { demoPin: string | null }) {
  return (
    <section class="strip" aria-label="Keys">
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
        {demoPin === null ? null : (
          <div>
            <dt>demo voice PIN</dt>
            <dd>{demoPin}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
