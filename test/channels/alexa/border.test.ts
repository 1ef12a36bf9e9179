/**
 * The hostile corpus: every way that we know of to get a request past the border, each of which has to end in a
 * code and 400 (403 for another skill), and never at the handler.
 */
import { constants, createSign, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  castOf,
  certify,
  ecKeys,
  extension,
  forAlexa,
  forAuthority,
  rsaKeys,
  signatureOf,
  x509,
} from './authority.ts';
import type { Party } from './authority.ts';
import { createBorder } from '../../../src/channels/alexa/border.ts';
import { refusalStatus } from '../../../src/channels/alexa/refusal.ts';
import { createSignatureVerifier } from '../../../src/channels/alexa/verify/signature.ts';
import { trustRoots } from '../../../src/channels/alexa/verify/trusted-roots.ts';
import { envelopeOf, intent, nowMs } from './requests.ts';
import { startSkillServer, type Answered, type SkillServer } from './skill-server.ts';

let cast: Awaited<ReturnType<typeof castOf>>;
let skill: SkillServer;
/** Keys that many certificates may share. */
let spare: Party['keys'];
let taken = 0;

beforeAll(async () => {
  cast = await castOf();
  spare = rsaKeys();
  const expiredRoot = await certify({
    name: 'CN=Old root',
    keys: spare,
    extensions: forAuthority(),
    untilDays: -1,
  });
  skill = await startSkillServer({
    roots: [cast.root.pem, expiredRoot.pem],
    handler: () => {
      taken += 1;
      return Promise.resolve({ ok: true, response: { version: '1.0', response: {} } });
    },
  });
});
afterAll(() => skill.close());
beforeEach(() => {
  taken = 0;
  skill.clock.nowMs = nowMs;
});

let lastUrl = 0;
/** Puts a chain where Amazon keeps its own, under a name that no other test has used. */
function serve(chain: string | (() => Response | Promise<Response>)): string {
  lastUrl += 1;
  const url = `https://s3.amazonaws.com/echo.api/chain-${lastUrl}.pem`;
  skill.store.set(url, typeof chain === 'string' ? () => new Response(chain) : chain);
  return url;
}
const chainOf = (...parties: readonly Pick<Party, 'pem'>[]): string =>
  parties.map(({ pem }) => pem).join('\n');
const amazons = (): string => serve(chainOf(cast.alexa, cast.intermediate));

interface Attack {
  /** Where the chain is said to be; Amazon's good one by default. */
  readonly url?: string;
  readonly body?: string;
  readonly signer?: Pick<Party, 'keys'>;
  readonly signature?: string;
}

/** Sends a request that is good but for what the attack changes. */
function send({
  url,
  body = JSON.stringify(intent('BalanceIntent')),
  signer,
  signature,
}: Attack): Promise<Answered> {
  return skill.post(body, {
    signaturecertchainurl: url ?? amazons(),
    'signature-256': signature ?? signatureOf(body, signer ?? cast.alexa),
  });
}

async function expectRefused(attack: Promise<Answered>, code: string): Promise<void> {
  expect(await attack).toEqual({ status: 400, body: { code } });
  expect(taken).toBe(0);
  expect(skill.logged.at(-1)).toMatchObject({ event: 'refused', code });
}

describe('a request that Alexa signed', () => {
  const expectTaken = async (attack: Attack): Promise<void> => {
    expect((await send(attack)).status).toBe(200);
    expect(taken).toBe(1);
  };

  it('is taken', () => expectTaken({}));

  it.each([
    'https://s3.amazonaws.com:443/echo.api/chain-good.pem',
    'https://S3.AmazonAWS.com/echo.api/chain-good.pem',
    'HTTPS://s3.amazonaws.com/echo.api/../echo.api/chain-good.pem',
    'https://s3.amazonaws.com/echo.api/chain-good.pem#end',
  ])('is taken with its certificate at %s', async url => {
    skill.store.set(
      'https://s3.amazonaws.com/echo.api/chain-good.pem',
      () => new Response(chainOf(cast.alexa, cast.intermediate)),
    );
    await expectTaken({ url });
  });

  it('is taken with a chain that ends in the root itself', () =>
    expectTaken({ url: serve(chainOf(cast.alexa, cast.intermediate, cast.root)) }));

  it('is taken with a chain that goes on behind a trusted root, to one that nobody knows', async () => {
    const crossSigned = await certify({
      name: 'CN=Root',
      keys: cast.root.keys,
      issuer: cast.stranger,
      extensions: forAuthority(),
      untilDays: -10,
    });
    await expectTaken({ url: serve(chainOf(cast.alexa, cast.intermediate, crossSigned, cast.stranger)) });
  });

  it('is taken with an intermediate of another kind of key', async () => {
    const intermediate = await certify({
      name: 'CN=EC',
      keys: ecKeys(),
      issuer: cast.root,
      extensions: forAuthority(),
    });
    const alexa = await certify({ keys: spare, issuer: intermediate, extensions: forAlexa() });
    await expectTaken({ url: serve(chainOf(alexa, intermediate)), signer: alexa });
  });

  it('costs one fetch for all that wait for the same chain, and none later', async () => {
    const gate = Promise.withResolvers<undefined>();
    let fetches = 0;
    const verify = createSignatureVerifier({
      roots: trustRoots([cast.root.pem]),
      fetch: async () => {
        fetches += 1;
        await gate.promise;
        return new Response(chainOf(cast.alexa, cast.intermediate));
      },
      now: () => nowMs,
    });
    const request = {
      rawBody: Buffer.from('{}'),
      certificateUrl: 'https://s3.amazonaws.com/echo.api/chain.pem',
      signature: signatureOf('{}', cast.alexa),
    };
    const verdicts = Array.from({ length: 20 }, () => verify(request));
    gate.resolve(undefined);
    expect(new Set(await Promise.all([...verdicts, verify(request)]))).toEqual(new Set([null]));
    expect(await verify(request)).toBeNull();
    expect(fetches).toBe(1);
  });
});

describe('a certificate from elsewhere', () => {
  it.each([
    'http://s3.amazonaws.com/echo.api/chain.pem',
    'https://evil.example/echo.api/chain.pem',
    'https://s3.amazonaws.com.evil.example/echo.api/chain.pem',
    'https://evil-s3.amazonaws.com/echo.api/chain.pem',
    'https://s3.amazonaws.com./echo.api/chain.pem',
    'https://s3.amazonaws.com@evil.example/echo.api/chain.pem',
    'https://user@s3.amazonaws.com/echo.api/chain.pem',
    'https://s3.amazonaws.com:444/echo.api/chain.pem',
    'https://s3.amazonaws.com/EcHo.aPi/chain.pem',
    'https://s3.amazonaws.com/evil/chain.pem',
    'https://s3.amazonaws.com/echo.apis/chain.pem',
    'https://s3.amazonaws.com/evil/echo.api/chain.pem',
    'https://s3.amazonaws.com/echo.api/../evil/chain.pem',
    'https://s3.amazonaws.com/echo.api/%2e%2e/evil/chain.pem',
    'https://s3.amazonaws.com/echo.api/..%2fevil/chain.pem',
    'https://s3.amazonaws.com/echo.api/%2e%2e%2fevil/chain.pem',
    'https://s3.amazonaws.com/echo.api/..\\evil/chain.pem',
    'https://s3.amazonaws.com/echo.api//evil',
    'https://s3.amazonaws.com/echo.api/',
    'https://s3.amazonaws.com/echo.api/chain.pem?versionId=1',
    'https://s3.amazonaws.com\\@evil.example/echo.api/chain.pem',
    'https://[::1]/echo.api/chain.pem',
    'https:evil.example/echo.api/chain.pem',
    '//s3.amazonaws.com/echo.api/chain.pem',
    'file:///echo.api/chain.pem',
    'data:text/plain,echo.api',
    'javascript:0',
    'chain.pem',
    `https://s3.amazonaws.com/echo.api/${'x'.repeat(600)}`,
    'https://s3.amazonaws.com/echo.api/a.pem, https://s3.amazonaws.com/echo.api/b.pem',
  ])('%s is not even asked for', async url => {
    const before = skill.fetched.length;
    await expectRefused(send({ url }), 'certificate_url');
    expect(skill.fetched.length).toBe(before);
  });
});

describe('a signature', () => {
  const body = JSON.stringify(intent('BalanceIntent'));
  const rsa = (options: { hash?: string; padding?: number }): string =>
    sign(options.hash ?? 'RSA-SHA256', Buffer.from(body), {
      key: cast.alexa.keys.privateKey,
      padding: options.padding ?? constants.RSA_PKCS1_PADDING,
    }).toString('base64');

  it.each<[string, string, () => string]>([
    ['of another key', 'signature_wrong', () => signatureOf(body, cast.intermediate)],
    ['of another body', 'signature_wrong', () => signatureOf(`${body} `, cast.alexa)],
    ['of no body', 'signature_wrong', () => signatureOf('', cast.alexa)],
    [
      'with SHA-1, as it was until 2022',
      'signature_wrong',
      () => createSign('RSA-SHA1').update(body).sign(cast.alexa.keys.privateKey, 'base64'),
    ],
    ['with SHA-512', 'signature_wrong', () => rsa({ hash: 'RSA-SHA512' })],
    ['with another padding', 'signature_wrong', () => rsa({ padding: constants.RSA_PKCS1_PSS_PADDING })],
    ['of zeros', 'signature_wrong', () => Buffer.alloc(256).toString('base64')],
    ['cut short', 'signature_malformed', () => signatureOf(body, cast.alexa).slice(0, 100)],
    ['in another alphabet', 'signature_malformed', () => '-_'.repeat(172)],
    ['in hex', 'signature_wrong', () => `0x${'ab'.repeat(256)}`],
    [
      'sent twice',
      'signature_malformed',
      () => `${signatureOf(body, cast.alexa)}, ${signatureOf(body, cast.alexa)}`,
    ],
    ['that is empty', 'signature_malformed', () => ''],
    ['that never ends', 'signature_malformed', () => 'A'.repeat(8_000)],
  ])('%s is refused', async (_name, code, signature) => {
    await expectRefused(send({ body, signature: signature() }), code);
  });

  it.each<[string, () => Record<string, string>]>([
    ['no header at all', () => ({})],
    ['a certificate alone', () => ({ signaturecertchainurl: amazons() })],
    ['a signature alone', () => ({ 'signature-256': signatureOf(body, cast.alexa) })],
    [
      'the older signature alone',
      () => ({ signaturecertchainurl: amazons(), signature: signatureOf(body, cast.alexa, 'RSA-SHA1') }),
    ],
  ])('that is missing is refused: %s', async (_name, headers) => {
    await expectRefused(skill.post(body, headers()), 'signature_missing');
  });

  it('of a request that was changed on its way by one byte is refused', async () => {
    const changed = body.replace('BalanceIntent', 'balanceIntent');
    await expectRefused(send({ body: changed, signature: signatureOf(body, cast.alexa) }), 'signature_wrong');
  });
});

describe('a certificate store', () => {
  it.each<[string, string, () => Response | Promise<Response>]>([
    ['has nothing there', 'certificate_unavailable', () => new Response('', { status: 404 })],
    [
      'refuses',
      'certificate_unavailable',
      () => new Response(chainOf(cast.alexa, cast.intermediate), { status: 403 }),
    ],
    ['cannot be reached', 'certificate_unavailable', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'does not answer in time',
      'certificate_unavailable',
      () => Promise.reject(new DOMException('late', 'TimeoutError')),
    ],
    [
      'sends elsewhere',
      'certificate_unavailable',
      () => new Response('', { status: 302, headers: { location: amazons() } }),
    ],
    [
      'says that it sends too much',
      'certificate_too_large',
      () => new Response('x', { headers: { 'content-length': '99999999' } }),
    ],
    ['sends too much', 'certificate_too_large', () => new Response('x'.repeat(40_000))],
    ['sends nothing', 'certificate_malformed', () => new Response('')],
    ['sends a page', 'certificate_malformed', () => new Response('<html>certificate</html>')],
    [
      'sends rubbish in the shape of one',
      'certificate_malformed',
      () => new Response('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
    ],
    ['sends half of one', 'certificate_malformed', () => new Response(cast.alexa.pem.slice(0, 500))],
    [
      'sends a key',
      'certificate_malformed',
      () => new Response(String(cast.alexa.keys.publicKey.export({ type: 'spki', format: 'pem' }))),
    ],
    [
      'sends more certificates than a chain has',
      'certificate_malformed',
      () => new Response(chainOf(cast.alexa, ...Array<Party>(6).fill(cast.intermediate))),
    ],
  ])('that %s is no proof', async (_name, code, respond) => {
    await expectRefused(send({ url: serve(respond) }), code);
  });

  it('is asked again after it failed', async () => {
    const url = serve(() => new Response('', { status: 500 }));
    await expectRefused(send({ url }), 'certificate_unavailable');
    skill.store.set(url, () => new Response(chainOf(cast.alexa, cast.intermediate)));
    expect((await send({ url })).status).toBe(200);
  });

  it('is not hammered: of many different chains at once, only some are fetched', async () => {
    const gate = Promise.withResolvers<undefined>();
    const before = skill.fetched.length;
    const attacks = Array.from({ length: 40 }, () =>
      send({ url: serve(() => gate.promise.then(() => new Response('', { status: 404 }))) }),
    );
    // All that are turned away have been answered before the first fetch is let go.
    const refusedAtOnce = await Promise.all(
      attacks.slice(8).map(attack => Promise.race([attack, gate.promise])),
    );
    expect(refusedAtOnce.filter(answer => answer?.status === 400).length).toBeGreaterThanOrEqual(32);
    gate.resolve(undefined);
    await Promise.all(attacks);
    expect(skill.fetched.length - before).toBe(8);
  });
});

describe('a certificate that is not for this', () => {
  /** A leaf below the good intermediate, but with other extensions or keys. */
  const leaf = async (change: {
    extensions?: x509.Extension[];
    keys?: Party['keys'];
    name?: string;
    hash?: 'SHA-1';
  }): Promise<Attack> => {
    const party = await certify({
      keys: spare,
      extensions: forAlexa(),
      issuer: cast.intermediate,
      ...change,
    });
    return { url: serve(chainOf(party, cast.intermediate)), signer: party };
  };
  const dns = (...values: string[]): x509.JsonGeneralNames => values.map(value => ({ type: 'dns', value }));
  const [constraints, keyUsage, purpose, names] = forAlexa();
  const extensions = (...some: (x509.Extension | undefined)[]): x509.Extension[] =>
    some.filter(one => one !== undefined);

  it.each<[string, string, () => Promise<Attack>]>([
    ['for another host', 'certificate_subject', () => leaf({ extensions: forAlexa(dns('evil.example')) })],
    [
      'for every host of Amazon',
      'certificate_subject',
      () => leaf({ extensions: forAlexa(dns('*.amazon.com')) }),
    ],
    [
      'for a host that begins alike',
      'certificate_subject',
      () => leaf({ extensions: forAlexa(dns('echo-api.amazon.com.evil.example')) }),
    ],
    [
      'for a host that ends alike',
      'certificate_subject',
      () => leaf({ extensions: forAlexa(dns('evil.echo-api.amazon.com')) }),
    ],
    [
      'with the name in another kind of field',
      'certificate_subject',
      () =>
        leaf({
          extensions: forAlexa([
            { type: 'email', value: 'echo-api.amazon.com' },
            { type: 'url', value: 'https://echo-api.amazon.com' },
          ]),
        }),
    ],
    [
      'with names in one text',
      'certificate_subject',
      () => leaf({ extensions: forAlexa(dns('evil.example, DNS:echo-api.amazon.com')) }),
    ],
    [
      'with the name as its subject alone',
      'certificate_subject',
      () => leaf({ name: 'CN=echo-api.amazon.com', extensions: extensions(constraints, keyUsage, purpose) }),
    ],
    [
      'with a zero byte in the name',
      'certificate_subject',
      () => leaf({ extensions: forAlexa(dns('echo-api.amazon.com\0.evil.example')) }),
    ],
    [
      'that is an authority',
      'certificate_subject',
      () =>
        leaf({
          extensions: [
            new x509.BasicConstraintsExtension(true, undefined, true),
            new x509.KeyUsagesExtension(
              x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign,
              true,
            ),
            ...extensions(purpose, names),
          ],
        }),
    ],
    [
      'for signing mail',
      'certificate_subject',
      () =>
        leaf({
          extensions: [
            ...extensions(constraints, keyUsage, names),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection]),
          ],
        }),
    ],
    [
      'for no purpose',
      'certificate_subject',
      () => leaf({ extensions: extensions(constraints, keyUsage, names) }),
    ],
    [
      'that may not sign data',
      'certificate_subject',
      () =>
        leaf({
          extensions: [
            ...extensions(constraints, purpose, names),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyEncipherment, true),
          ],
        }),
    ],
    [
      'with another kind of key',
      'certificate_subject',
      () => leaf({ keys: ecKeys() }).then(attack => ({ ...attack, signature: signatureOf('x', cast.alexa) })),
    ],
    [
      'with a key that is too short',
      'certificate_chain',
      () =>
        leaf({ keys: rsaKeys(1_024) }).then(attack => ({
          ...attack,
          signature: signatureOf('x', cast.alexa),
        })),
    ],
    [
      'with a restriction that we do not know',
      'certificate_chain',
      () => leaf({ extensions: [...forAlexa(), extension('1.2.3.4', true)] }),
    ],
    ['signed with a broken hash', 'certificate_chain', () => leaf({ hash: 'SHA-1' })],
  ])('%s is refused', async (_name, code, attack) => {
    await expectRefused(send(await attack()), code);
  });
});

describe('a chain', () => {
  /** The good leaf's like, below an intermediate of the case's own. */
  const below = async (change: Partial<Parameters<typeof certify>[0]>): Promise<Attack> => {
    const middle = await certify({
      name: 'CN=Middle',
      keys: spare,
      issuer: cast.root,
      extensions: forAuthority(),
      ...change,
    });
    const alexa = await certify({ keys: cast.alexa.keys, issuer: middle, extensions: forAlexa() });
    return { url: serve(chainOf(alexa, middle)) };
  };
  const bare = (pathLength?: number) => new x509.BasicConstraintsExtension(true, pathLength, true);

  it.each<[string, string, () => Attack | Promise<Attack>]>([
    [
      'of one that signed itself',
      'certificate_chain',
      async () => ({ url: serve((await certify({ keys: cast.alexa.keys, extensions: forAlexa() })).pem) }),
    ],
    ['without its middle', 'certificate_chain', () => ({ url: serve(cast.alexa.pem) })],
    [
      'in the wrong order',
      'certificate_subject',
      () => ({ url: serve(chainOf(cast.intermediate, cast.alexa)) }),
    ],
    ['to a stranger with the name of a root', 'certificate_chain', () => below({ issuer: cast.stranger })],
    [
      'that ends in a stranger with the name of a root',
      'certificate_chain',
      async () => {
        const middle = await certify({
          name: 'CN=Middle',
          keys: spare,
          issuer: cast.stranger,
          extensions: forAuthority(),
        });
        const alexa = await certify({ keys: cast.alexa.keys, issuer: middle, extensions: forAlexa() });
        return { url: serve(chainOf(alexa, middle, cast.stranger)) };
      },
    ],
    [
      'with a middle of the right name and another key',
      'certificate_chain',
      async () => {
        const impostor = await certify({
          name: 'CN=Intermediate',
          keys: spare,
          issuer: cast.root,
          extensions: forAuthority(),
        });
        return { url: serve(chainOf(cast.alexa, impostor)) };
      },
    ],
    [
      'to a middle of another name, though its key signed',
      'certificate_chain',
      async () => {
        const issuer = { name: 'CN=Somebody else', keys: cast.intermediate.keys };
        const alexa = await certify({ keys: cast.alexa.keys, issuer, extensions: forAlexa() });
        return { url: serve(chainOf(alexa, cast.intermediate)) };
      },
    ],
    [
      'over somebody who is no authority',
      'certificate_chain',
      async () => {
        const alexa = await certify({ keys: spare, issuer: cast.alexa, extensions: forAlexa() });
        return { url: serve(chainOf(alexa, cast.alexa, cast.intermediate)), signer: alexa };
      },
    ],
    [
      'longer than its authority allows',
      'certificate_chain',
      async () => {
        const middle = await certify({
          name: 'CN=Below',
          keys: spare,
          issuer: cast.intermediate,
          extensions: forAuthority(),
        });
        const alexa = await certify({ keys: cast.alexa.keys, issuer: middle, extensions: forAlexa() });
        return { url: serve(chainOf(alexa, middle, cast.intermediate)) };
      },
    ],
    [
      'over an authority that may not sign certificates',
      'certificate_chain',
      () => below({ extensions: [bare(), new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true)] }),
    ],
    ['over an authority without a word on signing', 'certificate_chain', () => below({ extensions: [] })],
    [
      'over an authority that is for another domain',
      'certificate_chain',
      // Permitted subtree: DNS example.com (RFC 5280 section 4.2.1.10), not even marked critical.
      () =>
        below({
          extensions: [
            ...forAuthority(),
            extension('2.5.29.30', false, '3011a00f300d820b6578616d706c652e636f6d'),
          ],
        }),
    ],
    [
      'over an authority that is signed with a broken hash',
      'certificate_chain',
      () => below({ hash: 'SHA-1' }),
    ],
    ['over an authority with a short key', 'certificate_chain', () => below({ keys: rsaKeys(1_024) })],
  ])('%s is refused', async (_name, code, attack) => {
    await expectRefused(send(await attack()), code);
  });

  it.each<[string, Partial<Parameters<typeof certify>[0]>]>([
    ['has expired', { untilDays: -1 }],
    ['is not valid yet', { fromDays: 1 }],
  ])('whose middle %s is refused', async (_name, change) => {
    await expectRefused(send(await below(change)), 'certificate_expired');
  });

  it.each<[string, Partial<Parameters<typeof certify>[0]>]>([
    ['has expired', { untilDays: -1 }],
    ['is not valid yet', { fromDays: 1 }],
  ])('whose leaf %s is refused', async (_name, change) => {
    const alexa = await certify({
      keys: cast.alexa.keys,
      extensions: forAlexa(),
      issuer: cast.intermediate,
      ...change,
    });
    await expectRefused(send({ url: serve(chainOf(alexa, cast.intermediate)) }), 'certificate_expired');
  });

  it('whose root has expired is refused', async () => {
    const attack = await below({ issuer: { name: 'CN=Old root', keys: spare } });
    await expectRefused(send(attack), 'certificate_expired');
  });

  it('that was good yesterday is looked at again today, though it is remembered', async () => {
    const alexa = await certify({
      keys: cast.alexa.keys,
      issuer: cast.intermediate,
      extensions: forAlexa(),
      untilDays: 1,
    });
    const url = serve(chainOf(alexa, cast.intermediate));
    expect((await send({ url })).status).toBe(200);
    taken = 0;
    skill.clock.nowMs = nowMs + 25 * 3_600_000;
    const body = JSON.stringify(
      intent('BalanceIntent', {}, { timestamp: new Date(skill.clock.nowMs).toISOString() }),
    );
    await expectRefused(send({ url, body }), 'certificate_expired');

    const renewed = await certify({ keys: spare, issuer: cast.intermediate, extensions: forAlexa() });
    skill.store.set(url, () => new Response(chainOf(renewed, cast.intermediate)));
    expect((await send({ url, body, signer: renewed })).status).toBe(200);
  });
});

describe('the time of a request', () => {
  const at = (timestamp: string, type?: string): string =>
    JSON.stringify(
      type === undefined ? intent('BalanceIntent', {}, { timestamp }) : envelopeOf({ type }, { timestamp }),
    );
  const after = (seconds: number): string => new Date(nowMs - seconds * 1_000).toISOString();

  it.each([
    'not-a-date',
    '',
    '0',
    '1773844200000',
    '2026-03-18',
    '2026-02-30T14:30:00Z',
    '2026-03-18T25:00:00Z',
    '2026-03-18T14:30:00',
    'Wed, 18 Mar 2026 14:30:00 GMT',
    '+002026-03-18T14:30:00Z',
    after(151),
    after(-151),
    after(86_400 * 365),
  ])('%s is refused', timestamp => expectRefused(send({ body: at(timestamp) }), 'stale'));

  it.each([after(150), after(-150), '2026-03-18T14:30:00Z', '2026-03-18T10:30:00-04:00'])(
    '%s is taken',
    async timestamp => {
      expect((await send({ body: at(timestamp) })).status).toBe(200);
    },
  );

  it('may be an hour ago for an event of the skill, and no more', async () => {
    expect((await send({ body: at(after(3_599), 'AlexaSkillEvent.SkillDisabled') })).status).toBe(200);
    taken = 0;
    await expectRefused(send({ body: at(after(3_601), 'AlexaSkillEvent.SkillDisabled') }), 'stale');
    await expectRefused(send({ body: at(after(-151), 'AlexaSkillEvent.SkillDisabled') }), 'stale');
  });
});

describe('a request that comes again', () => {
  it('is refused, with its signature still good', async () => {
    const body = JSON.stringify(intent('BalanceIntent'));
    expect((await send({ body })).status).toBe(200);
    taken = 0;
    await expectRefused(send({ body }), 'replayed');
  });

  it('is refused until its time is over', async () => {
    const body = JSON.stringify(
      intent('BalanceIntent', {}, { timestamp: new Date(nowMs + 150_000).toISOString() }),
    );
    expect((await send({ body })).status).toBe(200);
    taken = 0;
    skill.clock.nowMs = nowMs + 299_000;
    await expectRefused(send({ body }), 'replayed');
    skill.clock.nowMs = nowMs + 301_000;
    await expectRefused(send({ body }), 'stale');
  });

  it('is taken again when it is an event, since Amazon repeats those', async () => {
    const body = JSON.stringify(envelopeOf({ type: 'AlexaSkillEvent.SkillAccountUnlinked' }));
    expect((await send({ body })).status).toBe(200);
    expect((await send({ body })).status).toBe(200);
  });
});

describe('an event that the bank could not be told of', () => {
  it('is a 503, so that Amazon delivers it again, and is taken when it comes again', async () => {
    let bankIsThere = false;
    const other = await startSkillServer({
      roots: [cast.root.pem],
      handler: () =>
        Promise.resolve(
          bankIsThere
            ? { ok: true, response: { version: '1.0', response: {} } }
            : { ok: false, code: 'bank_not_told' },
        ),
    });
    const url = amazons();
    other.store.set(url, () => new Response(chainOf(cast.alexa, cast.intermediate)));
    const body = JSON.stringify(envelopeOf({ type: 'AlexaSkillEvent.SkillDisabled' }));
    const headers = { signaturecertchainurl: url, 'signature-256': signatureOf(body, cast.alexa) };
    expect(await other.post(body, headers)).toEqual({ status: 503, body: { code: 'bank_not_told' } });
    bankIsThere = true;
    other.clock.nowMs += 3_000_000;
    expect((await other.post(body, headers)).status).toBe(200);
    other.close();
  });
});

describe('a body', () => {
  it.each<[string, string, string | Buffer, Record<string, string>]>([
    ['that is too large', 'body_too_large', JSON.stringify({ padding: 'x'.repeat(200_000) }), {}],
    ['that is compressed', 'body_unreadable', gzipSync('{}'), { 'content-encoding': 'gzip' }],
    ['that is nothing', 'signature_missing', '', {}],
  ])('%s is refused before anything else', async (_name, code, body, headers) => {
    await expectRefused(skill.post(body, headers), code);
  });

  it.each(['{', 'null', '[]', '"LaunchRequest"', '{}', '{"request":{}}', '\u0000', '{"a":'.repeat(2_000)])(
    'that is signed but no request is refused: %s',
    body => expectRefused(send({ body }), 'malformed'),
  );
});

describe('other doors', () => {
  it('says that it is up, and nothing more', async () => {
    const response = await fetch(`${skill.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  it.each(['/alexa/', '/alexa?a=b', '/ALEXA'])('%s is the same door', async path => {
    const response = await fetch(`${skill.url}${path}`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toEqual([400, { code: 'signature_missing' }]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['GET', '/alexa', 405],
    ['PUT', '/alexa', 405],
    ['GET', '/', 404],
    ['POST', '/alexa/..%2f', 404],
    ['POST', '/%ff', 404],
  ])('%s %s is closed', async (method, path, status) => {
    const response = await fetch(`${skill.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('at ');
  });
});

const hostileHeader = fc.string({ maxLength: 400 }).map(text => text.replace(/[^\x21-\x7e]/g, ''));
/** Something else than a good text, or the text with a part of it cut out or replaced. */
const mutated = (good: string, other: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    other,
    fc
      .tuple(fc.nat(good.length - 1), fc.nat(good.length - 1), fc.string({ maxLength: 20 }))
      .map(([from, to, text]) => good.slice(0, from) + text + good.slice(to)),
  );

describe('mutations of good requests', () => {
  const good = JSON.stringify(intent('BalanceIntent'));
  /** A part of a request that has something else where a value was. */
  const elsewhere = fc
    .tuple(fc.nat(), fc.anything({ maxDepth: 2, maxKeys: 3 }))
    .map(([at, value]) => replaceValue(JSON.parse(good), at, JSON.parse(JSON.stringify(value ?? null))));

  it('ten thousand: every one ends, in an answer or a code that is a 400, and none reaches us unsigned', async () => {
    const url = amazons();
    const codes = new Map<string, number>();
    const cross = createBorder({
      roots: [cast.root.pem],
      now: () => nowMs,
      fetch: async input => (await skill.store.get(input instanceof URL ? input.href : '')?.()) ?? notFound(),
      handler: () => {
        taken += 1;
        return Promise.resolve({ ok: true, response: { version: '1.0', response: {} } });
      },
    });
    const body = fc.oneof(mutated(good, fc.json()), elsewhere);
    const goodSignature = signatureOf(good, cast.alexa);
    await fc.assert(
      fc.asyncProperty(
        body,
        mutated(url, hostileHeader),
        mutated(goodSignature, hostileHeader),
        fc.constantFrom('signed', 'url', 'signature', 'both'),
        async (text, otherUrl, otherSignature, forged) => {
          taken = 0;
          const crossed = await cross(
            {
              headers: {
                signaturecertchainurl: forged === 'url' || forged === 'both' ? otherUrl : url,
                'signature-256':
                  forged === 'signed'
                    ? signatureOf(text, cast.alexa)
                    : forged === 'url'
                      ? goodSignature
                      : otherSignature,
              },
            } as unknown as Parameters<typeof cross>[0],
            Buffer.from(text),
          );
          const code = crossed.ok ? 'taken' : crossed.code;
          codes.set(code, (codes.get(code) ?? 0) + 1);
          if (!crossed.ok) expect(refusalStatus[crossed.code]).toBe(400);
          if (forged !== 'signed' && text !== good) expect([crossed.ok, taken]).toEqual([false, 0]);
        },
      ),
      { numRuns: 10_000, seed: 2026 },
    );
    // The mutations got as far as each check, and past the last one.
    expect([...codes.keys()]).toEqual(
      expect.arrayContaining([
        'taken',
        'signature_wrong',
        'certificate_url',
        'malformed',
        'stale',
        'replayed',
      ]),
    );
  }, 60_000);

  it('three hundred over HTTP: no 500, no stack', async () => {
    const url = amazons();
    await fc.assert(
      fc.asyncProperty(
        mutated(good, fc.json()),
        mutated(url, hostileHeader),
        fc.boolean(),
        async (body, certificate, isSigned) => {
          const answer = isSigned
            ? await send({ url, body })
            : await send({ url: certificate, body, signature: signatureOf(good, cast.alexa) });
          expect([200, 400]).toContain(answer.status);
          if (!isSigned && body !== good) expect(answer.status).toBe(400);
          expect(JSON.stringify(answer.body)).not.toMatch(/ at |\.ts/);
        },
      ),
      { numRuns: 300, seed: 2026 },
    );
  }, 60_000);
});

const notFound = (): Response => new Response('', { status: 404 });

/** The JSON of a value with one of its parts, counted from the front, replaced. */
function replaceValue(value: unknown, at: number, replacement: unknown): string {
  const paths: string[][] = [];
  const walk = (part: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof part === 'object' && part !== null)
      for (const [key, inner] of Object.entries(part)) walk(inner, [...path, key]);
  };
  walk(value, []);
  const path = paths[at % paths.length] ?? [];
  const place = (part: unknown, [key, ...rest]: string[]): unknown =>
    key === undefined
      ? replacement
      : { ...(part as Record<string, unknown>), [key]: place((part as Record<string, unknown>)[key], rest) };
  return JSON.stringify(place(value, path));
}
