import { randomInt } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { performance } from 'node:perf_hooks';
import { failed, ok, type Result } from '@pledgeline/core';
import { Listener } from '../engine/listener.ts';
import { Players } from '../engine/player.ts';
import { bind } from '../engine/ports.ts';
import { loadRecording, recordingOf, type Recording } from '../engine/recordings.ts';
import { codecOf, decode } from '../rtp/g711.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';
import type { Codec, SoundAddress } from '../port.ts';

/** What a telephone does with sound: it says a recording, then holds its tongue, and hears all the while. */
export interface RtpPhone {
  /** To be written into the offer. */
  readonly local: SoundAddress;
  /** Begins to speak, from the recording's beginning; called again, it goes on elsewhere. */
  readonly sendTo: (remote: SoundAddress) => void;
  /** How many packets of sound have come in. */
  readonly received: () => number;
  /** Hears what comes in, as 16 bits at 8 kHz; a later one takes the former's place. */
  readonly listen: (hear: (samples: Int16Array) => void) => void;
  readonly stop: () => void;
}

export interface PhoneSettings {
  readonly bind: string;
  /** 8 kHz, mono, 16 bit. */
  readonly wav: URL | string | Int16Array;
  readonly codec: Codec;
}

const QUIET = recordingOf(new Int16Array(160));

/** Throws where the recording cannot be read: the caller has chosen it. */
export async function startVoice(settings: PhoneSettings): Promise<Result<RtpPhone, 'NO_PORT_LEFT'>> {
  const { wav, codec } = settings;
  const recording = wav instanceof Int16Array ? recordingOf(wav) : loadRecording(wav);
  const socket = await bindEven(settings.bind);
  return socket === null ? failed('NO_PORT_LEFT') : ok(phoneOn(socket, recording, codec));
}

/** RFC 3550 §11: RTP on an even port. */
async function bindEven(address: string): Promise<Socket | null> {
  for (let tried = 0; tried < 50; tried += 1) {
    const socket = await bind(address, 2 * randomInt(15_000, 30_000));
    if (socket !== null) return socket;
  }
  return null;
}

function phoneOn(socket: Socket, recording: Recording, codec: Codec): RtpPhone {
  const now = (): number => performance.now();
  const players = new Players(now);
  let remote: SoundAddress | null = null;
  let received = 0;
  let hear: (samples: Int16Array) => void = () => {};
  let stopped = false;
  const to = new Listener(
    codec,
    (packet) => {
      if (remote !== null && !stopped) socket.send(packet, remote.port, remote.address);
    },
    now(),
  );
  const header: RtpHeader = blankHeader();
  socket.on('error', () => {});
  socket.on('message', (packet) => {
    if (!readRtp(packet, header)) return;
    const spoken = codecOf(header.payloadType);
    if (spoken === null) return;
    received += 1;
    hear(decode(packet.subarray(header.payloadStart, header.payloadEnd), spoken));
  });
  const bound = socket.address();
  const quiet = (): void => {
    players.start({ to, recording: QUIET, again: () => QUIET, ended: () => {} });
  };
  return {
    local: { address: bound.address, port: bound.port },
    sendTo(next) {
      const first = remote === null;
      remote = next;
      if (first) players.start({ to, recording, again: null, ended: quiet });
    },
    received: () => received,
    listen(next) {
      hear = next;
    },
    stop() {
      if (stopped) return;
      stopped = true;
      players.close();
      socket.close();
    },
  };
}
