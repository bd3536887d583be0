import { luhn } from './luhn.ts';

/**
 * Is this run of digits made up, from end to end, of numbers that a donor's form holds every day: telephone numbers, dates,
 * times, postcodes, SIREN and SIRET, an address's BAN id? Then a stretch of it that looks like a card is chance.
 * One odd house number or so (two digits at the most) may stand with them; anything else leaves the run suspect.
 */
export function everydayNumbers(run: string): boolean {
  if (run.length > RUN_CHARS_MAX) return false;
  return tiled(run, 0, false, new Set());
}

/** A longer run is not explained away. */
const RUN_CHARS_MAX = 200;

interface Kind {
  readonly pattern: RegExp;
  readonly holds?: (digits: string) => boolean;
}

const KINDS: readonly Kind[] = [
  // A French number in any spacing: 06 12 34 56 78, +33 (0)6 12 34 56 78, 0033…
  { pattern: /(?:(?:\+|00)?[ .\-/]?33[ .\-/]?(?:\(0\)|0)?[ .\-/]?|0)[1-9](?:[ .\-/]{0,2}\d\d){4}/y },
  // Any other country's, written as such. Longer ones than 13 digits exist on paper only, and 15 would hide an Amex.
  { pattern: /(?:\+|00)[ .-]?[1-9](?:[ .()\-/]{0,3}\d){6,12}/y },
  { pattern: /\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d/y },
  { pattern: /(?:19|20)\d\d[/.-]\d\d[/.-]\d\d/y },
  { pattern: /\d{1,2}:\d\d(?::\d\d)?/y },
  { pattern: /\d{3}[ .]?\d{3}[ .]?\d{3}/y, holds: luhn },
  // INSEE: a SIRET is a SIREN and five more, and both have Luhn's check digit, as a Diners Club card of 14 digits has one.
  {
    pattern: /\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?00\d{3}/y,
    holds: (digits) => luhn(digits) && luhn(digits.slice(0, 9)),
  },
  { pattern: /\d{5}_\d{4}_\d{5}/y },
  { pattern: /\d{5}/y },
];
const ODD: Kind = { pattern: /\d{1,2}/y };

function tiled(run: string, at: number, oddSeen: boolean, failed: Set<string>): boolean {
  const start = nextNumber(run, at);
  if (start === run.length) return true;
  const place = `${start}${oddSeen ? 'o' : ''}`;
  if (failed.has(place)) return false;
  for (const kind of KINDS) {
    const end = endOf(kind, run, start);
    if (end > start && tiled(run, end, oddSeen, failed)) return true;
  }
  if (!oddSeen) {
    const end = endOf(ODD, run, start);
    if (end > start && tiled(run, end, true, failed)) return true;
  }
  failed.add(place);
  return false;
}

function nextNumber(run: string, at: number): number {
  let next = at;
  while (next < run.length && !/[\d+]/.test(run.charAt(next))) next += 1;
  return next;
}

/** Where a number of this kind ends that begins here and is followed by no digit; the start itself: none begins. */
function endOf({ pattern, holds }: Kind, run: string, start: number): number {
  pattern.lastIndex = start;
  const text = pattern.exec(run)?.[0];
  if (text === undefined || /\d/.test(run.charAt(start + text.length))) return start;
  if (holds !== undefined && !holds(text.replaceAll(/\D/g, ''))) return start;
  return start + text.length;
}
