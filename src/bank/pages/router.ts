/** Every page of the bank for its customers, as one router. */
import express, { type ErrorRequestHandler, type Router } from 'express';
import { accountRoutes } from './account-routes.ts';
import { whatTheOwnerLearns } from './consent-page.ts';
import { html } from './html.ts';
import { linkingRoutes } from './linking-routes.ts';
import { createShell, type Message, type PagesOptions, type Shell } from './shell.ts';

/** To be mounted at the root of the bank's public address, before what answers "not found". */
export function createPages(options: PagesOptions): Router {
  const shell = createShell(options);
  const router = express.Router({ caseSensitive: true, strict: true });

  for (const { path, type, content } of [shell.frame.style, shell.frame.icon]) {
    router.get(path, (_request, response) => {
      response
        .set('Cache-Control', 'public, max-age=31536000, immutable')
        .set('X-Content-Type-Options', 'nosniff')
        .type(type)
        .send(content);
    });
  }
  router.get('/privacy', (_request, response) => {
    shell.send(response, {
      title: 'What assistants learn',
      body: html`<h1>What assistants learn, and what they don’t</h1>
        <p class="lead">
          An assistant asks the bank a question; the bank answers with a sum, a number or a date. What is
          summed up never leaves.
        </p>
        ${shell.platforms.map(platform => whatTheOwnerLearns(platform))}
        <h2>What the bank keeps</h2>
        <p>
          That a question was answered, when, for which assistant and under which consent, signed so that it
          cannot be rewritten; <a href="/told">your page lists it</a>. Not the figures. Every consent that you
          gave or took back, with a receipt that you can download on <a href="/">your page</a>. No recording
          of your voice ever reaches the bank.
        </p>
        <h2>How to end it</h2>
        <p>
          Say “stop sharing” to the assistant, or end it on <a href="/">your page</a>. It holds from the next
          question on.
        </p>`,
    });
  });
  router.use(linkingRoutes(shell));
  router.use(accountRoutes(shell));
  router.use((request, response, next) => {
    // A person who has mistyped an address gets a page; whoever wants JSON, what comes after the pages.
    if (request.method !== 'GET' || request.accepts(['json', 'html']) !== 'html') next();
    else shell.sendMessage(response, notFound);
  });
  router.use(fault(shell));
  return router;
}

const notFound: Message = {
  status: 404,
  title: 'There is no such page',
  text: 'The address may be mistyped, or the page is gone.',
  wayOn: { href: '/', label: 'To your page' },
};

/** The last resort of the pages. What was thrown is told to `onFault` alone. */
function fault(shell: Shell): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters.
  return (thrown: unknown, _request, response, _next) => {
    const status = statusOf(thrown);
    if (status >= 500) shell.onFault(thrown);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    shell.sendMessage(response, {
      status,
      ...(status >= 500
        ? {
            title: 'Something went wrong at the bank',
            text: 'Please try again in a few minutes. Your page shows whether anything was changed.',
          }
        : {
            title: 'The bank cannot read that',
            text: 'What your browser sent is not a form of this site. Nothing was changed.',
          }),
      wayOn: { href: '/', label: 'To your page' },
    });
  };
}

/** What body-parser and the router throw for a request that is not well made has a status of its own. */
function statusOf(thrown: unknown): number {
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
