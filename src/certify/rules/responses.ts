/** Whether Alexa can use what the skill answers. */
import { maxResponseBytes, skillDeadlineMs } from '../../simulator/post.ts';
import { checkDirectives, checkSize, checkSpeech, checkVersion } from '../../simulator/checks/format.ts';
import { checkCard } from '../../simulator/checks/screen.ts';
import type { BankFacts, TalkFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import {
  findingsOf,
  isClosed,
  nameOf,
  quote,
  responseOf,
  saysFigure,
  turnsOf,
  unless,
  wordsOf,
} from './reading.ts';

type Talked = TalkFacts | BankFacts;

/** The most of something over all responses, for the report. */
const most = ({ scenes }: Talked, measure: (text: string) => number): number =>
  Math.max(
    0,
    ...turnsOf(scenes).map(({ answer }) => (answer.kind === 'response' ? measure(answer.text) : 0)),
  );

/** One check over the responses of a part. */
const overAll = (
  rule: Omit<RuleOf<'talk'>, 'check' | 'how'>,
  check: Parameters<typeof findingsOf>[0],
  seen: (fact: Talked) => string = ({ scenes }) => `${turnsOf(scenes).length} responses`,
) => {
  const checkFact = (fact: Talked) => found(findingsOf(check, turnsOf(fact.scenes), fact.model), seen(fact));
  return {
    talk: { ...rule, how: 'Every response of every scene without a link.', check: checkFact },
    bank: {
      ...rule,
      id: `${rule.id}-linked`,
      title: `${rule.title}, with a customer`,
      how: 'Every response of every scene with a customer of the embedded bank.',
      check: checkFact,
    },
  };
};

const checks = [
  overAll(
    {
      id: 'response-version',
      title: 'Every response has version 1.0',
      source: sources.json,
      remedy: 'Set the version.',
    },
    checkVersion,
  ),
  overAll(
    {
      id: 'response-size',
      title: 'No response is larger than 24 KB, session attributes included; Amazon takes 120',
      source: sources.json,
      remedy: 'Say less, and keep less.',
    },
    checkSize,
    fact => `at most ${most(fact, text => Buffer.byteLength(text))} of ${maxResponseBytes} bytes`,
  ),
  overAll(
    {
      id: 'response-speech',
      title: 'All speech is well-formed SSML of elements that Alexa knows, of at most 8,000 characters',
      source: sources.ssml,
      remedy: 'Escape what is text, and shorten what is long.',
    },
    checkSpeech,
  ),
  overAll(
    {
      id: 'response-card',
      title: 'Every card has a type that Alexa knows, content, and at most 8,000 characters',
      source: sources.json,
      remedy: 'Write the card anew.',
    },
    checkCard,
  ),
  overAll(
    {
      id: 'response-directives',
      title: 'Every directive is known to Alexa, and about an intent and slot of the model',
      source: sources.dialog,
      remedy: 'Add the intent to the dialog model, or send another directive.',
    },
    checkDirectives,
  ),
];

const inTime = ({ scenes }: Talked) => {
  const turns = turnsOf(scenes);
  const slowest = Math.max(0, ...turns.map(({ ms }) => ms));
  return found(
    turns
      .filter(({ ms }) => ms >= skillDeadlineMs)
      .map(turn => `${nameOf(turn)} took ${Math.round(turn.ms)} ms.`),
    `the slowest of ${turns.length} took ${Math.round(slowest)} ms`,
  );
};

const inTrouble = (
  id: string,
  scene: 'bank-slow' | 'bank-down' | 'bank-talkative',
  rule: Pick<RuleOf<'bank'>, 'title' | 'how' | 'remedy' | 'source'>,
): RuleOf<'bank'> => ({
  id,
  ...rule,
  check: ({ scenes }) => {
    const turn = scenes[scene].at(-1);
    const words = wordsOf(turn);
    return found(
      [
        ...unless(turn !== undefined && responseOf(turn) !== null && words !== '', 'There is no answer.'),
        ...unless(!saysFigure(words), `It says ${quote(words)}.`),
        ...unless(turn !== undefined && isClosed(turn), 'The session stays open.'),
        ...unless((turn?.ms ?? 0) < skillDeadlineMs, `It took ${Math.round(turn?.ms ?? 0)} ms.`),
      ],
      `${quote(words)}, ${Math.round(turn?.ms ?? 0)} ms`,
    );
  },
});

export const responses = [
  ...rulesAbout(
    'talk',
    checks.map(({ talk }) => talk),
  ),
  ...rulesAbout(
    'bank',
    checks.map(({ bank }) => bank),
  ),
  ...rulesAbout('talk', [
    {
      id: 'response-in-time',
      title: 'Every request is answered within eight seconds',
      source: sources.requests,
      how: 'The time of every request of every scene without a link.',
      remedy: 'See what the request waits for.',
      check: inTime,
    },
  ]),
  ...rulesAbout('bank', [
    {
      id: 'response-in-time-linked',
      title: 'Every request is answered within eight seconds, with a customer',
      source: sources.requests,
      how: 'The time of every request of every scene with a customer, the slow bank included.',
      remedy: 'Lower SOTTOVOCE_TURN_TIMEOUT_MS.',
      check: inTime,
    },
    inTrouble('bank-slow-told', 'bank-slow', {
      title: 'A bank that does not answer is told of in time, without a figure',
      source: sources.requests,
      how: 'A balance at a bank that never answers, with the deadline of the deployment.',
      remedy: 'Give up on the bank before Alexa gives up on the skill.',
    }),
    inTrouble('bank-down-told', 'bank-down', {
      title: 'A bank that cannot be reached is told of, without a figure',
      source: sources.functional,
      how: 'A balance at a bank that breaks the connection.',
      remedy: 'Say that the bank cannot be reached; never a number of before.',
    }),
    inTrouble('bank-talkative-refused', 'bank-talkative', {
      title: 'An answer with more in it than the contract has is not told',
      source: sources.privacyLaw,
      how: 'A balance at a bank that adds a list of transactions to its answer.',
      remedy: 'Read answers with closed schemas (src/facade/contract.ts).',
    }),
  ]),
];
