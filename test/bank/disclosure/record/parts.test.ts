import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedDetails } from '../../../../src/bank/disclosure/record/adjusted.ts';
import { canonicalJson, readCanonical, type Json } from '../../../../src/bank/disclosure/record/canonical.ts';
import { commit, opensTo } from '../../../../src/bank/disclosure/record/commitment.ts';
import { publicRecordKey, recordKeys } from '../../../../src/bank/disclosure/record/keys.ts';
import { checkSignature, digest, signHash } from '../../../../src/bank/disclosure/record/seal.ts';
import { testRecordKeys as keys } from '../../record-keys.ts';
import { countingRandom } from './house.ts';

/** JSON without fractions. */
const json = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonical JSON', () => {
  it('is JSON, and the one text of its value', () => {
    fc.assert(
      fc.property(json, value => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
        expect(readCanonical(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('does not depend on the order of names, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: { d: undefined, c: null } })).toBe('{"a":{"c":null},"b":1}');
    expect(canonicalJson({ a: { c: null }, b: 1 })).toBe('{"a":{"c":null},"b":1}');
  });

  it.each([0.5, Infinity, NaN, 2 ** 53])('refuses %s', value => {
    expect(() => canonicalJson({ value })).toThrow(RangeError);
  });

  it.each(['{"b":1,"a":1}', ' {}', '{} ', '{"a":1,"a":1}', '{', '01', '1.0', '"\\u0041"'])(
    'does not read %s',
    text => {
      expect(readCanonical(text)).toBeUndefined();
    },
  );
});

describe('a commitment', () => {
  const figures = { spent: { count: 31, sumMinor: 84_000 } };

  it('opens to what was told and to nothing else', () => {
    const made = commit(keys, figures, countingRandom());
    expect(opensTo(keys, made, { spent: { sumMinor: 84_000, count: 31 } })).toBe(true);
    for (const other of [{ spent: { count: 31, sumMinor: 85_000 } }, {}, null]) {
      expect(opensTo(keys, made, other)).toBe(false);
    }
    expect(opensTo(keys, { ...made, commitment: '' }, figures)).toBe(false);
  });

  it('cannot be opened without the bank’s secret', () => {
    const made = commit(keys, figures, countingRandom());
    expect(opensTo(recordKeys(Buffer.from('another secret')), made, figures)).toBe(false);
  });
});

describe('a key of the record', () => {
  it('is the same for the same secret, and another one for another', () => {
    const [one, same, other] = ['one', 'one', 'two'].map(secret => recordKeys(Buffer.from(secret)).current.x);
    expect(one).toBe(same);
    expect(one).not.toBe(other);
  });

  it('is named by its thumbprint (RFC 8037, appendix A.3)', () => {
    expect(publicRecordKey('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo').id).toBe(
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    );
  });

  it.each(['', 'x', 'A'.repeat(44), `${'A'.repeat(42)}=`])('is not %j', text => {
    expect(() => publicRecordKey(text)).toThrow(TypeError);
  });

  it('signs a hash for one thing alone, in one spelling', () => {
    const hash = digest('entry', { a: 1 });
    const signed = signHash(keys, 'entry', hash);
    expect(checkSignature(keys.known, 'entry', hash, signed)).toBe('good');
    expect(checkSignature(keys.known, 'head', hash, signed)).toBe('wrong');
    expect(checkSignature(keys.known, 'entry', digest('head', { a: 1 }), signed)).toBe('wrong');
    for (const signature of [`${signed.signature} `, `${signed.signature}==`, '', 'AA']) {
      expect(checkSignature(keys.known, 'entry', hash, { ...signed, signature })).toBe('wrong');
    }
    expect(checkSignature(new Map(), 'entry', hash, signed)).toBe('unknown-key');
  });

  it('is an Ed25519 key like any other', () => {
    const x = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
    expect(publicRecordKey(x).key.asymmetricKeyType).toBe('ed25519');
  });
});

it('what differs between asked and told is named', () => {
  const window = { from: '2026-11-01', through: '2026-11-23' };
  const asked = { name: 'spending', account: 'checking', category: 'groceries', window } as const;
  expect(adjustedDetails(asked, { ...asked, window: { ...window } })).toEqual([]);
  expect(adjustedDetails(asked, { ...asked, window: { ...window, through: '2026-11-22' } })).toEqual([
    'window',
  ]);
  const widened = { name: 'spending', category: 'groceries', window } as const;
  expect(adjustedDetails(asked, widened)).toEqual(['account']);
  expect(adjustedDetails({ name: 'balance', account: undefined }, { name: 'balance' })).toEqual([]);
});
