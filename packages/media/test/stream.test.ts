import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blankHeader, type RtpHeader } from '../src/rtp/packet.ts';
import { cut, follow, originate, outgoingStream, type OutgoingStream } from '../src/rtp/stream.ts';

const stream = (): OutgoingStream => outgoingStream({ ssrc: 7, sequence: 0xfffe, timestamp: 0xffffff00 }, 0);

/** A packet of a voice: its number counts frames of 20 ms. */
const packet = (ssrc: number, number: number, marker = false): RtpHeader => ({
  ...blankHeader(),
  ssrc,
  marker,
  sequence: number & 0xffff,
  timestamp: (number * 160) >>> 0,
});

/** Feeds [SSRC, number] every 20 ms and writes what goes out: `sequence/timestamp`, M where marked, or dropped. */
function ladder(to: OutgoingStream, voices: readonly (readonly [ssrc: number, number: number])[]): string[] {
  return voices.map(([ssrc, number], at) =>
    follow(to, packet(ssrc, number), (at + 1) * 20)
      ? `${to.mark.sequence}/${to.mark.timestamp}${to.mark.marker ? ' M' : ''}`
      : 'dropped',
  );
}

test('[MEDIA-3] caller after caller is one stream: SSRC, sequence and timestamp go on, over the edge of their circles', () => {
  deepEqual(
    ladder(stream(), [
      [1, 500],
      [1, 501],
      [2, 9],
      [2, 10],
    ]),
    ['65535/4294967200 M', '0/64', '1/224 M', '2/384'],
  );
});

test('[MEDIA-3] a pause between two voices is as long as it was', () => {
  const to = stream();
  follow(to, packet(1, 500), 20);
  follow(to, packet(2, 9), 1020);
  equal(to.mark.timestamp, (0xffffff00 + 160 + 8000) % 2 ** 32);
});

test('[MEDIA-3] frames of our own and a voice are one stream', () => {
  const to = stream();
  const out: string[] = [];
  const note = (): void =>
    void out.push(`${to.mark.sequence}/${to.mark.timestamp}${to.mark.marker ? ' M' : ''}`);
  originate(to, 20);
  note();
  originate(to, 40);
  note();
  follow(to, packet(1, 70), 60);
  note();
  originate(to, 80);
  note();
  deepEqual(out, ['65535/4294967200 M', '0/64', '1/224 M', '2/384 M']);
});

test('[MEDIA-4] what was lost stays lost, what came late goes late, and the gap is the same', () => {
  deepEqual(
    ladder(stream(), [
      [1, 500],
      [1, 503],
      [1, 502],
      [1, 504],
    ]),
    ['65535/4294967200 M', '2/384', '1/224', '3/544'],
  );
});

test('[MEDIA-4] no number goes out twice: repeated, too late, or from before the voice began', () => {
  deepEqual(
    ladder(stream(), [
      [1, 500],
      [1, 500],
      [1, 499],
      [1, 502],
      [1, 501],
      [1, 501],
      [1, 540],
      [1, 508],
    ]).map((line) => line === 'dropped'),
    [false, true, true, false, false, true, false, true],
  );
});

test('[MEDIA-4] a sender that jumps is believed at its second packet in a row', () => {
  deepEqual(
    ladder(stream(), [
      [1, 500],
      [1, 20_000],
      [1, 501],
      [1, 30_000],
      [1, 30_001],
    ]),
    ['65535/4294967200 M', 'dropped', '0/64', 'dropped', '1/384 M'],
  );
});

test('[MEDIA-4] after a cut the same SSRC is another voice', () => {
  const to = stream();
  follow(to, packet(1, 500), 20);
  cut(to);
  follow(to, packet(1, 30_000), 40);
  deepEqual([to.mark.sequence, to.mark.marker], [0, true]);
});

test('[MEDIA-4] whatever comes in, from whomever: no number twice, and never a step back of more than 31', () => {
  const voices = fc.array(
    fc.record({
      ssrc: fc.integer({ min: 1, max: 2 }),
      number: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.nat(0xffff)),
      own: fc.boolean(),
    }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(voices, (inputs) => {
      const to = outgoingStream({ ssrc: 7, sequence: 0, timestamp: 0 }, 0);
      const sent = new Set<number>();
      let highest = 0;
      inputs.forEach(({ ssrc, number, own }, at) => {
        if (own) originate(to, at * 20);
        else if (!follow(to, packet(ssrc, number), at * 20)) return;
        const { sequence } = to.mark;
        // No run of two hundred comes around the circle: jumps wider than 500 are not followed.
        fc.pre(highest < 60_000);
        ok(!sent.has(sequence), `${sequence} was sent before`);
        ok(sequence > highest - 32);
        sent.add(sequence);
        highest = Math.max(highest, sequence);
      });
    }),
  );
});
