/** What was told: the list, the record to download, and the key that it is signed with. */
import express, { type Request, type Response, type Router } from 'express';
import { calendarDate } from '../calendar-date.ts';
import { countAnswers, listTold, publicKeySet, writeDownload } from '../disclosure/record/index.ts';
import type { CustomerSession } from './session.ts';
import type { Shell } from './shell.ts';
import { toldPage, type ToldFrame } from './told-page.ts';

const answersAPage = 30;

export function toldRoutes(
  shell: Shell,
  session: (request: Request, response: Response) => Promise<CustomerSession | null>,
): Router {
  const { database, recordKeys } = shell;
  const router = express.Router({ caseSensitive: true, strict: true });

  router.get('/told', async (request, response) => {
    const of = await session(request, response);
    if (of === null) return;
    const asked = new URL(request.url, shell.publicUrl).searchParams.get('before') ?? '';
    const before = /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
    // One more than is shown tells whether there is another page.
    const found = await listTold(database, of.customerId, { before, limit: answersAPage + 1 });
    const answers = found.slice(0, answersAPage);
    const last = answers.at(-1);
    shell.send(response, {
      title: 'What was told',
      signedIn: { name: of.customerName, csrf: shell.csrf(of.id) },
      body: toldPage({
        ...toldFrame(shell),
        answers,
        count: await countAnswers(database, of.customerId),
        newerHref: before === null ? null : '/told',
        olderHref: found.length > answersAPage && last !== undefined ? `/told?before=${last.sequence}` : null,
        publicKey: recordKeys.current.x,
      }),
    });
  });

  router.get('/told/record', async (request, response) => {
    const of = await session(request, response);
    if (of === null) return;
    response
      .set('Cache-Control', 'no-store')
      .set('X-Content-Type-Options', 'nosniff')
      .attachment(`what-was-told-${shell.today()}.json`)
      .type('json');
    const pieces = writeDownload(database, {
      customerId: of.customerId,
      known: recordKeys.known,
      bankName: shell.bank.name,
      now: shell.now(),
    });
    for await (const piece of pieces) {
      if (response.destroyed) return;
      if (!response.write(piece)) await drained(response);
    }
    response.end();
  });

  // For whoever checks a record: the file names the key as well, but a file can be forged.
  router.get('/told/key', (_request, response) => {
    response
      .set('Cache-Control', 'public, max-age=3600')
      .set('X-Content-Type-Options', 'nosniff')
      .type('application/jwk-set+json')
      .send(`${JSON.stringify(publicKeySet(recordKeys), null, 2)}\n`);
  });

  return router;
}

/** How the pages place an answer in time. */
export const toldFrame = (
  shell: Pick<Shell, 'today' | 'timeZone' | 'timeOf' | 'platformNamed'>,
): ToldFrame => ({
  today: shell.today(),
  dayOf: at => calendarDate(at, shell.timeZone),
  timeOf: shell.timeOf,
  nameOf: platform => shell.platformNamed(platform).name,
});

/** Until what was written is on its way, or nobody wants it any more. */
const drained = (response: Response): Promise<void> =>
  new Promise(resolve => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
