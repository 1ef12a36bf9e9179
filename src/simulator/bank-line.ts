/**
 * The line from the skill to the bank, which a person at the page can make fail: how a turn looks when the bank is
 * dead, slow, or sends more than the contract allows is part of what there is to see.
 */
import type { BankLine } from './page-api.ts';

/** What a bank would send that had not understood the contract. Made up; no customer's. */
const feed = [
  { date: '2026-11-20', merchant: 'CORNER BAKERY 0417', amountMinor: -845, account: '000123456789' },
  { date: '2026-11-21', merchant: 'CITY PARKING', amountMinor: -1200, account: '000123456789' },
];

export interface SwitchableLine {
  readonly fetch: typeof fetch;
  /** Takes effect with the next call. */
  set(line: BankLine): void;
}

/** @param through carries the calls while the line works */
export function createBankLine(through: typeof fetch = fetch): SwitchableLine {
  let current: BankLine = 'works';
  return {
    set: line => {
      current = line;
    },
    fetch: async (input, init) => {
      switch (current) {
        case 'works':
          return through(input, init);
        case 'dead':
          throw new TypeError('fetch failed');
        case 'slow':
          return untilAborted(init?.signal ?? null);
        case 'talkative':
          return withFeed(await through(input, init));
      }
    },
  };
}

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

/** Adds a feed to an answer; refusals and grants pass as they are. */
async function withFeed(response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || !('answerId' in answer)) {
    return Response.json(answer, { status: 200 });
  }
  return Response.json({ ...answer, transactions: feed }, { status: 200 });
}
