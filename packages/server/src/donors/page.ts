import type { Language } from '@pledgeline/contract';
import { html, type Html } from '../adapters/html/html.ts';
import type { PageContent } from '../adapters/html/page.ts';
import type { DonorPledge } from './store.ts';
import { DONOR_STYLE } from './style.ts';
import { amountWords, taxSentence, WORDS, type DonorWords } from './words.ts';

/** What the donor had typed, when it was not taken. */
export interface Typed {
  readonly amount: string;
  readonly frequency: 'once' | 'monthly';
}

export interface Viewed {
  readonly donor: DonorPledge;
  readonly language: Language;
  /** The page's own address, without query. */
  readonly path: string;
  readonly formOrigins: readonly string[];
}

/** The promise, and the way to pay it; once the money is here, the thanks for it. */
export function pledgePage(view: Viewed, wrong: Typed | null = null): PageContent {
  const { donor, language } = view;
  if (donor.paidCents > 0) return paidPage(view);
  const words = WORDS[language];
  const tax = taxSentence(donor.amountCents, language);
  const body = html`<p class="charity">${words.promised(donor.charity)}</p>
    <h1>${words.thanks(donor.firstName)}</h1>
    <p class="figure">${amountWords(donor.amountCents, donor.frequency, language)}</p>
    ${tax === null ? null : html`<p class="tax">${tax}</p>`} ${payForm(view, wrong)}
    <p class="small">${words.safety}</p>`;
  return { ...frame(view, words.promised(donor.charity), body), formOrigins: view.formOrigins };
}

function payForm({ donor, language, path }: Viewed, wrong: Typed | null): Html {
  const words = WORDS[language];
  const amount = wrong?.amount ?? plainAmount(donor.amountCents, language);
  const frequency = wrong?.frequency ?? donor.frequency;
  const hint =
    wrong === null
      ? html`<p class="hint" id="hint">${words.amountHint}</p>`
      : html`<p class="wrong" id="hint" role="alert">${words.amountWrong}</p>`;
  const invalid = wrong === null ? null : html` aria-invalid="true"`;
  return html`<form method="post" action="${path}/pay?lang=${language}">
    <label class="field" for="amount">${words.amountLabel}</label>
    <div class="money">
      <input
        id="amount"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="12"
        required
        value="${amount}"
        aria-describedby="hint"
        ${invalid}
      /><span aria-hidden="true">€</span>
    </div>
    ${hint}
    <fieldset>
      <legend>${words.frequencyLabel}</legend>
      <div class="choices">${choice('once', frequency, words)}${choice('monthly', frequency, words)}</div>
    </fieldset>
    <button class="pay">${words.pay}</button>
  </form>`;
}

function choice(value: 'once' | 'monthly', chosen: string, words: DonorWords): Html {
  const checked = value === chosen ? html` checked` : null;
  return html`<label class="choice"
    ><input type="radio" name="frequency" value="${value}" ${checked} /><span>${words[value]}</span></label
  >`;
}

/** As one would type it: 50, or 12,50. */
function plainAmount(amountCents: number, language: Language): string {
  const euros = Math.trunc(amountCents / 100);
  const rest = amountCents % 100;
  return rest === 0
    ? String(euros)
    : `${euros}${language === 'fr' ? ',' : '.'}${String(rest).padStart(2, '0')}`;
}

export function paidPage(view: Viewed): PageContent {
  const { donor, language } = view;
  const words = WORDS[language];
  const body = html`<p class="charity">${donor.charity}</p>
    <h1>${words.paidTitle}</h1>
    <p class="figure">${amountWords(donor.paidCents, 'once', language)}</p>
    <p>${words.paid(amountWords(donor.paidCents, 'once', language), donor.charity)}</p>`;
  return frame(view, words.paidTitle, body);
}

/** Asks again by itself, ever more seldom, until the provider has told us; the return alone proves nothing. */
export function waitingPage(view: Viewed, asked: number): PageContent {
  const words = WORDS[view.language];
  const page = frame(
    view,
    words.waitingTitle,
    plainMessage(view.donor.charity, words.waitingTitle, words.waiting),
  );
  if (asked >= REFRESHES_MAX) return page;
  const seconds = asked < QUICK_REFRESHES ? 2 : 15;
  return {
    ...page,
    refresh: { seconds, path: `${view.path}/back?lang=${view.language}&asked=${asked + 1}` },
  };
}

const QUICK_REFRESHES = 15;
const REFRESHES_MAX = 60;

export function refusedPage(view: Viewed): PageContent {
  const words = WORDS[view.language];
  const body = html`${plainMessage(view.donor.charity, words.refusedTitle, words.refused)}
    <a class="pay" href="${view.path}?lang=${view.language}">${words.again}</a>`;
  return frame(view, words.refusedTitle, body);
}

const plainMessage = (charity: string, title: string, text: string): Html =>
  html`<p class="charity">${charity}</p>
    <h1>${title}</h1>
    <p>${text}</p>`;

/** For a link that is nobody's, too old, or asked for too often: kind, and without telling which. */
export function strayPage(kind: 'gone' | 'busy', language: Language): PageContent {
  const words = WORDS[language];
  const title = kind === 'gone' ? words.goneTitle : words.busyTitle;
  const text = kind === 'gone' ? words.gone : words.busy;
  return {
    language,
    title,
    style: DONOR_STYLE,
    body: mainOf(
      html`<h1>${title}</h1>
        <p>${text}</p>`,
    ),
  };
}

function frame(
  { language, path }: Pick<Viewed, 'language' | 'path'>,
  title: string,
  body: Html,
): PageContent {
  const other = language === 'fr' ? 'en' : 'fr';
  const change = html`<p class="switch">
    <a href="${path}?lang=${other}" hreflang="${other}" lang="${other}">${WORDS[language].otherLanguage}</a>
  </p>`;
  return { language, title, style: DONOR_STYLE, body: mainOf(html`${body} ${change}`) };
}

const mainOf = (body: Html): Html =>
  html`<main>
    <div class="mark"></div>
    ${body}
  </main>`;
