import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Codec } from '../src/port.ts';
import { encode, encodeLoud, decode } from '../src/rtp/g711.ts';
import { Mix } from '../src/rtp/mix.ts';
import { blankHeader, type RtpHeader } from '../src/rtp/packet.ts';
import { Ear } from './testing/tones.ts';

interface Sender {
  readonly name: string;
  readonly hertz: number;
  /** How long a packet takes by this sender's clock, as the world measures it. */
  readonly packetMs: number;
  readonly firstAtMs?: number;
  readonly codec?: Codec;
  readonly samples?: number;
  /** When the packet comes, after it was sent. */
  readonly lateMs?: (number: number) => number;
  readonly lost?: (number: number) => boolean;
  /** The place in time that a packet claims. */
  readonly numbered?: (number: number) => number;
}
interface Arrival {
  readonly atMs: number;
  readonly sender: Sender;
  readonly number: number;
}

function arrivals(senders: readonly Sender[], lengthMs: number): readonly Arrival[] {
  const all = senders.flatMap((sender) =>
    Array.from({ length: Math.floor(lengthMs / sender.packetMs) }, (_, number): Arrival => {
      const late = sender.lateMs?.(number) ?? 0;
      return { atMs: (sender.firstAtMs ?? 0) + number * sender.packetMs + late, sender, number };
    }),
  );
  return all
    .filter(({ sender, number }) => sender.lost?.(number) !== true)
    .toSorted((one, other) => one.atMs - other.atMs);
}

function say(mix: Mix<string>, { sender, number, atMs }: Arrival): void {
  const { samples = 160, codec = 'PCMA', hertz, name, numbered = (at: number): number => at } = sender;
  const sound = Int16Array.from({ length: samples }, (_, at) =>
    Math.round(9000 * Math.sin((2 * Math.PI * hertz * (number * samples + at)) / 8000)),
  );
  const header: RtpHeader = {
    ...blankHeader(),
    ssrc: name.length,
    sequence: number & 0xffff,
    timestamp: (numbered(number) * samples) >>> 0,
    payloadEnd: samples,
  };
  mix.hear(name, encode(sound, codec), header, codec, atMs);
}

/** Lets senders speak for a while; answers what was heard at each moment. */
function listen(
  senders: readonly Sender[],
  lengthMs: number,
  look: (ear: Ear, atMs: number, waiting: number) => void,
): number {
  const ear = new Ear();
  let frames = 0;
  const mix = new Mix<string>((sum) => {
    frames += 1;
    ear.hear(Int16Array.from(sum));
  });
  mix.have(senders.map(({ name }) => name));
  for (const arrival of arrivals(senders, lengthMs)) {
    say(mix, arrival);
    look(ear, arrival.atMs, mix.waiting);
  }
  return frames;
}

/** Both voices fill the last 200 ms, and not a packet is missing. */
const isWhole = (ear: Ear): boolean => ear.hearsTogether(700, 1900) && ear.purity(700, 1900) > 0.98;

const caller: Sender = { name: 'caller', hertz: 700, packetMs: 20 };
const agent: Sender = { name: 'the agent', hertz: 1900, packetMs: 20, firstAtMs: 7, codec: 'PCMU' };

test('[MEDIA-35] two voices, each in its own law, are heard together, frame for frame, without a gap', () => {
  const frames = listen([caller, agent], 10_000, (ear, atMs) => {
    if (atMs > 400) ok(isWhole(ear), `at ${atMs}`);
  });
  equal(frames, 500);
});

for (const [what, packetMs] of [
  ['faster', 19.9],
  ['slower', 20.1],
] as const) {
  test(`[MEDIA-35] a clock that runs half a percent ${what} than the other costs now and then a frame, and no growing delay`, () => {
    let [most, torn, looks] = [0, 0, 0];
    listen([caller, { ...agent, packetMs }], 120_000, (ear, atMs, waiting) => {
      if (atMs < 400 || atMs > 119_000) return;
      most = Math.max(most, waiting);
      looks += 1;
      if (!isWhole(ear)) torn += 1;
    });
    // A cut is in the last 200 ms of an ear for ten frames of two hundred.
    ok(torn / looks < 0.1, `${torn} of ${looks}`);
    ok(most <= 5 * 160, `${most} samples waited`);
  });
}

test('[MEDIA-35] a sender whose packets come unevenly is heard whole, within its reserve', () => {
  listen([caller, { ...agent, lateMs: (number) => (number % 3) * 9 }], 5000, (ear, atMs) => {
    if (atMs > 400) ok(isWhole(ear), `at ${atMs}`);
  });
});

test('[MEDIA-35] a packet that the next one overtook is heard in its place', () => {
  const overtaken = (number: number): number => (number > 100 && number % 10 === 5 ? 25 : 0);
  listen([caller, { ...agent, lateMs: overtaken }], 5000, (ear, atMs) => {
    if (atMs > 400) ok(isWhole(ear), `at ${atMs}`);
  });
});

test('[MEDIA-35] a sender that begins its time anew is believed at the second packet; one stray packet is not heard', () => {
  const restarted = (number: number): number => (number < 100 ? number + 5000 : number);
  listen([caller, { ...agent, numbered: restarted }], 5000, (ear, atMs) => {
    if (atMs > 2500) ok(isWhole(ear), `at ${atMs}`);
  });
  const isStray = (number: number): boolean => number % 50 === 49;
  const isBefore = (number: number): boolean => number % 50 === 48;
  const stray = (number: number): number => (isStray(number) ? 0 : number + 5000);
  deepEqual(
    soundOf({ ...agent, numbered: stray, lost: isBefore }),
    soundOf({ ...agent, lost: (number) => isStray(number) || isBefore(number) }),
  );
});

function soundOf(sender: Sender): Int16Array {
  const all: number[] = [];
  const mix = new Mix<string>((sum) => void all.push(...sum));
  mix.have([caller.name, sender.name]);
  for (const arrival of arrivals([caller, sender], 5000)) say(mix, arrival);
  return Int16Array.from(all);
}

test('[MEDIA-35] after a burst, what waits is given up, and the delay is what it was', () => {
  const stalled = (number: number): number => (number >= 100 && number < 120 ? (120 - number) * 20 : 0);
  let atEnd = 0;
  listen([caller, { ...agent, lateMs: stalled }], 20_000, (_, atMs, waiting) => {
    ok(waiting <= 160 + 160 + 480 + 160, `${waiting} samples wait at ${atMs}`);
    atEnd = waiting;
  });
  ok(atEnd <= 3 * 160, `${atEnd} samples wait at the end`);
});

test('[MEDIA-35] lost packets are silence of their length: the mix keeps its time, and nobody else is cut', () => {
  const frames = listen([{ ...caller, lost: (number) => number % 10 === 5 }, agent], 10_000, () => {});
  equal(frames, 500);
});

test('[MEDIA-35] whoever leads and falls silent gives way within 60 ms and a packet; who is left goes on', () => {
  const frames = listen([{ ...caller, lost: (number) => number > 100 }, agent], 10_000, (ear, atMs) => {
    if (atMs > 2400) ok(ear.hears(1900), `at ${atMs}`);
  });
  ok(frames >= 494, `${frames} frames`);
});

for (const samples of [80, 240, 320, 480]) {
  test(`[MEDIA-35] packets of ${samples / 8} ms mix with those of 20`, () => {
    const other: Sender = { ...agent, samples, packetMs: samples / 8 };
    listen([caller, other], 5000, (ear, atMs) => {
      if (atMs > 600 && atMs < 4900) ok(isWhole(ear), `at ${atMs}`);
    });
    const frames = listen([other, caller], 6000, (ear, atMs) => {
      if (atMs > 600 && atMs < 5900) ok(isWhole(ear), `led, at ${atMs}`);
    });
    ok(frames > 290 && frames <= 300, `${frames} frames`);
  });
}

test('[MEDIA-35] what is too loud together is clipped, not wrapped', () => {
  const loud = Int32Array.from({ length: 160 }, (_, at) => (at % 2 === 0 ? 64_000 : -64_000));
  for (const codec of ['PCMA', 'PCMU'] as const) {
    const packet = Buffer.alloc(160);
    encodeLoud(loud, packet, 0, codec);
    const heard = decode(packet, codec);
    ok(heard.every((sample, at) => (at % 2 === 0 ? sample > 30_000 : sample < -30_000)));
  }
});

test('[MEDIA-35] who comes later joins in, who leaves is not heard, and the others notice nothing', () => {
  const ear = new Ear();
  const mix = new Mix<string>((sum) => ear.hear(Int16Array.from(sum)));
  const third: Sender = { name: 'a third one', hertz: 1100, packetMs: 20, firstAtMs: 3 };
  mix.have([caller.name, agent.name]);
  for (const arrival of arrivals([caller, agent, third], 6000)) {
    if (arrival.atMs === 2000) mix.have([caller.name, agent.name, third.name]);
    if (arrival.atMs === 4000) mix.have([caller.name, third.name]);
    say(mix, arrival);
    if (arrival.atMs > 400 && arrival.atMs < 2000) ok(isWhole(ear));
    if (arrival.atMs > 2400 && arrival.atMs < 4000) ok(ear.hearsTogether(700, 1900, 1100));
    if (arrival.atMs > 4400) ok(ear.hearsTogether(700, 1100));
  }
});

test('[MEDIA-35] whatever a sender claims of its time, the mix stays bounded and the other voice is heard', () => {
  const packets = fc.array(
    fc.record({
      ssrc: fc.constantFrom(1, 2),
      timestamp: fc.oneof(fc.nat(2000), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
      samples: fc.constantFrom(0, 1, 80, 160, 960, 1400),
      ms: fc.nat(200),
    }),
    { maxLength: 100 },
  );
  fc.assert(
    fc.property(packets, (all) => {
      let [frames, atMs] = [0, 0];
      const mix = new Mix<string>((sum) => {
        frames += 1;
        deepEqual(sum.length, 160);
      });
      mix.have(['hostile', 'quiet']);
      for (const { ssrc, timestamp, samples, ms } of all) {
        atMs += ms;
        const header = { ...blankHeader(), ssrc, timestamp, payloadEnd: samples };
        mix.hear('hostile', Buffer.alloc(samples, 0x80), header, 'PCMA', atMs);
        ok(mix.waiting <= 960 + 160 + 480);
      }
      // A packet tells of 120 ms at the most, and of 100 ms before it that were lost.
      ok(frames <= (all.length * (960 + 800)) / 160);
    }),
  );
});
