/**
 * What one turn costs in a process that is warm, without the bank: the skill on a facade that answers at once, beside
 * the smallest skill that ask-sdk-core makes and the smallest handler that there is. Each gets a request of its own in
 * every turn, as from the network; its copy is in the figures.
 */
import type { RequestEnvelope } from 'ask-sdk-model';
import { createAlexaHandler, type AlexaHandler } from '../../src/channels/alexa/handler.ts';
import { readEnvelope } from '../../src/channels/alexa/envelope.ts';
import { createAssistant } from '../../src/assistant.ts';
import { answerSchemas } from '../../src/facade/contract.ts';
import type { Facade } from '../../src/facade/port.ts';
import type { Log } from '../../src/log.ts';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { median, percentile, rowsOf, rowsOfSamples, type Row } from './figures.ts';
import { helloWorld } from './hello-world.ts';
import { alertsAnswer, alertsRequest, applicationId } from './requests.ts';

const answered = answerSchemas.alerts.parse(alertsAnswer);

const facade: Facade = {
  // The benchmark asks for alerts alone, so this is the answer to what was asked.
  answer: () => Promise.resolve({ ok: true, value: answered as never }),
  stepUp: () => Promise.resolve({ ok: false, failure: 'step_up_refused' }),
  unlink: () => Promise.resolve({ ok: true, value: null }),
  endStepUp: () => Promise.resolve({ ok: true, value: null }),
};

async function sample(turns: number, takeTurn: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const startedAt = performance.now();
    await takeTurn();
    samples.push((performance.now() - startedAt) * 1_000);
  }
  return samples;
}

/** Bytes that one turn allocates: the median of batches in which no garbage was collected. */
async function allocated(batches: number, takeTurn: () => Promise<unknown>): Promise<number> {
  const turns = 50;
  const samples: number[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const before = process.memoryUsage().heapUsed;
    for (let turn = 0; turn < turns; turn += 1) await takeTurn();
    const bytes = process.memoryUsage().heapUsed - before;
    if (bytes > 0) samples.push(bytes / turns);
  }
  return median(samples);
}

/** The least that a handler can be: no SDK, no check, one sentence. */
const handWritten = (request: RequestEnvelope): Promise<object> =>
  Promise.resolve({
    version: request.version,
    response: { outputSpeech: { type: 'PlainText', text: 'Hello.' }, shouldEndSession: true },
  });

export interface WarmTurn {
  readonly p50: readonly Row[];
  readonly p99: readonly Row[];
  /** What a turn allocates. */
  readonly allocation: readonly Row[];
}

/** The whole skill on a bank that answers at once. */
export function warmSkill(log: Log): AlexaHandler {
  return createAlexaHandler({
    tellBank: () => Promise.resolve(true),
    assistant: createAssistant({
      facade,
      intents,
      replies,
      settings: { bankName: 'your bank', timeZone: 'America/New_York', turnTimeoutMs: 6_000 },
      now: Date.now,
      log,
    }),
    applicationId,
    intentNames: Object.values(intents).flatMap(({ names }) => names),
    apology: replies.failure.bank_error,
    log,
  });
}

/** Measures `turns` turns of each skill, in alternating blocks, after as many to warm up. */
export async function measureWarmTurn(turns: number): Promise<WarmTurn> {
  const skill = warmSkill(() => undefined);
  const hello = helloWorld();
  const request = alertsRequest(Date.now());
  const takers: Readonly<Record<string, () => Promise<unknown>>> = {
    'ask-sdk-core, hello world': () => hello.invoke(structuredClone(request)),
    'hand-written, hello world': () => handWritten(structuredClone(request)),
    'Sottovoce, parsed, asked, worded, encoded': async () => {
      const envelope = readEnvelope(structuredClone(request));
      if (envelope === null) throw new Error('the request of the benchmark is not understood');
      const handled = await skill(envelope);
      if (!handled.ok) throw new Error(`the request of the benchmark is refused: ${handled.code}`);
      return handled.response;
    },
  };

  const samples: Record<string, number[]> = {};
  const blocks = 10;
  for (const takeTurn of Object.values(takers)) await sample(turns, takeTurn);
  for (let block = 0; block < blocks; block += 1) {
    for (const [name, takeTurn] of Object.entries(takers)) {
      (samples[name] ??= []).push(...(await sample(turns / blocks, takeTurn)));
    }
  }
  const bytes: Record<string, number> = {};
  for (const [name, takeTurn] of Object.entries(takers)) bytes[name] = await allocated(200, takeTurn);
  return {
    allocation: rowsOf(
      'kB',
      Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, value / 1_000])),
    ),
    p50: rowsOfSamples('us', samples, median),
    p99: rowsOfSamples('us', samples, values => percentile(values, 0.99)),
  };
}
