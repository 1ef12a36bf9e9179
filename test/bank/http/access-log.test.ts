import express from 'express';
import { expect, test } from 'vitest';
import { logRequests, noteOperation, noteRefusal } from '../../../src/bank/http/access-log.ts';
import { listen } from '../../../src/bank/http/listen.ts';
import type { LogRecord } from '../../../src/bank/log.ts';
import { withoutTelemetry } from '../../../src/telemetry/without.ts';

test('what is said of a request is what became of it, also where no refusal was noted', async () => {
  const log: LogRecord[] = [];
  const app = express();
  app.use(
    logRequests({ log: record => log.push(record), monotonicMs: () => 0, telemetry: withoutTelemetry() }),
    noteOperation('site'),
  );
  app.get('/page', (_request, response) => response.send('a page'));
  app.get('/broken-page', (_request, response) => response.status(500).send('a page that says so'));
  app.get('/refused', (_request, response) => {
    noteRefusal(response, 'unavailable');
    response.status(503).end();
  });
  const bank = await listen(app, { host: '127.0.0.1', port: 0 });
  for (const path of ['/page', '/broken-page', '/refused']) await (await fetch(bank.url + path)).text();
  await expect.poll(() => log.length).toBe(3);
  expect(log).toMatchObject([
    { operation: 'site', status: 200, code: 'ok' },
    { operation: 'site', status: 500, code: 'internal_error' },
    { operation: 'site', status: 503, code: 'unavailable' },
  ]);
  await bank.close();
});
