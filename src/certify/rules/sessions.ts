/** How the skill is opened, and when it listens. */
import type { BankFacts, TalkFacts } from '../facts.ts';
import { found, rulesAbout, type Checked, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import {
  asks,
  elicits,
  isClosed,
  isOpen,
  isSpoken,
  missingTurn,
  nameOf,
  quote,
  repromptOf,
  responseOf,
  turnsOf,
  unless,
  wordsOf,
} from './reading.ts';

const opening = rulesAbout('talk', [
  {
    id: 'launch-welcomes',
    title: 'Opening the skill says what it is for',
    source: sources.functional,
    how: 'A LaunchRequest of a linked customer; the words are read.',
    remedy: 'Let the welcome name two things that can be asked (models/*.replies.ts, welcome).',
    check: ({ scenes: { launch } }) => {
      const words = wordsOf(launch[0]);
      return found(
        [
          ...missingTurn(launch, 0),
          ...unless(words.split(' ').length >= 8, `The welcome is ${quote(words)}.`),
        ],
        quote(words),
      );
    },
  },
  {
    id: 'launch-keeps-open',
    title: 'Opening the skill asks, and leaves the session open',
    source: sources.experience,
    how: 'A LaunchRequest; the speech has to ask and shouldEndSession to be false.',
    remedy: 'End the welcome with a question and keep the session.',
    check: ({ scenes: { launch } }) =>
      found(
        launch.flatMap(turn => [
          ...unless(isOpen(turn), 'The session is closed after the welcome.'),
          ...unless(asks(wordsOf(turn)), 'The welcome asks nothing.'),
        ]),
        quote(wordsOf(launch[0]).split('. ').at(-1) ?? ''),
      ),
  },
  {
    id: 'silence-reprompts',
    title: 'A silence after the welcome is met with a reprompt that says what can be said',
    source: sources.experience,
    how: 'Nobody answers after a LaunchRequest; the reprompt is read.',
    remedy: 'Give the welcome a reprompt with an example.',
    check: ({ scenes: { launch } }) =>
      found(
        launch.flatMap(turn => unless(asks(repromptOf(turn)), 'The welcome has no reprompt that asks.')),
        quote(launch[0] === undefined ? '' : repromptOf(launch[0])),
      ),
  },
  {
    id: 'session-end-silent',
    title: 'A SessionEndedRequest is answered with nothing, whatever ended the session',
    source: sources.requestTypes,
    how: 'The three reasons, and the end after two silences: no speech, card, reprompt or directive may come.',
    remedy: 'Return an empty response to SessionEndedRequest.',
    check: ({ scenes }) => {
      const turns = [...scenes['session-ended'], ...scenes.silence.slice(1)];
      return found(
        turns.flatMap(turn => {
          const response = responseOf(turn);
          return unless(
            response !== null &&
              response.outputSpeech === undefined &&
              response.card === undefined &&
              response.reprompt === undefined &&
              (response.directives ?? []).length === 0,
            `A SessionEndedRequest is answered with ${quote(wordsOf(turn))}.`,
          );
        }),
        `${turns.length} sessions ended`,
      );
    },
  },
]);

type Talked = Pick<TalkFacts | BankFacts, 'scenes'>;

/** What holds of every response, whoever is heard. */
const everywhere: readonly (Omit<RuleOf<'talk'>, 'check'> & { readonly check: (fact: Talked) => Checked })[] =
  [
    {
      id: 'no-open-session-without-question',
      title: 'No session is left open without a question',
      source: sources.experience,
      how: 'Every response that keeps the session open has to ask, in words or by a dialog directive.',
      remedy: 'End the session, or end the speech with a question.',
      check: ({ scenes }: Talked) => {
        const open = turnsOf(scenes).filter(isOpen);
        return found(
          open
            .filter(turn => !asks(wordsOf(turn)) && !elicits(turn))
            .map(
              turn => `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}, and the session stays open.`,
            ),
          `${open.length} open sessions`,
        );
      },
    },
    {
      id: 'no-question-at-the-end',
      title: 'No session is closed on a question',
      source: sources.experience,
      how: 'Every response that ends the session: its speech may not end with a question mark.',
      remedy: 'Keep the session open where something is asked.',
      check: ({ scenes }: Talked) => {
        const closed = turnsOf(scenes).filter(isClosed);
        return found(
          closed
            .filter(turn => wordsOf(turn).trimEnd().endsWith('?'))
            .map(turn => `${nameOf(turn)} asks ${quote(wordsOf(turn))}, and the session ends.`),
          `${closed.length} closed sessions`,
        );
      },
    },
    {
      id: 'open-session-has-reprompt',
      title: 'Every open session has a reprompt',
      source: sources.experience,
      how: 'Every response that keeps the session open has to carry a reprompt.',
      remedy: 'Give each prompt its reprompt.',
      check: ({ scenes }: Talked) => {
        const open = turnsOf(scenes).filter(isOpen);
        return found(
          open.filter(turn => repromptOf(turn) === '').map(turn => `${nameOf(turn)} has no reprompt.`),
          `${open.length} reprompts`,
        );
      },
    },
    {
      id: 'says-whether-it-ends',
      title: 'Every spoken response says whether the session ends',
      source: sources.json,
      how: 'Every response to a LaunchRequest or IntentRequest has to have shouldEndSession, true or false.',
      remedy: 'Set shouldEndSession in every response.',
      check: ({ scenes }: Talked) => {
        const spoken = turnsOf(scenes).filter(turn => isSpoken(turn) && responseOf(turn) !== null);
        return found(
          spoken
            .filter(turn => !isOpen(turn) && !isClosed(turn))
            .map(turn => `${nameOf(turn)} does not say it.`),
          `${spoken.length} responses`,
        );
      },
    },
    {
      id: 'always-answers',
      title: 'Whoever speaks hears an answer',
      source: sources.functional,
      how: 'Every response to a LaunchRequest or IntentRequest has to have words.',
      remedy: 'Answer with words, a fault with an apology.',
      check: ({ scenes }: Talked) => {
        const spoken = turnsOf(scenes).filter(turn => isSpoken(turn) && responseOf(turn) !== null);
        return found(
          spoken
            .filter(turn => wordsOf(turn) === '')
            .map(turn => `${nameOf(turn)} is answered with silence.`),
          `${spoken.length} responses`,
        );
      },
    },
  ];

export const sessions = [
  ...opening,
  ...rulesAbout(
    'talk',
    everywhere.map(rule => ({ ...rule, how: `${rule.how} The scenes without a link.` })),
  ),
  ...rulesAbout(
    'bank',
    everywhere.map(rule => ({
      ...rule,
      id: `${rule.id}-linked`,
      title: `${rule.title}, with a customer`,
      how: `${rule.how} The scenes with a customer of the embedded bank.`,
    })),
  ),
];
