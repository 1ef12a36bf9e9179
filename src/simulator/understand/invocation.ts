/** How a skill is called by its name: "open sotto voce", "ask sotto voce for my balance". */
import { normalize, tokenize } from './tokens.ts';

/** What is left when the call is taken off. */
export interface Invocation {
  /** Whether the skill was called by its name. */
  readonly invoked: boolean;
  /** What was asked in the same breath; '' for a bare launch. The whole utterance when the skill was not called. */
  readonly request: string;
}

const verbs =
  'ask|tell|open|launch|start|begin|load|run|use|play|resume|talk to|speak to|speak with|talk with';
const connectors = 'for|to|about|and|and ask|whether|that';
/** Between a question and the name that comes after it. */
const afterwards = 'by|from|in|using|with';

/**
 * Takes "Alexa, ask <invocation name> for", or "from <invocation name>" at the end, off an utterance (Alexa, "Understand
 * How Users Invoke Custom Skills").
 */
export function splitInvocation(utterance: string, invocationName: string): Invocation {
  const tokens = tokenize(utterance);
  const text = tokens.map(token => token.text).join(' ');
  const name = normalize(invocationName);
  // Alexa reads the name with or without the blank between its words.
  const names = `(?:the )?(?:${name}|${name.replaceAll(' ', '')})`;
  const courtesy = '(?:(?:hey|hi|okay|alexa|please|can you|could you) )*';
  const call = new RegExp(`^${courtesy}(?:(?:${verbs}) )?${names}(?: (?:${connectors}))?(?: |$)`).exec(text);
  if (call === null) {
    const [, asked] = new RegExp(`^(.+) (?:${afterwards}) ${names}$`).exec(text) ?? [];
    const last = asked === undefined ? undefined : tokens[asked.split(' ').length - 1];
    if (last === undefined) return { invoked: false, request: utterance };
    return { invoked: true, request: utterance.slice(0, last.end) };
  }
  const taken = call[0].trim().split(' ').length;
  const next = tokens[taken];
  return { invoked: true, request: next === undefined ? '' : utterance.slice(next.start) };
}
