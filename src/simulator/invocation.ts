/** What an utterance asks of the platform itself, before any skill hears it. */
import { splitInvocation } from './understand/invocation.ts';
import { normalize } from './understand/tokens.ts';

export type Invocation =
  /** A launch phrase without a question: "open sotto voce". */
  | { readonly kind: 'launch' }
  /** A launch phrase with a question in it: "ask sotto voce for my balance". */
  | { readonly kind: 'one-shot'; readonly utterance: string }
  /** Ends the session at the platform; the skill is only told of it. */
  | { readonly kind: 'exit' }
  /** Anything else: for the skill whose session is open. */
  | { readonly kind: 'plain'; readonly utterance: string };

const exits: ReadonlySet<string> = new Set(['exit', 'quit', 'alexa exit', 'alexa quit']);

/** @param invocationName as in the interaction model: "sotto voce" */
export function readInvocation(utterance: string, invocationName: string): Invocation {
  if (exits.has(normalize(utterance))) return { kind: 'exit' };
  const { invoked, request } = splitInvocation(utterance, invocationName);
  if (!invoked) return { kind: 'plain', utterance };
  return /^(?:please\W*)?$/i.test(request) ? { kind: 'launch' } : { kind: 'one-shot', utterance: request };
}
