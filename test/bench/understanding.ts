/**
 * How well people are understood: the sentences of the measuring set by tiers, where it is present, and what is won
 * and lost as the classifier has to be surer. Beside it, how long the training and an answer take.
 */
import { loadInteractionModel } from '../../src/simulator/interaction-model.ts';
import { acceptanceThreshold, createUnderstanding } from '../../src/simulator/understand/index.ts';
import {
  curveOf,
  loadUtterances,
  scoresAt,
  tierNames,
  understandAll,
  type TierScores,
} from '../simulator/understand/tiers.ts';

export interface UnderstandingScores {
  /** Of one core. */
  readonly trainingMs: number;
  readonly answerMs: number;
  readonly threshold: number;
  readonly scores: TierScores;
  readonly curve: readonly { readonly threshold: number; readonly scores: TierScores }[];
}

/** Null where the measuring set is absent. */
export function measureUnderstanding(): UnderstandingScores | null {
  const utterances = loadUtterances();
  if (utterances === null) return null;
  const started = process.cpuUsage();
  const understand = createUnderstanding(loadInteractionModel(), { threshold: 0 });
  const trainingMs = cpuMsSince(started);
  const trained = process.cpuUsage();
  const results = understandAll(utterances, understand);
  const answerMs = cpuMsSince(trained) / utterances.length;
  return {
    trainingMs,
    answerMs,
    threshold: acceptanceThreshold,
    scores: scoresAt(acceptanceThreshold, results),
    curve: curveOf(results),
  };
}

function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);

/** The scores as text. */
export function understandingText(measured: UnderstandingScores | null): string {
  if (measured === null) return 'Understanding: ../shared/data/utterances is absent, so nothing is scored.\n';
  const { trainingMs, answerMs, threshold, scores, curve } = measured;
  const tiers = tierNames.map(
    name =>
      `  ${name.padEnd(9)} ${String(scores[name].cases).padStart(6)} ${percent(scores[name].right)} ${percent(scores[name].wrong)}`,
  );
  const points = curve.map(
    ({ threshold: at, scores: { core, 'oos-far': far, 'oos-near': near } }) =>
      `  ${at.toFixed(1).padEnd(9)} ${percent(core.right)} ${percent(core.wrong)} ${percent(far.right)} ${percent(near.right)}`,
  );
  return [
    `Understanding at a threshold of ${threshold} (trained in ${trainingMs.toFixed(0)} ms, answers in ${answerMs.toFixed(3)} ms)`,
    '  tier       cases    right    wrong',
    ...tiers,
    '',
    'Core understood against others rejected',
    '  threshold     core    wrong      far     near',
    ...points,
    '',
  ].join('\n');
}
