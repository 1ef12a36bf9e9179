import { expect, test } from 'vitest';
import { refusers } from '../../src/bank/log.ts';
import { answerPipeline } from '../../src/bank/pipeline/policy.ts';
import { answerSteps } from '../../src/bank/telemetry.ts';

test('every step of an answer is known to telemetry, in its order', () => {
  expect(answerSteps).toEqual(answerPipeline.rows.map(({ name }) => name));
});

test('every step that may refuse is known to the log', () => {
  const refusing = answerPipeline.rows.filter(({ refusesWith }) => refusesWith.length > 0);
  expect(refusers).toEqual(expect.arrayContaining(refusing.map(({ name }) => name)));
});
