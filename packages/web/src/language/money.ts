import type { Language } from '@pledgeline/contract';

const locale = { fr: 'fr-FR', en: 'en-GB' } as const;
const cached = new Map<string, Intl.NumberFormat>();

function format(language: Language, whole: boolean): Intl.NumberFormat {
  const key = `${language}${String(whole)}`;
  const known = cached.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale[language], {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  });
  cached.set(key, made);
  return made;
}

/** « 1 250 € », “€12.50”: no cents where there are none. */
export const money = (amountCents: number, language: Language): string =>
  format(language, amountCents % 100 === 0).format(amountCents / 100);

/** Whole euros, for figures that are read across a studio. */
export const wholeMoney = (amountCents: number, language: Language): string =>
  format(language, true).format(Math.floor(amountCents / 100));

export const clockTime = (iso: string, language: Language): string =>
  new Date(iso).toLocaleTimeString(locale[language], { hour: '2-digit', minute: '2-digit' });

export const secondTime = (iso: string, language: Language): string =>
  new Date(iso).toLocaleTimeString(locale[language], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
