import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hearKey, quietEar, type KeyEar } from '../src/rtp/keys.ts';
import { blankHeader } from '../src/rtp/packet.ts';

interface Heard {
  readonly event: number;
  /** In samples. */
  readonly at: number;
  readonly end?: boolean;
  readonly ssrc?: number;
}

function keysOf(packets: readonly Heard[]): string {
  let ear: KeyEar = quietEar;
  let keys = '';
  for (const { event, at, end = false, ssrc = 1 } of packets) {
    const payload = Buffer.from([event, end ? 0x8a : 0x0a, 0, 160]);
    const header = { ...blankHeader(), ssrc, timestamp: at >>> 0, payloadEnd: payload.length };
    const step = hearKey(ear, payload, header);
    ear = step.ear;
    keys += step.key ?? '';
  }
  return keys;
}

/** A press as a telephone sends it: some packets, and the end three times. */
const press = (event: number, at: number, packets = 4): Heard[] => [
  ...Array.from({ length: packets }, () => ({ event, at })),
  ...Array.from({ length: 3 }, () => ({ event, at, end: true })),
];

test('[MEDIA-5] each press is one key', () => {
  equal(keysOf([...press(1, 0), ...press(2, 1600), ...press(11, 3200), ...press(10, 4800)]), '12#*');
});

test('[MEDIA-5] the same key pressed again is another press', () => {
  equal(keysOf([...press(5, 0), ...press(5, 800)]), '55');
});

test('[MEDIA-5] whatever is lost of it but one packet, a press counts, and once', () => {
  const presses = fc.array(fc.tuple(fc.nat(15), fc.uniqueArray(fc.nat(6), { minLength: 1 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(presses, fc.nat(0xffffffff), (pressed, start) => {
      const packets = pressed.flatMap(([event, kept], at) =>
        press(event, start + at * 800).filter((_, number) => kept.includes(number)),
      );
      equal(keysOf(packets), pressed.map(([event]) => '0123456789*#ABCD'[event]).join(''));
    }),
  );
});

test('[MEDIA-5] packets of a press that come after those of the next change nothing', () => {
  equal(keysOf([...press(1, 0, 2), ...press(2, 800), { event: 1, at: 0, end: true }]), '12');
});

test('[MEDIA-5] a key held beyond one segment is one press (RFC 4733 §2.5.1.3)', () => {
  equal(
    keysOf([
      { event: 3, at: 0 },
      { event: 3, at: 0xffff },
      { event: 3, at: 0x1fffe, end: true },
    ]),
    '3',
  );
});

test('[MEDIA-5] a sender that moves the timestamp with each packet presses once', () => {
  equal(keysOf([0, 160, 320, 480, 640].map((at) => ({ event: 7, at }))), '7');
});

test('[MEDIA-5] another stream is another telephone; a flash, a fax tone and a cut packet are no key', () => {
  equal(keysOf([...press(4, 0), ...press(4, 0).map((heard) => ({ ...heard, ssrc: 2 }))]), '44');
  equal(keysOf([...press(16, 0), ...press(32, 1600)]), '');
  const short = { ...blankHeader(), payloadEnd: 3 };
  equal(hearKey(quietEar, Buffer.from([1, 0x8a, 0]), short).key, null);
});
