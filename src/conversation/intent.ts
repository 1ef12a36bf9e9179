/**
 * What an intent is: it turns what was said into a question or a few words, and an answer into words. It never
 * awaits and never sees a network: `routing.ts` and the shell carry out what it decides.
 */
import type {
  Answer,
  AnswerOf,
  DateWindow,
  FactorKind,
  Question,
  QuestionName,
  QuestionOf,
  StepUpFactor,
} from '../facade/contract.ts';
import type { Memory, Pending } from './memory.ts';
import { type DefaultWindow, defaultWindow } from './periods.ts';
import { type SaidDetails, type SlotName, type Slots, readDetails } from './slots.ts';
import type { CardText, HandOver, Prompt, Replies } from './wording.ts';

/** The name under which a session that was opened without a question reaches its intent. */
export const opened = 'opened';

/**
 * The slots that we ask for by the platform's own dialog: what a customer says to step up, and an amount. The other
 * details that we ask back for need none: a bare "savings" or "last month" is a follow-up that changes the draft.
 */
export const factorSlots = {
  'voice-pin': { intent: 'PinIntent', slot: 'pin' },
  'pin-digits': { intent: 'PinIntent', slot: 'code' },
  'one-time-code': { intent: 'PinIntent', slot: 'code' },
} as const satisfies Record<FactorKind, { readonly intent: string; readonly slot: SlotName }>;
export const amountSlot = { intent: 'FundsIntent', slot: 'amount' } as const satisfies {
  readonly intent: string;
  readonly slot: SlotName;
};

/** All that an intent decides from, beside the slots. */
export interface Scene {
  readonly memory: Memory;
  /** Whether the customer has linked an account. */
  readonly linked: boolean;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  readonly today: string;
  readonly bankName: string;
  /** The bank's telephone number for fraud and cards, as it is to be read; null: none is known. */
  readonly fraudLine: string | null;
  readonly say: Replies;
}

/** What an intent decides to do. */
export type Move =
  /** Ask the bank. */
  | { readonly kind: 'ask'; readonly question: Question }
  /** Hand what was said to the bank, then ask the pending question. */
  | { readonly kind: 'step-up'; readonly factor: StepUpFactor; readonly pending: Pending }
  /** Ask for the PIN, or for what else the bank wants to hear; the question waits for it. */
  | { readonly kind: 'ask-pin'; readonly prompt: Prompt; readonly pending: Pending }
  /** Ask back for a detail; `draft` is the question as far as it was understood. */
  | {
      readonly kind: 'ask-back';
      readonly prompt: Prompt;
      readonly unclear: NonNullable<Memory['unclear']>;
      readonly draft: Question;
    }
  /** Ask for a yes to something that is not easily undone. The next turn says it, or it is dropped. */
  | {
      readonly kind: 'confirm';
      readonly prompt: Prompt;
      readonly confirming: NonNullable<Memory['confirming']>;
    }
  /** Take back the customer's consent and end the link. */
  | { readonly kind: 'unlink' }
  /** Say something and listen. A question that waited for the PIN is dropped. */
  | { readonly kind: 'say'; readonly prompt: Prompt; readonly card?: CardText }
  /** Ask to link an account. */
  | { readonly kind: 'link' }
  /** Hand the customer over to the bank by telephone, and end. The bank is asked nothing: help must not wait for it. */
  | { readonly kind: 'hand-over'; readonly handOver: HandOver }
  /** End the session, and the step-up with it. */
  | { readonly kind: 'leave'; readonly speech: string; readonly card?: CardText };

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
  /** @param asked the question as the customer meant it; the answer names what the bank has answered */
  readonly tell: (answer: Answer, scene: Scene, asked: Question) => string;
}

/** Every intent, by the name under which its file exports it. */
export type IntentTable = Readonly<Record<string, Intent>>;

/** Defines an intent that asks the bank nothing of its own: help, goodbye, a PIN. */
export function defineIntent(intent: {
  readonly names: Intent['names'];
  readonly slots?: Intent['slots'];
  readonly hear: Intent['hear'];
}): Intent {
  return { slots: [], ...intent, tells: null };
}

/** An intent that is a question to the bank. */
export interface QuestionIntent<Name extends QuestionName> {
  readonly name: string;
  readonly question: Name;
  readonly slots: readonly SlotName[];
  /** From the details that were understood to the question. */
  readonly ask: (details: AskedDetails) => QuestionOf<Name>;
  /** The window that is meant when none is said; left out where a question has no window. */
  readonly defaultWindow?: DefaultWindow;
  readonly tell: Tell<Name>;
}

/** From the answer to words. `asked` is the question as the customer meant it; the answer names what is answered. */
type Tell<Name extends QuestionName> = (
  answer: AnswerOf<Name>,
  scene: Scene,
  asked: QuestionOf<Name>,
) => string;

/** The details of a question, with a window in any case. */
interface AskedDetails extends SaidDetails {
  readonly window: DateWindow;
}

/** Defines a question. A detail that was said and not understood is asked back for. */
export function defineQuestion<Name extends QuestionName>(intent: QuestionIntent<Name>): Intent {
  return {
    names: [intent.name],
    slots: intent.slots,
    hear: (slots, scene) => {
      const { said, unclear } = readDetails(slots, scene);
      const question = intent.ask({
        ...said,
        get window() {
          return said.window ?? defaultWindow(intent.defaultWindow ?? 'this-month', scene.today);
        },
      });
      if (unclear === null) return { kind: 'ask', question };
      return {
        kind: 'ask-back',
        prompt: unclear.prompt(scene.say),
        unclear: unclear.detail,
        draft: question,
      };
    },
    tells: answersTo(intent.question, intent.tell),
  };
}

/** What tells the answers to one question. */
export function answersTo<Name extends QuestionName>(question: Name, tell: Tell<Name>): Teller {
  return {
    question,
    tell: (answer, scene, asked) => {
      if (!isAnswerTo(question, answer) || !isNamed(question, asked)) {
        throw new Error(`an answer to ${answer.question.name} is told as one to ${question}`);
      }
      return tell(answer, scene, asked);
    },
  };
}

/** The contract ties an answer to its question by name; the compiler cannot see it through a type parameter. */
const isAnswerTo = <Name extends QuestionName>(
  name: Name,
  answer: Answer,
): answer is Answer & AnswerOf<Name> => answer.question.name === name;

const isNamed = <Name extends QuestionName>(
  name: Name,
  question: Question,
): question is Question & QuestionOf<Name> => question.name === name;
