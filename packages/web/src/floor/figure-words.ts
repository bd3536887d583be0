import type { Language } from '@pledgeline/contract';

/** What nothing can be said of yet. */
const NOTHING = '–';

/** `92 %`, as each language writes it. */
export const percent = (share: number | null, language: Language): string =>
  share === null
    ? NOTHING
    : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** `8 s`. */
export const seconds = (ms: number | null, language: Language): string =>
  ms === null
    ? NOTHING
    : new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'narrow' })
        .format(Math.round(ms / 1_000))
        // English writes the narrow unit without a space, where figures in a column need one.
        .replace(/(\d)s$/, '$1\u00a0s');
