/** The way of a customer who links an assistant: sign in, agree, choose a voice PIN, back to the assistant's app. */
import express, { type Request, type Response, type Router } from 'express';
import { linkingPath, type LinkingState } from '../authorization/index.ts';
import { giveConsent } from '../consent/index.ts';
import { unlockLink } from '../step-up/unlock-link.ts';
import { loadAccounts, loadCustomerName, loadLinks, hasVoicePin } from './customer-data.ts';
import {
  consentChoice,
  consentFields,
  emptyConsentFields,
  readConsentFields,
  type ConsentFields,
} from './consent-form.ts';
import { consentPage } from './consent-page.ts';
import type { FormErrors } from './form.ts';
import { html, type Content } from './html.ts';
import { readPinFields, setPin } from './pin-form.ts';
import { pinPage } from './pin-page.ts';
import { readBody, type Shell } from './shell.ts';
import { knownBrowserS, signIn } from './sign-in.ts';
import { signInPage, type SignInPage } from './sign-in-page.ts';
import { signInProblem, statusOf } from './sign-in-problem.ts';

type Agreeing = Extract<LinkingState, { step: 'agree' }>;

const noErrors: FormErrors = new Map();

export function linkingRoutes(shell: Shell): Router {
  const { database, authorization } = shell;
  const { linking } = authorization;
  const router = express.Router({ caseSensitive: true, strict: true });

  /** Where a linking stands; when it is over, that has been said. */
  const load = async (
    request: Request<{ uid: string }>,
    response: Response,
  ): Promise<LinkingState | null> => {
    const state = await linking.load(request, response, request.params.uid);
    if (state === null) {
      shell.sendMessage(response, {
        status: 410,
        title: 'This page is over',
        text: 'Linking was finished already, or the page was open for too long. Nothing was changed by this. Open the assistant’s app and choose “Link account” again.',
      });
    }
    return state;
  };
  const loadAgreeing = async (
    request: Request<{ uid: string }>,
    response: Response,
  ): Promise<Agreeing | null> => {
    const state = await load(request, response);
    if (state === null || state.step === 'agree') return state;
    response.redirect(303, linkingPath(state.uid));
    return null;
  };

  const showSignIn = (
    response: Response,
    state: LinkingState,
    page: Pick<SignInPage, 'name' | 'notice'> & { status?: number },
  ): void =>
    shell.send(response, {
      title: 'Sign in',
      status: page.status ?? 200,
      isOnTheWay: true,
      formTargets: [state.returnOrigin],
      body: signInPage({
        bankName: shell.bank.name,
        action: `${linkingPath(state.uid)}/sign-in`,
        csrf: shell.csrf(state.uid),
        assistant: state.platform.name,
        name: page.name,
        notice: page.notice,
        declineAction: `${linkingPath(state.uid)}/decline`,
      }),
    });

  const showConsent = async (
    response: Response,
    state: Agreeing,
    { fields, errors }: { fields: ConsentFields; errors: FormErrors },
  ): Promise<void> => {
    const now = shell.now();
    shell.send(response, {
      title: `Link ${state.platform.name}`,
      status: errors.size === 0 ? 200 : 422,
      isOnTheWay: true,
      formTargets: [state.returnOrigin],
      body: consentPage({
        platform: state.platform,
        fields,
        errors,
        precisions: shell.precisions,
        customerName: await loadCustomerName(database, state.customerId),
        action: `${linkingPath(state.uid)}/consent`,
        csrf: shell.csrf(state.uid),
        endOf: days => shell.dateOf(now + days * 86_400_000),
        declineAction: `${linkingPath(state.uid)}/decline`,
        notice: await lockNotice(state),
      }),
    });
  };

  const lockNotice = async (state: Agreeing): Promise<Content> => {
    const links = await loadLinks(database, state.customerId);
    const locked = links.find(link => link.platform === state.platform.platform)?.isLocked ?? false;
    return (
      locked &&
      html`<div class="notice calm" role="status">
        <p>
          ${state.platform.name} is locked, because somebody said three wrong voice PINs. Agreeing here
          unlocks it. If that was not you, change your voice PIN on your page afterwards.
        </p>
      </div>`
    );
  };

  const showPin = (response: Response, state: Agreeing, errors: FormErrors): void =>
    shell.send(response, {
      title: 'Choose a voice PIN',
      status: errors.size === 0 ? 200 : 422,
      isOnTheWay: true,
      formTargets: [state.returnOrigin],
      body: pinPage({
        action: `${linkingPath(state.uid)}/pin`,
        csrf: shell.csrf(state.uid),
        errors,
        occasion: 'linking',
        assistant: state.platform.name,
        cancelAction: `${linkingPath(state.uid)}/decline`,
      }),
    });

  /** Links, and sends the browser back to the assistant's app. */
  const agree = async (
    request: Request,
    response: Response,
    state: Agreeing,
    fields: ConsentFields,
  ): Promise<void> => {
    const now = shell.now();
    const next = await linking.agree(request, response, async (transaction, link) => {
      await giveConsent(transaction, link, consentChoice(fields, now), { now, via: 'page' });
    });
    await unlockLink(database, { customerId: state.customerId, platform: state.platform.platform });
    response.redirect(303, next);
  };

  router.get('/link/:uid', async (request, response) => {
    const state = await load(request, response);
    if (state === null) return;
    if (state.step === 'sign-in') {
      showSignIn(response, state, { name: '', notice: null });
      return;
    }
    const accounts = await loadAccounts(database, state.customerId);
    const draft = consentFields.safeParse(state.draft);
    const fields = draft.success ? draft.data : emptyConsentFields(accounts);
    await showConsent(response, state, { fields, errors: noErrors });
  });

  router.post('/link/:uid/sign-in', readBody, async (request, response) => {
    const state = await load(request, response);
    if (state === null) return;
    const form = shell.readForm(request, response, state.uid);
    if (form === null) return;
    const name = form.one('name');
    const outcome = await signIn(shell, {
      name,
      password: form.one('password'),
      knownBrowser: shell.cookies.knownBrowser.read(request),
      address: shell.addressOf?.(request) ?? null,
    });
    if (outcome.ok) {
      shell.cookies.knownBrowser.write(response, outcome.knownBrowser, knownBrowserS);
      response.redirect(303, await linking.signedIn(request, response, outcome.customerId));
      return;
    }
    showSignIn(response, state, { name, notice: signInProblem(outcome), status: statusOf(outcome) });
  });

  router.post('/link/:uid/consent', readBody, async (request, response) => {
    const state = await loadAgreeing(request, response);
    if (state === null) return;
    const form = shell.readForm(request, response, state.uid);
    if (form === null) return;
    const read = readConsentFields(form, await loadAccounts(database, state.customerId), shell.precisions);
    if (read.errors.size > 0) {
      await showConsent(response, state, read);
    } else if (await hasVoicePin(database, state.customerId)) {
      await agree(request, response, state, read.fields);
    } else {
      await linking.keepDraft(request, response, read.fields);
      response.redirect(303, `${linkingPath(state.uid)}/pin`);
    }
  });

  router.get('/link/:uid/pin', async (request, response) => {
    const state = await loadAgreeing(request, response);
    if (state === null) return;
    if (consentFields.safeParse(state.draft).success) showPin(response, state, noErrors);
    else response.redirect(303, linkingPath(state.uid));
  });

  router.post('/link/:uid/pin', readBody, async (request, response) => {
    const state = await loadAgreeing(request, response);
    if (state === null) return;
    const form = shell.readForm(request, response, state.uid);
    if (form === null) return;
    const draft = consentFields.safeParse(state.draft);
    if (!draft.success) {
      response.redirect(303, linkingPath(state.uid));
      return;
    }
    const { pin, errors } = readPinFields(form);
    const refused = errors.size > 0 ? errors : await setPin(shell, state.customerId, pin);
    if (refused.size > 0) showPin(response, state, refused);
    else await agree(request, response, state, draft.data);
  });

  router.post('/link/:uid/decline', readBody, async (request, response) => {
    const state = await load(request, response);
    if (state === null) return;
    if (shell.readForm(request, response, state.uid) === null) return;
    response.redirect(303, await linking.decline(request, response));
  });

  return router;
}
