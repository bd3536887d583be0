import { LIMITS, showAmount, type Language } from '@pledgeline/contract';

const monthly = { fr: '\u00a0par mois', en: ' a month' } as const;

/** What the donor's page says. French first: most donors read it. */
export interface DonorWords {
  readonly thanks: (firstName: string) => string;
  readonly promised: (charity: string) => string;
  readonly amountLabel: string;
  readonly amountHint: string;
  readonly amountWrong: string;
  readonly frequencyLabel: string;
  readonly once: string;
  readonly monthly: string;
  readonly pay: string;
  readonly safety: string;
  readonly waitingTitle: string;
  readonly waiting: string;
  readonly paidTitle: string;
  readonly paid: (amount: string, charity: string) => string;
  readonly refusedTitle: string;
  readonly refused: string;
  readonly again: string;
  readonly goneTitle: string;
  readonly gone: string;
  readonly busyTitle: string;
  readonly busy: string;
  readonly otherLanguage: string;
}

const bounds = (language: Language): [string, string] => [
  showAmount(LIMITS.pledgeCentsMin, language),
  showAmount(LIMITS.pledgeCentsMax, language),
];

export const WORDS: Readonly<Record<Language, DonorWords>> = {
  fr: {
    thanks: (firstName) => (firstName === '' ? 'Merci\u00a0!' : `Merci, ${firstName}\u00a0!`),
    promised: (charity) => `Votre promesse pour ${charity}`,
    amountLabel: 'Montant de votre don, en euros',
    amountHint: 'Vous pouvez le changer.',
    amountWrong: `Indiquez un montant entre ${bounds('fr')[0]} et ${bounds('fr')[1]}.`,
    frequencyLabel: 'Votre don',
    once: 'Une fois',
    monthly: 'Chaque mois',
    pay: 'Régler mon don',
    safety:
      'Le paiement se fait sur la page sécurisée de notre prestataire. Nous ne voyons jamais votre carte.',
    waitingTitle: 'Encore un instant',
    waiting:
      'Nous attendons la confirmation de votre paiement. Cette page se met à jour toute seule\u00a0; vous pouvez aussi la fermer, votre don n’en dépend pas.',
    paidTitle: 'Votre don est arrivé',
    paid: (amount, charity) => `${charity} a bien reçu ${amount}. Merci de tout cœur.`,
    refusedTitle: 'Le paiement n’a pas abouti',
    refused: 'Rien n’a été prélevé. Vous pouvez réessayer quand vous le souhaitez.',
    again: 'Réessayer',
    goneTitle: 'Ce lien n’est plus valable',
    gone: 'Il est trop ancien, ou il manque une partie de l’adresse. Vérifiez votre message, ou appelez-nous\u00a0: nous vous enverrons un nouveau lien.',
    busyTitle: 'Un peu de patience',
    busy: 'Cette page a été demandée trop souvent. Attendez une minute et réessayez.',
    otherLanguage: 'English',
  },
  en: {
    thanks: (firstName) => (firstName === '' ? 'Thank you!' : `Thank you, ${firstName}!`),
    promised: (charity) => `Your pledge to ${charity}`,
    amountLabel: 'Amount of your gift, in euros',
    amountHint: 'You may change it.',
    amountWrong: `Enter an amount between ${bounds('en')[0]} and ${bounds('en')[1]}.`,
    frequencyLabel: 'Your gift',
    once: 'Once',
    monthly: 'Every month',
    pay: 'Pay my gift',
    safety: 'You pay on our provider’s secure page. We never see your card.',
    waitingTitle: 'One moment',
    waiting:
      'We are waiting for your payment to be confirmed. This page updates by itself; you may also close it, your gift does not depend on it.',
    paidTitle: 'Your gift has arrived',
    paid: (amount, charity) => `${charity} has received ${amount}. Thank you with all our heart.`,
    refusedTitle: 'The payment did not go through',
    refused: 'Nothing was taken. You may try again whenever you like.',
    again: 'Try again',
    goneTitle: 'This link is no longer valid',
    gone: 'It is too old, or a part of the address is missing. Check your message, or call us and we will send you a new link.',
    busyTitle: 'A little patience',
    busy: 'This page was asked for too often. Wait a minute and try again.',
    otherLanguage: 'Français',
  },
};

export const amountWords = (amountCents: number, frequency: 'once' | 'monthly', language: Language): string =>
  showAmount(amountCents, language) + (frequency === 'monthly' ? monthly[language] : '');

/** Code général des impôts, article 200: 66 % of a gift comes off the tax, up to 20 % of the taxable income. */
const TAX_SHARE_KEPT = 0.34;

/** Said in French only: the reduction is France's. */
export function taxSentence(amountCents: number, language: Language): string | null {
  if (language !== 'fr') return null;
  const cost = showAmount(Math.round((amountCents * TAX_SHARE_KEPT) / 100) * 100, 'fr');
  return `${showAmount(amountCents, 'fr')} vous coûtent ${cost} après réduction d’impôt (66\u00a0%, dans la limite de 20\u00a0% de votre revenu imposable).`;
}
