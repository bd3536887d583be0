/** What the person at the terminal reads. */
export interface Terminal {
  say(line: string): void;
  complain(sentence: string): void;
}

/** A terminal that was closed, or a pipe whose reader is gone, must not end the line in disorder. */
export function terminalOf(streams: { out: NodeJS.WritableStream; err: NodeJS.WritableStream }): Terminal {
  for (const stream of [streams.out, streams.err]) stream.on('error', () => {});
  return {
    say: (line) => void streams.out.write(`${line}\n`),
    complain: (sentence) => void streams.err.write(`${sentence}\n`),
  };
}
