/** Where the time of a turn went. */
import type { TurnRecord } from '../turn-record.ts';
import { duration } from './words.ts';

type Timing = TurnRecord['timing'];

interface Part {
  readonly name: string;
  readonly ms: number;
}

/** In the order in which they happen; the skill without the bank, which works while it waits. */
const timingParts = ({ understandMs, skillMs, bankMs }: Timing): readonly Part[] => [
  { name: 'understanding', ms: understandMs },
  { name: 'skill', ms: Math.max(0, skillMs - bankMs) },
  { name: 'bank', ms: bankMs },
];

export const totalMs = (timing: Timing): number => timingParts(timing).reduce((sum, { ms }) => sum + ms, 0);

/** The parts as one bar, small enough for a line of text. The numbers say the same. */
export function TimingBar({ timing }: { timing: Timing }) {
  const total = Math.max(totalMs(timing), Number.EPSILON);
  let before = 0;
  return (
    <svg class="timing-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      {timingParts(timing).map(({ name, ms }) => {
        const x = (100 * before) / total;
        before += ms;
        return <rect key={name} class={name} x={x} y={0} width={(100 * ms) / total} height={1} />;
      })}
    </svg>
  );
}

export function TimingTable({ timing }: { timing: Timing }) {
  return (
    <dl class="timing">
      {timingParts(timing).map(({ name, ms }) => (
        <div key={name}>
          <dt>
            <i class={name} />
            {name}
          </dt>
          <dd>{duration(ms)}</dd>
        </div>
      ))}
      <div class="total">
        <dt>altogether</dt>
        <dd>{duration(totalMs(timing))}</dd>
      </div>
    </dl>
  );
}
