/** Tries the entry over HTTPS: good requests, and every kind of bad one that Amazon's rules name. */
import { sign, type KeyObject } from 'node:crypto';
import {
  launchRequest,
  skillEventRequest,
  amazonApi,
  buildEnvelope,
  newSessionId,
} from '../../simulator/envelope.ts';
import { entryCaseIds, type EntryCase, type EntryCaseId, type EntryFacts } from '../facts.ts';
import { createAuthority, type Authority } from './authority.ts';

/** What the entry is started with. */
export interface EntryWorld {
  /** Roots that a chain may end in, as PEM. */
  readonly roots: readonly string[];
  /** Amazon's store of certificates, played by a map. */
  readonly fetch: (url: string | URL) => Promise<Response>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}
/** What an entry makes of a request. */
export type EntryAnswer = Omit<EntryCase, 'id'>;

/** One request: what differs from a good one. */
export interface Sent {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: 'GET';
}

/** Starts an entry. */
export type OpenEntry = (world: EntryWorld) => Promise<{
  readonly send: (request: Sent) => Promise<EntryAnswer>;
  readonly close: () => Promise<void>;
}>;

const store = 'https://s3.amazonaws.com/echo.api/';
const goodUrl = `${store}good.pem`;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface World {
  readonly authority: Authority;
  readonly nowMs: number;
  readonly applicationId: string;
}

const signed = (body: Buffer, key: KeyObject, hash = 'RSA-SHA256'): string =>
  sign(hash, body, key).toString('base64');

function bodyOf(
  { nowMs, applicationId }: World,
  how: { readonly at?: number | string; readonly event?: true; readonly applicationId?: string } = {},
): Buffer {
  const request = how.event === true ? skillEventRequest('SkillEnabled', null) : launchRequest();
  const session = how.event === true ? null : { id: newSessionId(), isNew: true, attributes: {} };
  const setting = {
    applicationId: how.applicationId ?? applicationId,
    locale: 'en-US',
    account: 'certify',
    accessToken: null,
    speaker: null,
    screen: true,
    document: null,
    permissions: [],
    api: amazonApi,
  };
  const at = typeof how.at === 'number' ? how.at : 0;
  const envelope = buildEnvelope(request, session, setting, nowMs + at);
  const timestamp = typeof how.at === 'string' ? how.at : envelope.request.timestamp;
  return Buffer.from(JSON.stringify({ ...envelope, request: { ...envelope.request, timestamp } }));
}

/** A request as Alexa sends it, but for what is said. */
function requestOf(
  { authority }: World,
  body: Buffer,
  how: { readonly url?: string | null; readonly signature?: string | null; readonly key?: KeyObject } = {},
): Sent {
  const { url = goodUrl, signature = signed(body, how.key ?? authority.alexa.keys.privateKey) } = how;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      ...(url === null ? {} : { signaturecertchainurl: url }),
      ...(signature === null ? {} : { 'signature-256': signature }),
    },
  };
}

type MakeRequest = (world: World) => Sent;
const usual =
  (how: Parameters<typeof requestOf>[2]): MakeRequest =>
  world =>
    requestOf(world, bodyOf(world), how);
const chainAt = (name: string): MakeRequest => usual({ url: `${store}${name}.pem` });
const sentAt =
  (how: Parameters<typeof bodyOf>[1]): MakeRequest =>
  world =>
    requestOf(world, bodyOf(world, how));

const requests: Readonly<Record<EntryCaseId, MakeRequest>> = {
  good: usual({}),
  'good-event': sentAt({ event: true }),
  'no-chain-url': usual({ url: null }),
  'no-signature': usual({ signature: null }),
  'old-signature-header-alone': world => {
    const { body, headers } = requestOf(world, bodyOf(world), { signature: null });
    const { privateKey } = world.authority.alexa.keys;
    return { body, headers: { ...headers, signature: signed(body, privateKey, 'RSA-SHA1') } };
  },
  'signature-garbage': usual({ signature: 'bm90IGEgc2lnbmF0dXJl' }),
  'signature-of-another-body': world => {
    const another = requestOf(world, bodyOf(world));
    return { ...another, body: bodyOf(world) };
  },
  'signature-of-another-key': world =>
    requestOf(world, bodyOf(world), { key: world.authority.stranger.privateKey }),
  'signature-sha1': world => {
    const body = bodyOf(world);
    return requestOf(world, body, {
      signature: signed(body, world.authority.alexa.keys.privateKey, 'RSA-SHA1'),
    });
  },
  'body-changed': world => {
    const { body, headers } = requestOf(world, bodyOf(world));
    return { headers, body: Buffer.concat([body, Buffer.from(' ')]) };
  },
  'url-http': usual({ url: goodUrl.replace('https:', 'http:') }),
  'url-host': usual({ url: 'https://certificates.example/echo.api/good.pem' }),
  'url-host-suffix': usual({ url: 'https://s3.amazonaws.com.certificates.example/echo.api/good.pem' }),
  'url-port': usual({ url: goodUrl.replace('amazonaws.com', 'amazonaws.com:563') }),
  'url-path': usual({ url: goodUrl.replace('/echo.api/', '/invalid.path/') }),
  'url-path-case': usual({ url: goodUrl.replace('/echo.api/', '/EcHo.aPi/') }),
  'url-traversal': usual({ url: goodUrl.replace('/echo.api/', '/echo.api/../invalid.path/') }),
  'url-user': usual({ url: goodUrl.replace('https://', 'https://somebody@') }),
  'chain-missing': chainAt('nothing-here'),
  'chain-garbage': chainAt('garbage'),
  'san-wrong': chainAt('san-wrong'),
  'san-wildcard': chainAt('san-wildcard'),
  expired: chainAt('expired'),
  'not-yet-valid': chainAt('not-yet-valid'),
  'self-signed': chainAt('self-signed'),
  'untrusted-root': chainAt('untrusted-root'),
  'chain-broken': chainAt('chain-broken'),
  stale: sentAt({ at: -151_000 }),
  future: sentAt({ at: 10 * minuteMs }),
  'no-date': sentAt({ at: 'not-a-date' }),
  'stale-event': sentAt({ event: true, at: -2 * hourMs }),
  // Sent once before it is judged.
  replayed: usual({}),
  'wrong-application': sentAt({ applicationId: 'amzn1.ask.skill.99999999-9999-4999-8999-999999999999' }),
  'not-json': world => requestOf(world, Buffer.from('this is not a request')),
  'too-large': world => requestOf(world, Buffer.alloc(2 * 1_024 * 1_024, 0x20)),
  compressed: world => {
    const { body, headers } = requestOf(world, bodyOf(world));
    return { body, headers: { ...headers, 'content-encoding': 'gzip' } };
  },
  get: () => ({ body: Buffer.alloc(0), headers: {}, method: 'GET' }),
};

/** @param now the entry's clock, milliseconds since 1970 UTC */
export async function gatherEntry(
  openEntry: OpenEntry,
  applicationId: string,
  now: () => number,
): Promise<EntryFacts> {
  const nowMs = now();
  const authority = await createAuthority(nowMs);
  const world: World = { authority, nowMs, applicationId };
  const certificates = new Map([
    ...Object.entries(authority.chains).map(([name, pem]) => [`${store}${name}.pem`, pem] as const),
    [`${store}garbage.pem`, 'no certificate at all'] as const,
    // Whoever looks there is given what would do: the address alone must keep a request out.
    ...badPlaces.map(url => [url, authority.chains.good] as const),
  ]);
  const entry = await openEntry({
    roots: [authority.root],
    now: () => nowMs,
    fetch: url => {
      const pem = certificates.get(String(url));
      return Promise.resolve(pem === undefined ? new Response('', { status: 404 }) : new Response(pem));
    },
  });
  try {
    const cases: [EntryCaseId, EntryCase][] = [];
    for (const id of entryCaseIds) {
      const sent = requests[id](world);
      if (id === 'replayed') await entry.send(sent);
      cases.push([id, { id, ...(await entry.send(sent)) }]);
    }
    return { cases: Object.fromEntries(cases) as EntryFacts['cases'] };
  } finally {
    await entry.close();
  }
}

const badPlaces = [
  'http://s3.amazonaws.com/echo.api/good.pem',
  'https://certificates.example/echo.api/good.pem',
  'https://s3.amazonaws.com.certificates.example/echo.api/good.pem',
  'https://s3.amazonaws.com:563/echo.api/good.pem',
  'https://s3.amazonaws.com/invalid.path/good.pem',
  'https://s3.amazonaws.com/EcHo.aPi/good.pem',
  'https://s3.amazonaws.com/echo.api/../invalid.path/good.pem',
  'https://somebody@s3.amazonaws.com/echo.api/good.pem',
];
