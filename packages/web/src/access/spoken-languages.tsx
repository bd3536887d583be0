import { Language } from '@pledgeline/contract';
import { useSentences } from '../language/use-sentences.tsx';

interface SpokenLanguagesProps {
  readonly languages: readonly Language[];
  readonly choose: (languages: readonly Language[]) => void;
}

/** What is spoken with callers: nobody is given a call that he could not take. */
export function SpokenLanguages({ languages, choose }: SpokenLanguagesProps) {
  const { sites: words } = useSentences();
  const nameOf = (language: Language): string => (language === 'fr' ? words.french : words.english);
  return (
    <fieldset className="entry-choices">
      <legend>{words.languages}</legend>
      {Language.options.map((language) => (
        <label key={language}>
          <input
            type="checkbox"
            checked={languages.includes(language)}
            onChange={(event) =>
              choose(
                event.target.checked ? [...languages, language] : languages.filter((one) => one !== language),
              )
            }
          />
          {nameOf(language)}
        </label>
      ))}
      <p className="entry-note" role={languages.length === 0 ? 'alert' : undefined}>
        {languages.length === 0 ? words.languageNeeded : words.languagesHelp}
      </p>
    </fieldset>
  );
}
