import { readingOf, type Language } from '@pledgeline/contract';

/** `ven. 4 déc.`: a day of the campaign's calendar, whatever the zone of this browser. */
export const dayWords = (date: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(date));

/** The time by the campaign's clocks, and the day where it is not today's. */
export function whenWords(
  moment: number,
  now: number,
  { zone, language }: { zone: string; language: Language },
): string {
  const { date, time } = readingOf(moment, zone);
  return date === readingOf(now, zone).date ? time : `${dayWords(date, language)} ${time}`;
}
