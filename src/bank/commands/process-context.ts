/** A process, as commands see it. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { RandomSource } from '../link/random-source.ts';
import type { CommandContext } from './command.ts';

/** The parts of `process` that are used. */
export type Process = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'> & {
  once(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
};

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
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      }),
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
