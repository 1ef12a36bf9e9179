/**
 * What is kept between two turns of a session, in the platform's session attributes. It holds nothing that the
 * platform does not know already: no figure of the bank's, token, PIN or name.
 */
import * as z from 'zod/mini';
import { question, stepUpChallenge } from '../facade/contract.ts';

/** Refused step-ups after which a session ends. The bank locks the link by its own count (`src/bank`). */
export const maxRefusedPins = 3;

/** A question that waits for a step-up, and what the bank wants to hear for it. It names digits and holds none. */
const pending = z.strictObject({ question, challenge: stepUpChallenge });
export type Pending = z.infer<typeof pending>;

export const memory = z.strictObject({
  /** What waits for the voice PIN, or for what else the bank asks for. */
  pending: z.nullable(pending),
  /** The last question as it was understood, for "repeat" and for "and savings?". */
  last: z.nullable(question),
  /** The detail of `last` that we have asked back for. */
  unclear: z.nullable(z.enum(['account', 'category', 'period', 'amount'])),
  /** What we have asked the customer to confirm. It holds for the very next turn and no longer. */
  confirming: z.nullable(z.enum(['stop-sharing'])),
  /** Whether we have said in this session why an answer is about other days than those asked about. */
  explainedDays: z.boolean(),
  /** How many step-ups were refused in a row in this session. */
  refusedPins: z.int().check(z.nonnegative(), z.maximum(maxRefusedPins)),
});
export type Memory = z.infer<typeof memory>;

export const emptyMemory: Memory = {
  pending: null,
  last: null,
  unclear: null,
  confirming: null,
  explainedDays: false,
  refusedPins: 0,
};

/** Reads session attributes. What is not ours, or was tampered with, counts as nothing. */
export function readMemory(attributes: unknown): Memory {
  // A session begins without any: to have that found wrong would cost a fifth of the turn.
  if (isEmpty(attributes)) return emptyMemory;
  const parsed = memory.safeParse(attributes);
  return parsed.success ? parsed.data : emptyMemory;
}

const isEmpty = (attributes: unknown): boolean =>
  typeof attributes === 'object' && attributes !== null && Object.keys(attributes).length === 0;
