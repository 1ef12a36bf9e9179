/** The HTTPS function, given what an HTTP API hands over. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoPin } from '../../src/bank/demo/household.ts';
import { httpEvent, httpResponse, type RunningFunction } from '../../src/packaged/index.ts';
import { castOf, signatureOf } from '../channels/alexa/authority.ts';
import { intent, launch } from '../channels/alexa/requests.ts';
import { speechOf, type Answered, type PackagedWorld } from './packaged-world.ts';

const certificateUrl = 'https://s3.amazonaws.com/echo.api/echo-api-cert.pem';
const preload = fileURLToPath(new URL('amazon.cjs', import.meta.url));

export function behindHttps(world: () => PackagedWorld): void {
  let cast: Awaited<ReturnType<typeof castOf>>;
  let https: RunningFunction;
  let rootFile: string;
  const asked: string[] = [];
  const store = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(cast.alexa.pem + cast.intermediate.pem);
  });

  /** Starts the function where Amazon's certificates are those of the store above. */
  const start = (environment: Readonly<Record<string, string>>): RunningFunction => {
    // A server that listens on a port has an address with a port.
    const { port } = store.address() as AddressInfo;
    const played = { TEST_CERTIFICATE_STORE: `http://127.0.0.1:${port}`, ...environment };
    return world().start('https', { environment: { ...world().settings, ...played }, preload });
  };

  beforeAll(async () => {
    cast = await castOf();
    rootFile = join(tmpdir(), 'sottovoce-test-root.pem');
    writeFileSync(rootFile, cast.root.pem);
    await once(store.listen(0, '127.0.0.1'), 'listening');
    https = start({ TEST_ROOT_FILE: rootFile });
  });
  afterAll(() => {
    store.closeAllConnections();
    store.close();
  });

  /** Sends a request as Alexa signs it, but for what the test wants otherwise. */
  async function post(
    envelope: object,
    { headers, body, to = https }: Partial<Sent> = {},
  ): Promise<{ readonly status: number; readonly body: Answered & { readonly code?: string } }> {
    const signed = JSON.stringify(envelope);
    const invoked = await to.invoke(
      httpEvent({
        method: 'POST',
        path: '/alexa',
        headers: {
          'content-type': 'application/json;charset=utf-8',
          signaturecertchainurl: certificateUrl,
          'signature-256': signatureOf(signed, cast.alexa),
          ...headers,
        },
        body: Buffer.from(body ?? signed),
      }),
    );
    if (!invoked.ok) throw new Error(invoked.error.errorMessage);
    const answer = httpResponse(invoked.response);
    // What the app answers is a response envelope, or the code of a refusal.
    return {
      status: answer.status,
      body: JSON.parse(answer.body.toString()) as Answered & { code?: string },
    };
  }

  it('verifies a real signature over the raw bytes, and says the balance of the bank', async () => {
    const changes = { accessToken: world().accessToken };
    const prompt = await post(intent('BalanceIntent', {}, changes));
    expect(prompt.status).toBe(200);
    expect(speechOf(prompt.body)).toMatch(/PIN/i);
    const attributes = prompt.body.sessionAttributes;
    const balance = await post(intent('PinIntent', { pin: demoPin }, { ...changes, attributes }));
    expect(speechOf(balance.body)).toMatch(/\$[\d,]+/);
    // Fetched once, and remembered as long as the instance lives.
    expect(asked).toEqual(['/echo.api/echo-api-cert.pem']);
  });

  it('takes a body that API Gateway hands over as base64, and letters of more than one byte', async () => {
    const envelope = () => ({ ...launch(), unknown: 'Grüße, 你好' });
    expect((await post(envelope())).status).toBe(200);
    const asBase64 = { headers: { 'content-type': 'application/octet-stream' } };
    expect((await post(envelope(), asBase64)).status).toBe(200);
  });

  it('refuses a body that is not the one that was signed, by a byte', async () => {
    const envelope = launch();
    const refused = await post(envelope, { body: `${JSON.stringify(envelope)} ` });
    expect(refused).toEqual({ status: 400, body: { code: 'signature_wrong' } });
  });

  it('refuses who is not Alexa: another key, no signature, a certificate elsewhere', async () => {
    const envelope = launch();
    const forged = signatureOf(JSON.stringify(envelope), cast.stranger);
    const codes = await Promise.all(
      [
        { 'signature-256': forged },
        { 'signature-256': '' },
        { signaturecertchainurl: 'https://s3.amazonaws.com.example/echo.api/echo-api-cert.pem' },
      ].map(async headers => (await post(envelope, { headers })).body.code),
    );
    expect(codes).toEqual(['signature_wrong', 'signature_malformed', 'certificate_url']);
  });

  it('answers a probe, which is an event without a body', async () => {
    const invoked = await https.invoke(
      httpEvent({ method: 'GET', path: '/healthz', headers: {}, body: Buffer.of() }),
    );
    const { status, headers } = httpResponse(invoked.ok ? invoked.response : null);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  it('trusts the roots of Node alone, whatever else is trusted on the way to the bank', async () => {
    const real = start({ NODE_EXTRA_CA_CERTS: rootFile });
    expect(await post(launch(), { to: real })).toEqual({ status: 400, body: { code: 'certificate_chain' } });
  });
}

/** What a test wants otherwise. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly to: RunningFunction;
}
