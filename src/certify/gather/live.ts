/** Looks at an endpoint from outside, as anybody on the internet can. */
import { connect } from 'node:tls';
import { amazonApi, buildEnvelope, launchRequest, newSessionId } from '../../simulator/envelope.ts';
import { WrongUse } from '../../simulator/terminal.ts';
import type { LiveCase, LiveFacts } from '../facts.ts';

const timeoutMs = 10_000;

/** Where a certificate of Amazon's is; the request is not signed with it. */
const chainUrl = 'https://s3.amazonaws.com/echo.api/echo-api-cert.pem';
const garbage = Buffer.alloc(256, 7).toString('base64');

/**
 * @param url where Alexa posts its requests
 * @param now milliseconds since 1970 UTC
 * @throws WrongUse when nobody is there
 */
export async function gatherLive(
  url: string,
  applicationId: string,
  now: () => number,
  stopwatch: () => number,
): Promise<LiveFacts> {
  const body = (ageMs = 0): string =>
    JSON.stringify(
      buildEnvelope(
        launchRequest(),
        { id: newSessionId(), isNew: true, attributes: {} },
        {
          applicationId,
          locale: 'en-US',
          account: 'certify',
          accessToken: null,
          speaker: null,
          screen: true,
          document: null,
          permissions: [],
          api: amazonApi,
        },
        now() - ageMs,
      ),
    );
  const post = (text: string | null, headers: Record<string, string> = {}): Promise<LiveCase> =>
    send(url, text, headers, stopwatch);
  const signature = { 'signature-256': garbage };
  const unsigned = await post(body());
  const get = await post(null);
  if (unsigned.status === null && get.status === null) {
    throw new WrongUse(
      `Nobody answers at ${url}. See whether the address is right, and the skill reachable from here.`,
    );
  }
  return {
    url,
    tls: await readTls(url),
    cases: {
      unsigned,
      'signature-garbage': await post(body(), { signaturecertchainurl: chainUrl, ...signature }),
      'foreign-chain-url': await post(body(), {
        signaturecertchainurl: 'https://certificates.example/echo.api/chain.pem',
        ...signature,
      }),
      stale: await post(body(3_600_000)),
      'not-json': await post('this is not a request'),
      get,
    },
  };
}

async function send(
  url: string,
  text: string | null,
  headers: Record<string, string>,
  stopwatch: () => number,
): Promise<LiveCase> {
  const startedAt = stopwatch();
  try {
    const response = await fetch(url, {
      method: text === null ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(text === null ? {} : { body: text }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = await response.text();
    const answered = response.status === 200 && answer.includes('"outputSpeech"');
    return { status: response.status, answered, ms: stopwatch() - startedAt };
  } catch {
    return { status: null, answered: false, ms: stopwatch() - startedAt };
  }
}

function readTls(url: string): Promise<LiveFacts['tls']> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return Promise.resolve(null);
  return new Promise(resolve => {
    const socket = connect(
      // Whether the certificate is to be trusted is what is asked here: it is not refused, but told.
      { host: hostname, port: Number(port) || 443, servername: hostname, rejectUnauthorized: false },
      () => {
        const { authorized, authorizationError } = socket;
        const problem = (authorizationError as Error | string | null | undefined) ?? null;
        resolve({
          authorized,
          problem: problem === null ? null : String(problem),
          protocol: socket.getProtocol() ?? '',
        });
        socket.destroy();
      },
    );
    socket.setTimeout(timeoutMs, () => socket.destroy());
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
  });
}
