/**
 * What an intent is: it turns what was said into a question or a few words, and an answer into words. It never
 * awaits and never sees a network: `routing.ts` and the shell carry out what it decides.
 */
import type { Answer, AnswerOf, Question, QuestionName, QuestionOf } from '../facade/contract.ts';
import type { Memory } from './memory.ts';
import type { Prompt, Replies } from './wording.ts';
import { type ResolvedSlots, type SlotName, type Slots, resolveSlots } from './slots.ts';
import type { DefaultWindow } from './periods.ts';

/** The name under which a session that is opened without a question reaches its intent. */
export const opened = 'opened';

/** All that an intent decides from, beside the slots. */
export interface Scene {
  readonly memory: Memory;
  /** Whether the customer has linked an account. */
  readonly linked: boolean;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  readonly today: string;
  readonly bankName: string;
  readonly say: Replies;
}

/** What a detail of a question can be unclear about. */
export type Unclear = NonNullable<Memory['unclear']>;

/** What an intent decides to do. */
export type Move =
  /** Ask the bank. */
  | { readonly kind: 'ask'; readonly question: Question }
  /** Hand the PIN to the bank, then ask the pending question. */
  | { readonly kind: 'step-up'; readonly pin: string }
  /** Ask for the PIN; the pending question goes on waiting. */
  | { readonly kind: 'ask-pin'; readonly prompt: Prompt }
  /** Say something and listen. No question is pending after it. */
  | { readonly kind: 'say'; readonly prompt: Prompt }
  /** Ask back for a detail; `draft` is the question as far as it was understood. */
  | { readonly kind: 'ask-back'; readonly prompt: Prompt; readonly unclear: Unclear; readonly draft: Question }
  /** Ask to link an account. */
  | { readonly kind: 'link' }
  /** End the session, and the step-up with it. */
  | { readonly kind: 'leave'; readonly speech: string };

export interface Intent {
  /** The platform's names for it: one, or several that mean the same. */
  readonly names: readonly [string, ...string[]];
  readonly slots: readonly SlotName[];
  readonly hear: (slots: Slots, scene: Scene) => Move;
  /** Set where the intent tells the answers to a question. */
  readonly tells: Teller | null;
}

/** Puts the answers to one question into words. */
export interface Teller {
  readonly question: QuestionName;
  readonly tell: (answer: Answer, scene: Scene) => string;
}

/** Every intent, by the name of its file. */
export type IntentTable = Readonly<Record<string, Intent>>;

/** An intent that needs no answer of its own: help, goodbye, a PIN. */
export function defineIntent(intent: Omit<Intent, 'tells' | 'slots'> & Partial<Pick<Intent, 'slots'>>): Intent {
  return { slots: [], ...intent, tells: null };
}

/** An intent that is a question to the bank. */
export interface QuestionIntent<Name extends QuestionName> {
  readonly name: string;
  readonly question: Name;
  readonly slots: readonly SlotName[];
  /** The window that is meant when none is said. */
  readonly defaultWindow?: DefaultWindow;
  /** From slots that are understood to the question. */
  readonly ask: (slots: ResolvedSlots) => QuestionOf<Name>;
  /** From the answer to words. */
  readonly tell: (answer: AnswerOf<Name>, scene: Scene) => string;
}

/** Defines a question. Slots that are unclear are asked back before `ask` is called. */
export function defineQuestion<Name extends QuestionName>(intent: QuestionIntent<Name>): Intent {
  return {
    names: [intent.name],
    slots: intent.slots,
    hear: (slots, scene) => askWith(slots, scene, intent),
    tells: {
      question: intent.question,
      tell: (answer, scene) => {
        if (!isAnswerTo(intent.question, answer)) throw new Error(`an answer to ${answer.question.name} cannot be told as ${intent.question}`);
        return intent.tell(answer, scene);
      },
    },
  };
}

function askWith(
  slots: Slots,
  scene: Scene,
  intent: { readonly defaultWindow?: DefaultWindow; readonly ask: (slots: ResolvedSlots) => Question },
): Move {
  const { resolved, problem } = resolveSlots(slots, { today: scene.today, defaultWindow: intent.defaultWindow ?? 'this-month' });
  const question = intent.ask(resolved);
  if (problem === null) return { kind: 'ask', question };
  return { kind: 'ask-back', prompt: problem.prompt(scene.say), unclear: problem.unclear, draft: question };
}

/** The contract ties an answer to its question by name; the compiler cannot see it through a type parameter. */
const isAnswerTo = <Name extends QuestionName>(name: Name, answer: Answer): answer is Extract<Answer, AnswerOf<Name>> =>
  answer.question.name === name;
