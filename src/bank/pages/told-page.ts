/** What was told to whom, and the signed record of it to take along. */
import type { ToldAnswer } from '../disclosure/record/index.ts';
import { html, type Content, type Html } from './html.ts';
import { toldInWords } from './told-words.ts';

/** How answers are placed in time and named. */
export interface ToldFrame {
  /** The bank's day, `YYYY-MM-DD`. */
  readonly today: string;
  /** The bank's day of an instant. */
  readonly dayOf: (at: number) => string;
  readonly timeOf: (at: number) => string;
  readonly nameOf: (platform: string) => string;
}

export interface ToldPage extends ToldFrame {
  /** Newest first. */
  readonly answers: readonly ToldAnswer[];
  /** How many there are in all. */
  readonly count: number;
  readonly newerHref: string | null;
  readonly olderHref: string | null;
  /** The public key that the record is signed with. */
  readonly publicKey: string;
}

export function toldPage(page: ToldPage): Html {
  const { answers, count, newerHref, olderHref } = page;
  return html`<p class="back"><a href="/">Your assistants</a></p>
    <h1>What was told</h1>
    <p class="lead">
      Every answer that left the bank for an assistant, newest first: what it was about, when, and how
      precise. The bank does not keep the figures.
      ${count > 0 && html`<a href="#keep">Keep a signed copy.</a>`}
    </p>
    ${
      count === 0
        ? html`<section class="card"><p>Nothing was ever told.</p></section>`
        : monthsOf(answers, page).map(
            ({ heading, of }) =>
              html`<section class="month">
                <h2>${heading}</h2>
                ${toldList(of, page)}
              </section>`,
          )
    }
    ${
      (newerHref !== null || olderHref !== null) &&
      html`<nav class="pages" aria-label="Pages of the list">
        ${newerHref !== null && html`<a class="button quiet" href="${newerHref}">Newest</a>`}
        ${olderHref !== null && html`<a class="button quiet" rel="next" href="${olderHref}">Older answers</a>`}
      </nav>`
    }
    ${keepCard(page)}`;
}

/** The answers as a list, each with its time and its assistant. */
export function toldList(answers: readonly ToldAnswer[], frame: ToldFrame): Html {
  return html`<ol class="told" reversed>
    ${answers.map(answer => toldItem(answer, frame))}
  </ol>`;
}

function toldItem(answer: ToldAnswer, frame: ToldFrame): Html {
  const day = frame.dayOf(answer.at);
  const line = toldInWords(answer, frame.today);
  const details = [line.days, line.how].filter(detail => detail !== null).join(' · ');
  return html`<li>
    <time datetime="${new Date(answer.at).toISOString()}">
      <span>${day === frame.today ? 'Today' : shortDay.format(Date.parse(day))}</span>
      <span>${frame.timeOf(answer.at)}</span>
    </time>
    <div class="text">
      <p>
        <strong>${line.what}</strong>
        ${details !== '' && html`<span class="details">${details}</span>`}
      </p>
      ${line.adjusted !== null && html`<p class="adjusted">${line.adjusted}</p>`}
    </div>
    <span class="to"><span class="unseen">to </span>${frame.nameOf(answer.platform)}</span>
  </li>`;
}

/** The answers of each month, under its name. */
function monthsOf(
  answers: readonly ToldAnswer[],
  { dayOf }: ToldFrame,
): { readonly heading: string; readonly of: readonly ToldAnswer[] }[] {
  return [...Map.groupBy(answers, ({ at }) => dayOf(at).slice(0, 7))].map(([month, of]) => ({
    heading: monthHeading.format(Date.parse(`${month}-01`)),
    of,
  }));
}

/** Of calendar dates, which are read as midnight UTC. */
const monthHeading = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });

function keepCard({ count, publicKey }: ToldPage): Content {
  return (
    count > 0 &&
    html`<section class="card" aria-labelledby="keep">
      <div class="card-head"><h2 id="keep">Keep it</h2></div>
      <p>
        Each answer is signed by the bank and sealed to the one before it: what is changed, added or left out
        later breaks a seal. Once you have the file, not even the bank can rewrite it unnoticed.
      </p>
      <div class="actions">
        <a class="button" href="/told/record" download>Download the record</a>
      </div>
      <details>
        <summary>How anyone can check it</summary>
        <p>
          The file holds every answer as it was signed, and is checked by
          <code>bank verify-disclosures --file FILE --key=KEY</code>, a free program, with the bank’s key:
        </p>
        <p class="key"><code>${publicKey}</code></p>
        <p class="hint">
          The figures are not in it. It binds the bank to them all the same: shown an answer, it can confirm
          that one, and no other.
        </p>
      </details>
    </section>`
  );
}
