import { showAmount, type Language } from '@pledgeline/contract';
import { html, type Html } from '../adapters/html/html.ts';

/** What an invitation says. */
export interface InvitationFacts {
  readonly charity: string;
  readonly amountCents: number;
  readonly frequency: 'once' | 'monthly';
  readonly title: '' | 'mrs' | 'mr';
  readonly firstName: string;
  readonly lastName: string;
  readonly link: string;
  readonly language: Language;
}

export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** A text message: in the GSM alphabet (no typographic signs), or it would cost twice and come in pieces. */
export function smsWords(facts: InvitationFacts): Words {
  const amount = showAmount(facts.amountCents, facts.language).replaceAll('\u00a0', ' ');
  const monthly = facts.frequency === 'monthly';
  const text =
    facts.language === 'fr'
      ? `${facts.charity} : merci pour votre promesse de ${amount}${monthly ? ' par mois' : ''}. Pour la régler : ${facts.link}`
      : `${facts.charity}: thank you for your pledge of ${amount}${monthly ? ' a month' : ''}. To pay it: ${facts.link}`;
  return { subject: '', text };
}

export function emailWords(facts: InvitationFacts): Words {
  const { opening, paragraphs, closing } = sentences(facts);
  return {
    subject:
      facts.language === 'fr'
        ? `Votre promesse de don à ${facts.charity}`
        : `Your pledge to ${facts.charity}`,
    text: [opening, paragraphs.promised, `${paragraphs.pay}\n${facts.link}`, paragraphs.safety, closing].join(
      '\n\n',
    ),
  };
}

/** The letter that goes to print: the same words, without anything to click on. */
export function letterWords(facts: InvitationFacts): Words {
  const { opening, paragraphs, closing } = sentences(facts);
  const link = facts.link.replace(/^https?:\/\//, '');
  return {
    subject:
      facts.language === 'fr'
        ? `Votre promesse de don à ${facts.charity}`
        : `Your pledge to ${facts.charity}`,
    text: [opening, paragraphs.promised, `${paragraphs.visit}\n${link}`, paragraphs.safety, closing].join(
      '\n\n',
    ),
  };
}

/** The same words with a button, made from the text itself, so that the two never differ. */
export function emailHtml({
  text,
  link,
  language,
}: {
  text: string;
  link: string;
  language: Language;
}): string {
  const paragraphs = text.split('\n\n').map((paragraph) => {
    const [line = '', ...rest] = paragraph.split('\n');
    const button = rest.includes(link) ? payButton(link, language) : null;
    return html`<p style="margin:0 0 16px">${line}</p>
      ${button}`;
  });
  const page = html`<html lang="${language}">
    <body style="margin:0;background:#f4f2ee;color:#1d1b18">
      <div style="max-width:520px;margin:0 auto;padding:32px 20px;font:17px/1.5 Georgia,serif">
        ${paragraphs}
      </div>
    </body>
  </html>`;
  return `<!doctype html>${page.html}`;
}

const payButton = (link: string, language: Language): Html =>
  html`<p style="margin:0 0 24px">
      <a
        href="${link}"
        style="display:inline-block;padding:14px 28px;border-radius:10px;background:#a1123a;color:#ffffff;text-decoration:none;font:bold 17px/1.2 Arial,sans-serif"
        >${language === 'fr' ? 'Régler mon don' : 'Pay my gift'}</a
      >
    </p>
    <p style="margin:0 0 16px;font-size:14px;word-break:break-all">${link}</p>`;

function sentences(facts: InvitationFacts) {
  const amount = showAmount(facts.amountCents, facts.language);
  return facts.language === 'fr' ? frenchSentences(facts, amount) : englishSentences(facts, amount);
}

function frenchSentences(
  { charity, frequency, title, lastName, firstName }: InvitationFacts,
  amount: string,
) {
  const address = { mrs: `Madame ${lastName}`, mr: `Monsieur ${lastName}`, '': `${firstName} ${lastName}` }[
    title
  ].trim();
  const monthly = frequency === 'monthly' ? ' par mois' : '';
  return {
    opening: `Bonjour${address === '' ? '' : ` ${address}`},`,
    paragraphs: {
      promised: `Vous venez de nous promettre ${amount}${monthly} par téléphone. Merci de tout cœur.`,
      pay: 'Il ne vous reste qu’à régler votre don, en une minute, sur notre page sécurisée\u00a0:',
      visit: 'Il ne vous reste qu’à régler votre don, en une minute, à cette adresse\u00a0:',
      safety:
        'Cette adresse est la vôtre\u00a0: ne la transmettez à personne. Nous ne vous demanderons jamais votre numéro de carte par téléphone ni par message.',
    },
    closing: charity,
  };
}

function englishSentences(
  { charity, frequency, title, lastName, firstName }: InvitationFacts,
  amount: string,
) {
  const address = { mrs: `Mrs ${lastName}`, mr: `Mr ${lastName}`, '': `${firstName} ${lastName}` }[
    title
  ].trim();
  const monthly = frequency === 'monthly' ? ' a month' : '';
  return {
    opening: address === '' ? 'Hello,' : `Dear ${address},`,
    paragraphs: {
      promised: `You have just promised us ${amount}${monthly} by telephone. Thank you with all our heart.`,
      pay: 'All that is left is to pay your gift, in a minute, on our secure page:',
      visit: 'All that is left is to pay your gift, in a minute, at this address:',
      safety:
        'This address is yours: pass it on to nobody. We will never ask for your card number by telephone or by message.',
    },
    closing: charity,
  };
}
