import { describe, expect, it } from 'vitest';
import { refusalCodes } from '../../../src/facade/contract.ts';
import { crossingOf, outcomeOf } from '../../../src/simulator/outcome.ts';
import { outcomeWords } from '../../../src/simulator/page/outcome-words.ts';
import * as recorded from './recorded-turns.ts';

describe('the outcome of a turn', () => {
  it.each([
    [recorded.pinAsked, 'pin_asked'],
    [recorded.answeredAfterPin, 'answered'],
    [recorded.spent, 'answered'],
    [recorded.wrongPin, 'pin_refused'],
    [recorded.notLinked, 'not_linked'],
    [recorded.bankDown, 'bank_unreachable'],
    [recorded.stoppedAtWall, 'stopped_at_wall'],
    [recorded.notUnderstood, 'not_understood'],
  ] as const)('$speech', (turn, outcome) => {
    expect(outcomeOf(turn, [])).toBe(outcome);
  });

  it('is known for every refusal of the contract, and has words', () => {
    for (const code of refusalCodes) {
      const outcome = outcomeOf(
        recorded.turn({
          utterance: 'x',
          intent: 'BalanceIntent',
          speech: 'y',
          facade: [recorded.refusal({ name: 'balance' }, code)],
        }),
        [],
      );
      expect(outcomeWords[outcome].label).not.toBe('');
    }
  });

  it('tells a slow bank from one that is down', () => {
    const [call] = recorded.bankDown.facade;
    if (call === undefined) throw new Error('the recording has a call');
    const slow = { ...recorded.bankDown, facade: [{ ...call, durationMs: 5_900 }] };
    expect(outcomeOf(slow, [])).toBe('bank_too_slow');
  });

  it('is silence when nobody spoke, and talk when a session was opened', () => {
    const nobody = { ...recorded.notUnderstood, utterance: null, intent: null };
    expect(outcomeOf({ ...nobody, request: null }, [])).toBe('silence');
    expect(outcomeOf(nobody, [])).toBe('talk');
  });

  it('is a failure of the skill when it sent nothing', () => {
    expect(outcomeOf({ ...recorded.notUnderstood, response: null, speech: null }, [])).toBe('skill_failed');
  });
});

describe('a crossing', () => {
  it('with one field too many is stopped', () => {
    const [call] = recorded.stoppedAtWall.facade;
    if (call === undefined) throw new Error('the recording has a call');
    expect(crossingOf(call)).toEqual({ kind: 'stopped' });
    expect(crossingOf({ ...call, answer: 'not even JSON' })).toEqual({ kind: 'stopped' });
    expect(crossingOf({ ...call, status: 500, answer: '<html>' })).toEqual({ kind: 'stopped' });
  });

  it('of a grant that holds more than a grant is stopped', () => {
    const [call] = recorded.answeredAfterPin.facade;
    if (call === undefined) throw new Error('the recording has a call');
    expect(crossingOf(call)).toEqual({ kind: 'grant' });
    expect(crossingOf({ ...call, answer: { idleSeconds: 1, absoluteSeconds: 2, pin: '1' } }).kind).toBe(
      'stopped',
    );
  });
});
