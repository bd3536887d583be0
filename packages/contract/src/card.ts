import { everydayNumbers } from './everyday.ts';
import { ibansIn } from './iban.ts';
import { luhn } from './luhn.ts';
import { readable } from './readable.ts';

/** A place in a text: UTF-16 units, `end` excluded, as in String.slice. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Does this text hold a payment card number or an IBAN, however it is spaced? Told by length, prefix and check digits. */
export function holdsCardNumber(text: string): boolean {
  return cardNumbers(text).length > 0;
}

/**
 * The same over the fields of one form, in the order in which they stand on the screen: four groups of digits in four fields
 * are one card number. Letters between two groups keep them apart.
 */
export function holdsCardNumberAcross(texts: readonly string[]): boolean {
  return holdsCardNumber(texts.filter((text) => text.trim() !== '').join('\n'));
}

/** For a log line: nothing of the number stays, not even its last digits. */
export function maskCardNumbers(text: string): string {
  let masked = '';
  let from = 0;
  for (const span of cardNumbers(text)) {
    masked += `${text.slice(from, span.start)}[card number]`;
    from = span.end;
  }
  return masked + text.slice(from);
}

/** Where the card and account numbers stand, in order, without overlap. */
export function cardNumbers(text: string): readonly Span[] {
  if (text.length < SHORTEST) return [];
  const read = readable(text);
  const found: Span[] = ibansIn(read);
  for (const run of runsOfDigits(read.plain)) if (!everydayNumbers(run.text)) found.push(...cardsIn(run));
  const spans = found.map(({ start, end }) => ({
    start: read.starts[start] ?? 0,
    end: read.ends[end] ?? text.length,
  }));
  return merged(spans.toSorted((one, other) => one.start - other.start));
}

/** ISO/IEC 7812: 13 (old Visa) to 19 digits. */
const SHORTEST = 13;
const LONGEST = 19;
/** From here on a group may be a card with its month or its three digits typed on to it: today's cards have 15 or 16. */
const UNBROKEN = 18;

/** Digits and what stands between them: no letter, and at most eight other signs at a time. */
const RUN = /\+?\d(?:[^A-ZØ0-9]{0,8}\d)*/g;

interface Run {
  /** Where it begins in the readable text. */
  readonly at: number;
  readonly text: string;
}

function runsOfDigits(plain: string): Run[] {
  const runs: Run[] = [];
  for (const match of plain.matchAll(RUN)) runs.push({ at: match.index, text: match[0] });
  return runs;
}

/** Both ends belong to the number here: places of its first and of its last digit. */
function cardsIn(run: Run): Span[] {
  const places: number[] = [];
  let digits = '';
  for (const match of run.text.matchAll(/\d/g)) {
    digits += match[0];
    places.push(run.at + match.index);
  }
  if (digits.length < SHORTEST) return [];
  const edges = groupEdges(run.text);
  const found: Span[] = [];
  for (let first = 0; first + SHORTEST <= digits.length; first += 1)
    for (let length = SHORTEST; length <= LONGEST && first + length <= digits.length; length += 1) {
      if (!mayStand(edges, first, length)) continue;
      if (isCardNumber(digits.slice(first, first + length)))
        found.push(wholeGroups(places, edges, first, first + length - 1));
    }
  return found;
}

interface Edges {
  /** For each digit, the length of the unbroken group that begins there, or 0. */
  readonly begins: readonly number[];
  /** For each digit, the length of the unbroken group that ends with it, or 0. */
  readonly ends: readonly number[];
}

function groupEdges(text: string): Edges {
  const begins: number[] = [];
  const ends: number[] = [];
  for (const [group] of text.matchAll(/\d+/g)) {
    for (let at = 0; at < group.length; at += 1) {
      begins.push(at === 0 ? group.length : 0);
      ends.push(at === group.length - 1 ? group.length : 0);
    }
  }
  return { begins, ends };
}

/** What is typed on to the number without a space (its month, its three digits) is as secret as the number. */
function wholeGroups(places: readonly number[], { begins, ends }: Edges, first: number, last: number): Span {
  let from = first;
  while (begins[from] === 0) from -= 1;
  let to = last;
  while (ends[to] === 0) to += 1;
  return { start: places[from] ?? 0, end: places[to] ?? 0 };
}

/** A card number is whole groups; at an end of a long group it may have been typed without a space. */
function mayStand({ begins, ends }: Edges, first: number, length: number): boolean {
  const begin = begins[first] ?? 0;
  const end = ends[first + length - 1] ?? 0;
  if (begin > 0 && end > 0) return true;
  return (length === 15 || length === 16) && (begin >= UNBROKEN || end >= UNBROKEN);
}

/** The first digits that networks issue, and the lengths that go with them. */
const NETWORKS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|095|[689]\d)\d{11}(?:\d{2})?$/, // Diners Club
  /^6(?:011|4[4-9]\d|5\d\d)\d{12,15}$/, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^(?:62|81)\d{14,17}$/, // UnionPay
  /^(?:5[0678]|6[037])\d{11,17}$/, // Maestro and other debit cards
  /^220[0-4]\d{12,15}$/, // Mir
];

/** Digits alone, nothing between them. */
function isCardNumber(digits: string): boolean {
  return luhn(digits) && NETWORKS.some((network) => network.test(digits));
}

function merged(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const span of spans) {
    const last = apart.at(-1);
    if (last === undefined || span.start >= last.end) apart.push(span);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return apart;
}
