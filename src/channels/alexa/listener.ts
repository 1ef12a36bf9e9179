/**
 * The skill as a listener of `node:http`: Alexa's requests go straight to the border, everything else to the app. A
 * framework's way to one route costs more than verifying the signature (docs/performance.md).
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { faultOf, hashedId, type Log } from '../../log.ts';
import type { Border } from './border.ts';
import { refusalStatus, type RefusalCode } from './refusal.ts';

/** A request of Alexa is a few kilobytes; one with a screen's state may have tens of them. */
const maxBodyBytes = 128 * 1_024;

/** What every response carries. */
export const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** Takes one request of Alexa, whose body nobody has read yet, and answers it. It does not throw. */
export type TakeRequest = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Makes what takes Alexa's requests. One that is turned away gets its code and 400 (403 where the sender is not meant at
 * all); none gets a 500.
 */
export function createTakeRequest(cross: Border, log: Log): TakeRequest {
  const refuse = (response: ServerResponse, code: RefusalCode, requestId?: string): void => {
    log({ event: 'refused', code, request: requestId === undefined ? null : hashedId(requestId) });
    send(response, refusalStatus[code], { code });
  };

  return async (request, response) => {
    try {
      const body = await readBody(request);
      if (typeof body === 'string') {
        refuse(response, body);
        return;
      }
      const taken = await cross(request, body);
      if (taken.ok) send(response, 200, taken.response);
      else refuse(response, taken.code, taken.requestId);
    } catch (error) {
      log(faultOf(error, null));
      if (!response.headersSent) send(response, 503, { code: 'out_of_order' });
    }
  };
}

/** Listens: `POST /alexa` is taken, all else is the app's. */
export const createListener =
  (take: TakeRequest, app: RequestListener): RequestListener =>
  (request, response) => {
    if (request.method === 'POST' && request.url === '/alexa') void take(request, response);
    else app(request, response);
  };

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response
    .writeHead(status, {
      ...commonHeaders,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    })
    // As text it goes out in one piece with the headers.
    .end(text);
}

/**
 * The bytes as they came, since the signature is over them; Alexa does not compress, so nothing is decompressed. Or why
 * there are none; what is left of the body then is thrown away as it comes.
 */
function readBody(request: IncomingMessage): Promise<Buffer | 'body_too_large' | 'body_unreadable'> {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof readBody>>>();
  const giveUp = (code: 'body_too_large' | 'body_unreadable'): void => {
    request.removeAllListeners('data').resume();
    resolve(code);
  };
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    giveUp('body_unreadable');
    return promise;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  request
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) giveUp('body_too_large');
      else chunks.push(chunk);
    })
    .on('end', () =>
      resolve(chunks[0] !== undefined && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)),
    )
    // The sender went away: nobody hears what is answered.
    .on('error', () => giveUp('body_unreadable'));
  return promise;
}
