/** What is done between utterances, in brackets: `(token revoked)`, `(10 minutes later)`, `(bank down)`. */
import { tokenStates } from '../linking/token-state.ts';
import { bankLines } from '../page-api.ts';
import type { TokenState } from '../linking/token-state.ts';
import type { BankLine } from '../page-api.ts';
import { WrongUse } from '../terminal.ts';
import { spanPattern } from '../transcripts/form.ts';

/** As a transcript writes it. */
export type StageDirection =
  { readonly token: TokenState } | { readonly later: string } | { readonly line: BankLine };

/**
 * Reads a line; null for an utterance.
 *
 * @throws WrongUse when there is no such token, line or span of time
 */
export function readStageDirection(line: string): StageDirection | null {
  const [, what = '', value = ''] = /^\s*\(\s*(token|bank)\s+([^)]*?)\s*\)\s*$/i.exec(line) ?? [];
  if (what.toLowerCase() === 'token') return { token: readToken(value.toLowerCase(), 'The token') };
  if (what.toLowerCase() === 'bank') return { line: readLine(value.toLowerCase()) };
  const [, later] = /^\s*\(\s*([^)]*?)\s+later\s*\)\s*$/i.exec(line) ?? [];
  if (later === undefined) return null;
  if (!spanPattern.test(later))
    throw new WrongUse(
      `"${later} later" is no span of time. Write it as (10 minutes later) or (2 days later).`,
    );
  return { later };
}

/** @throws WrongUse */
export function readToken(text: string, what: string): TokenState {
  const token = tokenStates.find(state => state === text);
  if (token === undefined) throw new WrongUse(`${what} "${text}" is none of ${tokenStates.join(', ')}.`);
  return token;
}

function readLine(text: string): BankLine {
  const line = bankLines.find(each => each === text);
  if (line === undefined) throw new WrongUse(`The bank "${text}" is none of ${bankLines.join(', ')}.`);
  return line;
}
