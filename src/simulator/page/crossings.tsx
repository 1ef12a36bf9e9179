/** What crossed the wall in a turn, drawn small across it, with its weight. */
import type { TurnRow } from '../page-api.ts';
import { returnedLabel, sentLabel } from './words.ts';

/** A bank that was asked twice in vain is drawn once. */
const maxDrawn = 3;

export function Crossings({ row }: { row: TurnRow }) {
  const { facade } = row.turn;
  if (facade.length === 0) return null;
  return (
    <ol class="crossings" aria-label="Across the wall">
      {facade.slice(-maxDrawn).map((exchange, index) => {
        const crossing = row.crossings[facade.length - Math.min(maxDrawn, facade.length) + index];
        if (crossing === undefined) return null;
        const sent = sentLabel(exchange);
        const returned = returnedLabel(crossing, exchange.answerBytes);
        return [
          <li key={`${index}-out`} class={crossing.kind === 'unreached' ? 'out broken' : 'out'}>
            <span class="unseen">The bank was asked: {sent}.</span>
            <span class="gate" aria-hidden="true">
              {sent}
            </span>
          </li>,
          <li key={`${index}-in`} class={`in ${crossing.kind}`}>
            <span class="unseen">{returned.heard}</span>
            <span class="gate" aria-hidden="true">
              {returned.seen}
            </span>
          </li>,
        ];
      })}
    </ol>
  );
}
