/** The customer's own page: which assistants are linked, what they may say, and the record of it. */
import type { Notice } from '../step-up/notices.ts';
import type { CustomerLinkRecord } from './customer-data.ts';
import type { ToldAnswer } from '../disclosure/record/index.ts';
import { html, type Content, type Html } from './html.ts';
import { toldList, type ToldFrame } from './told-page.ts';
import { balancesWords, inWords, noticeWords, questionWords, totalsWords, viaWords } from './words.ts';

export interface AccountPage {
  readonly links: readonly CustomerLinkRecord[];
  /** Null where none was chosen yet. */
  readonly pinSetAt: number | null;
  /** The latest answers, newest first. */
  readonly told: readonly ToldAnswer[];
  readonly toldFrame: ToldFrame;
  /** Refused step-ups, latest first. */
  readonly notices: readonly Notice[];
  /** So many were refused today that no assistant takes a PIN until tomorrow. */
  readonly isDayUsedUp: boolean;
  readonly csrf: Html;
  readonly dateOf: (at: number) => string;
  readonly momentOf: (at: number) => string;
  readonly nameOf: (platform: string) => string;
  /** What has just been done, in a sentence. */
  readonly done: string | null;
}

export function accountPage(page: AccountPage): Html {
  return html`<h1>Your assistants</h1>
    ${page.done !== null && html`<div class="notice good" role="status"><p>${page.done}</p></div>`}
    ${
      page.links.length === 0 &&
      html`<p class="lead">
        No assistant is linked. To link one, open its app, find the bank’s skill and choose “Link account”.
      </p>`
    }
    ${page.links.map(link => linkCard(link, page))} ${toldCard(page)} ${pinCard(page)} ${noticesCard(page)}`;
}

function toldCard({ told, toldFrame, links }: AccountPage): Content {
  if (links.length === 0 && told.length === 0) return null;
  return html`<section class="card" aria-labelledby="told">
    <div class="card-head"><h2 id="told">What was told</h2></div>
    ${
      told.length === 0
        ? html`<p>Nothing yet. Each answer that an assistant gets will be listed here.</p>`
        : html`${toldList(told, toldFrame)}
            <p class="actions"><a class="button quiet" href="/told">All that was told</a></p>`
    }
  </section>`;
}

function pinCard({ pinSetAt, links, csrf, dateOf }: AccountPage): Html {
  const isLinked = links.some(link => link.unlinkedAt === null);
  return html`<section class="card" aria-labelledby="pin">
    <div class="card-head"><h2 id="pin">Voice PIN</h2></div>
    <p>
      ${
        pinSetAt === null
          ? 'You have none yet. You choose one when you link an assistant.'
          : `Set on ${dateOf(pinSetAt)}. The bank keeps no copy that anyone could read.`
      }
    </p>
    ${isLinked && html`<p class="hint">Forgotten it, or not alone? Say a code instead that works once.</p>`}
    <div class="actions">
      ${pinSetAt !== null && html`<a class="button quiet" href="/pin">Change the PIN</a>`}
      ${
        isLinked &&
        html`<form method="post" action="/code">
          ${csrf}<button class="quiet button" type="submit">Show a one-time code</button>
        </form>`
      }
    </div>
  </section>`;
}

function noticesCard({ notices, nameOf, momentOf }: AccountPage): Content {
  return (
    notices.length > 0 &&
    html`<section class="card" aria-labelledby="notices">
      <div class="card-head"><h2 id="notices">Wrong PINs lately</h2></div>
      <ol class="record">
        ${notices.map(
          ({ at, kind, platform }) =>
            html`<li>
              <span><strong>${momentOf(at)}</strong> ${noticeWords[kind](nameOf(platform))}</span>
            </li>`,
        )}
      </ol>
      <p class="hint">If that was not you, change your PIN.</p>
    </section>`
  );
}

/** What became of a link, in a word or two. */
function stateOf(
  link: CustomerLinkRecord,
  page: AccountPage,
): { word: string; look: 'good' | 'bad' | 'calm' } {
  if (link.unlinkedAt !== null) return { word: 'Not linked', look: 'calm' };
  if (link.isLocked || page.isDayUsedUp) return { word: 'Locked', look: 'bad' };
  if (link.consent === null) return { word: 'May say nothing', look: 'calm' };
  return { word: 'Linked', look: 'good' };
}

function linkCard(link: CustomerLinkRecord, page: AccountPage): Html {
  const name = page.nameOf(link.platform);
  const state = stateOf(link, page);
  const heading = `link-${link.linkId}`;
  const path = `/links/${link.linkId}`;
  return html`<section class="card" aria-labelledby="${heading}">
    <div class="card-head">
      <h2 id="${heading}">${name}</h2>
      <span class="state ${state.look}">${state.word}</span>
    </div>
    ${link.unlinkedAt === null && wrongPins(link, page)}
    ${
      link.unlinkedAt === null
        ? html`${whatItMaySay(link, page)}
            <p class="actions">
              <a class="button" href="${path}/consent"
                >${link.consent === null ? 'Let it say something' : 'Change'}</a
              >
              <a class="button quiet" href="${path}/stop">Stop sharing</a>
            </p>`
        : html`<p>Ended on ${page.dateOf(link.unlinkedAt)}. ${name} gets no answer any more.</p>`
    }
    ${record(link, page)}
  </section>`;
}

/** A notice before the lock and after it. */
function wrongPins(link: CustomerLinkRecord, page: AccountPage): Content {
  const name = page.nameOf(link.platform);
  if (link.isLocked || page.isDayUsedUp) {
    return html`<div class="notice bad">
      <p>
        <strong>${name} is locked</strong>${link.isLocked ? whyLocked(link, page) : whyDayUsedUp} Until it is
        unlocked, it answers nothing that needs the PIN. If that was not you, change your PIN before you
        unlock it.
      </p>
      <form method="post" action="/links/${link.linkId}/unlock">
        ${page.csrf}<button type="submit">Unlock ${name}</button>
      </form>
    </div>`;
  }
  if (link.failures === 0) return null;
  return html`<div class="notice calm">
    <p>
      ${link.failures === 1 ? 'A wrong voice PIN was' : `${link.failures} wrong voice PINs were`} said to
      ${name} since the last right one. After three in a row it locks.
    </p>
  </div>`;
}

const whyLocked = ({ lockedAt }: CustomerLinkRecord, page: AccountPage): string =>
  `${lockedAt === null ? '' : ` since ${page.dateOf(lockedAt)}`}, because three wrong voice PINs were said in a row.`;

const whyDayUsedUp =
  ' for today, because ten wrong voice PINs were said over all your assistants. Tomorrow it takes your PIN again.';

function whatItMaySay({ consent, events }: CustomerLinkRecord, page: AccountPage): Html {
  if (consent === null) {
    const last = events.at(-1);
    const why =
      last?.kind === 'given' && last.validUntil !== null
        ? `What you agreed to ended on ${page.dateOf(last.validUntil)}.`
        : 'You have not agreed to anything.';
    return html`<p>${why} It gets no answer until you do.</p>`;
  }
  return html`<dl class="facts">
    <div>
      <dt>May say</dt>
      <dd>${inWords([...consent.questions].map(question => questionWords[question].name.toLowerCase()))}</dd>
    </div>
    <div>
      <dt>Totals</dt>
      <dd>${totalsWords[consent.precision.totals].short}</dd>
    </div>
    <div>
      <dt>Balances</dt>
      <dd>${balancesWords[consent.precision.balances].short}</dd>
    </div>
    <div>
      <dt>Accounts</dt>
      <dd>${inWords(consent.accounts.map(({ nickname }) => nickname))}</dd>
    </div>
    <div>
      <dt>Until</dt>
      <dd>${page.dateOf(consent.validUntil)}</dd>
    </div>
  </dl>`;
}

function record({ events, linkId }: CustomerLinkRecord, page: AccountPage): Content {
  return (
    events.length > 0 &&
    html`<details>
      <summary>What you agreed to, and when</summary>
      <ol class="record">
        ${events.toReversed().map(
          event =>
            html`<li>
              <span>
                <strong>${page.dateOf(event.at)}</strong>
                ${
                  event.kind === 'given'
                    ? `You agreed ${viaWords[event.via]}: ${inWords(event.questions.map(name => questionWords[name].name.toLowerCase()))}.`
                    : `Taken back ${viaWords[event.via]}.`
                }
              </span>
              ${
                event.kind === 'given' &&
                html`<a href="/links/${linkId}/receipts/${event.sequence}" download
                  >Receipt<span class="unseen"> of ${page.dateOf(event.at)}</span></a
                >`
              }
            </li>`,
        )}
      </ol>
    </details>`
  );
}

/** Asks once more before a link is ended. */
export function stopPage({ name, action, csrf }: { name: string; action: string; csrf: Html }): Html {
  return html`<div class="narrow">
    <h1>Stop sharing with ${name}?</h1>
    <p class="lead">
      From the next question on, ${name} gets no answer. What it has heard before stays with it. To use it
      again you link it again, from its app.
    </p>
    <form class="actions" method="post" action="${action}">
      ${csrf}<button class="danger" type="submit">Stop sharing</button>
      <a class="button quiet" href="/">Keep it</a>
    </form>
  </div>`;
}

/** A one-time code, to be read aloud. */
export function codePage({ code, until }: { code: string; until: string }): Html {
  return html`<div class="narrow">
    <h1>Your one-time code</h1>
    <p class="code">${code.slice(0, 3)} ${code.slice(3)}</p>
    <p class="lead">
      Your assistant asks for it at the next question about your money. It works once, until ${until}, in
      place of any code before.
    </p>
    <p class="actions"><a class="button" href="/">Done</a></p>
  </div>`;
}
