/** The terminal and the process, as a command of the simulator needs them. */
import type { Readable, Writable } from 'node:stream';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` is a terminal that shows colours. */
  readonly colour: boolean;
  /** Columns of `out`; null when it is no terminal, and nothing is wrapped. */
  readonly columns: number | null;
  readonly input: Readable;
  /** Both ends of a conversation at a keyboard; null when input or output is a file or a pipe. */
  readonly keyboard: { readonly input: Readable; readonly output: Writable } | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person wants to stop (Ctrl-C). */
  readonly stop: AbortSignal;
}

/** Exit codes of every command. */
export const exitCodes = {
  ok: 0,
  /** A program did not work, or a check found something. */
  failed: 1,
  /** The command was called in a wrong way. */
  wrongUse: 2,
  /** Ctrl-C, as a shell counts it: 128 and the signal's number. */
  interrupted: 130,
} as const;

/** A command that was called in a wrong way; the message says what to do instead. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** What `parseArgs` throws, for a person: its first sentence names the option and what is missing. */
export function wrongUseOf(error: unknown): WrongUse {
  const sentence = error instanceof Error ? error.message.split('. ')[0] : String(error);
  return new WrongUse(`${sentence ?? ''}. See --help.`, { cause: error });
}
