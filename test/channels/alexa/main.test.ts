/** `npm run skill`, as a process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { launch, skillId } from './requests.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const settings = {
  SOTTOVOCE_FACADE_URL: 'https://facade.bank.example',
  SOTTOVOCE_CLIENT_KEY: JSON.stringify(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  ),
  SOTTOVOCE_ALEXA_SKILL_ID: skillId,
};

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['src/channels/alexa/main.ts'], { env: environment });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  // What `exit` tells: the code, or null after a signal.
  const ended = once(child, 'close') as Promise<[number | null]>;
  return { child, output, ended };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('serves, refuses what Alexa did not sign, and stops in peace', async () => {
  const port = await freePort();
  const { child, output, ended } = start({ ...settings, SOTTOVOCE_SKILL_PORT: String(port) });
  await once(child.stdout, 'data');
  expect(output.stdout).toContain('"event":"started"');

  const health = await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(await health.json()).toEqual({ status: 'ok' });
  const unsigned = await fetch(`http://127.0.0.1:${port}/alexa`, {
    method: 'POST',
    body: JSON.stringify(launch()),
  });
  expect(unsigned.status).toBe(400);

  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(output.stdout).toContain('"event":"stopped"');
  expect(output.stderr).toBe('');
});

it('says which settings are missing, and ends with 2', async () => {
  const { output, ended } = start({});
  expect((await ended)[0]).toBe(2);
  expect(output.stderr).toContain('SOTTOVOCE_FACADE_URL is missing');
  expect(output.stderr).toContain('.env.example');
  expect(output.stderr).not.toContain('    at ');
});

it('says that its port is in use, and ends with 2', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = other.address() as AddressInfo;
  const { output, ended } = start({ ...settings, SOTTOVOCE_SKILL_PORT: String(port) });
  expect((await ended)[0]).toBe(2);
  expect(output.stderr).toContain(`Port ${port} is in use`);
  expect(output.stderr).toContain('SOTTOVOCE_SKILL_PORT');
  other.close();
});
