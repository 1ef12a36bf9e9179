/** One process of a function: what an "execution environment" is on Lambda. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { lambdaEnvironment } from './lambda-environment.ts';
import type { PackagedFunction } from './packaged-function.ts';

export interface RunOptions {
  /** The function's own settings, beside which the process gets what Lambda gives and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** The instant at which the function's clock (`Date.now`) stands still; it runs by default. */
  readonly nowMs?: number;
  /** The path of a CommonJS file to load before the function, as `NODE_OPTIONS=--require` does on Lambda. */
  readonly preload?: string;
  /** Takes each line that the function writes. */
  readonly onLine?: (line: string) => void;
}

/** What Lambda tells of an error to whoever has invoked a function. */
export interface LambdaError {
  /** The error's name, or a code of Lambda: `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType: string;
  readonly errorMessage: string;
}

/** What came of an event: the handler's value, or an error. */
export type Invoked =
  { readonly ok: true; readonly response: unknown } | { readonly ok: false; readonly error: LambdaError };

/** What the process says; see `runtime.cjs`. */
type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: LambdaError }
  | { readonly kind: 'answered'; readonly json: string; readonly loaded: readonly string[] }
  | { readonly kind: 'threw'; readonly error: LambdaError; readonly loaded: readonly string[] };

const runtime = fileURLToPath(new URL('runtime.cjs', import.meta.url));

export interface Instance {
  /** False once it has crashed, taken too long or been ended. */
  readonly isAlive: boolean;
  /** The built-in modules of Node that were loaded at the end of the last event. */
  readonly loaded: readonly string[];
  invoke(event: unknown, requestId: string): Promise<Invoked>;
  end(): Promise<void>;
}

/** Starts a process for a function that has been unzipped into `taskRoot`. */
export function startInstance(packaged: PackagedFunction, taskRoot: string, options: RunOptions): Instance {
  const [modulePath = '', exportName = ''] = packaged.handler.split(/\.(?=[^./]+$)/);
  const child = fork(runtime, [join(taskRoot, `${modulePath}.js`), exportName, String(options.nowMs ?? '')], {
    cwd: taskRoot,
    env: { ...lambdaEnvironment(packaged, taskRoot), ...options.environment },
    // None of this process's flags.
    execArgv: options.preload === undefined ? [] : ['--require', options.preload],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const closed = once(child, 'close');
  /** What to do when the process ends by itself in the middle of an event. */
  let onExit = (): void => undefined;
  void closed.then(() => onExit());
  const ready = nextMessage(child);
  let loaded: readonly string[] = [];
  let ended: (requestId: string) => void = () => undefined;

  const take = (line: string): void => {
    const requestId = /^END RequestId: (.+)$/.exec(line)?.[1];
    if (requestId === undefined) options.onLine?.(line);
    else ended(requestId);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', take);
  }

  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };

  const call = async (event: unknown, requestId: string): Promise<Invoked> => {
    const started = await ready;
    if (started.kind === 'failed') {
      onExit = () => undefined;
      await end();
      return { ok: false, error: started.error };
    }
    const allWritten = new Promise<void>(resolve => {
      ended = id => {
        if (id === requestId) resolve();
      };
    });
    const answer = nextMessage(child);
    // Where it cannot be sent the process has ended, which is told below.
    child.send({ event, context: contextOf(packaged, requestId) }, () => undefined);
    const message = await answer;
    await allWritten;
    if ('loaded' in message) loaded = message.loaded;
    if (message.kind === 'answered') return { ok: true, response: JSON.parse(message.json) };
    if (message.kind === 'threw') return { ok: false, error: message.error };
    throw new Error(`The function's process said "${message.kind}" out of turn.`);
  };

  return {
    get isAlive() {
      return child.connected && child.exitCode === null && child.signalCode === null;
    },
    get loaded() {
      return loaded;
    },
    invoke: (event, requestId) =>
      new Promise((resolve, reject) => {
        const finish = (invoked: Invoked): void => {
          clearTimeout(timer);
          resolve(invoked);
        };
        onExit = () => finish(failed('Runtime.ExitError', 'Runtime exited without an answer'));
        const timer = setTimeout(() => {
          const seconds = (packaged.timeoutMs / 1_000).toFixed(2);
          const timedOut = failed('Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
          onExit = () => finish(timedOut);
          void end();
        }, packaged.timeoutMs);
        call(event, requestId).then(finish, reject);
      }),
    end,
  };
}

const failed = (errorType: string, errorMessage: string): Invoked => ({
  ok: false,
  error: { errorType, errorMessage },
});

/** The next thing that the process says. The channel carries what our own runtime sends. */
const nextMessage = (child: ChildProcess): Promise<Message> =>
  new Promise(resolve => child.once('message', message => resolve(message as Message)));

/** What Lambda gives a handler beside the event, as far as it is data. */
const contextOf = ({ name, memoryMegabytes }: PackagedFunction, awsRequestId: string): object => ({
  awsRequestId,
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  logGroupName: `/aws/lambda/${name}`,
  memoryLimitInMB: String(memoryMegabytes),
});
