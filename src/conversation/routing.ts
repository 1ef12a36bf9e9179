/**
 * From a turn to the next step: finds the intent, lets it decide, and turns its decision into what the shell does.
 */
import type { Question, QuestionName } from '../facade/contract.ts';
import type { Memory } from './memory.ts';
import { carryOut } from './moves.ts';
import { type Intent, type IntentTable, type Scene, type Teller, opened } from './intent.ts';
import { pickSlots } from './slots.ts';
import type { Heard, Step, Turn } from './turn.ts';
import type { Replies } from './wording.ts';

export interface Conversation {
  /** Decides what a turn leads to. Never throws, whatever was heard. */
  readonly converse: (turn: Turn) => Step;
  /** A name for what was heard that is fit for a log: `unknown` for an intent that is not ours. */
  readonly nameOf: (heard: Heard) => string;
}

/** The intent that answers what no other does. */
const fallback = 'AMAZON.FallbackIntent';

/**
 * Makes a conversation of a table of intents. Throws when two of them claim a name or a question, or when one of
 * the two that are always needed is missing.
 */
export function createConversation(parts: {
  readonly intents: IntentTable;
  readonly say: Replies;
  readonly bankName: string;
  readonly fraudLine?: string | null;
}): Conversation {
  const { intents, say, bankName, fraudLine = null } = parts;
  const byName = indexByName(intents);
  const tellers = indexTellers(intents);
  const find = (name: string): Intent => {
    const intent = byName.get(name) ?? byName.get(fallback);
    if (intent === undefined) throw new Error(`no intent answers ${fallback}`);
    return intent;
  };
  find(fallback);
  if (!byName.has(opened)) throw new Error('no intent welcomes a customer');

  return {
    converse: turn => {
      const { heard, memory, linked } = turn;
      if (heard.kind === 'ended') return endQuietly(linked);
      const sceneWith = (remembered: Memory): Scene => ({
        memory: remembered,
        linked,
        get today() {
          return turn.today;
        },
        bankName,
        fraudLine,
        say,
      });
      const intent = find(heard.kind === 'opened' ? opened : heard.name);
      const slots = heard.kind === 'opened' ? {} : pickSlots(heard.slots, intent.slots);
      const move = intent.hear(slots, sceneWith(memory));
      return carryOut(move, {
        // What waited for a yes has had its turn. Only the move that asks for one makes it wait again.
        scene: sceneWith({ ...memory, confirming: null }),
        tellerOf: question => tellerOf(tellers, question),
      });
    },
    nameOf: heard => {
      if (heard.kind !== 'intent') return heard.kind;
      return byName.has(heard.name) ? heard.name : 'unknown';
    },
  };
}

/** The platform has closed the session: the step-up goes with it, and nobody is there to hear of it. */
const endQuietly = (linked: boolean): Step =>
  linked ? { kind: 'end-step-up', told: () => ({ kind: 'silence' }) } : { kind: 'silence' };

function indexByName(intents: IntentTable): ReadonlyMap<string, Intent> {
  const index = new Map<string, Intent>();
  for (const intent of Object.values(intents)) {
    for (const name of intent.names) {
      if (index.has(name)) throw new Error(`two intents answer ${name}`);
      index.set(name, intent);
    }
  }
  return index;
}

function indexTellers(intents: IntentTable): ReadonlyMap<QuestionName, Teller> {
  const index = new Map<QuestionName, Teller>();
  for (const { tells } of Object.values(intents)) {
    if (tells === null) continue;
    if (index.has(tells.question)) throw new Error(`two intents tell ${tells.question}`);
    index.set(tells.question, tells);
  }
  return index;
}

function tellerOf(tellers: ReadonlyMap<QuestionName, Teller>, question: Question): Teller {
  const teller = tellers.get(question.name);
  if (teller === undefined) throw new Error(`no intent tells ${question.name}`);
  return teller;
}
