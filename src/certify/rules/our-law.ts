/** Our own law: nothing comes back to the platform but the words of this turn's answer. */
import { checkAccountNumbers, checkAmounts, checkIds, checkToken } from '../../simulator/checks/leaks.ts';
import type { BankFacts, TalkFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { findingsOf, responseOf, turnsOf, unless } from './reading.ts';

type Talked = TalkFacts | BankFacts;

const leak = (
  rule: Omit<RuleOf<'bank'>, 'check' | 'how' | 'source'>,
  check: Parameters<typeof findingsOf>[0],
): RuleOf<'bank'> => ({
  ...rule,
  source: sources.privacyLaw,
  how: 'Every response of every scene with a customer: speech, cards, directives, session attributes.',
  check: ({ scenes, model }) => {
    const turns = turnsOf(scenes);
    return found(findingsOf(check, turns, model), `${turns.length} responses`);
  },
});

/** What is kept between two turns, as text. */
const keptIn = ({ scenes }: Talked): string[] =>
  turnsOf(scenes).flatMap(({ answer }) =>
    answer.kind === 'response' ? [JSON.stringify(answer.response.sessionAttributes ?? {})] : [],
  );

/** A session attribute of ours is the name of a question and its details; this is ten times of that. */
const maxKeptBytes = 2_048;

export const ourLaw = rulesAbout('bank', [
  leak(
    {
      id: 'leak-token',
      title: 'The access token is in no response',
      remedy: 'Use the token for the call to the bank alone.',
    },
    checkToken,
  ),
  leak(
    {
      id: 'leak-ids',
      title: 'No identifier of the platform or the bank is in a response',
      remedy: 'Leave ids out of what is said and kept.',
    },
    checkIds,
  ),
  leak(
    {
      id: 'leak-account-numbers',
      title: 'Nothing that looks like an account number is in a response',
      remedy: 'Name accounts by their kind or nickname.',
    },
    checkAccountNumbers,
  ),
  leak(
    {
      id: 'leak-amounts',
      title:
        'No amount is on a card or in session attributes, and none is said that the bank did not answer in this turn',
      remedy: 'Say an amount in the turn in which it was answered, and keep none.',
    },
    checkAmounts,
  ),
  {
    id: 'little-is-kept',
    title: 'Between two turns next to nothing is kept',
    source: sources.privacyLaw,
    how: 'The session attributes of every response with a customer: at most 2 KB.',
    remedy: 'Keep which question is pending, and nothing of its answer.',
    check: fact => {
      const kept = keptIn(fact);
      const largest = Math.max(0, ...kept.map(text => Buffer.byteLength(text)));
      return found(
        unless(largest <= maxKeptBytes, `Session attributes have up to ${largest} bytes.`),
        `at most ${largest} bytes`,
      );
    },
  },
  {
    id: 'session-end-forgets',
    title: 'A session that ends is not remembered',
    source: sources.privacyLaw,
    how: 'Every response with a customer that ends the session: its session attributes are empty.',
    remedy: 'Send no attributes with the end of a session.',
    check: ({ scenes }) => {
      const closed = turnsOf(scenes).filter(turn => responseOf(turn)?.shouldEndSession === true);
      return found(
        closed.flatMap(({ answer }) =>
          answer.kind === 'response' && Object.keys(answer.response.sessionAttributes ?? {}).length > 0
            ? ['A session ended with attributes.']
            : [],
        ),
        `${closed.length} closed sessions`,
      );
    },
  },
  {
    id: 'stop-ends-step-up',
    title: 'With the session ends what the PIN has opened',
    source: sources.threatModel,
    how: 'A balance with the PIN, then Stop: the bank is told to end the step-up.',
    remedy: 'End the step-up at Stop (src/conversation/moves.ts).',
    check: ({ scenes }) => {
      const stop = scenes['one-shot'].at(-1);
      return found(
        unless(
          stop?.calls.some(({ method, path }) => method === 'DELETE' && path.includes('/step-ups/')) === true,
          'The bank was not told.',
        ),
        stop?.calls
          .map(({ method, path }) => `${method} ${path.split('/').slice(0, 3).join('/')}`)
          .join(', ') ?? '',
      );
    },
  },
  {
    id: 'log-has-no-token',
    title: 'No access token is in a log',
    source: sources.threatModel,
    how: 'Every line that the skill has logged in all scenes.',
    remedy: 'Log codes and durations alone.',
    check: ({ log, secrets: { tokens } }) =>
      found(
        tokens.filter(token => log.some(line => line.includes(token))).map(() => 'A token is in it.'),
        `${log.length} lines`,
      ),
  },
  {
    id: 'log-has-no-name',
    title: 'No name, account or amount is in a log',
    source: sources.threatModel,
    how: 'Every line that the skill has logged in all scenes is read for the names of the household and for amounts.',
    remedy: 'Log codes and durations alone.',
    check: ({ log, secrets: { names } }) =>
      found(
        [
          ...names.filter(name => log.some(line => line.includes(name))).map(name => `"${name}" is in it.`),
          ...unless(!log.some(line => /\p{Sc}\s?\d/u.test(line)), 'An amount is in it.'),
        ],
        `${log.length} lines, ${names.length} names`,
      ),
  },
  {
    id: 'log-is-json',
    title: 'Every line of the log is a record with a level and an event',
    source: sources.threatModel,
    how: 'Every line that the skill has logged is parsed.',
    remedy: 'Write nothing to the log but its records (src/log.ts).',
    check: ({ log }) => {
      const bad = log.filter(line => !isRecord(line));
      return found(
        bad.slice(0, 3).map(line => `${line.slice(0, 60)} is none.`),
        `${log.length} lines`,
      );
    },
  },
]);

function isRecord(line: string): boolean {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null && 'event' in record && 'level' in record;
  } catch {
    return false;
  }
}
