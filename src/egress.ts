/**
 * Where the skill may connect to: the one allow-list, and the one place that has the network. There are two
 * destinations, and whoever connects to one cannot reach the other by it. The standalone server has a third one where
 * telemetry is switched on, its collector, to which OpenTelemetry's own packages connect (`telemetry/otlp.ts`).
 */
import { createNetwork, type Network } from './network.ts';

/** Where Amazon keeps the certificates with which Alexa signs. */
export const certificateHost = 's3.amazonaws.com';

/** The only places that the skill ever connects to. */
export type Destination =
  { readonly to: 'facade'; readonly baseUrl: string } | { readonly to: 'certificates' };

/** A connection to a place that is not on the list: a bug of ours, and it does not leave the process. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
}

const rootOf = (destination: Destination): URL =>
  new URL(destination.to === 'facade' ? destination.baseUrl : `https://${certificateHost}`);

/**
 * A network that reaches one destination and no other, and follows no redirect: told to follow, it treats one as an
 * error.
 *
 * @param network What carries the requests; Node's own client by default.
 * @returns A network that rejects with `EgressRefused` for every other scheme, host or port.
 */
export function createEgress(destination: Destination, network?: Network): Network {
  const { origin, protocol } = rootOf(destination);
  const carry = network ?? createNetwork(protocol === 'http:' ? 'http:' : 'https:');
  return async (input, request) => {
    if (URL.parse(input)?.origin !== origin) throw new EgressRefused();
    return carry(input, { ...request, redirect: request?.redirect === 'manual' ? 'manual' : 'error' });
  };
}
