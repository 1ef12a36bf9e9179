import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/bank/database/database.ts';
import { answerPipeline } from '../../../src/bank/pipeline/policy.ts';
import { pipeline, refuse, type Circumstances, type Refusal } from '../../../src/bank/pipeline/step.ts';
import { testRecordKeys } from '../record-keys.ts';

const { kysely } = await openDatabase({ kind: 'sqlite', file: ':memory:' });
const circumstances: Circumstances = {
  database: kysely,
  now: 0,
  today: '1970-01-01',
  timeZone: 'UTC',
  random: size => new Uint8Array(size),
  recordKeys: testRecordKeys,
};

const addOne = ({ start }: { start: number }) => Promise.resolve({ one: start + 1 });
const refuseOdd = ({ one }: { one: number }): Promise<object | Refusal<'not_disclosed'>> =>
  Promise.resolve(one % 2 === 1 ? refuse('not_disclosed') : {});

test('facts are added up, and the first refusal ends the inquiry', async () => {
  let reached = 0;
  const steps = pipeline<{ start: number }>()
    .step(addOne)
    .step(refuseOdd, 'not_disclosed')
    .step(() => {
      reached += 1;
      return Promise.resolve({ two: 2 });
    });
  expect(await steps.run({ start: 1 }, circumstances)).toEqual({ start: 1, one: 2, two: 2 });
  expect(await steps.run({ start: 2 }, circumstances)).toEqual({ refused: 'not_disclosed' });
  expect(reached).toBe(1);
});

test('a step that refuses with a code that its row does not have is a bug', async () => {
  const steps = pipeline<{ one: number }>().step(refuseOdd);
  await expect(steps.run({ one: 1 }, circumstances)).rejects.toThrow(
    'refuseOdd may not refuse with not_disclosed',
  );
});

test('a step cannot stand before what it needs', () => {
  // @ts-expect-error -- `one` is not there yet.
  expect(pipeline<{ start: number }>().step(refuseOdd, 'not_disclosed').rows).toHaveLength(1);
});

test('the policy of an answer, line by line', () => {
  expect(answerPipeline.rows.map(({ name, refusesWith }) => [name, ...refusesWith].join(' '))).toEqual([
    'authenticateLink invalid_token',
    'checkConsent invalid_token not_disclosed',
    'noteUser',
    'checkStepUp insufficient_user_authentication',
    'chargeBudget not_disclosed',
    'checkDisclosure not_disclosed',
    'computeAnswer no_such_account mixed_currencies window_unavailable not_disclosed',
    'roundAnswer',
    'recordDisclosure',
    'composeAnswer',
  ]);
});
