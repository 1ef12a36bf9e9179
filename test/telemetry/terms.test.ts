import { expect, test } from 'vitest';
import { refusers } from '../../src/bank/log.ts';
import { answerPipeline } from '../../src/bank/pipeline/policy.ts';
import { answerSteps, bankTerms, watchPool } from '../../src/bank/telemetry.ts';
import { exportToMemory } from './exported.ts';

test('every step of an answer is known to telemetry, in its order', () => {
  expect(answerSteps).toEqual(answerPipeline.rows.map(({ name }) => name));
});

test('every step that may refuse is known to the log', () => {
  const refusing = answerPipeline.rows.filter(({ refusesWith }) => refusesWith.length > 0);
  expect(refusers).toEqual(expect.arrayContaining(refusing.map(({ name }) => name)));
});

test('the use of the pool is told as it is when it is exported; of a file there is none', async () => {
  const { telemetry, finish } = exportToMemory(bankTerms);
  let used = 0;
  watchPool(telemetry, () => ({ used, idle: 3, waiting: 1 }));
  watchPool(telemetry, null);
  used = 2;
  const { series } = await finish();
  expect(series.map(({ attributes, value }) => [attributes['sottovoce.connections'], value])).toEqual([
    ['used', 2],
    ['idle', 3],
    ['waited_for', 1],
  ]);
});
