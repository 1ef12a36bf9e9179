/**
 * `npm run offline`: packages the functions and runs them here as they would run on Lambda, with the settings of `.env`.
 * `npm run offline -- --event request.json` gives one event to the Alexa function and prints what it answers.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { packagedFunction, type FunctionName } from './packaged-function.ts';
import { serveFunctions } from './serve.ts';
import { startZip, type RunningFunction } from './start-zip.ts';

const usage = `npm run offline [-- options]
  --port <number>      where to listen on this machine (3000)
  --event <file>       give this event to a function, print its answer, and end
  --function <name>    the function that gets it: skill (the one that Alexa triggers) or https
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    event: { type: 'string' },
    function: { type: 'string', default: 'skill' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(usage);
else if (values.event === undefined) await serve(Number(values.port));
else await invokeOnce(values.function === 'https' ? 'https' : 'skill', values.event);

function start(name: FunctionName): RunningFunction {
  const packaged = packagedFunction(name);
  const environment = Object.fromEntries(packaged.variables.map(name => [name, process.env[name] ?? '']));
  return startZip(packaged, { environment, onLine: line => process.stderr.write(`${line}\n`) });
}

async function invokeOnce(name: FunctionName, file: string): Promise<void> {
  await using running = start(name);
  const invoked = await running.invoke(JSON.parse(readFileSync(file, 'utf8')));
  process.stdout.write(`${JSON.stringify(invoked.ok ? invoked.response : invoked.error, null, 2)}\n`);
  process.exitCode = invoked.ok ? 0 : 1;
}

async function serve(port: number): Promise<void> {
  await using skill = start('skill');
  await using https = start('https');
  const server = serveFunctions({ skill, https }).listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    process.stderr.write(`Cannot listen on port ${port}. Take another one: npm run offline -- --port 3001\n`);
    process.exitCode = 1;
    return;
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
