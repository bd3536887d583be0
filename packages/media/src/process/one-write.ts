import type { Writable } from 'node:stream';

/** What is written to this stream in one turn of the event loop leaves in one write: a call asks for several things at once. */
export function inOneWrite(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}
