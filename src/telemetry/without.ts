/**
 * No telemetry: the default, and all that the Lambda function has. Nothing is measured or exported and no package is
 * loaded; what is left is the name of a turn's trace, so that the logs of skill and bank can be read side by side.
 */
import { randomBytes } from 'node:crypto';
import type { Span, Telemetry, Terms } from './port.ts';
import { traceIdOf, traceparentOf } from './trace-context.ts';

/**
 * @param random gives so many random bytes
 */
export function withoutTelemetry<Of extends Terms>(
  random: (size: number) => Uint8Array = randomBytes,
): Telemetry<Of> {
  const randomId = (size: number): string => Buffer.from(random(size)).toString('hex');
  return {
    isOn: false,
    begin: (_name, parent) => new Unrecorded(parent ?? null, randomId),
    note: nothing,
    count: nothing,
    record: nothing,
    watch: nothing,
    close: () => Promise.resolve(),
  };
}

const nothing = (): void => undefined;

/** A span that nobody records. It gets its name when somebody asks for it. */
class Unrecorded implements Span<Terms> {
  readonly #parent: string | null;
  readonly #randomId: (size: number) => string;
  #traceparent: string | null = null;

  constructor(parent: string | null, randomId: (size: number) => string) {
    this.#parent = parent;
    this.#randomId = randomId;
  }

  get traceparent(): string {
    const traceId = (): string => (this.#parent === null ? this.#randomId(16) : traceIdOf(this.#parent));
    return (this.#traceparent ??= traceparentOf(traceId(), this.#randomId(8), false));
  }

  run<Result>(work: () => Result): Result {
    return work();
  }

  end(): void {
    // Nobody has asked how long it took.
  }
}
