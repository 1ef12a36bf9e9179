/** Reads a body from the network up to a limit, so that no peer can fill our memory. */

/**
 * Reads the whole body of a response as text.
 * @returns Null when the body is longer than `maxBytes` (counted after decompression); the rest is not read.
 * @throws What the stream throws: the connection broke or the call was aborted.
 */
export async function readLimited(response: Response, maxBytes: number): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    return null;
  }
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop early cancels the stream and lets go of the connection.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
