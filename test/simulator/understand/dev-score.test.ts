import { describe, expect, it } from 'vitest';
import { loadInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { acceptanceThreshold, createUnderstanding } from '../../../src/simulator/understand/index.ts';
import { curveOf, loadUtterances, scoreTiers, scoresAt, understandAll } from './tiers.ts';

const utterances = loadUtterances();

describe.skipIf(utterances === null)('what people really say (../shared/data/utterances)', () => {
  const results =
    utterances === null
      ? []
      : understandAll(utterances, createUnderstanding(loadInteractionModel(), { threshold: 0 }));

  it('is understood, or rejected, better than promised', ({ annotate }) => {
    const percent = (share: number): string => (100 * share).toFixed(1);
    const curve = curveOf(results).map(
      ({ threshold, scores: { core, 'oos-far': far } }) =>
        `${threshold}: core ${percent(core.right)}, far rejected ${percent(far.right)}`,
    );
    void annotate(`core right against far rejected, by threshold: ${curve.join('; ')}`);

    // Promised: core 88 %, at most 6 % wrong, built-in 88 %, far 95 %, near 82 %.
    const scores = scoresAt(acceptanceThreshold, results);
    expect(scores.core.right).toBeGreaterThanOrEqual(0.93);
    expect(scores.core.wrong).toBeLessThanOrEqual(0.025);
    expect(scores.builtin.right).toBeGreaterThanOrEqual(0.91);
    expect(scores['oos-far'].right).toBeGreaterThanOrEqual(0.965);
    expect(scores['oos-near'].right).toBeGreaterThanOrEqual(0.9);
  });

  it('is understood as well where nobody has looked', () => {
    // Bills were written from every other sentence about them; the rest was never read.
    const bills = results.filter(({ utterance }) => utterance.expect === 'BillDue');
    const [read, unread] = [0, 1].map(rest => scoreTiers(bills.filter((_, place) => place % 2 === rest)));
    expect(unread?.core.right).toBeGreaterThan((read?.core.right ?? 1) - 0.04);
  });
});
