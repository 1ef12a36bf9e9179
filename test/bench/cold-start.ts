/**
 * From the start of a process to its first answer. Where a bank is asked, it is one on this machine, over HTTP. Rounds
 * are interleaved, so that whatever else the machine does hits every row alike.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { RequestEnvelope } from 'ask-sdk-model';
import { bundle } from './bundle.ts';
import { median, rowsOf, rowsOfSamples, type Row } from './figures.ts';
import { bundleOthers } from './other-frameworks.ts';
import {
  alertsAnswer,
  alertsRequest,
  applicationId,
  launchRequest,
  spendingAnswer,
  spendingRequest,
} from './requests.ts';

const done = "process.stdout.write('answered', () => process.exit(0));";

/** Calls a bundle's handler once and says so when the answer holds what it has to. */
const firstAnswer = (bundleFile: string, request: RequestEnvelope, expected: string): string => `
const { handler } = require(${JSON.stringify(bundleFile)});
const request = JSON.parse(${JSON.stringify(JSON.stringify(request))});
handler(request, { awsRequestId: 'bench' }).then(response => {
  if (!JSON.stringify(response).includes(${JSON.stringify(expected)})) throw new Error('not the answer: ' + JSON.stringify(response));
  ${done}
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

/** A bank that knows two answers. */
async function listen(): Promise<{ readonly url: string; readonly close: () => void }> {
  const bank = createServer((request, response) => {
    void json(request).then(body => {
      response.setHeader('content-type', 'application/json');
      // The programs below send the question so.
      const { question } = body as { readonly question: { readonly name: string } };
      response.end(JSON.stringify(question.name === 'alerts' ? alertsAnswer : spendingAnswer(question)));
    });
  });
  await new Promise<void>(resolve => bank.listen(0, '127.0.0.1', resolve));
  // An address of a TCP server that listens is never a pipe's name.
  return { url: `http://127.0.0.1:${(bank.address() as AddressInfo).port}`, close: () => bank.close() };
}

export interface ColdStart {
  readonly starts: readonly Row[];
  readonly sizes: readonly Row[];
}

/**
 * Measures `rounds` starts of each program, the first of which does not count.
 * @param others whether to have other frameworks installed by npm, and to measure them, too
 */
export async function measureColdStart(rounds: number, others: boolean): Promise<ColdStart> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const bank = await listen();
  try {
    const skill = join(folder, 'skill.js');
    const hello = join(folder, 'hello.js');
    const helloBank = join(folder, 'hello-bank.js');
    const helloHttp = join(folder, 'hello-node-http.js');
    await Promise.all([
      bundle('src/channels/alexa/lambda.ts', skill),
      bundle('test/bench/hello-world.ts', hello),
      bundle('test/bench/hello-bank.ts', helloBank),
      bundle('test/bench/hello-node-http.ts', helloHttp),
    ]);
    const otherBundles = others ? await bundleOthers(folder) : {};
    const question = `'${bank.url}/v1/answers/alerts'`;
    const now = Date.now();
    const programs: Readonly<Record<string, string>> = {
      'bare Node': done,
      'bare Node, one request by node:http': `
        require('node:http').request(${question}, { method: 'POST' }, response =>
          response.on('data', () => undefined).on('end', () => { ${done} })).end('{"question":{"name":"alerts"}}');`,
      'bare Node, one request by fetch': `
        fetch(${question}, { method: 'POST', body: '{"question":{"name":"alerts"}}' })
          .then(response => response.json()).then(() => { ${done} });`,
      'ask-sdk-core, hello world': firstAnswer(hello, alertsRequest(now), 'Hello.'),
      'ask-sdk-core, one request by node:http': firstAnswer(helloHttp, alertsRequest(now), 'alerts'),
      'ask-sdk-core, one request by fetch': firstAnswer(helloBank, alertsRequest(now), 'alerts'),
      ...Object.fromEntries(
        Object.entries(otherBundles).map(([name, file]) => [
          name,
          firstAnswer(file, alertsRequest(now), 'Hello.'),
        ]),
      ),
      'Sottovoce, opened': firstAnswer(skill, launchRequest(now), 'ask'),
      'Sottovoce, first question answered': firstAnswer(skill, alertsRequest(now), 'alert'),
      'Sottovoce, first question about a time': firstAnswer(skill, spendingRequest(now), '$1,240'),
    };
    const files = Object.fromEntries(
      Object.keys(programs).map((name, index) => [name, join(folder, `program-${index}.cjs`)]),
    );
    await Promise.all(Object.entries(programs).map(([name, text]) => writeFile(files[name] ?? '', text)));

    // No NODE_EXTRA_CA_CERTS or NODE_OPTIONS: what Lambda gives, and no more.
    const environment = {
      PATH: process.env.PATH,
      SOTTOVOCE_FACADE_URL: bank.url,
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
    const bundles = { 'ask-sdk-core, hello world': hello, ...otherBundles, Sottovoce: skill };
    const sizes: Record<string, number> = {};
    for (const [name, file] of Object.entries(bundles)) sizes[name] = await kilobytes(file);
    return { starts: rowsOfSamples('ms', samples, median), sizes: rowsOf('kB', sizes) };
  } finally {
    bank.close();
    await rm(folder, { recursive: true, force: true });
  }
}
