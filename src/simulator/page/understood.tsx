/** What the words were taken for, how surely, and what they would have been otherwise. */
import type { TurnRecord } from '../turn-record.ts';
import { howWords, resolvedSlots } from './understood-words.ts';
import { percent } from './words.ts';

export function Understood({ turn }: { turn: TurnRecord }) {
  const { intent, score, how, request } = turn;
  return (
    <p class="intent">
      <code>{intent ?? (request === null ? 'nothing sent' : request.request.type)}</code>
      {score === null ? null : (
        <span class="quiet">
          {percent(score)}
          {how === null || howWords[how] === null ? null : `, ${howWords[how]}`}
        </span>
      )}
    </p>
  );
}

/** Rows of a list of facts. */
export function UnderstoodFacts({ turn }: { turn: TurnRecord }) {
  const { runnerUp } = turn;
  return (
    <>
      {runnerUp === null ? null : (
        <div>
          <dt>runner-up</dt>
          <dd class="quiet">
            {runnerUp.intent} <span class="score">{percent(runnerUp.score)}</span>
          </dd>
        </div>
      )}
      {resolvedSlots(turn).map(({ name, value, resolved }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} {resolved === null ? null : <span class="quiet">{resolved}</span>}
          </dd>
        </div>
      ))}
    </>
  );
}
