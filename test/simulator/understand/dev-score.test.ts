import { describe, expect, it } from 'vitest';
import { loadInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { acceptanceThreshold, createUnderstanding } from '../../../src/simulator/understand/index.ts';
import { atThreshold, loadUtterances, scoreTiers } from './tiers.ts';

const utterances = loadUtterances();

describe.skipIf(utterances === null)('what people really say (../shared/data/utterances)', () => {
  it('is understood, or rejected, a little better than promised', ({ annotate }) => {
    const understand = createUnderstanding(loadInteractionModel(), { threshold: 0 });
    const results = (utterances ?? []).map(utterance => ({
      utterance,
      understood: understand(utterance.text, { today: '2026-11-23', timeZone: 'UTC', expecting: null }),
    }));
    const scoresAt = (threshold: number) =>
      scoreTiers(
        results.map(({ utterance, understood }) => ({
          utterance,
          understood: atThreshold(understood, threshold),
        })),
      );

    const percent = (share: number): string => (100 * share).toFixed(1);
    const curve = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map(threshold => {
      const { core, 'oos-far': far } = scoresAt(threshold);
      return `${threshold}: core ${percent(core.right)}, far rejected ${percent(far.right)}`;
    });
    void annotate(`core right against far rejected, by threshold: ${curve.join('; ')}`);

    const scores = scoresAt(acceptanceThreshold);
    expect(scores.core.right).toBeGreaterThanOrEqual(0.94);
    expect(scores.core.wrong).toBeLessThanOrEqual(0.02);
    expect(scores.builtin.right).toBeGreaterThanOrEqual(0.92);
    expect(scores['oos-far'].right).toBeGreaterThanOrEqual(0.96);
    expect(scores['oos-near'].right).toBeGreaterThanOrEqual(0.93);
  });
});
