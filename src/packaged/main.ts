/**
 * `npm run offline`: packages the functions and runs them here as they would run on Lambda, with the settings of `.env`.
 * `npm run offline -- --event request.json` gives one event to the Alexa function and prints what it answers.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { offlineHelp, readOfflineOptions, WrongOffline } from './options.ts';
import { NoPackage, packagedFunction, type FunctionName } from './packaged-function.ts';
import { serveFunctions } from './serve.ts';
import { startZip, type RunningFunction } from './start-zip.ts';

try {
  const options = readOfflineOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(offlineHelp);
  else if (options.event === null) await serve(options.port);
  else await invokeOnce(options.function, readEvent(options.event));
} catch (error) {
  if (!(error instanceof WrongOffline || error instanceof NoPackage)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Starts a function; what it writes, and why it fails, is shown. */
function start(name: FunctionName): RunningFunction {
  const packaged = packagedFunction(name);
  const environment = Object.fromEntries(packaged.variables.map(name => [name, process.env[name] ?? '']));
  return startZip(packaged, { environment, onLine: line => process.stderr.write(`${line}\n`) });
}

/** Has a function tell of an error as Lambda does in its log; whoever has sent a request is not told by the HTTP API. */
function telling(running: RunningFunction): Pick<RunningFunction, 'invoke'> {
  return {
    invoke: async event => {
      const invoked = await running.invoke(event);
      if (!invoked.ok) process.stderr.write(`${invoked.error.errorType}: ${invoked.error.errorMessage}\n`);
      return invoked;
    },
  };
}

function readEvent(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new WrongOffline(`There is no file ${file}. Name one with an event of Lambda in it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongOffline(`${file} is no JSON. Put one event of Lambda into it.`);
  }
}

async function invokeOnce(name: FunctionName, event: unknown): Promise<void> {
  await using running = start(name);
  const invoked = await running.invoke(event);
  process.stdout.write(`${JSON.stringify(invoked.ok ? invoked.response : invoked.error, null, 2)}\n`);
  process.exitCode = invoked.ok ? 0 : 1;
}

async function serve(port: number): Promise<void> {
  await using skill = start('skill');
  await using https = start('https');
  const server = serveFunctions({ skill: telling(skill), https: telling(https) }).listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    throw new WrongOffline(`Cannot listen on port ${port}. Take another one: npm run offline -- --port 3001`);
  }
  const url = `http://127.0.0.1:${port}`;
  process.stdout.write(
    `POST ${url}/2015-03-31/functions/skill/invocations   what Alexa's trigger sends, unsigned\n` +
      `POST ${url}/alexa                                    what Alexa sends over HTTPS, signed\n` +
      `GET  ${url}/healthz\nCtrl-C stops.\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  server.closeAllConnections();
}
