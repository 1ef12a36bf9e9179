/**
 * The packaged functions behind the doors that they have on AWS: the HTTPS function behind the routes of its HTTP API,
 * and both behind Lambda's own Invoke (AWS Lambda API reference), which is how Alexa's trigger comes in.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { httpEvent, httpResponse, type HttpResponse } from './http-event.ts';
import type { FunctionName } from './packaged-function.ts';
import type { RunningFunction } from './start-zip.ts';

/** As in `serverless.yml`; API Gateway answers everything else by itself. */
const routes = ['POST /alexa', 'GET /healthz'];

/** Makes the server; it does not listen yet. */
export function serveFunctions(
  functions: Readonly<Record<FunctionName, Pick<RunningFunction, 'invoke'>>>,
): Server {
  const answer = async (request: IncomingMessage): Promise<HttpResponse> => {
    const { method = '', url = '' } = request;
    const body = await buffer(request);
    const invoked = /^\/2015-03-31\/functions\/(skill|https)\/invocations$/.exec(url)?.[1];
    if (invoked === 'skill' || invoked === 'https') return invoke(functions[invoked], body);

    if (!routes.includes(`${method} ${url.split('?')[0] ?? ''}`)) return json(404, { message: 'Not Found' });
    const headers = Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
    );
    const taken = await functions.https.invoke(httpEvent({ method, path: url, headers, body }));
    return taken.ok ? httpResponse(taken.response) : json(500, { message: 'Internal Server Error' });
  };

  return createServer((request, response) => {
    answer(request)
      .catch(() => json(500, { message: 'Internal Server Error' }))
      .then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.destroy(),
      );
  });
}

/** Lambda's Invoke: a function that fails has been invoked, too; the header tells that it failed. */
async function invoke(called: Pick<RunningFunction, 'invoke'>, body: Buffer): Promise<HttpResponse> {
  let event: unknown;
  try {
    event = JSON.parse(body.toString('utf8'));
  } catch {
    return json(400, { message: 'Could not parse request body into json.' });
  }
  const invoked = await called.invoke(event);
  return invoked.ok
    ? json(200, invoked.response)
    : json(200, invoked.error, { 'x-amz-function-error': 'Unhandled' });
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}
