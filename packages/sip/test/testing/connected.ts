import { Line, sdpOf, type LineOptions } from './line.ts';

/** A line on which Alice has called Bob and both have said all; her leg is `a`. */
export function connected(options: LineOptions = {}): Line {
  const line = new Line(options);
  line.call();
  const longMs = options.fate === undefined ? 0 : 200;
  line.until(longMs);
  line.feed(line.bob, { kind: 'answer', leg: line.invited(), sdp: sdpOf(line.bob) });
  line.until(2 * longMs);
  line.ladder.splice(0);
  return line;
}
