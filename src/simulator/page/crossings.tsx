/** What crossed the wall in a turn, drawn small across it, with its weight. */
import { Fragment } from 'preact';
import type { TurnRow } from '../page-api.ts';
import { crossingsOf } from './crossing-words.ts';

export function Crossings({ row }: { row: TurnRow }) {
  const crossings = crossingsOf(row);
  if (crossings.length === 0) return null;
  return (
    <ol class="crossings" aria-label="Across the wall">
      {crossings.map(({ sent, kind, seen, heard }, index) => (
        <Fragment key={index}>
          <li class={kind === 'unreached' ? 'out broken' : 'out'}>
            <span class="unseen">The bank was asked: {sent}.</span>
            <span class="gate" aria-hidden="true">
              {sent}
            </span>
          </li>
          <li class={`in ${kind}`}>
            <span class="unseen">{heard}</span>
            <span class="gate" aria-hidden="true">
              {seen}
            </span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
