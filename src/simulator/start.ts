/** `npm start`: bank, skill and simulator in one process, and the page that shows them. */

/** The terminal and the process, as this command needs them. */
export interface StartIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` is a terminal that shows colours. */
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person wants to stop (Ctrl-C). */
  readonly stop: AbortSignal;
}

/** Resolves to the exit code: 0 after a clean stop, 1 when a program did not start, 2 for a wrong use. */
export declare function runStart(args: readonly string[], io: StartIo): Promise<number>;
