import type { Readable } from './readable.ts';

const CLASS: Readonly<Record<string, string>> = { n: '[0-9]', a: '[A-Z]', c: '[A-Z0-9]' };

/**
 * What follows the country and the two check digits (ISO 13616, the registry's structure): n digits, a letters, c either.
 * With the structure, prose that happens to begin like an account number is not taken for one.
 */
const STRUCTURES: Readonly<Record<string, string>> = structures(`
  AD 8n12c  AE 19n     AL 8n16c    AT 16n     AZ 4a20c   BA 16n     BE 12n      BG 4a6n8c  BH 4a14c  BI 23n
  BR 23n1a1c BY 4c4n16c CH 5n12c   CR 18n     CY 8n16c   CZ 20n     DE 18n      DJ 23n     DK 14n    DO 4c20n
  EE 16n    EG 25n     ES 20n      FI 14n     FK 2a12n   FO 14n     FR 10n11c2n GB 4a14n   GE 2a16n  GI 4a15c
  GL 14n    GR 7n16c   GT 24c      HR 17n     HU 24n     IE 4a14n   IL 19n      IQ 4a15n   IS 22n    IT 1a10n12c
  JO 4a4n18c KW 4a22c  KZ 3n13c    LB 4n20c   LC 4a24c   LI 5n12c   LT 16n      LU 3n13c   LV 4a13c  LY 21n
  MC 10n11c2n MD 20c   ME 18n      MK 3n10c2n MN 16n     MR 23n     MT 4a5n18c  MU 4a19n3a NI 4a20n  NL 4a10n
  NO 11n    OM 3n16c   PK 4a16c    PL 24n     PS 4a21c   PT 21n     QA 4a21c    RO 4a16c   RS 18n    RU 14n15c
  SA 2n18c  SC 4a20n3a SD 14n      SE 20n     SI 15n     SK 20n     SM 1a10n12c SO 19n     ST 21n    SV 4a20n
  TL 19n    TN 20n     TR 6n16c    UA 6n19c   VA 18n     VG 4a16n   XK 16n      YE 4a4n18c`);

/** From `FR 10n11c2n` to a pattern that is anchored at its beginning. */
function structures(table: string): Record<string, string> {
  const patterns: Record<string, string> = {};
  for (const [, country = '', structure = ''] of table.matchAll(/([A-Z]{2}) (\S+)/g))
    patterns[country] = structure.replaceAll(/(\d+)([nac])/g, (_, count: string, kind: string) => {
      return `${CLASS[kind]}{${count}}`;
    });
  return patterns;
}

/** Every IBAN in the text, as places in `plain`: any spacing, any case, check digits right. */
export function ibansIn({ plain }: Readable): { start: number; end: number }[] {
  const places: number[] = [];
  let compact = '';
  for (let at = 0; at < plain.length; at += 1) {
    const character = plain.charAt(at);
    if (!/[A-Z0-9Ø]/.test(character)) continue;
    compact += character;
    places.push(at);
  }
  const found: { start: number; end: number }[] = [];
  for (const { index } of compact.matchAll(/(?=[A-Z]{2}\d{2})/g)) {
    const length = ibanLength(compact, index);
    if (length === 0) continue;
    found.push({ start: places[index] ?? 0, end: places[index + length - 1] ?? 0 });
  }
  return found;
}

/** How long the IBAN is that begins here; 0: none does. */
function ibanLength(compact: string, index: number): number {
  const structure = STRUCTURES[compact.slice(index, index + 2)];
  if (structure === undefined) return 0;
  const pattern = new RegExp(`[A-Z]{2}[0-9]{2}${structure}`, 'y');
  pattern.lastIndex = index;
  const iban = pattern.exec(compact)?.[0];
  return iban !== undefined && remainderOf97(iban) === 1 ? iban.length : 0;
}

/** ISO 7064 MOD 97-10, as ISO 13616 uses it: the first four go to the end, letters count from 10. */
function remainderOf97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
