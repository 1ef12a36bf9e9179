import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLimited } from '../src/limited-body.ts';

const read = (length: string | null, ...chunks: readonly string[]) =>
  readLimited(
    { headers: { get: () => length }, body: Readable.from(chunks.map(chunk => Buffer.from(chunk))) },
    5,
  );

describe('a body', () => {
  it.each([
    ['says nothing of its length', null],
    ['says its length', '5'],
    ['says of its length what is no number', 'five'],
  ])('that fits is read whole where it %s', async (_, length) => {
    expect(await read(length, 'abc', 'de')).toBe('abcde');
  });

  it.each([
    ['says nothing of its length', null],
    ['says less than it is', '1'],
    ['says of its length what is no number', '5, 5'],
  ])('that is too long is not, where it %s', async (_, length) => {
    expect(await read(length, 'abc', 'def')).toBeNull();
  });

  it('that says that it will be too long is not read', async () => {
    expect(await read('6', 'abc')).toBeNull();
  });
});
