/**
 * The header by which a turn is followed from the skill to the bank: `traceparent` of W3C trace context
 * (https://www.w3.org/TR/trace-context/). It is random, and new for each turn.
 */

/** Version 00, a trace id, the id of the span that asks, flags. Ids of zeros alone are none (section 3.2.2). */
const traceparentForm = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The header as it came, or null where there is none or it is not one: then a trace begins here. */
export function readTraceparent(header: unknown): string | null {
  return typeof header === 'string' && traceparentForm.test(header) ? header : null;
}

/** The trace that a `traceparent` belongs to: 32 hexadecimal digits. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/** The span that a `traceparent` names: 16 hexadecimal digits. */
export const spanIdOf = (traceparent: string): string => traceparent.slice(36, 52);

/**
 * Writes a `traceparent`.
 * @param isSampled whether whoever writes it exports its own span
 */
export const traceparentOf = (traceId: string, spanId: string, isSampled: boolean): string =>
  `00-${traceId}-${spanId}-0${isSampled ? 1 : 0}`;
