/** How the rules read what was said and done. */
import type { CheckedResponse } from '../../simulator/checks.ts';
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import { replies } from '../../../models/en-US.replies.ts';
import { spokenWords } from '../../simulator/speech.ts';
import type { Scene, Turn } from '../facts.ts';

/** The response of a turn; null when it was refused. */
export const responseOf = ({ answer }: Turn) =>
  answer.kind === 'response' ? answer.response.response : null;

/** What is heard of a turn, as plain words; '' for silence. */
export const wordsOf = (turn: Turn | undefined): string =>
  turn === undefined ? '' : (spokenWords(responseOf(turn)?.outputSpeech) ?? '');
export const repromptOf = (turn: Turn): string => spokenWords(responseOf(turn)?.reprompt?.outputSpeech) ?? '';

/** Whether the skill apologises for a fault of its own. */
export const isFault = (turn: Turn): boolean => wordsOf(turn) === replies.fault;

/** Whether the skill waits for an answer. */
export const isOpen = (turn: Turn): boolean => responseOf(turn)?.shouldEndSession === false;
export const isClosed = (turn: Turn): boolean => responseOf(turn)?.shouldEndSession === true;
export const asks = (words: string): boolean => words.includes('?');

/** Whether the skill asks by Alexa's dialog. */
export const elicits = (turn: Turn, slot?: string): boolean =>
  (responseOf(turn)?.directives ?? []).some(
    directive =>
      directive.type === 'Dialog.ElicitSlot' && (slot === undefined || directive.slotToElicit === slot),
  );

export const cardOf = (turn: Turn): string | null => responseOf(turn)?.card?.type ?? null;

/** Whether an amount of money is in the words. */
export const saysFigure = (words: string): boolean =>
  /\p{Sc}\s?\d|\b\d[\d,.]* (?:dollars|cents)\b/u.test(words);

/** What happened, for a finding: the intent or the type of the request. */
export function nameOf({ envelope }: Turn): string {
  const request = (envelope as Partial<Turn['envelope']> | null)?.request as
    { readonly type?: string; readonly intent?: { readonly name?: string } } | undefined;
  return request?.intent?.name ?? request?.type ?? 'a request';
}

/** What was said, shortened for a report. */
export function quote(words: string, most = 60): string {
  if (words === '') return 'nothing';
  return words.length <= most ? `"${words}"` : `"${words.slice(0, most - 1).trimEnd()}…"`;
}

const needsWords = new Set(['LaunchRequest', 'IntentRequest']);
/** Whether a person waits for words. */
export const isSpoken = (turn: Turn): boolean => needsWords.has(turn.envelope.request.type);

/** Every turn of every scene that was a request of Alexa's own form. */
export const turnsOf = (scenes: Readonly<Record<string, Scene>>): Turn[] =>
  Object.entries(scenes).flatMap(([name, scene]) => (name === 'malformed' ? [] : [...scene]));

/** What was expected of a scene, and did not come. */
export const missingTurn = (scene: Scene, at: number): string[] =>
  scene[at] === undefined ? [`The conversation ended before turn ${at + 1}.`] : [];

/** The finding of a condition that does not hold. */
export const unless = (holds: boolean, finding: string): string[] => (holds ? [] : [finding]);

/** A turn as the simulator's checks read it. */
function checkedOf(turn: Turn, model: InteractionModel): CheckedResponse | null {
  if (turn.answer.kind !== 'response') return null;
  const { System } = turn.envelope.context;
  return {
    requestType: turn.envelope.request.type,
    response: turn.answer.response,
    text: turn.answer.text,
    meanwhile: [],
    screen: true,
    exchanges: turn.calls,
    model,
    secrets: {
      accessToken: System.user.accessToken ?? null,
      pins: turn.pins,
      platformIds: [
        System.user.userId,
        System.person?.personId,
        System.device?.deviceId,
        System.unit?.unitId,
      ].filter(id => id !== undefined),
    },
  };
}

/** What one check of the simulator finds in all turns. */
export function findingsOf(
  check: (checked: CheckedResponse) => Iterable<string>,
  turns: readonly Turn[],
  model: InteractionModel,
): string[] {
  return turns.flatMap(turn => {
    const checked = checkedOf(turn, model);
    return checked === null ? [] : [...check(checked)].map(finding => `${nameOf(turn)}: ${finding}`);
  });
}
