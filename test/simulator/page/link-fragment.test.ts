/** A conversation goes into a link and comes out of it; nothing else does. */
import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTranscriptBytes } from '../../../src/simulator/page-api.ts';
import {
  DamagedLink,
  holdsConversation,
  maxLinkCharacters,
  packTranscript,
  unpackTranscript,
} from '../../../src/simulator/page/link-fragment.ts';

const transcript = "today: 2026-11-23\nconversations:\n  - title: what's my balance — “{pin}”\n";
/** A seed of our own, so that a failure comes again. */
const runs = { numRuns: 100, seed: 20261123 };

async function packed(text: string): Promise<string> {
  const fragment = await packTranscript(text);
  if (fragment === null) throw new Error('it fits into a link');
  return fragment;
}

const made = (bytes: Uint8Array): string => `#conversation=${Buffer.from(bytes).toString('base64url')}`;

describe('a transcript in a link', () => {
  it('comes out as it went in, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2_000 }), async text => {
        const fragment = await packed(text);
        expect(fragment).toMatch(/^#conversation=[\w-]+$/);
        expect(await unpackTranscript(fragment)).toBe(text);
      }),
      runs,
    );
  });

  it('is smaller than it was, and has an end', async () => {
    const talk = transcript.repeat(50);
    expect((await packed(talk)).length).toBeLessThan(talk.length / 4);
    const noise = Array.from({ length: maxLinkCharacters }, (_, at) => (at * at * 7919).toString(36)).join(
      '',
    );
    expect(await packTranscript(noise)).toBeNull();
  });
});

describe('a link that was not made by the page is refused in words', () => {
  it('however it was cut off', async () => {
    const fragment = await packed(transcript);
    for (let length = '#conversation='.length; length < fragment.length; length += 1) {
      await expect(unpackTranscript(fragment.slice(0, length))).rejects.toThrow(DamagedLink);
    }
  });

  it('or what was changed in it', async () => {
    const fragment = await packed(transcript);
    const place = fc.integer({ min: '#conversation='.length, max: fragment.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('A', 'z', '0', '-', '_', '=', '%', '<'), async (at, letter) => {
        const changed = fragment.slice(0, at) + letter + fragment.slice(at + 1);
        const text = await unpackTranscript(changed).catch((error: unknown) => error);
        // The last letter has bits to spare.
        if (text !== transcript) expect(text).toBeInstanceOf(DamagedLink);
      }),
      runs,
    );
  });

  it.each([
    ['nothing', '#conversation='],
    ['no letters of base64', '#conversation=€<script>'],
    ['nothing that was compressed', made(Buffer.from('today: 2026-11-23'))],
    ['no text', made(deflateSync(new Uint8Array([0xff, 0xfe, 0x80])))],
    ['more after its end', made(Buffer.concat([deflateSync(transcript), Buffer.from('more')]))],
  ])('as of %s', async (_, fragment) => {
    await expect(unpackTranscript(fragment)).rejects.toThrow(/damaged or was cut off/);
  });

  it('and no further unfolded than a transcript can be long', async () => {
    const bomb = made(deflateSync(Buffer.alloc(10_000_000)));
    expect(bomb.length).toBeLessThan(maxLinkCharacters);
    await expect(unpackTranscript(bomb)).rejects.toThrow(/unfolds to more/);
    const most = 'a'.repeat(maxTranscriptBytes);
    expect(await unpackTranscript(await packed(most))).toBe(most);
  });

  it('nor opened where it is too long, or another link', async () => {
    await expect(unpackTranscript(`#conversation=${'A'.repeat(maxLinkCharacters)}`)).rejects.toThrow(
      /longer/,
    );
    await expect(unpackTranscript('#top')).rejects.toThrow(DamagedLink);
    expect(holdsConversation('#top')).toBe(false);
  });
});
