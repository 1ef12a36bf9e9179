/**
 * The line between the skill and our bank, over HTTP on this machine: it writes down what crosses, and with certain
 * tokens the bank is down, slow, or says more than it may.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { answerRequest } from '../../facade/contract.ts';
import { serveOnLoopback } from '../../simulator/loopback.ts';
import type { FacadeExchange } from '../../simulator/turn-record.ts';

/** Tokens of a customer's that the line knows. */
export const troubleTokens = {
  slow: 'certify-token-of-a-slow-bank',
  down: 'certify-token-of-a-bank-that-is-down',
  talkative: 'certify-token-of-a-talkative-bank',
} as const;

export interface BankLine {
  readonly url: string;
  /** Where the bank is, and the token that stands behind that of a talkative one. Slow and down it is without a bank. */
  connect(bankUrl: string, accessToken: string): void;
  takeCalls(): readonly FacadeExchange[];
  readonly close: () => Promise<void>;
}

/** What a bank would send that had not understood the contract. Made up; no customer's. */
const feed = [{ date: '2026-11-20', merchant: 'CORNER BAKERY 0417', amountMinor: -845 }];

export async function openBankLine(stopwatch: () => number): Promise<BankLine> {
  let bank: { readonly url: string; readonly accessToken: string } | null = null;
  const calls: FacadeExchange[] = [];

  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = stopwatch();
    const body = await buffer(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const call = { method: request.method ?? '', path: request.url ?? '', question: questionOf(body) };
    const note = (status: number | null, text: string): void => {
      calls.push({
        ...call,
        status,
        answer: parsed(text),
        answerBytes: Buffer.byteLength(text),
        durationMs: stopwatch() - startedAt,
      });
    };
    if (token === troubleTokens.slow) {
      note(null, '');
      return; // Nothing is answered; the skill gives up.
    }
    if (token === troubleTokens.down) {
      note(null, '');
      request.socket.destroy();
      return;
    }
    if (bank === null) throw new Error('the line is not connected');
    const inTrouble = token === troubleTokens.talkative;
    const headers = new Headers(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
          ? [[name, value] as [string, string]]
          : [],
      ),
    );
    if (inTrouble) headers.set('authorization', `Bearer ${bank.accessToken}`);
    const answered = await fetch(new URL(request.url ?? '/', bank.url), {
      method: request.method ?? 'GET',
      headers,
      ...(body.length === 0 ? {} : { body }),
    });
    const text = inTrouble ? withFeed(await answered.text()) : await answered.text();
    note(answered.status, text);
    const back = Object.fromEntries(
      [...answered.headers].filter(([name]) => !['connection', 'content-length', 'date'].includes(name)),
    );
    response.writeHead(answered.status, back).end(text);
  };

  const server = await serveOnLoopback((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  return {
    url: server.url,
    connect: (url, accessToken) => {
      bank = { url, accessToken };
    },
    takeCalls: () => calls.splice(0),
    close: server.close,
  };
}

/** Adds a feed to an answer; refusals and grants pass as they are. */
function withFeed(text: string): string {
  const answer = parsed(text);
  if (typeof answer !== 'object' || answer === null || !('answerId' in answer)) return text;
  return JSON.stringify({ ...answer, transactions: feed });
}

function questionOf(body: Buffer): FacadeExchange['question'] {
  const request = answerRequest.safeParse(parsed(body.toString('utf8')));
  return request.success ? request.data.question : null;
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
