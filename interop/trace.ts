import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Pattern {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/**
 * A French number (E.164) as the bytes that any of the usual encodings leave of it. What stands in them all is the nine
 * digits after the prefix, so `+33 6…`, `06…` and `0033 6…` are found alike.
 */
export function patternsOf(number: string): Pattern[] {
  const international = number.replace('+', '');
  const digits = international.slice(2);
  const pairs = digits.slice(1).match(/../g) ?? [];
  const spaced = [' ', '.', '-', '\u00a0'].map((gap) => [digits[0], ...pairs].join(gap));
  return [
    { encoding: 'plain', bytes: Buffer.from(digits) },
    ...spaced.map((text) => ({ encoding: 'spaced', bytes: Buffer.from(text) })),
    { encoding: 'UTF-16 LE', bytes: Buffer.from(digits, 'utf16le') },
    { encoding: 'UTF-16 BE', bytes: Buffer.from(digits, 'utf16le').swap16() },
    { encoding: 'hex', bytes: Buffer.from(Buffer.from(digits).toString('hex')) },
    { encoding: 'percent', bytes: Buffer.from(digits.replaceAll(/\d/g, '%3$&')) },
    ...base64Patterns(digits),
    ...[international, `0${digits}`].flatMap(bcdPatterns),
    ...integerPatterns(international),
  ];
}

/** Where a text stands in what was encoded decides its base64: three ways, less the signs that its neighbours share. */
function base64Patterns(text: string): Pattern[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + text.length) * 8) / 6);
    return { encoding: `base64, ${before} after a third`, bytes: Buffer.from(encoded.slice(first, last)) };
  });
}

const BCD_BYTES_MIN = 5;

/** Two digits to a byte, as switches write them (3GPP TS 23.040 §9.1.2.3, nibbles reversed) and as clocks do. */
function bcdPatterns(digits: string): Pattern[] {
  return [digits, digits.slice(1)].flatMap((run) => {
    const pairs = run.match(/../g) ?? [];
    if (pairs.length < BCD_BYTES_MIN) return [];
    const reversed = pairs.map(([first, second]) => `${second}${first}`).join('');
    return [
      { encoding: 'BCD, nibbles reversed', bytes: Buffer.from(reversed, 'hex') },
      { encoding: 'BCD', bytes: Buffer.from(pairs.join(''), 'hex') },
    ];
  });
}

function integerPatterns(digits: string): Pattern[] {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(digits));
  return [
    { encoding: 'integer, BE', bytes },
    { encoding: 'integer, LE', bytes: Buffer.from(bytes.toReversed()) },
  ];
}

/** Every file below the folders that holds one of the patterns: `path (encoding)`. Looks into gzip as well. */
export function findTraces(folders: readonly string[], patterns: readonly Pattern[]): string[] {
  return folders
    .flatMap((folder) => [...filesBelow(folder)])
    .flatMap((path) => {
      const bytes = contentOf(path);
      return patterns
        .filter((pattern) => bytes.includes(pattern.bytes))
        .map((pattern) => `${path} (${pattern.encoding})`);
    });
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

function contentOf(path: string): Buffer {
  const bytes = readFileSync(path);
  // Names may hold what contents do not.
  const named = Buffer.from(`${path}\n`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return Buffer.concat([named, bytes]);
  try {
    return Buffer.concat([named, bytes, gunzipSync(bytes)]);
  } catch {
    return Buffer.concat([named, bytes]);
  }
}
