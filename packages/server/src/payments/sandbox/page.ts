import { showAmount, type Language } from '@pledgeline/contract';
import { html } from '../../adapters/html/html.ts';
import type { PageContent } from '../../adapters/html/page.ts';
import type { SandboxCheckout } from './store.ts';

const WORDS = {
  fr: {
    title: 'Paiement d’essai',
    banner: 'Ceci est un bac à sable',
    explain:
      'Aucun argent ne circule et aucune carte ne vous est demandée. Choisissez ce que la banque aurait répondu.',
    to: 'Pour',
    monthly: 'par mois',
    pay: 'Payer',
    refuse: 'Refuser le paiement',
    back: 'Revenir à la page du don',
    paid: 'Ce paiement d’essai a été accepté.',
    refused: 'Ce paiement d’essai a été refusé.',
    gone: 'Il n’y a pas de paiement à cette adresse.',
  },
  en: {
    title: 'Trial payment',
    banner: 'This is a sandbox',
    explain: 'No money moves and no card is asked for. Choose what the bank would have answered.',
    to: 'To',
    monthly: 'a month',
    pay: 'Pay',
    refuse: 'Refuse the payment',
    back: 'Back to the donation page',
    paid: 'This trial payment was accepted.',
    refused: 'This trial payment was refused.',
    gone: 'There is no payment at this address.',
  },
} as const;

/** Striped and plain on purpose: nobody should take it for a bank's page. */
const STYLE = `
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;font:18px/1.5 system-ui,sans-serif;background:#fdf6e3;color:#26210f;display:grid;place-items:start center}
main{width:100%;max-width:26rem;padding:0 1.25rem 3rem}
.banner{margin:0 -1.25rem 2rem;padding:1rem 1.25rem;background:repeating-linear-gradient(-45deg,#ffd75e 0 18px,#ffe391 18px 36px);color:#26210f;font-weight:700;text-align:center}
.amount{font-size:2.6rem;font-weight:700;margin:.25rem 0 1.5rem;font-variant-numeric:tabular-nums}
.amount small{font-size:1.1rem;font-weight:400}
button,.back{display:block;width:100%;min-height:3.25rem;padding:.75rem 1rem;margin:0 0 .9rem;border-radius:.6rem;border:2px solid #26210f;background:none;color:inherit;font:inherit;text-align:center;text-decoration:none;cursor:pointer}
button.pay{background:#26210f;color:#fff;font-weight:700}
:focus-visible{outline:3px solid #1a66d6;outline-offset:3px}
@media (prefers-color-scheme:dark){body{background:#191712;color:#f1ead6}button,.back{border-color:#f1ead6}button.pay{background:#f1ead6;color:#191712}:focus-visible{outline-color:#8ab8ff}}
`;

export function sandboxPage(checkout: SandboxCheckout, language: Language): PageContent {
  const words = WORDS[language];
  const monthly = checkout.frequency === 'monthly' ? html` <small>${words.monthly}</small>` : null;
  const choice =
    checkout.state === 'open'
      ? html`<p>${words.explain}</p>
          <form method="post">
            <button class="pay" name="outcome" value="paid">${words.pay}</button>
            <button name="outcome" value="refused">${words.refuse}</button>
          </form>`
      : html`<p>${words[checkout.state]}</p>
          <a class="back" href="${checkout.return_url}">${words.back}</a>`;
  return {
    language,
    title: words.title,
    style: STYLE,
    body: html`<main>
      <p class="banner" role="note">${words.banner}</p>
      <h1>${words.title}</h1>
      <p>${words.to} ${checkout.charity}</p>
      <p class="amount">${showAmount(checkout.amount_cents, language)}${monthly}</p>
      ${choice}
    </main>`,
    formOrigins: [new URL(checkout.return_url).origin],
  };
}

export function noSandboxPage(language: Language): PageContent {
  const words = WORDS[language];
  return {
    language,
    title: words.title,
    style: STYLE,
    body: html`<main>
      <p class="banner" role="note">${words.banner}</p>
      <h1>${words.title}</h1>
      <p>${words.gone}</p>
    </main>`,
  };
}
