/** What the soak calls growing: a figure a minute that goes up and up, after the first minutes. */
import { expect, it } from 'vitest';
import { growthProblems } from './steady-growth.ts';

it.each([
  ['what fills in the first minutes and then stays', [40, 60, 75, 80, 81, 80, 82, 81, 80, 81]],
  ['what goes up and down', [80, 80, 80, 80, 110, 70, 105, 72, 108, 100]],
  ['what grows by next to nothing', [80, 80, 80, 80, 81, 82, 83, 84, 85, 86]],
  ['a run that is too short to tell', [40, 60, 80, 100, 120]],
])('is not %s', (_, byMinute) => {
  expect(growthProblems('memory', byMinute)).toEqual([]);
});

it('is what goes up from minute to minute', () => {
  expect(growthProblems('memory', [40, 45, 50, 55, 60, 64, 70, 76, 81, 85])).toEqual([
    'memory grows: 55 after 4 minutes, 85 at the end',
  ]);
});
