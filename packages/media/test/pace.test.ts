import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { delayOf, throughDelay } from '../src/rtp/delay.ts';
import { framesDue, nextFrameAt, paceFrom } from '../src/rtp/pace.ts';

test('[MEDIA-7] a frame every 20 ms from the beginning, however late each timer is', () => {
  const pace = paceFrom(1000);
  deepEqual(
    [1000, 1000, 1019, 1023, 1065, 1079.9, 1080].map((now) => framesDue(pace, now)),
    [1, 0, 0, 1, 2, 0, 1],
  );
  equal(nextFrameAt(pace), 1100);
});

test('[MEDIA-7] after a standstill it goes on with one frame, not with a burst', () => {
  const pace = paceFrom(0);
  framesDue(pace, 0);
  equal(framesDue(pace, 5000), 1);
  equal(framesDue(pace, 5019), 0);
  equal(framesDue(pace, 5020), 1);
});

test('[MEDIA-7] timers late by up to 70 ms lose no frame and add none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 300 }), (waits) => {
      const pace = paceFrom(0);
      let now = 0;
      let sent = framesDue(pace, 0);
      for (const wait of waits) {
        now += wait;
        sent += framesDue(pace, now);
      }
      equal(sent, Math.floor(now / 20) + 1);
    }),
  );
});

test('[MEDIA-14] the echo holds back ten packets, in order', () => {
  const delay = delayOf(10);
  const out = Array.from({ length: 25 }, (_, at) => throughDelay(delay, Buffer.from([at]))?.[0]);
  deepEqual(out, [...Array.from({ length: 10 }), ...Array.from({ length: 15 }, (_, at) => at)]);
});
