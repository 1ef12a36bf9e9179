/** An utterance, made ready to be understood. */
import { isHesitation, withoutCourtesy } from './courtesy.ts';
import { splitInvocation } from './invocation.ts';
import { spokenText, tokenize, type Token } from './tokens.ts';

/** Longer than anything said in one breath; the rest of it is not read. */
const maxUtteranceLength = 1_000;

export interface Heard {
  /** The words, without hesitations and without the call by the skill's name. */
  readonly words: readonly string[];
  /** Where the words without courtesy begin and end. */
  readonly core: { readonly from: number; readonly to: number };
  /** What was heard as the words `from` (inclusive) to `to` (exclusive). */
  readonly spoken: (from: number, to: number) => string;
}

export function hear(utterance: string, invocationName: string): Heard {
  const { request } = splitInvocation(utterance.slice(0, maxUtteranceLength), invocationName);
  const tokens = withoutHesitation(tokenize(request));
  const words = tokens.map(token => token.text);
  return {
    words,
    core: withoutCourtesy(words),
    spoken: (from, to) => spokenText(request, tokens, from, to),
  };
}

/** "uh" fills a pause; "uh huh" and "mm hmm" are a yes. */
function withoutHesitation(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (token === undefined) continue;
    if (/^(?:uh huh|mm hmm|mm hm)$/.test(`${token.text} ${next?.text ?? ''}`)) {
      kept.push({ text: 'yes', start: token.start, end: next?.end ?? token.end });
      at += 1;
    } else if (!isHesitation(token.text)) {
      kept.push(token);
    }
  }
  return kept;
}
