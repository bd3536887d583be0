import { failed, ok, type Result } from '@pledgeline/core';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';

export interface Line {
  /** Counted from 1, as an editor does. */
  readonly number: number;
  readonly text: string;
}

export type Bytes = AsyncIterable<Uint8Array>;

const GZIP = [0x1f, 0x8b] as const;
const LINE_FEED = 0x0a;

/** A line longer than this is no line of a directory: the rest of the file is taken as one line, and refused. */
const LINE_BYTES_MAX = 65_536;

/**
 * The lines of a file in blocks, as they come: unpacked where it is gzip, as UTF-8 (with or without its mark) or Latin-1
 * (Windows-1252). Both have the line feed in the same place, so each block is whole lines. Throws on a broken gzip.
 */
export async function* linesOf(source: Bytes): AsyncGenerator<readonly Line[]> {
  const decode = decoder();
  let number = 0;
  for await (const block of wholeLines(unpacked(source))) {
    const texts = decode(block).split(/\r?\n/);
    // What follows the last line feed is empty, and no line.
    if (texts.at(-1) === '') texts.pop();
    yield texts.map((text) => ({ number: (number += 1), text }));
  }
}

async function* unpacked(source: Bytes): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield first.value as Uint8Array;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      // Whoever stops reading early closes the file as well.
      await iterator.return?.();
    }
  }
  const isGzip = GZIP.every((byte, at) => first.value[at] === byte);
  yield* isGzip ? (Readable.from(whole()).compose(createGunzip()) as AsyncIterable<Uint8Array>) : whole();
}

async function* wholeLines(source: Bytes): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (rest.length > LINE_BYTES_MAX) rest = rest.subarray(0, LINE_BYTES_MAX);
  }
  if (rest.length > 0) yield rest;
}

/** A file is UTF-8 until a byte cannot be; if nothing beyond ASCII was UTF-8 before, it is Latin-1 from there on. */
function decoder(): (block: Buffer) => string {
  let encoding: 'unknown' | 'utf-8' | 'windows-1252' = 'unknown';
  let isFirst = true;
  return (block) => {
    const strict = encoding === 'windows-1252' ? failed(null) : strictly(block);
    if (encoding !== 'windows-1252' && strict.ok) {
      if (strict.value.length < block.length) encoding = 'utf-8';
    } else if (encoding === 'unknown') encoding = looksLikeUtf8(block) ? 'utf-8' : 'windows-1252';
    const text = strict.ok ? strict.value : new TextDecoder(encoding, { ignoreBOM: true }).decode(block);
    const marked = isFirst && text.startsWith('\ufeff');
    isFirst = false;
    return marked ? text.slice(1) : text;
  };
}

function strictly(block: Buffer): Result<string, null> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(block));
  } catch {
    return failed(null);
  }
}

/** More letters that UTF-8 explains than bytes that it does not: then the file is UTF-8 with something broken in it. */
function looksLikeUtf8(block: Buffer): boolean {
  const text = block.toString('utf8');
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const beyondAscii = text.match(/[^\0-\u007f]/gu)?.length ?? 0;
  return beyondAscii - broken > broken;
}
