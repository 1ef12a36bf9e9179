/** Reads a body from the network up to a limit, so that no peer can fill our memory. */
import type { NetworkResponse } from './network.ts';

/**
 * Reads the whole body of a response as text.
 * @returns Null when the body is longer than `maxBytes`, or says that it is; the rest is not read.
 * @throws What the stream throws: the connection broke or the call was aborted.
 */
export async function readLimited(
  { headers, body }: Pick<NetworkResponse, 'headers' | 'body'>,
  maxBytes: number,
): Promise<string | null> {
  const declaredBytes = Number(headers.get('content-length') ?? 0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream and lets go of the connection.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes || declaredBytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
