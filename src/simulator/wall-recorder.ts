/**
 * Writes down what crosses the wall between skill and bank, each call for the line on which it was caused: skill and
 * bank serve any number of them at once.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { answerRequest, type Question } from '../facade/contract.ts';
import { msSince, realStopwatch, type Stopwatch } from './clock.ts';
import type { FacadeExchange } from './turn-record.ts';

/** What is kept of one line. */
export interface RecordedLine {
  readonly exchanges: FacadeExchange[];
  /** What carries the calls of this line; null: what the recorder was given. */
  carrier: typeof fetch | null;
}

export interface WallRecorder {
  /** For the skill's client of the bank. */
  readonly fetch: typeof fetch;
  /** Does something on behalf of a line: calls that it causes, however late, are the line's. */
  on(line: RecordedLine, act: () => void): void;
}

/** No answer of the contract comes near it; a body that is longer is cut here, which is still too long for the skill. */
const maxRecordedBytes = 256 * 1_024;

export function createWallRecorder(
  network: typeof fetch,
  stopwatch: Stopwatch = realStopwatch,
): WallRecorder {
  const lines = new AsyncLocalStorage<RecordedLine>();

  const record: typeof fetch = async (input, init) => {
    const line = lines.getStore();
    const carry = line?.carrier ?? network;
    if (line === undefined) return carry(input, init);

    const startedAt = stopwatch();
    const call = {
      method: init?.method ?? 'GET',
      path: new URL(input instanceof Request ? input.url : input).pathname,
      question: questionOf(init?.body),
    };
    const write = (status: number | null, body: string | null): void => {
      line.exchanges.push({
        ...call,
        status,
        answer: body === null || body === '' ? null : parsed(body),
        answerBytes: Buffer.byteLength(body ?? ''),
        durationMs: msSince(startedAt, stopwatch),
      });
    };

    let status: number | null = null;
    try {
      const response = await carry(input, init);
      ({ status } = response);
      const body = await readBody(response);
      write(status, body.toString('utf8'));
      const bodyless = [204, 205, 304].includes(status);
      const { statusText, headers } = response;
      return new Response(bodyless ? null : new Uint8Array(body), { status, statusText, headers });
    } catch (error) {
      write(status, null);
      throw error;
    }
  };

  return { fetch: record, on: (line, act) => lines.run(line, act) };
}

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A response of fetch is a stream of bytes; its type says no more than "any".
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > maxRecordedBytes) break;
  }
  return Buffer.concat(chunks);
}

/** The question of a request for an answer; null for everything else. */
function questionOf(body: unknown): Question | null {
  const request = answerRequest.safeParse(typeof body === 'string' ? parsed(body) : null);
  return request.success ? request.data.question : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
