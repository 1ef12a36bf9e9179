/** The page on which a customer decides what an assistant may say. Used for linking, and for changing it later. */
import { consentClasses } from '../../facade/contract.ts';
import type { PlatformClient } from '../authorization/index.ts';
import { maxNicknameLength, type OfferedPrecisions } from '../consent/index.ts';
import type { ConsentFields } from './consent-form.ts';
import { errorSummary, fieldError, invalid, type FormErrors } from './form.ts';
import { html, type Content, type Html } from './html.ts';
import {
  accountKindWords,
  balancesWords,
  questionWords,
  totalsWords,
  validityDays,
  validityWords,
  type PrecisionWords,
} from './words.ts';

export interface ConsentPage {
  readonly platform: Pick<PlatformClient, 'name' | 'owner'>;
  readonly fields: ConsentFields;
  readonly errors: FormErrors;
  /** How precisely customers of this bank may let amounts be said. */
  readonly precisions: OfferedPrecisions;
  /** Who has signed in. */
  readonly customerName: string;
  /** Where the form goes. */
  readonly action: string;
  readonly csrf: Html;
  /** The date at which a consent of so many days would end, in words. */
  readonly endOf: (days: number) => string;
  /** For linking: a second form that declines. For a change: null, and the page says so. */
  readonly declineAction: string | null;
  /** Something that the customer should know first, like a lock. */
  readonly notice?: Content;
}

export function consentPage(page: ConsentPage): Html {
  const { platform, fields, errors } = page;
  const isLinking = page.declineAction !== null;
  return html`<h1>${isLinking ? `Let ${platform.name} answer for you?` : `What ${platform.name} may say`}</h1>
    <p class="lead">
      You ask, the bank answers, ${platform.name} speaks it. Choose what may be said; everything else stays
      here, and your transactions always do.
    </p>
    <p class="hint">Signed in as ${page.customerName}.</p>
    ${page.notice} ${errorSummary(errors)}
    <form method="post" action="${page.action}" novalidate>
      ${page.csrf}
      <fieldset id="questions" ${invalid(errors, 'questions')}>
        <legend>What may ${platform.name} say?</legend>
        ${fieldError(errors, 'questions')}
        <ul class="rows">
          ${consentClasses.map(name => questionRow(name, fields))}
        </ul>
      </fieldset>

      ${precisionChoice(
        {
          field: 'totals',
          legend: 'How precise may totals be?',
          of: 'Activity, spending and income.',
          offered: page.precisions.totals,
          words: totalsWords,
        },
        page,
      )}
      ${precisionChoice(
        {
          field: 'balances',
          legend: 'And balances?',
          of: 'Also whether there is enough, and your card bill.',
          offered: page.precisions.balances,
          words: balancesWords,
        },
        page,
      )}

      <fieldset id="accounts" ${invalid(errors, 'accounts')}>
        <legend>Which accounts?</legend>
        <p class="hint">
          ${platform.name} says the name that you give an account here. Choose one that tells strangers
          nothing.
        </p>
        ${fieldError(errors, 'accounts')}
        <ul class="rows">
          ${fields.accounts.map(account => accountRow(account, errors))}
        </ul>
      </fieldset>

      <fieldset id="days" ${invalid(errors, 'days')}>
        <legend>Until when?</legend>
        ${fieldError(errors, 'days')}
        <ul class="choices">
          ${validityDays.map(
            days =>
              html`<li>
                <label class="choice">
                  <input type="radio" name="days" value="${days}" ${fields.days === days && html`checked`} />
                  <span
                    ><strong>${validityWords[days]}</strong>
                    <span class="hint">until ${page.endOf(days)}</span></span
                  >
                </label>
              </li>`,
          )}
        </ul>
        <p class="hint">Then it ends by itself. You can end it at any time, on this site or by voice.</p>
      </fieldset>

      ${whatTheOwnerLearns(platform)}

      <div class="actions">
        <button type="submit">${isLinking ? 'Agree and go on' : 'Save'}</button>
        ${!isLinking && html`<a class="button quiet" href="/">Cancel</a>`}
      </div>
    </form>
    ${
      page.declineAction !== null &&
      html`<form class="decline" method="post" action="${page.declineAction}">
        ${page.csrf}<button class="quiet" type="submit">Do not link ${platform.name}</button>
      </form>`
    }`;
}

function questionRow(name: (typeof consentClasses)[number], fields: ConsentFields): Html {
  const words = questionWords[name];
  return html`<li>
    <label class="row">
      <span class="text">
        <strong>${words.name}</strong>
        <span class="hint">${words.about}</span>
        <span class="say">“${words.example}”</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        name="question"
        value="${name}"
        ${fields.questions.includes(name) && html`checked`}
      />
    </label>
  </li>`;
}

interface PrecisionChoice<Name extends string> {
  readonly field: 'totals' | 'balances';
  readonly legend: string;
  /** What it is about. */
  readonly of: string;
  readonly offered: readonly Name[];
  readonly words: Readonly<Record<Name, PrecisionWords>>;
}

/** One of the ways in which amounts may be said; where there is but one, it is told. */
function precisionChoice<Name extends string>(
  { field, legend, of, offered, words }: PrecisionChoice<Name>,
  { fields, errors }: ConsentPage,
): Html {
  const input = (name: Name): Html =>
    offered.length === 1
      ? html`<input type="hidden" name="${field}" value="${name}" />`
      : html`<input
          type="radio"
          name="${field}"
          value="${name}"
          ${fields[field] === name && html`checked`}
        />`;
  return html`<fieldset id="${field}" ${invalid(errors, field)}>
    <legend>${legend}</legend>
    <p class="hint">${of}</p>
    ${fieldError(errors, field)}
    <ul class="rows">
      ${offered.map(
        name =>
          html`<li>
            <label class="row">
              <span class="text">
                <strong>${words[name].name}</strong>
                <span class="say">“${words[name].example}”</span>
                <span class="hint">${words[name].about}</span>
              </span>
              ${input(name)}
            </label>
          </li>`,
      )}
    </ul>
  </fieldset>`;
}

function accountRow(account: ConsentFields['accounts'][number], errors: FormErrors): Html {
  const field = `nickname-${account.accountId}`;
  const kind = accountKindWords[account.kind];
  return html`<li>
    <div class="row">
      <div class="text">
        <label for="${field}"><strong>${kind}</strong> <span class="hint">spoken as</span></label>
        <input
          type="text"
          id="${field}"
          name="${field}"
          value="${account.nickname}"
          maxlength="${maxNicknameLength}"
          autocomplete="off"
          spellcheck="false"
          ${invalid(errors, field)}
        />
        ${fieldError(errors, field)}
      </div>
      <input
        type="checkbox"
        role="switch"
        name="account"
        value="${account.accountId}"
        aria-label="Share ${kind}, spoken as ${account.nickname}"
        ${account.shared && html`checked`}
      />
    </div>
  </li>`;
}

/** What leaves the bank and what does not, in plain words. Also on the page about privacy. */
export function whatTheOwnerLearns({ name, owner }: Pick<PlatformClient, 'name' | 'owner'>): Html {
  return html`<section class="learns" aria-labelledby="learns">
    <h2 id="learns">What ${owner.name} learns</h2>
    <div class="two">
      <div>
        <h3>${owner.name} hears</h3>
        <ul class="crosses">
          <li>your question, and the sentence that answers it</li>
          <li>the names that you gave your accounts</li>
          <li>the four digits of your voice PIN as you say them, so that PIN is good for nothing else</li>
          <li>that you bank with us, and when you ask</li>
        </ul>
        <p class="hint">It may keep what it hears, by its own terms.</p>
      </div>
      <div>
        <h3>${owner.name} never gets</h3>
        <ul class="stays">
          <li>a transaction, or where you bought something</li>
          <li>from whom money came or to whom it went</li>
          <li>an account or card number</li>
          <li>your name and password here</li>
          <li>anything at all when you do not ask ${name}</li>
        </ul>
      </div>
    </div>
  </section>`;
}
