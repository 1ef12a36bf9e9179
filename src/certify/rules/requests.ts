/** What a skill has to take, and what it has to refuse, whoever sends it. */
import type { TalkFacts, TalkScene } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { cardOf, isFault, missingTurn, nameOf, quote, responseOf, unless, wordsOf } from './reading.ts';

/** A scene of which every request has to be refused. */
const refuses = (rule: Omit<RuleOf<'talk'>, 'check'>, scene: TalkScene): RuleOf<'talk'> => ({
  ...rule,
  check: ({ scenes }) =>
    found(
      [
        ...missingTurn(scenes[scene], 0),
        ...scenes[scene].flatMap(turn => unless(turn.answer.kind === 'refused', 'It was answered.')),
      ],
      scenes[scene].map(({ answer }) => (answer.kind === 'refused' ? answer.code : 'answered')).join(', '),
    ),
});

/** A scene of which every request has to be answered in words, without a fault. */
const answers = (
  rule: Omit<RuleOf<'talk'>, 'check'>,
  scene: TalkScene,
  seen: (fact: TalkFacts) => string = ({ scenes }) => quote(wordsOf(scenes[scene][0])),
): RuleOf<'talk'> => ({
  ...rule,
  check: fact =>
    found(
      [
        ...missingTurn(fact.scenes[scene], 0),
        ...fact.scenes[scene].flatMap(turn =>
          unless(
            responseOf(turn) !== null && wordsOf(turn) !== '' && !isFault(turn),
            `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}.`,
          ),
        ),
      ],
      seen(fact),
    ),
});

/** A scene of which every request has to be acknowledged, with nothing in the response. */
const acknowledges = (rule: Omit<RuleOf<'talk'>, 'check'>, scene: TalkScene): RuleOf<'talk'> => ({
  ...rule,
  check: ({ scenes }) =>
    found(
      [
        ...missingTurn(scenes[scene], 0),
        ...scenes[scene].flatMap(turn =>
          unless(
            responseOf(turn) !== null && wordsOf(turn) === '' && cardOf(turn) === null,
            `${nameOf(turn)} is answered with ${turn.answer.kind === 'refused' ? turn.answer.code : quote(wordsOf(turn))}.`,
          ),
        ),
      ],
      scenes[scene].map(nameOf).join(', '),
    ),
});

const many =
  (scene: TalkScene) =>
  ({ scenes }: TalkFacts): string =>
    `${scenes[scene].length} requests`;

export const requests = rulesAbout('talk', [
  refuses(
    {
      id: 'wrong-application-refused',
      title: 'A request for another skill is refused',
      source: sources.security,
      how: 'A LaunchRequest with another application id in its context.',
      remedy: 'Compare context.System.application.applicationId with the id of the skill.',
    },
    'wrong-application',
  ),
  refuses(
    {
      id: 'wrong-application-in-session-refused',
      title: 'A request whose session belongs to another skill is refused',
      source: sources.security,
      how: 'A LaunchRequest with another application id in its session.',
      remedy: 'Compare session.application.applicationId as well.',
    },
    'wrong-application-in-session',
  ),
  refuses(
    {
      id: 'malformed-refused',
      title: 'What is no request of Alexa is refused',
      source: sources.requests,
      how: 'An empty object, a list, a text, null, and an envelope without its parts.',
      remedy: 'Parse the envelope before anything is done with it.',
    },
    'malformed',
  ),
  answers(
    {
      id: 'unknown-properties-taken',
      title: 'Properties that are not known yet are taken',
      source: sources.json,
      how: 'A LaunchRequest with unknown properties at every level of the envelope.',
      remedy: 'Read envelopes as loose objects.',
    },
    'unknown-properties',
  ),
  answers(
    {
      id: 'unknown-intent-answered',
      title: 'An intent that the skill does not know is answered like what it does not understand',
      source: sources.requests,
      how: 'An IntentRequest with a name that is in no model.',
      remedy: 'Treat it as AMAZON.FallbackIntent.',
    },
    'unknown-intent',
  ),
  answers(
    {
      id: 'empty-slots-answered',
      title: 'Every intent is answered with all of its slots empty',
      source: sources.functional,
      how: 'Each intent of the model with empty slots.',
      remedy: 'Ask for what is missing, or take a usual value.',
    },
    'every-intent',
    many('every-intent'),
  ),
  answers(
    {
      id: 'unknown-values-answered',
      title: 'Every intent is answered when no value of its slots is known',
      source: sources.functional,
      how: 'Each intent with slots, filled with words of no catalogue and with "?".',
      remedy: 'Say what can be said in the place of it.',
    },
    'unknown-values',
    many('unknown-values'),
  ),
  answers(
    {
      id: 'odd-attributes-answered',
      title: 'Session attributes of any form are taken',
      source: sources.threatModel,
      how: 'Six requests with attributes that are not ours: objects, a list, a text, null.',
      remedy: 'Parse the attributes, and count what is not ours as absent.',
    },
    'tampered',
    many('tampered'),
  ),
  acknowledges(
    {
      id: 'unknown-requests-acknowledged',
      title: 'Requests of other kinds are acknowledged in silence',
      source: sources.requestTypes,
      how: 'A touch on a document, an answer of another skill, and a type that does not exist.',
      remedy: 'Answer them with an empty response.',
    },
    'unknown-requests',
  ),
  acknowledges(
    {
      id: 'exception-acknowledged',
      title: 'System.ExceptionEncountered is acknowledged in silence',
      source: sources.requestTypes,
      how: 'The message of Alexa about a response of ours that she could not use.',
      remedy: 'Log its code, and answer with an empty response.',
    },
    'exception',
  ),
  acknowledges(
    {
      id: 'events-acknowledged',
      title: 'Every skill event that is subscribed to is acknowledged',
      source: sources.events,
      how: 'The five events, without a session; Amazon sends one again until it is acknowledged.',
      remedy: 'Answer events with an empty response, once the bank knows.',
    },
    'events',
  ),
]);
