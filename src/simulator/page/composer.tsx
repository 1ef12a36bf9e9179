/** The field to speak into, what could be said next, and on a narrow screen the choice of column. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QuestionName } from '../../facade/contract.ts';
import { maxUtteranceCharacters, type PageState, type SessionView } from '../page-api.ts';
import { challengeWords } from './challenge-words.ts';
import { columns, type Column } from './columns.ts';
import { Note } from './linking.tsx';
import { ListeningField, ListeningNote, MicrophoneButton } from './microphone.tsx';
import { looksLikePin, pinDots } from './pin.ts';
import { useListening } from './use-listening.ts';
import { useSpaceToSpeak } from './use-space-to-speak.ts';

/** What the page around may do with the field. */
export interface Field {
  focus(): void;
  isEmpty(): boolean;
}

interface ComposerProps {
  readonly field: RefObject<Field | null>;
  readonly state: Extract<PageState, { phase: 'ready' }>;
  readonly session: SessionView;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly column: Column;
  readonly onColumn: (column: Column) => void;
  readonly onSay: (utterance: string) => void;
  /** Before somebody is heard. */
  readonly onPress: () => void;
  /** Somebody was heard to say this. */
  readonly onHeard: (utterance: string) => void;
  readonly onLink: () => void;
  readonly onSilence: () => void;
}

/** What people ask next. */
const followUps: Readonly<Record<QuestionName, readonly string[]>> = {
  balance: ['and savings?', 'what did I spend on groceries last month'],
  funds: ['and in savings?', "what's my balance"],
  activity: ['and last month?', 'do I have any fraud alerts'],
  spending: ['and this month?', 'what about restaurants'],
  income: ['and last month?', "what's my balance"],
  bill: ["what's my balance", 'how much did I spend on groceries last month'],
  alerts: ['any activity this week', "what's my balance"],
  sharing: ['what have you told Alexa about me', 'stop sharing with Alexa'],
  disclosures: ['what can you tell me', 'stop sharing with Alexa'],
};

const columnNames: Readonly<Record<Column, string>> = {
  you: 'You',
  owner: 'Alexa’s owner',
  bank: 'The bank',
};

export function Composer(props: ComposerProps) {
  const { field, state, session, busy, trouble, column, onColumn, onSay, onLink, onSilence } = props;
  const { onPress, onHeard } = props;
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  /** How far back the person has gone in what was said; 0 is what is being typed. */
  const [recalled, setRecalled] = useState(0);

  // What is in the field now: somebody who types fast is ahead of what was rendered.
  const isEmpty = () => (input.current?.value ?? '') === '';
  field.current = { focus: () => input.current?.focus(), isEmpty };

  const listening = useListening({
    session: session.session,
    awaitsPin: session.awaitsPin,
    locale: state.locale,
    onPress,
    onHeard,
  });
  useSpaceToSpeak({
    isTyping: () => !isEmpty() || busy,
    press: listening.press,
    release: listening.release,
  });

  // On a phone the keyboard would cover half of the page before anybody asked for it.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) input.current?.focus();
  }, []);

  const said = session.turns
    .map(row => row.turn.utterance)
    .filter((utterance): utterance is string => utterance !== null && !utterance.includes(pinDots));

  const recall = (step: number) => {
    const next = Math.min(Math.max(recalled + step, 0), said.length);
    setRecalled(next);
    setWords(next === 0 ? '' : (said.at(-next) ?? ''));
  };

  const send = (utterance: string) => {
    const spoken = utterance.trim();
    if (spoken === '' || busy) return;
    listening.dismiss();
    onSay(spoken);
    setWords('');
    setRecalled(0);
    if (matchMedia('(hover: hover)').matches) input.current?.focus();
  };

  const wanted = session.challenge === null ? null : challengeWords(session.challenge, state.demoPin);
  const hidden = session.awaitsPin && looksLikePin(words);
  const lastQuestion = session.turns
    .at(-1)
    ?.turn.facade.findLast(exchange => exchange.question !== null)?.question;
  const answered = session.turns.at(-1)?.outcome === 'answered';
  const suggestions =
    answered && lastQuestion !== null && lastQuestion !== undefined && session.open
      ? [...followUps[lastQuestion.name], 'stop']
      : session.turns.length > 0
        ? state.examples
        : [];

  return (
    <footer class="composer">
      <div class="columns" role="group" aria-label="Column">
        {columns.map(each => (
          <button key={each} type="button" aria-pressed={column === each} onClick={() => onColumn(each)}>
            {columnNames[each]}
          </button>
        ))}
      </div>
      {trouble === null ? null : (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {session.linking === null ? null : <Note note={session.linking} onLink={onLink} />}
      <ListeningNote listening={listening} />
      <div class="say">
        <form
          onSubmit={event => {
            event.preventDefault();
            send(words);
          }}
        >
          <label class="unseen" for="utterance">
            {wanted?.label ?? 'Say something to the assistant'}
          </label>
          <input
            id="utterance"
            ref={input}
            class={hidden ? 'hidden-words' : undefined}
            value={words}
            maxLength={maxUtteranceCharacters}
            placeholder={wanted?.placeholder ?? 'Ask about your money'}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="send"
            onInput={event => {
              setWords(event.currentTarget.value);
              listening.dismiss();
              setRecalled(0);
            }}
            onKeyDown={event => {
              if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                event.preventDefault();
                recall(event.key === 'ArrowUp' ? 1 : -1);
              } else if (event.key === 'Escape') {
                setWords('');
                setRecalled(0);
              }
            }}
          />
          <MicrophoneButton listening={listening} disabled={busy} />
          <ListeningField listening={listening} />
          <button type="submit" class="send" aria-label="Say it" disabled={busy || words.trim() === ''}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M3 10h13M11 5l5 5-5 5" />
            </svg>
          </button>
        </form>
        <div class="chips" role="group" aria-label="Things to say">
          {wanted !== null ? (
            <>
              {wanted.chips.map(({ name, utterance }, index) => (
                <button
                  key={name}
                  type="button"
                  class={index === 0 && wanted.chips.length > 1 ? 'chip first' : 'chip'}
                  onClick={() => send(utterance)}
                >
                  {name}
                </button>
              ))}
              <button type="button" class="chip" onClick={() => send('never mind')}>
                never mind
              </button>
            </>
          ) : (
            suggestions.map(example => (
              <button key={example} type="button" class="chip" onClick={() => send(example)}>
                {example}
              </button>
            ))
          )}
          {session.open && session.turns.length > 0 ? (
            <button type="button" class="chip plain" disabled={busy} onClick={onSilence}>
              say nothing
            </button>
          ) : null}
        </div>
      </div>
    </footer>
  );
}
