/** What an utterance asks of the platform itself, before any skill hears it. */
import type { InteractionModel } from './interaction-model.ts';
import { splitInvocation } from './understand/invocation.ts';
import { normalize } from './understand/tokens.ts';

export type Invocation =
  /** A launch phrase without a question: "open sotto voce". */
  | { readonly kind: 'launch' }
  /** A launch phrase with a question in it: "ask sotto voce for my balance". */
  | { readonly kind: 'one-shot'; readonly utterance: string }
  /** A phrase of the model that reaches an intent without the skill's name ("Name-free Interaction Toolkit"). */
  | { readonly kind: 'nameless'; readonly intent: string }
  /** Ends the session at the platform; the skill is only told of it. */
  | { readonly kind: 'exit' }
  /** Anything else: for the skill whose session is open. */
  | { readonly kind: 'plain'; readonly utterance: string };

const exits: ReadonlySet<string> = new Set(['exit', 'quit', 'alexa exit', 'alexa quit']);

/** @param isOpen whether the skill's session is open: then nobody has to find the skill first */
export function readInvocation(utterance: string, model: InteractionModel, isOpen: boolean): Invocation {
  if (exits.has(normalize(utterance))) return { kind: 'exit' };
  const { invoked, request } = splitInvocation(utterance, model.languageModel.invocationName);
  if (invoked) {
    return /^(?:please\W*)?$/i.test(request) ? { kind: 'launch' } : { kind: 'one-shot', utterance: request };
  }
  return (isOpen ? null : readIngress(utterance, model)) ?? { kind: 'plain', utterance };
}

/** The ingress point that an utterance takes; null where it takes none. */
function readIngress(utterance: string, model: InteractionModel): Invocation | null {
  const said = normalize(utterance).replace(/^alexa /, '');
  const point = model._nameFreeInteraction?.ingressPoints.find(({ sampleUtterances }) =>
    sampleUtterances.some(({ value }) => normalize(value) === said),
  );
  if (point === undefined) return null;
  return point.name === undefined ? { kind: 'launch' } : { kind: 'nameless', intent: point.name };
}
