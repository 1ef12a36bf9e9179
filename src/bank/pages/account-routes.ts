/** The customer's own pages: sign in, links with their consents and receipts, the voice PIN, sign out. */
import express, { type Request, type Response, type Router } from 'express';
import { consentReceipt, giveConsent } from '../consent/index.ts';
import { listTold } from '../disclosure/record/index.ts';
import { issueOneTimeCode } from '../step-up/factors/one-time-code.ts';
import { listNotices } from '../step-up/notices.ts';
import { unlockLink } from '../step-up/unlock-link.ts';
import { accountPage, codePage, stopPage } from './account-page.ts';
import {
  consentChoice,
  emptyConsentFields,
  readConsentFields,
  type ConsentFields,
  type OfferedAccount,
} from './consent-form.ts';
import { consentPage } from './consent-page.ts';
import {
  isDayUsedUp,
  loadAccounts,
  loadLinkRecord,
  loadLinks,
  loadPinDate,
  type CustomerLinkRecord,
} from './customer-data.ts';
import type { FormErrors } from './form.ts';
import { readPinFields, setPin } from './pin-form.ts';
import { pinPage } from './pin-page.ts';
import { receiptTerms } from './receipt-terms.ts';
import { beginSession, endSession, useSession, type CustomerSession } from './session.ts';
import { readBody, type Shell } from './shell.ts';
import { knownBrowserS, signIn } from './sign-in.ts';
import { signInPage, type SignInPage } from './sign-in-page.ts';
import { signInProblem, statusOf } from './sign-in-problem.ts';
import { toldFrame, toldRoutes } from './told-routes.ts';

const noErrors: FormErrors = new Map();

/** So many answers are shown on the page itself; the others have one of their own. */
const latestTold = 4;

/** What has just been done, as the address after a redirect names it. */
const doneWords: Readonly<Record<string, string>> = {
  saved: 'Saved. It holds from the next question on.',
  stopped: 'Done. It gets no answer from the next question on.',
  unlocked: 'Unlocked. It takes your voice PIN again.',
  pin: 'Your voice PIN is changed.',
};

export function accountRoutes(shell: Shell): Router {
  const { database, cookies } = shell;
  const router = express.Router({ caseSensitive: true, strict: true });

  /** Who is signed in; when nobody is, the browser has been sent to sign in. */
  const session = async (request: Request, response: Response): Promise<CustomerSession | null> => {
    const cookie = cookies.session.read(request);
    const found = await useSession(database, cookie, shell.now());
    if (found === null) {
      cookies.session.remove(response);
      response.redirect(303, cookie === null ? '/sign-in' : '/sign-in?over');
    }
    return found;
  };
  router.use(toldRoutes(shell, session));
  const signedIn = (of: CustomerSession) => ({ name: of.customerName, csrf: shell.csrf(of.id) });

  /** The link that the address names, if it is the customer's; when not, that has been said. */
  const linkOf = async (
    of: CustomerSession,
    request: Request<{ linkId: string }>,
    response: Response,
    options = { mustBeLinked: true },
  ): Promise<CustomerLinkRecord | null> => {
    const link = (await loadLinks(database, of.customerId)).find(
      ({ linkId }) => linkId === request.params.linkId,
    );
    if (link !== undefined && !(options.mustBeLinked && link.unlinkedAt !== null)) {
      return loadLinkRecord(database, link, { now: shell.now(), exactAmounts: shell.exactAmounts });
    }
    shell.sendMessage(response, {
      status: 404,
      title: 'There is no such link',
      text: 'It may have been ended in the meantime. Your page shows how things are.',
      wayOn: { href: '/', label: 'To your page' },
    });
    return null;
  };

  // ------------------------------------------------------------------------------------------------ signing in

  const showSignIn = (
    request: Request,
    response: Response,
    page: Pick<SignInPage, 'name' | 'notice'> & { status?: number },
  ): void => {
    let binding = cookies.signIn.read(request);
    if (binding === null) {
      binding = Buffer.from(shell.random(16)).toString('base64url');
      cookies.signIn.write(response, binding);
    }
    shell.send(response, {
      title: 'Sign in',
      status: page.status ?? 200,
      body: signInPage({
        bankName: shell.bank.name,
        action: '/sign-in',
        csrf: shell.csrf(binding),
        assistant: null,
        declineAction: null,
        name: page.name,
        notice: page.notice,
      }),
    });
  };

  router.get('/sign-in', (request, response) => {
    const wasSignedIn = new URL(request.url, shell.publicUrl).searchParams.has('over');
    showSignIn(request, response, {
      name: '',
      notice: wasSignedIn
        ? {
            kind: 'calm',
            text: 'You were signed out, because nothing happened for five minutes. Sign in to go on.',
          }
        : null,
    });
  });

  router.post('/sign-in', readBody, async (request, response) => {
    const form = shell.readForm(request, response, cookies.signIn.read(request) ?? '');
    if (form === null) return;
    const name = form.one('name');
    const outcome = await signIn(shell, {
      name,
      password: form.one('password'),
      knownBrowser: cookies.knownBrowser.read(request),
      address: shell.addressOf?.(request) ?? null,
    });
    if (!outcome.ok) {
      showSignIn(request, response, { name, notice: signInProblem(outcome), status: statusOf(outcome) });
      return;
    }
    const now = shell.now();
    cookies.session.write(
      response,
      await beginSession(database, { customerId: outcome.customerId, now, random: shell.random }),
    );
    cookies.signIn.remove(response);
    cookies.knownBrowser.write(response, outcome.knownBrowser, knownBrowserS);
    response.redirect(303, '/');
  });

  router.post('/sign-out', readBody, async (request, response) => {
    const of = await session(request, response);
    if (of === null || shell.readForm(request, response, of.id) === null) return;
    await endSession(database, of.id);
    cookies.session.remove(response);
    response.redirect(303, '/sign-in');
  });

  // --------------------------------------------------------------------------------------------------- own page

  router.get('/', async (request, response) => {
    const of = await session(request, response);
    if (of === null) return;
    const links: CustomerLinkRecord[] = [];
    for (const link of await loadLinks(database, of.customerId)) {
      links.push(
        await loadLinkRecord(database, link, { now: shell.now(), exactAmounts: shell.exactAmounts }),
      );
    }
    const done = new URL(request.url, shell.publicUrl).searchParams.get('done') ?? '';
    shell.send(response, {
      title: 'Your assistants',
      signedIn: signedIn(of),
      body: accountPage({
        links,
        pinSetAt: await loadPinDate(database, of.customerId),
        notices: await listNotices(database, of.customerId, { limit: 10 }),
        told: await listTold(database, of.customerId, { before: null, limit: latestTold }),
        toldFrame: toldFrame(shell),
        isDayUsedUp: await isDayUsedUp(database, of.customerId, shell.today()),
        csrf: shell.csrf(of.id),
        dateOf: shell.dateOf,
        momentOf: shell.momentOf,
        nameOf: platform => shell.platformNamed(platform).name,
        done: doneWords[done] ?? null,
      }),
    });
  });

  // ----------------------------------------------------------------------------------------------------- consent

  const showConsent = (
    response: Response,
    of: CustomerSession,
    link: CustomerLinkRecord,
    { fields, errors }: { fields: ConsentFields; errors: FormErrors },
  ): void => {
    const now = shell.now();
    const platform = shell.platformNamed(link.platform);
    shell.send(response, {
      title: `What ${platform.name} may say`,
      status: errors.size === 0 ? 200 : 422,
      signedIn: signedIn(of),
      body: consentPage({
        platform,
        fields,
        errors,
        precisions: shell.precisions,
        customerName: of.customerName,
        action: `/links/${link.linkId}/consent`,
        csrf: shell.csrf(of.id),
        endOf: days => shell.dateOf(now + days * 86_400_000),
        declineAction: null,
      }),
    });
  };

  router.get('/links/:linkId/consent', async (request, response) => {
    const of = await session(request, response);
    const link = of && (await linkOf(of, request, response));
    if (of === null || link === null) return;
    const accounts = await loadAccounts(database, of.customerId);
    showConsent(response, of, link, { fields: fieldsInForce(link, accounts), errors: noErrors });
  });

  router.post('/links/:linkId/consent', readBody, async (request, response) => {
    const of = await session(request, response);
    const form = of && shell.readForm(request, response, of.id);
    const link = of && form && (await linkOf(of, request, response));
    if (of === null || form === null || link === null) return;
    const read = readConsentFields(form, await loadAccounts(database, of.customerId), shell.precisions);
    if (read.errors.size > 0) {
      showConsent(response, of, link, read);
      return;
    }
    const now = shell.now();
    await giveConsent(database, link, consentChoice(read.fields, now), { now, via: 'page' });
    response.redirect(303, '/?done=saved');
  });

  router.get('/links/:linkId/stop', async (request, response) => {
    const of = await session(request, response);
    const link = of && (await linkOf(of, request, response));
    if (of === null || link === null) return;
    const { name } = shell.platformNamed(link.platform);
    shell.send(response, {
      title: `Stop sharing with ${name}`,
      signedIn: signedIn(of),
      body: stopPage({ name, action: `/links/${link.linkId}/stop`, csrf: shell.csrf(of.id) }),
    });
  });

  router.post('/links/:linkId/stop', readBody, async (request, response) => {
    const of = await session(request, response);
    const form = of && shell.readForm(request, response, of.id);
    const link = of && form && (await linkOf(of, request, response, { mustBeLinked: false }));
    if (of === null || form === null || link === null) return;
    await shell.authorization.revokeLink(link, 'page');
    response.redirect(303, '/?done=stopped');
  });

  router.post('/links/:linkId/unlock', readBody, async (request, response) => {
    const of = await session(request, response);
    const form = of && shell.readForm(request, response, of.id);
    const link = of && form && (await linkOf(of, request, response));
    if (of === null || form === null || link === null) return;
    await unlockLink(database, link);
    response.redirect(303, '/?done=unlocked');
  });

  router.get('/links/:linkId/receipts/:sequence', async (request, response) => {
    const of = await session(request, response);
    const link = of && (await linkOf(of, request, response, { mustBeLinked: false }));
    if (of === null || link === null) return;
    const sequence = /^[1-9]\d{0,8}$/.test(request.params.sequence) ? Number(request.params.sequence) : 0;
    const receipt = consentReceipt(
      link,
      link.events,
      sequence,
      receiptTerms(shell, link.platform),
      shell.now(),
    );
    if (receipt === null) {
      shell.sendMessage(response, {
        status: 404,
        title: 'There is no such receipt',
        text: 'Your page lists every receipt that there is.',
        wayOn: { href: '/', label: 'To your page' },
      });
      return;
    }
    response
      .set('Cache-Control', 'no-store')
      .set('X-Content-Type-Options', 'nosniff')
      .attachment(`consent-${link.platform}-${sequence}.json`)
      .type('json')
      .send(`${JSON.stringify(receipt, null, 2)}\n`);
  });

  // --------------------------------------------------------------------------------------------------- voice PIN

  const showPin = (response: Response, of: CustomerSession, errors: FormErrors): void =>
    shell.send(response, {
      title: 'Change your voice PIN',
      status: errors.size === 0 ? 200 : 422,
      signedIn: signedIn(of),
      body: pinPage({
        action: '/pin',
        csrf: shell.csrf(of.id),
        errors,
        occasion: 'change',
        assistant: 'Your assistant',
        cancelAction: null,
      }),
    });

  router.post('/code', readBody, async (request, response) => {
    const of = await session(request, response);
    const form = of && shell.readForm(request, response, of.id);
    if (of === null || form === null) return;
    const issued = await issueOneTimeCode(database, {
      customerId: of.customerId,
      pepper: shell.pepper,
      now: shell.now(),
      random: shell.random,
    });
    if (issued === null) throw new Error('a customer who is signed in is gone');
    shell.send(response, {
      title: 'Your one-time code',
      signedIn: signedIn(of),
      body: codePage({ code: issued.code, until: shell.timeOf(issued.expiresAt) }),
    });
  });

  router.get('/pin', async (request, response) => {
    const of = await session(request, response);
    if (of !== null) showPin(response, of, noErrors);
  });

  router.post('/pin', readBody, async (request, response) => {
    const of = await session(request, response);
    const form = of && shell.readForm(request, response, of.id);
    if (of === null || form === null) return;
    const { pin, errors } = readPinFields(form);
    const refused = errors.size > 0 ? errors : await setPin(shell, of.customerId, pin);
    if (refused.size > 0) showPin(response, of, refused);
    else response.redirect(303, '/?done=pin');
  });

  return router;
}

/** What is agreed to now, as the page's fields. */
function fieldsInForce({ consent }: CustomerLinkRecord, accounts: readonly OfferedAccount[]): ConsentFields {
  const empty = emptyConsentFields(accounts);
  if (consent === null) return empty;
  const shared = new Map(consent.accounts.map(({ accountId, nickname }) => [accountId, nickname]));
  return {
    ...empty,
    questions: [...consent.questions],
    ...consent.precision,
    accounts: accounts.map(account => ({
      ...account,
      nickname: shared.get(account.accountId) ?? account.nickname,
      shared: shared.has(account.accountId),
    })),
  };
}
