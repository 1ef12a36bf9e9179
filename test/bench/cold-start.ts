/**
 * From the start of a process to its first answer. The bundle of the skill asks a bank on this machine for it, over
 * HTTP. Rounds are interleaved, so that whatever else the machine does hits every row alike.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { median, rowsOf, type Row } from './figures.ts';
import { alertsAnswer, alertsRequest, applicationId } from './requests.ts';

/** Calls a bundle's handler once and says so when the answer holds what it has to. */
const firstAnswer = (bundleFile: string, expected: string): string => `
const { handler } = require(${JSON.stringify(bundleFile)});
const request = JSON.parse(process.env.BENCH_REQUEST);
request.request.timestamp = new Date().toISOString();
handler(request, { awsRequestId: 'bench' }).then(response => {
  if (!JSON.stringify(response).includes(${JSON.stringify(expected)})) throw new Error('not the answer: ' + JSON.stringify(response));
  process.stdout.write('answered', () => process.exit(0));
});
`;

/** Milliseconds from spawning to the first byte on standard output. */
function timeOf(file: string, environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let elapsedMs: number | null = null;
    let errors = '';
    // The skill logs lines of JSON to standard output as well: the answer is what counts.
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('answered')) elapsedMs ??= performance.now() - startedAt;
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', () => {
      if (elapsedMs === null) reject(new Error(`${file} gave no answer: ${errors}`));
      else resolve(elapsedMs);
    });
  });
}

export interface ColdStart {
  readonly starts: readonly Row[];
  readonly sizes: readonly Row[];
}

/** Measures `rounds` starts of each program. */
export async function measureColdStart(rounds: number): Promise<ColdStart> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const bank = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(alertsAnswer));
  });
  await new Promise<void>(resolve => bank.listen(0, '127.0.0.1', resolve));
  try {
    // An address of a TCP server that listens is never a pipe's name.
    const { port } = bank.address() as AddressInfo;
    const skill = join(folder, 'skill.js');
    const hello = join(folder, 'hello.js');
    await Promise.all([
      bundle('src/channels/alexa/lambda.ts', skill),
      bundle('test/bench/hello-world.ts', hello),
    ]);
    const programs = {
      'bare Node': "process.stdout.write('answered', () => process.exit(0));",
      'ask-sdk-core, hello world': firstAnswer(hello, 'Hello.'),
      'Sottovoce, first question answered': firstAnswer(skill, 'alert'),
    };
    const files = Object.fromEntries(
      Object.keys(programs).map((name, index) => [name, join(folder, `program-${index}.cjs`)]),
    );
    await Promise.all(Object.entries(programs).map(([name, text]) => writeFile(files[name] ?? '', text)));

    // No NODE_EXTRA_CA_CERTS or NODE_OPTIONS: what Lambda gives, and no more.
    const environment = {
      PATH: process.env.PATH,
      BENCH_REQUEST: JSON.stringify(alertsRequest(0)),
      SOTTOVOCE_FACADE_URL: `http://127.0.0.1:${port}`,
      SOTTOVOCE_ALEXA_SKILL_ID: applicationId,
    };
    const samples: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, file] of Object.entries(files)) {
        const elapsedMs = await timeOf(file, environment);
        if (round > 0) (samples[name] ??= []).push(elapsedMs);
      }
    }
    const kilobytes = async (file: string): Promise<number> => (await stat(file)).size / 1_000;
    return {
      starts: rowsOf(
        'ms',
        Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)])),
      ),
      sizes: rowsOf('kB', {
        'ask-sdk-core, hello world': await kilobytes(hello),
        Sottovoce: await kilobytes(skill),
      }),
    };
  } finally {
    bank.close();
    await rm(folder, { recursive: true, force: true });
  }
}
