import type { Language } from './campaign.ts';

const NO_BREAK_SPACE = '\u00a0';

/** An amount in euros as each language writes it: 1 500 € and 12,50 €, €1,500 and €12.50. Spaces are no-break ones. */
export function showAmount(amountCents: number, language: Language): string {
  const whole = Math.trunc(Math.abs(amountCents) / 100).toString();
  const rest = Math.abs(amountCents) % 100;
  const sign = amountCents < 0 ? '−' : '';
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, language === 'fr' ? NO_BREAK_SPACE : ',');
  const decimals = rest === 0 ? '' : `${language === 'fr' ? ',' : '.'}${rest.toString().padStart(2, '0')}`;
  return language === 'fr'
    ? `${sign}${grouped}${decimals}${NO_BREAK_SPACE}€`
    : `${sign}€${grouped}${decimals}`;
}

/** An amount as a person types it (50, 50,5, 1 500.00 €) in cents; null: it is none. */
export function readAmount(text: string): number | null {
  const written = text.replaceAll(/[\s€]/g, '');
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(written);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
