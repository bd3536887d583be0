import type { Language } from '@pledgeline/contract';

const KEPT_UNDER = 'pledgeline.language';

/** What was chosen here before, else the first of the browser's languages that we speak. */
export function languageOf(kept: string | null, browser: readonly string[]): Language {
  if (kept === 'fr' || kept === 'en') return kept;
  for (const tag of browser) {
    if (tag.startsWith('fr')) return 'fr';
    if (tag.startsWith('en')) return 'en';
  }
  return 'fr';
}

/** A browser may refuse storage (private window, policy): the choice then lasts as long as the page. */
export function keptLanguage(): Language {
  return languageOf(remembered(), navigator.languages);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    return null;
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_UNDER, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
