/**
 * Where the skill may connect to: the one allow-list, and the one place that calls the network. There are two
 * destinations, and whoever connects to one cannot reach the other by it.
 */

/** Where Amazon keeps the certificates with which Alexa signs. */
export const certificateHost = 's3.amazonaws.com';

/** The only places that the skill ever connects to. */
export type Destination =
  { readonly to: 'facade'; readonly baseUrl: string } | { readonly to: 'certificates' };

/** A connection to a place that is not on the list: a bug of ours, and it does not leave the process. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
}

/** Scheme, host and port, as a URL names them. */
const originOf = (destination: Destination): string =>
  destination.to === 'facade' ? new URL(destination.baseUrl).origin : `https://${certificateHost}`;

/**
 * A fetch that reaches one destination and no other, and follows no redirect: told to follow, it treats one as an
 * error.
 *
 * @param network What carries the requests; the global fetch by default, which is looked up at each call, so that
 * whoever replaces it later is heard.
 * @returns A fetch that rejects with `EgressRefused` for every other scheme, host or port.
 */
export function createEgress(
  destination: Destination,
  network: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): typeof globalThis.fetch {
  const origin = originOf(destination);
  return async (input, init) => {
    const url = URL.parse(input instanceof Request ? input.url : input);
    if (url?.origin !== origin) throw new EgressRefused();
    return network(input, { ...init, redirect: init?.redirect === 'manual' ? 'manual' : 'error' });
  };
}
