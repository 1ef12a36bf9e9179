/**
 * Runs a packaged function as Lambda does: unzips it into a folder of its own, outside of this repository, and loads it
 * in a process that has nothing but what Lambda gives. The process is kept from event to event, and started anew after
 * a crash or a timeout.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { startInstance, type Instance, type Invoked, type RunOptions } from './instance.ts';
import type { PackagedFunction } from './packaged-function.ts';

/** A function that runs. Give it back with `await using`, or by `stop`. */
export interface RunningFunction extends AsyncDisposable {
  /** Takes one event after the other, as an instance on Lambda does; what comes meanwhile waits. */
  invoke(event: unknown): Promise<Invoked>;
  /** The lines that the function has written up to its last answer; of very many the last ones. */
  readonly log: readonly string[];
  /** The built-in modules of Node that its process had loaded at the end of the last event. */
  readonly loaded: readonly string[];
  /** Ends the process and removes the folder. */
  stop(): Promise<void>;
}

/** More than any test looks at; a function that answers for hours would fill the memory of whoever runs it. */
const maxLogLines = 10_000;

/**
 * Unzips a function; its process starts with the first event.
 * @throws Error when the zip cannot be read.
 */
export function startZip(packaged: PackagedFunction, options: RunOptions): RunningFunction {
  const taskRoot = unzip(packaged.zip);
  const log: string[] = [];
  const runOptions: RunOptions = {
    ...options,
    onLine: line => {
      if (log.length >= maxLogLines) log.shift();
      log.push(line);
      options.onLine?.(line);
    },
  };
  let instance: Instance | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const run = (event: unknown): Promise<Invoked> => {
    if (instance?.isAlive !== true) instance = startInstance(packaged, taskRoot, runOptions);
    return instance.invoke(event, randomUUID());
  };
  const stop = async (): Promise<void> => {
    await instance?.end();
    rmSync(taskRoot, { recursive: true, force: true });
  };
  return {
    invoke: event => {
      const invoked = last.then(() => run(event));
      last = invoked.catch(() => undefined);
      return invoked;
    },
    log,
    get loaded() {
      return instance?.loaded ?? [];
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Unpacks a zip of ours into a new folder. Its real path is returned, by which Node knows a module. */
function unzip(path: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sottovoce-function-')));
  for (const [name, content] of Object.entries(unzipSync(readFileSync(path)))) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
