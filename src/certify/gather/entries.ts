/** The entries that can be tried: that of the packaged function, and the one in this process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSkillApp } from '../../channels/alexa/express.ts';
import { readConfig, settings } from '../../config.ts';
import { httpEvent, httpResponse, startZip, type PackagedFunction } from '../../packaged/index.ts';
import { serveOnLoopback } from '../../simulator/loopback.ts';
import { createAlexaSkill } from '../../skill.ts';
import { certifiedSkillId } from './embedded-bank.ts';
import type { EntryAnswer, OpenEntry } from './entry.ts';

/** What the skill behind the entry runs with: nothing that is sent asks the bank. */
const environment = {
  [settings.facadeUrl.variable]: 'http://127.0.0.1:1',
  [settings.alexaSkillId.variable]: certifiedSkillId,
};
const path = '/alexa';

/** The packaged function, given what an HTTP API hands over. */
export const openPackagedEntry =
  (packaged: PackagedFunction): OpenEntry =>
  async ({ roots, fetch, now }) => {
    await using opened = new AsyncDisposableStack();
    const store = await serveOnLoopback((request, response) => {
      const url = decodeURIComponent((request.url ?? '').slice(1));
      fetch(url)
        .then(async found => response.writeHead(found.status).end(await found.text()))
        .catch(() => response.destroy());
    });
    opened.defer(store.close);
    const folder = mkdtempSync(join(tmpdir(), 'sottovoce-certify-'));
    opened.defer(() => rmSync(folder, { recursive: true, force: true }));
    const rootFile = join(folder, 'roots.pem');
    writeFileSync(rootFile, roots.join('\n'));
    const running = startZip(packaged, {
      environment: { ...environment, CERTIFY_STORE: store.url, CERTIFY_ROOT_FILE: rootFile },
      preload: fileURLToPath(new URL('amazon.cjs', import.meta.url)),
      nowMs: now(),
    });
    opened.defer(() => running.stop());
    const open = opened.move();
    return {
      send: async ({ body, headers, method = 'POST' }) => {
        const invoked = await running.invoke(httpEvent({ method, path, headers, body }));
        // A function that fails is a 500 of the HTTP API.
        if (!invoked.ok) return { status: 500, code: invoked.error.errorType };
        const answer = httpResponse(invoked.response);
        return { status: answer.status, code: codeIn(answer.body.toString()) };
      },
      close: () => open.disposeAsync(),
    };
  };

/** The same app, on a port of this machine. */
export const openEntryInProcess: OpenEntry = async ({ roots, fetch, now }) => {
  const log = (): void => undefined;
  const handler = createAlexaSkill({ config: readConfig(environment), log, now });
  const server = await serveOnLoopback(createSkillApp({ handler, log, now, roots, fetch }));
  return {
    send: async ({ body, headers, method = 'POST' }) => {
      try {
        const response = await globalThis.fetch(server.url + path, {
          method,
          headers,
          ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
        });
        return { status: response.status, code: codeIn(await response.text()) };
      } catch {
        return { status: null, code: null };
      }
    },
    close: server.close,
  };
};

/** The code of a refusal; null: there is none. */
function codeIn(text: string): EntryAnswer['code'] {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'code' in answer ? String(answer.code) : null;
  } catch {
    return null;
  }
}
