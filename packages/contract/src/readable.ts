/** A text as a machine compares it: letters upper-case, every script's digits as 0 to 9, each with its place in the text. */
export interface Readable {
  readonly plain: string;
  /** For each character of `plain`: where the character that it comes from begins and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const DIGIT = /^\p{Nd}$/u;
const LETTER = /^\p{L}$/u;

/** Circled, full-width, Arabic and mathematical digits are digits to whoever reads the screen, so they are here too. */
export function readable(text: string): Readable {
  const starts: number[] = [];
  const ends: number[] = [];
  let plain = '';
  let at = 0;
  for (const character of text) {
    for (const part of spelled(character)) {
      plain += part;
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { plain, starts, ends };
}

/** One UTF-16 unit for each part, so that places in `plain` are places in the lists. */
function spelled(character: string): string[] {
  if (character <= '\u007f') return [character.toUpperCase()];
  return Array.from(character.normalize('NFKC').toUpperCase(), (part) => {
    if (part <= '\u007f') return part;
    if (DIGIT.test(part)) return String(digitValue(part));
    // Any letter that is not Latin separates nothing and spells nothing: one stands for all.
    return LETTER.test(part) ? 'Ø' : ' ';
  });
}

/** Unicode lays each script's ten digits in a row that begins at …0 or at …6. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  const low = point & 0xf;
  return DIGIT.test(String.fromCodePoint(point - low)) ? low : low - 6;
}
