import type { Language } from '@pledgeline/contract';

/** The time, and the day where it is not today's, by the clocks of whoever reads it. */
export function momentWords(moment: number, now: number, language: Language): string {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const day = (at: number): string => new Date(at).toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const date = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return new Intl.DateTimeFormat(locale, day(moment) === day(now) ? time : { ...date, ...time }).format(
    moment,
  );
}
