/** The heads of the three columns, which read as one sentence: answers given, bytes crossed, transactions stayed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { layDots } from './dots.ts';
import { count, counted, feedSize, size } from './words.ts';

interface TallyProps {
  readonly answers: number;
  readonly crossedBytes: number;
  readonly stayed: number;
  /** True while the bank may be computing. */
  readonly working: boolean;
}

export function Tally({ answers, crossedBytes, stayed, working }: TallyProps) {
  return (
    <header class="row tally">
      <div class="ground" aria-hidden="true" />
      <div class="wall" aria-hidden="true" />
      <h1>
        You get your answer. <br />
        They don’t get your data.
      </h1>
      <Dots transactions={stayed} working={working} />
      <div class="cell you">
        <h2>You and the assistant</h2>
        <p class="figure">{counted(answers, 'answer')}</p>
      </div>
      <div class="cell owner">
        <h2>What Alexa’s owner saw</h2>
        <p class="figure crossed">
          {size(crossedBytes)} <span>crossed the wall</span>
        </p>
      </div>
      <div class="cell bank">
        <h2>At the bank</h2>
        <p class="figure stayed">
          <strong>{count(stayed)}</strong>{' '}
          <span>
            transactions stayed
            <small>
              none crossed<span class="wide-only">; a feed of them would be {feedSize(stayed)}</span>
            </small>
          </span>
        </p>
      </div>
    </header>
  );
}

/** Every transaction a dot, none of them on this side of the wall. */
function Dots({ transactions, working }: { transactions: number; working: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (frame.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const dots = layDots(transactions, width);
  return (
    <div ref={frame} class={working ? 'dots working' : 'dots'} aria-hidden="true">
      <svg width={dots.width} height={dots.height}>
        {dots.paths.map((path, shade) => (
          <path key={shade} class={`shade-${shade}`} d={path} />
        ))}
      </svg>
    </div>
  );
}
