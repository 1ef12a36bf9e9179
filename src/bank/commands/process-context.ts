/** A process, as commands see it. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Writable } from 'node:stream';
import type { RandomSource } from '../link/random-source.ts';
import type { CommandContext } from './command.ts';

/** The parts of `process` that are used. */
export type Process = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'> & {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
};

/** As a shell tells of a process that a signal has ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

export function processContext(process: Process, random: RandomSource, now: () => number): CommandContext {
  const { env, stdin, stdout, stderr } = process;
  return {
    environment: env,
    print: line => stdout.write(`${line}\n`),
    warn: line => stderr.write(`${line}\n`),
    draw: stderr.isTTY ? line => stderr.write(`\r\x1b[2K${line}`) : null,
    readSecret: prompt => (stdin.isTTY ? askUnseen(prompt, stdin, stderr) : readLine(stdin)),
    isInteractive: stdin.isTTY,
    now,
    random,
    untilStopped: () =>
      new Promise(resolve => {
        let isAsked = false;
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
          // The listeners stay: as the first process of a container, one without them would not hear the second signal.
          process.on(signal, () => {
            if (isAsked) process.exit(exitCodes[signal]);
            isAsked = true;
            resolve();
          });
        }
      }),
    pause: sleep,
  };
}

/** Readline edits the line and shows it to nobody. */
async function askUnseen(
  prompt: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Promise<string | null> {
  output.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  const given = await Promise.race([
    once(reader, 'line').then(([line]) => String(line)),
    once(reader, 'SIGINT').then(() => null),
    once(reader, 'close').then(() => null),
  ]);
  reader.close();
  output.write('\n');
  return given;
}

/** The first line of what is piped in. */
async function readLine(input: NodeJS.ReadStream): Promise<string | null> {
  const reader = createInterface({ input });
  for await (const line of reader) {
    reader.close();
    return line.trim();
  }
  return null;
}
