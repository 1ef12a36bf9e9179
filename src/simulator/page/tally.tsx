/** The heads of the three columns, which read as one sentence: answers given, bytes crossed, transactions stayed. */
import { useMemo } from 'preact/hooks';
import { count, counted, feedSize, size } from './words.ts';

interface TallyProps {
  readonly answers: number;
  readonly crossedBytes: number;
  readonly stayed: number;
  /** True while the bank may be computing. */
  readonly working: boolean;
}

export function Tally({ answers, crossedBytes, stayed, working }: TallyProps) {
  const dots = useMemo(() => dotsOf(stayed), [stayed]);
  return (
    <header class="row tally">
      <div class="cell you">
        <h2>You and the assistant</h2>
        <p class="figure">{counted(answers, 'answer')}</p>
      </div>
      <div class="cell owner">
        <h2>What Alexa’s owner saw</h2>
        <p class="figure">
          {size(crossedBytes)} <span class="quiet">crossed the wall</span>
        </p>
      </div>
      <div class="cell bank">
        <h2>At the bank</h2>
        <p class="stayed">
          <strong>{count(stayed)}</strong>{' '}
          <span>
            transactions stayed
            <small>
              none crossed<span class="wide-only">; as a feed they would be {feedSize(stayed)}</span>
            </small>
          </span>
        </p>
        <svg
          class={working ? 'dots working' : 'dots'}
          viewBox={`0 0 ${dots.width} ${dots.height}`}
          aria-hidden="true"
          preserveAspectRatio="xMinYMin meet"
        >
          {dots.paths.map((path, tier) => (
            <path key={tier} class={`tier-${tier}`} d={path} />
          ))}
        </svg>
      </div>
    </header>
  );
}

const dotsPerLine = 114;
const pitch = 5;
const maxDots = 1_900;

/** One dot for each transaction; of very many, one for each ten, hundred or thousand. */
export function dotsOf(transactions: number): { width: number; height: number; paths: readonly string[] } {
  const each = 10 ** Math.max(0, Math.ceil(Math.log10(Math.max(1, transactions) / maxDots)));
  const dots = Math.ceil(transactions / each);
  const paths = ['', '', ''];
  for (let dot = 0; dot < dots; dot += 1) {
    const x = (dot % dotsPerLine) * pitch + pitch / 2;
    const y = Math.floor(dot / dotsPerLine) * pitch + pitch / 2;
    // A fixed scatter of shades, so that the field looks like entries and not like a grid.
    const tier = (Math.imul(dot + 1, 2_654_435_761) >>> 8) % paths.length;
    paths[tier] = `${paths[tier] ?? ''}M${x} ${y}h0`;
  }
  const lines = Math.max(1, Math.ceil(dots / dotsPerLine));
  return { width: dotsPerLine * pitch, height: lines * pitch, paths };
}
