/**
 * HTTP as an HTTP API of API Gateway hands it to a function, and takes it back: payload format version 2.0 (AWS, "Create
 * AWS Lambda proxy integrations for HTTP APIs").
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';

export interface HttpRequest {
  readonly method: string;
  /** With its query, if it has one. */
  readonly path: string;
  /** Their names in small letters; one that was sent twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** API Gateway hands these over as text, and everything else as base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml)\b)/;

/** The event of a request. Where it came from is this machine. */
export function httpEvent({ method, path, headers, body }: HttpRequest): APIGatewayProxyEventV2 {
  const [rawPath = '/', rawQueryString = ''] = path.split('?');
  const isText = textTypes.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: `${method} ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: { ...headers, 'content-length': String(body.length), 'x-forwarded-for': '127.0.0.1' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'local.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'local',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'local',
      routeKey: `${method} ${rawPath}`,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    // A request without a body has none in its event either.
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

const resultSchema = z.looseObject({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * What API Gateway answers with.
 * @param result what the function's handler has returned
 * @throws Error where API Gateway would answer 500, since the result has another form
 */
export function httpResponse(result: unknown): HttpResponse {
  const { statusCode, headers, body, isBase64Encoded } = resultSchema.parse(result);
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
