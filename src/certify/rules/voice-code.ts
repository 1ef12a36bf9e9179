/** The voice PIN: Amazon's tests of a voice code, and our own. */
import type { BankFacts, Turn } from '../facts.ts';
import { found, rulesAbout } from '../rule.ts';
import { sources } from '../sources.ts';
import { checkPin } from '../../simulator/checks/leaks.ts';
import {
  elicits,
  findingsOf,
  isClosed,
  isOpen,
  missingTurn,
  nameOf,
  quote,
  repromptOf,
  responseOf,
  saysFigure,
  turnsOf,
  unless,
  wordsOf,
} from './reading.ts';

const asksForPin = (turn: Turn | undefined): boolean =>
  turn !== undefined && isOpen(turn) && elicits(turn, 'pin') && wordsOf(turn).includes('PIN');
const isAnswered = (turn: Turn | undefined): boolean =>
  turn?.calls.some(({ status, path }) => status === 200 && !/step-ups?$/.test(path)) === true;

/** Every turn in which a PIN was said. */
const pinTurns = ({ scenes }: BankFacts): Turn[] =>
  turnsOf(scenes).filter(turn => nameOf(turn) === 'PinIntent' && turn.pins.length > 0);

export const voiceCode = rulesAbout('bank', [
  {
    id: 'pin-asked-first',
    title: 'Before a figure is told, the PIN is asked for',
    source: sources.security,
    how: 'A balance in a new session: four digits are elicited, and no amount is said.',
    remedy: 'Ask for the PIN when the bank wants a step-up.',
    check: ({ scenes }) => {
      const [turn] = scenes['wrong-pins'];
      return found(
        unless(
          asksForPin(turn) && !saysFigure(wordsOf(turn)),
          `It is answered with ${quote(wordsOf(turn))}.`,
        ),
        quote(wordsOf(turn)),
      );
    },
  },
  {
    id: 'pin-right-answers',
    title: 'With the right PIN the question is answered at once',
    source: sources.security,
    how: 'A balance, then the right PIN: the balance, without another question.',
    remedy: 'Take up the question that waits for the PIN.',
    check: ({ scenes }) => {
      const turn = scenes['one-shot'][1];
      return found(
        unless(isAnswered(turn) && saysFigure(wordsOf(turn)), `It is answered with ${quote(wordsOf(turn))}.`),
        quote(wordsOf(turn), 40),
      );
    },
  },
  {
    id: 'pin-once-a-conversation',
    title: 'The PIN is asked for once in a conversation',
    source: sources.threatModel,
    how: 'Every question in one session: after the first the PIN is not asked for again.',
    remedy: 'Keep the step-up at the bank for the session.',
    check: ({ scenes: { questions } }) => {
      const prompts = questions.filter(turn => elicits(turn, 'pin')).length;
      return found(
        [...missingTurn(questions, 2), ...unless(prompts === 1, `It is asked for ${prompts} times.`)],
        `${questions.length} turns, asked once`,
      );
    },
  },
  {
    id: 'pin-again-in-the-next',
    title: 'The next conversation asks for the PIN again',
    source: sources.threatModel,
    how: 'A balance with the PIN, Stop, and a balance in a new session.',
    remedy: 'End the step-up with the session.',
    check: ({ scenes }) => {
      const turn = scenes['new-conversation'][3];
      return found(
        unless(asksForPin(turn), `It is answered with ${quote(wordsOf(turn))}.`),
        quote(wordsOf(turn)),
      );
    },
  },
  {
    id: 'pin-wrong-refused',
    title: 'A wrong PIN is refused, and may be tried again',
    source: sources.security,
    how: 'Two wrong PINs: each is refused without a figure, and the PIN is asked for again.',
    remedy: 'Refuse, and ask again.',
    check: ({ scenes }) => {
      const turns = scenes['wrong-pins'].slice(1, 3);
      return found(
        [
          ...missingTurn(scenes['wrong-pins'], 2),
          ...turns.flatMap(turn =>
            unless(
              asksForPin(turn) && !saysFigure(wordsOf(turn)),
              `It is answered with ${quote(wordsOf(turn))}.`,
            ),
          ),
        ],
        quote(wordsOf(turns[0])),
      );
    },
  },
  {
    id: 'pin-three-tells-reset',
    title: 'After three wrong PINs the skill says how the PIN is reset, and ends the session',
    source: sources.security,
    how: 'Three wrong PINs in a row: the third reply names the reset and closes the session.',
    remedy: 'Say where the PIN can be reset (models/*.replies.ts, pin.locked).',
    check: ({ scenes }) => {
      const turn = scenes['wrong-pins'][3];
      return found(
        [
          ...missingTurn(scenes['wrong-pins'], 3),
          ...unless(/reset/i.test(wordsOf(turn)), `It says ${quote(wordsOf(turn))}.`),
          ...unless(turn !== undefined && isClosed(turn), 'The session stays open.'),
        ],
        quote(wordsOf(turn)),
      );
    },
  },
  {
    id: 'pin-fourth-fails',
    title: 'The fourth PIN fails, though it is the right one',
    source: sources.security,
    how: 'After three wrong PINs, in a new session: the right PIN is refused, and no figure told.',
    remedy: 'Lock the link at the bank after three failures in a row.',
    check: ({ scenes }) => {
      const turns = scenes['fourth-pin'];
      return found(
        [
          ...missingTurn(turns, 0),
          ...turns.flatMap(turn =>
            unless(
              !isAnswered(turn) && !saysFigure(wordsOf(turn)),
              `It is answered with ${quote(wordsOf(turn))}.`,
            ),
          ),
        ],
        quote(wordsOf(turns.at(-1))),
      );
    },
  },
  {
    id: 'pin-reset-out-of-band',
    title: 'The reset is at the bank, not by voice, and afterwards the PIN works again',
    source: sources.security,
    how: "The bank's own side frees the link; a balance with the right PIN is answered. The words after the lock name the app, a page or a branch.",
    remedy: "Let the PIN be reset on the bank's page, after signing in.",
    check: ({ scenes }) => {
      const locked = wordsOf(scenes['wrong-pins'][3]);
      const answer = scenes['after-reset'][1];
      return found(
        [
          ...unless(
            /\b(?:app|branch|website|page|call)\b/i.test(locked),
            `After the lock it says ${quote(locked)}.`,
          ),
          ...unless(isAnswered(answer), `After the reset it says ${quote(wordsOf(answer))}.`),
        ],
        quote(wordsOf(answer), 40),
      );
    },
  },
  {
    id: 'pin-not-spoken-back',
    title: 'No PIN, right or wrong, is in any response',
    source: sources.security,
    how: 'Speech, reprompt, card, directives and session attributes of every response after a PIN.',
    remedy: 'Send the PIN to the bank and nowhere else.',
    check: fact =>
      found(findingsOf(checkPin, turnsOf(fact.scenes), fact.model), `${pinTurns(fact).length} PINs said`),
  },
  {
    id: 'pin-not-in-log',
    title: 'No PIN is in a log',
    source: sources.threatModel,
    how: 'Every line that the skill has logged in all scenes.',
    remedy: 'Log codes and durations alone.',
    check: ({ log, secrets: { pins } }) => {
      const lines = log.map(line =>
        line.replaceAll(/"timestamp":"[^"]*"|"durationMs":[\d.]+|[\w-]{16,}/g, ''),
      );
      return found(
        pins
          .filter(pin => lines.some(line => new RegExp(`(?<!\\d)${pin}(?!\\d)`).test(line)))
          .map(() => 'A PIN is in it.'),
        `${log.length} lines`,
      );
    },
  },
  {
    id: 'pin-unasked-unused',
    title: 'A PIN that was not asked for is not used',
    source: sources.threatModel,
    how: 'The right PIN right after the welcome: nothing is sent to the bank.',
    remedy: 'Send a PIN only while a question waits for it.',
    check: ({ scenes }) => {
      const turn = scenes['unasked-pin'][1];
      return found(
        [
          ...missingTurn(scenes['unasked-pin'], 1),
          ...unless(
            (turn?.calls ?? []).every(({ path }) => !path.endsWith('step-ups')),
            'It was sent to the bank.',
          ),
        ],
        quote(wordsOf(turn)),
      );
    },
  },
  {
    id: 'pin-too-few-digits',
    title: 'Too few digits are no attempt',
    source: sources.experience,
    how: 'The PIN is asked for, and what is heard is no number: nothing is sent to the bank, and it is asked for again.',
    remedy: 'Ask again, and do not count it.',
    check: ({ scenes }) => {
      const turn = scenes['no-digits'][1];
      return found(
        [
          ...unless(asksForPin(turn), `It is answered with ${quote(wordsOf(turn))}.`),
          ...unless((turn?.calls ?? []).length === 0, 'It was sent to the bank.'),
        ],
        quote(wordsOf(turn)),
      );
    },
  },
  {
    id: 'pin-silence-reprompts',
    title: 'A silence while the PIN is asked for is met with a reprompt that says how to leave',
    source: sources.experience,
    how: 'Nobody answers; the reprompt of the question for the PIN is read.',
    remedy: 'Give it a reprompt with "never mind" in it.',
    check: ({ scenes }) => {
      const [turn] = scenes['silence-at-pin'];
      const reprompt = turn === undefined ? '' : repromptOf(turn);
      return found(
        unless(
          reprompt.includes('PIN') && /never mind|cancel|stop/i.test(reprompt),
          `It is ${quote(reprompt)}.`,
        ),
        quote(reprompt),
      );
    },
  },
  {
    id: 'pin-not-bypassed',
    title: 'Session attributes that somebody has changed open nothing',
    source: sources.threatModel,
    how: 'While the PIN is asked for, the attributes are changed to say that it was given.',
    remedy: 'Keep the step-up at the bank, and believe no attribute.',
    check: ({ scenes }) => {
      const turns = scenes['tampered-while-linked'];
      return found(
        [
          ...missingTurn(turns, 1),
          ...turns.flatMap(turn =>
            unless(
              responseOf(turn) !== null && !saysFigure(wordsOf(turn)),
              `It is answered with ${quote(wordsOf(turn))}.`,
            ),
          ),
        ],
        quote(wordsOf(turns[1])),
      );
    },
  },
]);
