/** How fast somebody may ask: the algorithm, by a clock of the test. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkOf } from '../../../src/bank/http/network-of.ts';
import { createRateLimit, maxKeys } from '../../../src/bank/http/rate.ts';

describe('a rate', () => {
  test('lets ten seconds of a minute pass at once, then one by one', () => {
    let now = 1_000;
    const limit = createRateLimit(60, () => now);
    const passed = Array.from({ length: 20 }, () => limit.take('a')).filter(wait => wait === null);
    expect(passed).toHaveLength(10);
    expect(limit.take('a')).toBe(1_000);
    expect(limit.take('b')).toBeNull();
    now += 999;
    expect(limit.take('a')).toBe(1);
    now += 1;
    expect(limit.take('a')).toBeNull();
    expect(limit.take('a')).toBe(1_000);
  });

  test('lets one pass, however few a minute has', () => {
    const limit = createRateLimit(1, () => 0);
    expect([limit.take('a'), limit.take('a')]).toEqual([null, 60_000]);
  });

  test('of zero is none', () => {
    const limit = createRateLimit(0, () => 0);
    expect(Array.from({ length: 1_000 }, () => limit.take('a')).every(wait => wait === null)).toBe(true);
  });

  test('lets no more pass in any stretch of time than the burst and what that time has, whenever they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6_000 }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 300 }),
        (perMinute, pauses) => {
          let now = 0;
          const limit = createRateLimit(perMinute, () => now);
          const passedAt: number[] = [];
          for (const pause of pauses) {
            now += pause;
            const wait = limit.waitMs('a');
            const taken = limit.take('a');
            expect(taken).toBe(wait);
            if (taken === null) passedAt.push(now);
          }
          for (const [from, start] of passedAt.entries()) {
            const stretchMs = now - start;
            const most = Math.max(1, perMinute / 6) + (stretchMs * perMinute) / 60_000;
            expect(passedAt.length - from).toBeLessThanOrEqual(Math.floor(most + 1e-6));
          }
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });

  test('what it says to wait is enough, and a millisecond less is not', () => {
    let now = 0;
    const limit = createRateLimit(7, () => now);
    while (limit.take('a') === null);
    const wait = limit.waitMs('a') ?? 0;
    now += wait - 1;
    expect(limit.take('a')).not.toBeNull();
    now += 1;
    expect(limit.take('a')).toBeNull();
  });

  test('remembers so many keys and no more, the last ones', () => {
    const limit = createRateLimit(1, () => 0);
    for (let key = 0; key <= maxKeys; key += 1) limit.take(`key-${key}`);
    expect(limit.waitMs('key-0')).toBeNull();
    expect(limit.waitMs('key-1')).toBe(60_000);
    expect(limit.waitMs(`key-${maxKeys}`)).toBe(60_000);
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['::ffff:c000:207', '192.0.2.7'],
  // Some proxies add the port, which is another one for each connection.
  ['192.0.2.7:50123', '192.0.2.7'],
  ['[2001:db8:1:2::9]:50123', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
  ['unknown', 'no address'],
  ['_hidden-7', 'no address'],
  ['192.0.2.700', 'no address'],
  ['', 'no address'],
])('the address %s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
