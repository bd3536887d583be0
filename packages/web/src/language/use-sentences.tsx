import type { Language } from '@pledgeline/contract';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { english } from './english.ts';
import { french, type Sentences } from './french.ts';
import { keepLanguage, keptLanguage } from './language.ts';

interface Spoken {
  readonly language: Language;
  readonly sentences: Sentences;
  readonly speak: (language: Language) => void;
}
const SpokenContext = createContext<Spoken>({ language: 'fr', sentences: french, speak: () => undefined });

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(keptLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const spoken = useMemo<Spoken>(() => {
    const speak = (next: Language): void => {
      keepLanguage(next);
      setLanguage(next);
    };
    return { language, sentences: language === 'fr' ? french : english, speak };
  }, [language]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

export const useSpoken = (): Spoken => use(SpokenContext);
export const useSentences = (): Sentences => use(SpokenContext).sentences;

/** The switch shows the other language, in its own words. */
export function LanguageSwitch({ className }: { readonly className?: string }) {
  const { language, speak } = useSpoken();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <button type="button" className={className} lang={other} onClick={() => speak(other)}>
      {other === 'fr' ? french.name : english.name}
    </button>
  );
}
