/** A conversation at the keyboard: line editing, and a history that no PIN gets into. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { hidden, hidePin } from '../hide-pin.ts';

const maxHistory = 200;

export interface KeyboardOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly prompt: string;
  readonly historyFile: string;
  /** Whether the next line is a voice PIN. */
  readonly awaitsPin: () => boolean;
  readonly stop: AbortSignal;
}

/** Gives each line to `say`, one after the other, until Ctrl-D, Ctrl-C or `stop`. */
export async function converseAtKeyboard(
  { input, output, prompt, historyFile, awaitsPin, stop }: KeyboardOptions,
  say: (utterance: string) => Promise<void>,
): Promise<void> {
  let history = await readHistory(historyFile);
  const keys = createInterface({
    input,
    output,
    terminal: true,
    prompt,
    history: [...history],
    historySize: maxHistory,
    removeHistoryDuplicates: true,
  });
  keys.on('history', lines => {
    const newest = lines[0];
    if (newest !== undefined && isSecret(newest, awaitsPin())) lines.shift();
    history = [...lines];
  });
  const left = new AbortController();
  keys.on('close', () => left.abort());
  keys.on('SIGINT', () => keys.close());
  stop.addEventListener('abort', () => keys.close(), { once: true });
  try {
    keys.prompt();
    for await (const line of keys) {
      // What was typed stands on the screen; a PIN gives way to dots.
      if (isSecret(line, awaitsPin())) output.write(`\u001B[1A\u001B[2K${prompt}${hidden}\n`);
      await say(line);
      // She may have left while the skill was thinking.
      if (!left.signal.aborted) keys.prompt();
    }
  } finally {
    keys.close();
    output.write('\n');
    await writeHistory(historyFile, history);
  }
}

const isSecret = (line: string, pinAwaited: boolean): boolean => hidePin(line, pinAwaited) !== line;

async function readHistory(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter(line => line !== '' && !isSecret(line, false));
  } catch {
    // A history that cannot be read is no reason not to talk.
    return [];
  }
}

async function writeHistory(file: string, history: readonly string[]): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(
      file,
      history
        .slice(0, maxHistory)
        .map(line => `${line}\n`)
        .join(''),
      { mode: 0o600 },
    );
    await chmod(file, 0o600);
  } catch {
    // Nor is one that cannot be written.
  }
}
