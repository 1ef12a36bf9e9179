import type { CommandContext } from '../../../src/bank/commands/command.ts';
import { runBank } from '../../../src/bank/commands/run-bank.ts';

/** What a command has said, lines with breaks between them, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
  /** What was drawn over itself at a terminal. */
  readonly drawn: readonly string[];
}

/** Runs a command with nobody at the terminal. */
export async function runCommand(
  args: readonly string[],
  context: Pick<CommandContext, 'environment'> & Partial<CommandContext>,
): Promise<Ran> {
  const out: string[] = [];
  const errors: string[] = [];
  const drawn: string[] = [];
  const code = await runBank(args, {
    print: line => out.push(line),
    warn: line => errors.push(line),
    draw: line => drawn.push(line),
    readSecret: () => Promise.resolve(null),
    isInteractive: false,
    now: () => Date.UTC(2026, 10, 23),
    random: size => crypto.getRandomValues(new Uint8Array(size)),
    untilStopped: () => Promise.resolve(),
    pause: () => Promise.resolve(),
    ...context,
  });
  return { code, out: out.join('\n'), errors: errors.join('\n'), drawn };
}
