/** The intents that every skill has. */
import type { Turn } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import {
  asks,
  elicits,
  isClosed,
  isFault,
  isOpen,
  missingTurn,
  nameOf,
  quote,
  responseOf,
  unless,
  wordsOf,
} from './reading.ts';

/** A scene whose last turn has to end the session. */
const closes = (
  id: string,
  intent: string,
  scene: 'stop' | 'cancel' | 'navigate-home',
  title: string,
): RuleOf<'talk'> => ({
  id,
  title,
  source: sources.builtIns,
  how: `${intent} in an open session, and as the first thing that is said.`,
  remedy: `Let ${intent} end the session.`,
  check: ({ scenes }) => {
    const turns = [...scenes[scene].slice(1), ...scenes.goodbyes.filter(turn => nameOf(turn) === intent)];
    return found(
      [
        ...missingTurn(scenes[scene], 1),
        ...turns.flatMap(turn =>
          unless(
            isClosed(turn),
            `${intent} is answered with ${quote(wordsOf(turn))}, and the session stays open.`,
          ),
        ),
      ],
      quote(wordsOf(turns[0])),
    );
  },
});

const waitsForPin = (turn: Turn | undefined): boolean =>
  turn !== undefined && isOpen(turn) && elicits(turn, 'pin');

export const builtInIntents = [
  ...rulesAbout('talk', [
    {
      id: 'help-explains',
      title: 'Help says what can be asked, in the words to say',
      source: sources.functional,
      how: 'AMAZON.HelpIntent in an open session: the speech names at least two examples.',
      remedy: 'Let help give examples of what can be said (models/*.replies.ts, help).',
      check: ({ scenes: { help } }) => {
        const words = wordsOf(help[1]);
        return found(
          [
            ...missingTurn(help, 1),
            ...unless(
              words.split(' ').length >= 12 && words.split(',').length >= 3,
              `Help says ${quote(words)}.`,
            ),
          ],
          quote(words),
        );
      },
    },
    {
      id: 'help-keeps-open',
      title: 'Help leaves the session open and asks',
      source: sources.functional,
      how: 'AMAZON.HelpIntent twice in an open session.',
      remedy: 'Keep the session after help, and end it with a question.',
      check: ({ scenes: { help } }) =>
        found(
          help
            .slice(1)
            .flatMap(turn => [
              ...unless(isOpen(turn), 'The session is closed after help.'),
              ...unless(asks(wordsOf(turn)), 'Help asks nothing.'),
            ]),
          `${help.length - 1} times, open and asking`,
        ),
    },
    {
      id: 'help-at-once',
      title: 'Help works as the first thing that is said',
      source: sources.functional,
      how: 'AMAZON.HelpIntent without a session, of somebody who has not linked.',
      remedy: 'Answer help without an account and without a session.',
      check: ({ scenes }) =>
        found(
          scenes['help-one-shot'].flatMap(turn =>
            unless(wordsOf(turn).split(' ').length >= 12, `It is answered with ${quote(wordsOf(turn))}.`),
          ),
          quote(wordsOf(scenes['help-one-shot'][0])),
        ),
    },
    closes('stop-closes', 'AMAZON.StopIntent', 'stop', 'Stop ends the session'),
    closes(
      'cancel-closes',
      'AMAZON.CancelIntent',
      'cancel',
      'Cancel ends the session when nothing is under way',
    ),
    closes('home-closes', 'AMAZON.NavigateHomeIntent', 'navigate-home', 'Going home ends the session'),
    {
      id: 'goodbye-is-short',
      title: 'A goodbye is short',
      source: sources.experience,
      how: 'The speech of Stop, Cancel and NavigateHome has at most twelve words.',
      remedy: 'Say goodbye in a word or two.',
      check: ({ scenes: { goodbyes } }) =>
        found(
          goodbyes
            .filter(turn => wordsOf(turn).split(' ').length > 12)
            .map(turn => `${nameOf(turn)} says ${quote(wordsOf(turn))}.`),
          quote(wordsOf(goodbyes[0])),
        ),
    },
    {
      id: 'fallback-guides',
      title: 'What is not understood is met with what can be asked, and a question',
      source: sources.experience,
      how: 'AMAZON.FallbackIntent twice in an open session.',
      remedy: 'Let the fallback say what the skill can do, and ask.',
      check: ({ scenes: { fallback } }) =>
        found(
          [
            ...missingTurn(fallback, 1),
            ...fallback
              .slice(1)
              .flatMap(turn =>
                unless(isOpen(turn) && asks(wordsOf(turn)), `It is answered with ${quote(wordsOf(turn))}.`),
              ),
          ],
          quote(wordsOf(fallback[1])),
        ),
    },
    {
      id: 'repeat-without-answer',
      title: 'Repeat, yes and no make sense when nothing was said before',
      source: sources.builtIns,
      how: 'The three right after the welcome: each is answered in words, and none with a fault.',
      remedy: 'Answer them without a context as well.',
      check: ({ scenes }) => {
        const turns = [scenes.repeat, scenes.yes, scenes.no].flatMap(scene => scene.slice(1));
        return found(
          [
            ...unless(turns.length === 3, 'One of them was not answered.'),
            ...turns.flatMap(turn =>
              unless(
                wordsOf(turn) !== '' && !isFault(turn),
                `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}.`,
              ),
            ),
          ],
          turns.map(turn => quote(wordsOf(turn), 30)).join(', '),
        );
      },
    },
    {
      id: 'every-intent-answered',
      title: 'Every intent of the model is answered, and none with a fault',
      source: sources.functional,
      how: 'Each intent of the interaction model once, by itself, with empty slots.',
      remedy: 'Write an intent for it (intents/), or take it out of the model.',
      check: ({ scenes }) => {
        const turns = scenes['every-intent'];
        return found(
          turns.flatMap(turn =>
            unless(
              responseOf(turn) !== null && !isFault(turn),
              `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}.`,
            ),
          ),
          `${turns.length} intents`,
        );
      },
    },
  ]),
  ...rulesAbout('bank', [
    {
      id: 'help-at-pin',
      title: 'Help while the PIN is asked for explains the PIN, and still asks for it',
      source: sources.functional,
      how: 'A balance, then AMAZON.HelpIntent: the speech is about the PIN, and the PIN is elicited.',
      remedy: 'Give help where the customer is (intents/help.ts).',
      check: ({ scenes }) => {
        const turn = scenes['help-at-pin'][1];
        return found(
          unless(
            waitsForPin(turn) && wordsOf(turn).includes('PIN'),
            `It is answered with ${quote(wordsOf(turn))}.`,
          ),
          quote(wordsOf(turn)),
        );
      },
    },
    {
      id: 'stop-at-pin',
      title: 'Stop while the PIN is asked for ends the session',
      source: sources.builtIns,
      how: 'A balance, then AMAZON.StopIntent.',
      remedy: 'Let Stop end the session from everywhere.',
      check: ({ scenes }) => {
        const turn = scenes['stop-at-pin'][1];
        return found(
          unless(turn !== undefined && isClosed(turn), `It is answered with ${quote(wordsOf(turn))}.`),
          quote(wordsOf(turn)),
        );
      },
    },
    {
      id: 'cancel-at-pin',
      title: 'Cancel while the PIN is asked for drops the question',
      source: sources.builtIns,
      how: 'A balance, then AMAZON.CancelIntent: nothing of the account is told, and no PIN asked for any more.',
      remedy: 'Drop what is under way at Cancel (intents/never-mind.ts).',
      check: ({ scenes }) => {
        const turn = scenes['cancel-at-pin'][1];
        return found(
          unless(
            turn !== undefined && wordsOf(turn) !== '' && !elicits(turn),
            `It is answered with ${quote(wordsOf(turn))}.`,
          ),
          quote(wordsOf(turn)),
        );
      },
    },
    {
      id: 'fallback-at-pin',
      title: 'What is not understood while the PIN is asked for asks for it again',
      source: sources.experience,
      how: 'A balance, then AMAZON.FallbackIntent.',
      remedy: 'Ask for the PIN again, and say how to leave.',
      check: ({ scenes }) => {
        const turn = scenes['fallback-at-pin'][1];
        return found(
          unless(waitsForPin(turn), `It is answered with ${quote(wordsOf(turn))}.`),
          quote(wordsOf(turn)),
        );
      },
    },
    {
      id: 'repeat-repeats',
      title: 'Repeat says the last answer again',
      source: sources.builtIns,
      how: 'A balance with the PIN, then AMAZON.RepeatIntent: the same words.',
      remedy: 'Answer the last question again (intents/repeat.ts).',
      check: ({ scenes }) => {
        const [, answer, again] = scenes['one-shot'];
        return found(
          unless(
            wordsOf(answer) !== '' && wordsOf(answer) === wordsOf(again),
            `After ${quote(wordsOf(answer))} comes ${quote(wordsOf(again))}.`,
          ),
          'the same words twice',
        );
      },
    },
  ]),
];
