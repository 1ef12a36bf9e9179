/** What it costs to verify one request, beside the RSA signature alone and beside the SDK's adapter. */
import { createPublicKey, verify } from 'node:crypto';
import { SkillRequestSignatureVerifier, TimestampVerifier } from 'ask-sdk-express-adapter';
import { createBorder } from '../../src/channels/alexa/border.ts';
import { createSignatureVerifier } from '../../src/channels/alexa/verify/signature.ts';
import { trustRoots } from '../../src/channels/alexa/verify/trusted-roots.ts';
import {
  certificateStore,
  createSigningAuthority,
  signatureHeaders,
  signRequests,
  type SignedRequest,
} from './alexa-signing.ts';
import { median, rowsOfSamples, type Row } from './figures.ts';
import { teachAdapter } from './sdk-adapter.ts';

/** Measures so many requests in each way, the ways taking turns. */
export async function measureVerification(requests: number): Promise<readonly Row[]> {
  const authority = await createSigningAuthority();
  teachAdapter(authority);
  const { root, alexa } = authority;
  const key = createPublicKey(alexa.pem);
  const parts = { now: Date.now, fetch: certificateStore(authority) };
  const ours = createSignatureVerifier({ ...parts, roots: trustRoots([root]) });
  const cross = createBorder({
    ...parts,
    roots: [root],
    handler: () => Promise.resolve({ ok: true, response: { version: '1.0', response: {} } }),
  });
  const adapters = [new SkillRequestSignatureVerifier(), new TimestampVerifier()];

  const ways: Readonly<Record<string, (request: SignedRequest) => Promise<boolean>>> = {
    'RSA verify alone': ({ body, signature }) =>
      Promise.resolve(verify('RSA-SHA256', body, key, Buffer.from(signature, 'base64'))),
    "Sottovoce's signature verifier": async ({ body, signature }) => {
      const { signaturecertchainurl } = signatureHeaders(signature);
      const asked = { rawBody: body, certificateUrl: signaturecertchainurl, signature };
      return (await ours(asked)) === null;
    },
    "Sottovoce's border: verified, parsed, fresh and new": async ({ body, signature }) => {
      // Of the connection the signature's way looks at the headers alone.
      const arrival = { headers: signatureHeaders(signature) } as unknown as Parameters<typeof cross>[0];
      return (await cross(arrival, body)).ok;
    },
    'ask-sdk-express-adapter, signature and timestamp': async ({ body, signature }) => {
      const text = body.toString();
      for (const adapter of adapters) await adapter.verify(text, signatureHeaders(signature));
      return true;
    },
  };
  const samples: Record<string, number[]> = {};
  const warmUp = Math.round(requests / 4);
  for (const [index, request] of signRequests(authority, requests + warmUp).entries()) {
    for (const [name, isRight] of Object.entries(ways)) {
      const startedAt = performance.now();
      const right = await isRight(request);
      const tookUs = 1_000 * (performance.now() - startedAt);
      if (!right) throw new Error(`${name}: the request of the benchmark is refused`);
      if (index >= warmUp) (samples[name] ??= []).push(tookUs);
    }
  }
  return rowsOfSamples('us', samples, median);
}
