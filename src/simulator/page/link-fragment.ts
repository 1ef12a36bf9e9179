/**
 * A conversation in a link: its transcript, compressed, after the `#` of the page's address. No browser sends that part
 * to any server. What comes out of a link may have been made by anybody, or have been cut off on its way.
 */
import { maxTranscriptBytes } from '../page-api.ts';

const prefix = '#conversation=';

/** What messengers and address bars still carry; a longer conversation is a file. */
export const maxLinkCharacters = 16_000;

/** A link that holds no conversation; the message is for the person who has opened it. */
export class DamagedLink extends Error {
  override readonly name = 'DamagedLink';
}

/** Whether an address claims to hold a conversation. */
export const holdsConversation = (fragment: string): boolean => fragment.startsWith(prefix);

/**
 * The part of a link that holds a transcript.
 *
 * @returns null where it would be longer than a link can be
 */
export async function packTranscript(text: string): Promise<string | null> {
  const bytes = await collect(
    streamOf(new TextEncoder().encode(text), new CompressionStream('deflate')),
    Infinity,
  );
  const packed = prefix + base64Url(bytes);
  return packed.length > maxLinkCharacters ? null : packed;
}

/**
 * The transcript that a link holds, as text; whether it is a transcript is for others to say.
 *
 * @throws DamagedLink
 */
export async function unpackTranscript(fragment: string): Promise<string> {
  if (!holdsConversation(fragment)) throw new DamagedLink('This link holds no conversation.');
  if (fragment.length > maxLinkCharacters)
    throw new DamagedLink('This link is longer than any that this page makes. It is not opened.');
  try {
    const bytes = fromBase64Url(fragment.slice(prefix.length));
    // With a checksum at its end (RFC 1950), so that what was cut off or changed does not come out at all.
    const text = await collect(streamOf(bytes, new DecompressionStream('deflate')), maxTranscriptBytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch (error) {
    if (error instanceof DamagedLink) throw error;
    throw new DamagedLink('This link is damaged or was cut off, so no conversation comes out of it.', {
      cause: error,
    });
  }
}

type Transformed = ReadableStream<Uint8Array<ArrayBuffer>>;

const streamOf = (
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Transformed => new Blob([bytes]).stream().pipeThrough(transform);

/** Reads no further than the limit, however much more would come out of it. */
async function collect(stream: Transformed, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    length += read.value.length;
    if (length > limitBytes) {
      await reader.cancel();
      throw new DamagedLink('This link unfolds to more than a conversation can be. It is not opened.');
    }
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Base64 in letters that need no escape in an address (RFC 4648 section 5), without padding. */
function base64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws where it is none */
const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
