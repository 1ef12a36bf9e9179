/** One turn, one row: what was said, what Alexa's owner saw, what happened at the bank. */
import type { TurnRow } from '../page-api.ts';
import type { Answer } from '../../facade/contract.ts';
import { adjustedIn } from './adjusted.ts';
import { Crossings } from './crossings.tsx';
import { Drawers, Json, Timing, type Drawer } from './drawers.tsx';
import { figuresOf, questionInWords } from './figures.ts';
import { LinkCard } from './linking.tsx';
import { wordsOf } from './outcome-words.ts';
import { pinDots } from './pin.ts';
import { counted, duration, size, utf8Size } from './words.ts';

export function Turn({ row, newest, onLink }: { row: TurnRow; newest: boolean; onLink: () => void }) {
  const { turn } = row;
  const said = turn.utterance ?? (turn.request === null ? 'silence' : 'Alexa, open Sottovoce');
  return (
    <li class={newest ? 'newest' : undefined}>
      <article class={`row turn ${row.outcome}`} aria-label={`Turn ${row.number}`}>
        <p class="echo" aria-hidden="true">
          {said}
        </p>
        <div class="cell you">
          <Said words={turn.utterance} fallback={said} />
          <p class={turn.speech === null ? 'reply none' : 'reply'}>{turn.speech ?? 'No reply.'}</p>
          {turn.response?.response.card?.type === 'LinkAccount' ? <LinkCard onLink={onLink} /> : null}
          {turn.ended ? <p class="ended">conversation over</p> : null}
        </div>
        <Owner row={row} />
        <Crossings row={row} />
        <Bank row={row} />
      </article>
    </li>
  );
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

function Owner({ row }: { row: TurnRow }) {
  const { turn } = row;
  const slots = Object.entries(turn.slots);
  const card = turn.response?.response.card;
  const requestText = turn.request === null ? null : JSON.stringify(turn.request);
  const responseText = turn.response === null ? null : JSON.stringify(turn.response);
  const { findings } = turn;
  const drawers: Drawer[] = [
    ...(requestText === null
      ? []
      : [{ name: `request ${size(utf8Size(requestText))}`, content: <Json value={turn.request} /> }]),
    ...(responseText === null
      ? []
      : [{ name: `response ${size(utf8Size(responseText))}`, content: <Json value={turn.response} /> }]),
    {
      name: duration(turn.timing.understandMs + turn.timing.skillMs),
      content: <Timing timing={turn.timing} />,
    },
  ];
  return (
    <div class="cell owner" role="group" aria-label="What Alexa’s owner saw">
      <p class="intent">
        <code>{turn.intent ?? (turn.request === null ? 'nothing sent' : turn.request.request.type)}</code>
        {turn.score === null ? null : <span class="quiet">{Math.round(turn.score * 100)} %</span>}
      </p>
      <dl class="facts">
        {slots.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
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
      {drawers.length === 0 ? null : <Drawers of={`turn ${row.number}, Alexa’s side`} drawers={drawers} />}
    </div>
  );
}

function Bank({ row }: { row: TurnRow }) {
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
      {turn.facade.length === 0 ? null : (
        <Drawers
          of={`turn ${row.number}, the bank’s side`}
          drawers={turn.facade.map(exchange => ({
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
          }))}
        />
      )}
    </div>
  );
}
