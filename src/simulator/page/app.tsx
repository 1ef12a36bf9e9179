/** The whole page: masthead, three columns with the wall, and the field to speak into. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { TurnRow } from '../page-api.ts';
import { hush, useAloud } from './aloud.ts';
import type { Column } from './columns.ts';
import { Composer, type Field } from './composer.tsx';
import { Invitation } from './invitation.tsx';
import { Masthead, type Strip } from './masthead.tsx';
import { Tally } from './tally.tsx';
import { PendingRow, Turn } from './turn.tsx';
import { isTurn, neighbouringTurn, stepOf } from './turn-keys.ts';
import { useSimulator } from './use-simulator.ts';
import { Welcome } from './welcome.tsx';

/** What opens at a single key, while nothing has been typed. */
const stripOf: Readonly<Partial<Record<string, Strip>>> = { '?': 'keys', '!': 'what-if' };

export function App() {
  const simulator = useSimulator();
  const { state, session, pending, trouble } = simulator;
  const [strip, setStrip] = useState<Strip | null>(null);
  const [column, setColumn] = useState<Column>('you');
  const [heard, setHeard] = useState('');
  const aloud = useAloud();
  const field = useRef<Field | null>(null);
  const end = useRef<HTMLDivElement>(null);

  const toggleStrip = useCallback((which: Strip) => {
    setStrip(open => (open === which ? null : which));
  }, []);

  // Before the field, whose arrows are for what was said before.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event.key);
      if (step === null || event.ctrlKey || event.metaKey) return;
      if (!event.altKey && !isTurn(document.activeElement)) return;
      event.preventDefault();
      event.stopPropagation();
      const turn = neighbouringTurn(step);
      if (turn === null) field.current?.focus();
      else turn.focus();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, []);

  // The keyboard is always on its way to the field: whatever is typed elsewhere lands in it.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const isField = target instanceof HTMLInputElement && target.type !== 'radio';
      const opens = stripOf[event.key];
      if (opens !== undefined && (!isField || field.current?.isEmpty() === true)) {
        event.preventDefault();
        toggleStrip(opens);
      } else if (event.key === 'Escape') {
        setStrip(null);
        hush();
        field.current?.focus();
      } else if (event.key.length === 1 && event.key !== ' ' && !isField) {
        field.current?.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [toggleStrip]);

  const { played } = simulator;
  const shown = played?.results?.[played.shown ?? -1];
  const turns = shown?.rows ?? session?.turns ?? [];
  const turnCount = turns.length;
  useEffect(() => {
    if (turnCount > 0 || pending !== null) end.current?.scrollIntoView({ block: 'end' });
  }, [turnCount, pending, column]);

  const tell = (row: TurnRow | null) => {
    if (row === null) return;
    setHeard(row.turn.speech ?? 'Nothing was said.');
    if (state.phase === 'ready') aloud.tell(row, state.locale);
  };

  const say = (utterance: string) => void simulator.say(utterance).then(tell);

  if (state.phase !== 'ready' || session === null) {
    return <Welcome words={state.phase === 'starting' ? state.progress : 'Beginning a conversation.'} />;
  }

  const answers = turns.filter(row => row.outcome === 'answered').length;
  const crossedBytes = turns.reduce(
    (sum, row) =>
      sum +
      row.turn.facade.reduce(
        (bytes, exchange, index) =>
          row.crossings[index]?.kind === 'stopped' ? bytes : bytes + exchange.answerBytes,
        0,
      ),
    0,
  );
  const stayed = turns.at(-1)?.turn.transactionsStayed ?? state.transactions;

  return (
    <div class="app" data-column={column}>
      <Masthead
        simulator={simulator}
        state={state}
        session={session}
        strip={strip}
        onStrip={toggleStrip}
        aloud={aloud}
        onBegin={() => {
          setHeard('');
          void simulator.begin().then(() => field.current?.focus());
        }}
      />
      <main class="stage">
        <div class="ground" aria-hidden="true" />
        <div class="wall" aria-hidden="true" />
        <Tally answers={answers} crossedBytes={crossedBytes} stayed={stayed} working={pending !== null} />
        {turnCount === 0 && pending === null ? (
          <Invitation state={state} onSay={say} />
        ) : (
          <ol class="turns">
            {turns.map((row, index) => (
              <Turn
                key={row.number}
                row={row}
                newest={index === turnCount - 1 && pending === null}
                customerName={state.customer.name}
                onLink={() => void simulator.link()}
              />
            ))}
            {pending === null ? null : <PendingRow words={pending.words} />}
          </ol>
        )}
        <div ref={end} class="end" />
      </main>
      <Composer
        field={field}
        state={state}
        session={session}
        busy={pending !== null}
        trouble={trouble}
        column={column}
        onColumn={setColumn}
        onSay={say}
        onPress={hush}
        onHeard={utterance => {
          aloud.answerInKind();
          say(utterance);
        }}
        onLink={() => void simulator.link()}
        onSilence={() => void simulator.staySilent().then(tell)}
      />
      <p class="unseen" role="status" aria-live="polite">
        {heard}
      </p>
    </div>
  );
}
