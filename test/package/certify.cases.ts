/** The packaged functions, held against every rule of their certification; see docs/certification.md. */
import { expect, it } from 'vitest';
import { certify } from '../../src/certify/certify.ts';
import { stopwatch, writeExamplePackage } from '../certify/gathered.ts';
import { trainedUnderstanding } from '../simulator/trained.ts';

export function asCertified(): void {
  it('keep every rule that a machine can look at', async () => {
    const groups = await certify({
      packageFolder: writeExamplePackage(),
      url: null,
      skillId: null,
      now: Date.now,
      stopwatch,
      progress: () => undefined,
      turnTimeoutMs: 500,
      train: () => trainedUnderstanding().understand,
    });
    const judged = groups.flatMap(group => group.judged);
    const notPassed = judged.filter(({ outcome }) => outcome.kind !== 'passed');
    expect(
      notPassed
        .filter(({ outcome }) => outcome.kind === 'failed')
        .map(({ rule, outcome }) => ({ id: rule.id, outcome })),
    ).toEqual([]);
    // What is left is about an endpoint that runs.
    expect(new Set(notPassed.map(({ rule }) => rule.part))).toEqual(new Set(['live']));
    expect(judged.length - notPassed.length).toBeGreaterThanOrEqual(60);
  }, 60_000);
}
