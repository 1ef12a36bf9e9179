/** What keeps the page's server to this machine and this page, and how it says no. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { PageProblem } from './page-api.ts';
import { audioMediaType } from './voice/audio-format.ts';

/** No body of the page is longer. */
export const maxBodyBytes = 4_096;

/** Nothing from elsewhere, nothing inline, no frame around it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The same headers on everything. */
export const headers: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
    'Cache-Control': 'no-store',
  });
  next();
};

/** Addresses that take another body than JSON. */
const mediaTypeOf: Readonly<Record<string, string>> = { '/api/hear': audioMediaType };

/** A sentence for the person at the page, and a code for a program. */
export function refuse(response: Response, status: number, code: string, title: string): void {
  const body: PageProblem = { type: 'about:blank', title, status, code };
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/**
 * Keeps other pages out. The Host must be this machine's name, so that a foreign name that points here (DNS
 * rebinding) is refused; an Origin, which a browser always sends with a POST, must be ours; and a body must be
 * JSON or what its address takes instead, which a form of another page cannot send.
 */
export const onlyThisPage: RequestHandler = (request, response, next) => {
  const port = request.socket.localPort ?? 0;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${port}`);
  const host = request.headers.host ?? '';
  if (!hosts.includes(host)) {
    refuse(
      response,
      403,
      'foreign_host',
      `Open the page at http://127.0.0.1:${port} and under no other name.`,
    );
    return;
  }
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign =
    (origin !== undefined && origin !== `http://${host}`) ||
    (request.path.startsWith('/api/') && site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) {
    refuse(response, 403, 'foreign_origin', 'Another page may not talk to this one.');
    return;
  }
  const mediaType = mediaTypeOf[request.path] ?? 'application/json';
  if (!['GET', 'HEAD'].includes(request.method) && request.is(mediaType) === false) {
    refuse(response, 415, 'not_json', `Send the body as ${mediaType}.`);
    return;
  }
  next();
};

/** The limit of the route that it was for. */
const limitOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'limit' in error ? Number(error.limit) : maxBodyBytes;

/** Says plainly what was wrong with a body; the body itself is never repeated. */
export const onError =
  (onFault: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
    switch (type) {
      case 'entity.too.large':
        refuse(response, 413, 'too_large', `A body may have ${limitOf(error)} bytes at most.`);
        return;
      case 'entity.parse.failed':
      case 'request.aborted':
      case 'request.size.invalid':
        refuse(response, 400, 'not_json', 'The body is not JSON.');
        return;
      case 'charset.unsupported':
      case 'encoding.unsupported':
        refuse(response, 415, 'not_json', 'Send the body as plain UTF-8 JSON.');
        return;
      default:
        onFault(error);
        refuse(response, 500, 'fault', 'The simulator failed in this turn. The terminal says more.');
    }
  };

/** Answers every method that an address does not take. */
export function wrongMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed);
    refuse(response, 405, 'method_not_allowed', `This address takes ${allowed}.`);
  };
}
