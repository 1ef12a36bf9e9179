/** One turn, one row: what was said, what Alexa's owner saw, what happened at the bank. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TurnRow } from '../page-api.ts';
import type { Answer } from '../../facade/contract.ts';
import { adjustedIn } from './adjusted.ts';
import { Crossings } from './crossings.tsx';
import { mannerWords } from './circumstance-words.ts';
import { Drawers, Json, type Drawer } from './drawers.tsx';
import { figuresOf, questionInWords } from './figures.ts';
import { LinkCard } from './linking.tsx';
import { wordsOf } from './outcome-words.ts';
import { pinDots } from './pin.ts';
import { TimingBar, TimingTable, totalMs } from './timing.tsx';
import { Understood, UnderstoodFacts } from './understood.tsx';
import { counted, duration, size, utf8Size } from './words.ts';

interface TurnProps {
  readonly row: TurnRow;
  readonly newest: boolean;
  readonly customerName: string;
  readonly onLink: () => void;
}

/** Which details of a turn are open, of each side. */
interface Opened {
  readonly owner: number | null;
  readonly bank: number | null;
}

const closed: Opened = { owner: null, bank: null };

export function Turn({ row, newest, customerName, onLink }: TurnProps) {
  const { turn } = row;
  const [opened, setOpened] = useState(closed);
  const details = { owner: ownerDrawers(row), bank: bankDrawers(row) };
  const manner = mannerWords(turn, customerName);
  const said = turn.utterance ?? (turn.request === null ? 'silence' : 'Alexa, open Sottovoce');
  return (
    <li class={newest ? 'newest' : undefined}>
      <article
        class={`row turn ${row.outcome}`}
        aria-label={`Turn ${row.number}`}
        tabIndex={-1}
        onKeyDown={event => {
          // A key on something in the turn is that one's affair.
          if (event.target !== event.currentTarget) return;
          const next = openedBy(event.key, opened, details);
          if (next === null) return;
          event.preventDefault();
          setOpened(next);
        }}
      >
        <p class="echo" aria-hidden="true">
          {said}
        </p>
        <div class="cell you">
          {manner === null ? null : <p class="manner">{manner}</p>}
          <Said words={turn.utterance} fallback={said} />
          <p class={turn.speech === null ? 'reply none' : 'reply'}>{turn.speech ?? 'No reply.'}</p>
          {turn.response?.response.card?.type === 'LinkAccount' ? <LinkCard onLink={onLink} /> : null}
          {turn.ended ? <p class="ended">conversation over</p> : null}
        </div>
        <Owner row={row}>
          <Drawers
            of={`turn ${row.number}, Alexa’s side`}
            drawers={details.owner}
            open={opened.owner}
            onOpen={owner => setOpened({ ...opened, owner })}
          />
        </Owner>
        <Crossings row={row} />
        <Bank row={row}>
          <Drawers
            of={`turn ${row.number}, the bank’s side`}
            drawers={details.bank}
            open={opened.bank}
            onOpen={bank => setOpened({ ...opened, bank })}
          />
        </Bank>
      </article>
    </li>
  );
}

/** What a key on a turn opens; null where it is none of the turn's. */
function openedBy(
  key: string,
  opened: Opened,
  { owner, bank }: Readonly<Record<keyof Opened, readonly Drawer[]>>,
): Opened | null {
  const isClosed = opened.owner === null && opened.bank === null;
  const other = (open: number | null, { length }: readonly Drawer[], step: number): number | null =>
    length === 0 ? null : ((open ?? 0) + step + length) % length;
  switch (key) {
    case 'Enter':
      return isClosed ? { owner: other(0, owner, 0), bank: other(0, bank, 0) } : closed;
    case 'ArrowLeft':
    case 'ArrowRight': {
      if (isClosed) return null;
      const step = key === 'ArrowLeft' ? -1 : 1;
      return { owner: other(opened.owner, owner, step), bank: other(opened.bank, bank, step) };
    }
    default:
      return null;
  }
}

/** What was said, and not answered yet. */
export function PendingRow({ words }: { words: string | null }) {
  return (
    <li>
      <article class="row turn pending" aria-label="Being answered">
        <div class="cell you">
          <Said words={words} fallback="silence" />
          <p class="reply waiting">
            <span class="unseen">The assistant is thinking.</span>
            <i />
            <i />
            <i />
          </p>
        </div>
        <div class="cell owner" />
        <div class="cell bank" />
      </article>
    </li>
  );
}

function Said({ words, fallback }: { words: string | null; fallback: string }) {
  if (words === null) return <p class="said unspoken">{fallback}</p>;
  if (words.includes(pinDots)) {
    return (
      <p class="said pin">
        <span class="unseen">a voice PIN</span>
        <i />
        <i />
        <i />
        <i />
      </p>
    );
  }
  return <p class="said">{words}</p>;
}

const jsonDrawer = (name: string, value: unknown): Drawer => ({
  name: `${name} ${size(utf8Size(JSON.stringify(value)))}`,
  content: <Json value={value} />,
});

function ownerDrawers({ turn: { request, response, timing } }: TurnRow): readonly Drawer[] {
  return [
    ...(request === null ? [] : [jsonDrawer('request', request)]),
    ...(response === null ? [] : [jsonDrawer('response', response)]),
    {
      name: (
        <>
          <TimingBar timing={timing} />
          {duration(totalMs(timing))}
        </>
      ),
      content: <TimingTable timing={timing} />,
    },
  ];
}

const bankDrawers = ({ turn: { facade } }: TurnRow): readonly Drawer[] =>
  facade.map(exchange => ({
    name: `${exchange.method} ${exchange.path.replace(/[A-Za-z0-9_-]{22,}/, '…')}`,
    content: (
      <>
        <p class="note">
          {exchange.status === null ? 'No answer' : `Status ${exchange.status}`},{' '}
          {duration(exchange.durationMs)}, {size(exchange.answerBytes)}
        </p>
        <Json value={{ question: exchange.question, answer: exchange.answer }} />
      </>
    ),
  }));

interface SideProps {
  readonly row: TurnRow;
  /** The details. */
  readonly children: ComponentChildren;
}

function Owner({ row: { turn }, children }: SideProps) {
  const card = turn.response?.response.card;
  const { findings } = turn;
  return (
    <div class="cell owner" role="group" aria-label="What Alexa’s owner saw">
      <Understood turn={turn} />
      <dl class="facts">
        <UnderstoodFacts turn={turn} />
        {turn.speech === null ? null : (
          <div>
            <dt>reply</dt>
            <dd>{counted(turn.speech.length, 'character')}</dd>
          </div>
        )}
        {card === undefined ? null : (
          <div>
            <dt>card</dt>
            <dd>{card.type === 'LinkAccount' ? 'link your account' : card.type}</dd>
          </div>
        )}
        {turn.response === null || findings.length > 0 ? null : (
          <div>
            <dt>checks</dt>
            <dd>✓ no objection</dd>
          </div>
        )}
      </dl>
      {findings.length === 0 ? null : (
        <ul class="findings" aria-label="Findings in the response">
          {findings.map(finding => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

function Bank({ row, children }: SideProps) {
  const { turn, crossings } = row;
  const words = wordsOf(row);
  const answerIndex = crossings.findIndex(crossing => crossing.kind === 'answer');
  // The server has read it by the contract's schema: that is what `answer` says.
  const answer = answerIndex < 0 ? null : (turn.facade[answerIndex]?.answer as Answer);
  const question =
    answer?.question ?? turn.facade.find(exchange => exchange.question !== null)?.question ?? null;
  const asked = turn.facade[answerIndex]?.question ?? null;
  const adjusted = answer === null || asked === null ? null : adjustedIn(asked, answer);
  const exact = answer !== null && 'precision' in answer && answer.precision === 'exact';
  return (
    <div class="cell bank" role="group" aria-label="At the bank">
      {question === null ? null : (
        <p class="question">
          <code>{question.name}</code> <span class="quiet">{questionInWords(question)}</span>
        </p>
      )}
      {adjusted === null ? null : (
        <dl class="facts adjusted">
          <div>
            <dt>asked</dt>
            <dd>{adjusted.asked}</dd>
          </div>
          <div>
            <dt>told</dt>
            <dd>{adjusted.told}</dd>
          </div>
          <div>
            <dt>why</dt>
            <dd>{adjusted.why}</dd>
          </div>
        </dl>
      )}
      <p class={`verdict ${words.tone}`}>{words.label}</p>
      {words.note === null ? null : <p class="note">{words.note}</p>}
      {answer === null ? null : (
        <table class="figures">
          <caption class="unseen">
            The whole answer, {exact ? 'exact' : 'rounded'}: nothing else crossed the wall
          </caption>
          <tbody>
            {figuresOf(answer).map(figure => (
              <tr key={figure.name}>
                <th scope="row">{figure.name}</th>
                <td class="note">{figure.note}</td>
                <td>{figure.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {turn.facade.length === 0 ? null : children}
    </div>
  );
}
