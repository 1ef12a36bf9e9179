/**
 * What the entry behind HTTPS serves on one core, with every request verified, beside the SDK's own adapter and beside
 * fastify with our border. Each server is a process on a core of its own; who asks is on the other.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { EntryName } from './entry-program.ts';
import { createSigningAuthority, signatureHeaders, signRequests } from './alexa-signing.ts';
import { median, percentile, rowsOfSamples, type Row } from './figures.ts';
import { loadWith, requestBytes } from './http-load.ts';

const entries: Readonly<Record<EntryName, string>> = {
  'adapter-verifying': 'ask-sdk-express-adapter, hello world',
  'adapter-believing': 'the same, verifying nothing',
  'fastify-border': 'fastify, our verification, hello world',
  express: 'Express, our verification, hello world',
  listener: 'Sottovoce, hello world',
  'listener-whole': 'Sottovoce, the whole skill',
};

export interface HttpsEntry {
  readonly rate: readonly Row[];
  readonly p99: readonly Row[];
  /** Of the server, user and system; empty where the machine does not tell. */
  readonly cpuPerRequest: readonly Row[];
}

/** Enough that a server has always the next request waiting, whatever the one who asks is about. */
const connections = 32;

/** Measures each entry so often, the entries taking turns, with so many requests each time after half as many to warm up. */
export async function measureHttpsEntry({
  rounds,
  requests,
}: {
  readonly rounds: number;
  readonly requests: number;
}): Promise<HttpsEntry> {
  const authority = await createSigningAuthority();
  const rates: Record<string, number[]> = {};
  const p99s: Record<string, number[]> = {};
  const cpus: Record<string, number[]> = {};
  const unpin = pinSelf();
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Signed anew for each round: they are fresh for some minutes only.
      const signed = signRequests(authority, Math.round(requests * 1.5)).map(({ body, signature }) =>
        requestBytes('/alexa', signatureHeaders(signature), body),
      );
      const [warmUp, measured] = [signed.slice(requests), signed.slice(0, requests)];
      // Object.entries forgets that the names are those of the table.
      for (const [entry, name] of Object.entries(entries) as [EntryName, string][]) {
        const server = await startEntry(entry, authority);
        const isRight = ({ status, body }: { status: number; body: string }): boolean =>
          status === 200 && body.includes('outputSpeech');
        await loadWith(server.port, warmUp, { connections, isRight });
        const cpuBefore = cpuMsOf(server.pid);
        const { perSecond, latenciesMs } = await loadWith(server.port, measured, { connections, isRight });
        const cpuAfter = cpuMsOf(server.pid);
        if (cpuBefore !== null && cpuAfter !== null) {
          (cpus[name] ??= []).push((1_000 * (cpuAfter - cpuBefore)) / measured.length);
        }
        (rates[name] ??= []).push(perSecond);
        (p99s[name] ??= []).push(percentile(latenciesMs, 0.99));
        await server.stop();
      }
    }
  } finally {
    unpin();
  }
  return {
    rate: rowsOfSamples('/s', rates, median),
    p99: rowsOfSamples('ms', p99s, median),
    cpuPerRequest: rowsOfSamples('us', cpus, median),
  };
}

/** The time that a process has had a core, in steps of ten milliseconds; null where there is no Linux to ask. */
function cpuMsOf(pid: number): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  // After the name in brackets: user time is the twelfth field, system time the thirteenth (proc_pid_stat(5)).
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Starts an entry on the first core. */
async function startEntry(
  entry: EntryName,
  { root, chain }: { readonly root: string; readonly chain: string },
): Promise<{ readonly pid: number; readonly port: number; readonly stop: () => Promise<void> }> {
  const program = [process.execPath, 'test/bench/entry-program.ts', entry];
  const [command = '', ...args] = canPin() ? ['taskset', '-c', '0', ...program] : program;
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  child.stdin.write(`${JSON.stringify({ root, chain })}\n`);
  const [port] = (await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => Promise.reject(new Error(`${entry} did not start`))),
  ])) as [Buffer];
  return {
    // It has written something, so it has been started.
    pid: child.pid ?? 0,
    port: Number(port.toString()),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Whether a process can be told its core: on Linux with more than one. */
const canPin = (): boolean =>
  process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Leaves the first core to the servers; what it returns takes it back. */
function pinSelf(): () => void {
  if (!canPin()) return () => undefined;
  const last = availableParallelism() - 1;
  const set = (cores: string): void => {
    spawnSync('taskset', ['-a', '-c', '-p', cores, String(process.pid)]);
  };
  set(`1-${last}`);
  return () => set(`0-${last}`);
}
