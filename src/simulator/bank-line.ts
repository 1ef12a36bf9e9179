/**
 * The line from the skill to the bank, which a person at the page can make fail: how a turn looks when the bank is
 * down, slow, or sends more than the contract allows is part of what there is to see.
 */
import type { BankLine } from './page-api.ts';

/** What carries the calls on such a line; null: the network, as ever. */
export function carrierOf(line: BankLine): typeof fetch | null {
  return carriers[line];
}

const carriers: Readonly<Record<BankLine, typeof fetch | null>> = {
  works: null,
  down: () => Promise.reject(new TypeError('fetch failed')),
  slow: (_input, init) => untilAborted(init?.signal ?? null),
  talkative: async (input, init) => withFeed(await fetch(input, init)),
};

/** Never answers; rejects when the caller has waited long enough. */
function untilAborted(signal: AbortSignal | null): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const stop = () => {
      reject(signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
    };
    if (signal === null || signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** What a bank would send that had not understood the contract. Made up; no customer's. */
const feed = [
  { date: '2026-11-20', merchant: 'CORNER BAKERY 0417', amountMinor: -845, account: '000123456789' },
  { date: '2026-11-21', merchant: 'CITY PARKING', amountMinor: -1200, account: '000123456789' },
];

/** Adds a feed to an answer; refusals and grants pass as they are. */
async function withFeed(response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const answer: unknown = await response.clone().json();
  if (typeof answer !== 'object' || answer === null || !('answerId' in answer)) return response;
  return Response.json({ ...answer, transactions: feed }, { status: 200 });
}
