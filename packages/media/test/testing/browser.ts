import datachannel, { type PeerConnection, type Track } from 'node-datachannel';
import { Listener } from '../../src/engine/listener.ts';
import { Players } from '../../src/engine/player.ts';
import { recordingOf } from '../../src/engine/recordings.ts';
import { codecOf, decode, PAYLOAD_TYPE } from '../../src/rtp/g711.ts';
import { blankHeader, readRtp } from '../../src/rtp/packet.ts';
import type { Codec } from '../../src/port.ts';
import { Ear, tone } from './tones.ts';

/** What a browser does with sound: it offers, speaks a tone and hears, fifty packets a second both ways. */
export interface Browser {
  readonly offer: string;
  readonly ear: Ear;
  /** The streams that were heard: an open line has one for ever. */
  readonly ssrcs: ReadonlySet<number>;
  accept(answer: string): void;
  /** Falls silent as a killed browser does: nothing is said, the connection stays as it is. */
  freeze(): void;
  thaw(): void;
  close(): void;
}

const held = new Set<PeerConnection>();

export async function openBrowser(
  hertz: number,
  codecs: readonly Codec[] = ['PCMA', 'PCMU'],
): Promise<Browser> {
  const connection = new datachannel.PeerConnection('browser', {
    iceServers: [],
    bindAddress: '127.0.0.1',
    disableAutoNegotiation: true,
    forceMediaTransport: true,
  });
  held.add(connection);
  const sound = new datachannel.Audio('0', 'SendRecv');
  for (const codec of codecs) sound.addAudioCodec(PAYLOAD_TYPE[codec], codec);
  sound.addSSRC(4711, 'browser');
  const track = connection.addTrack(sound);
  const ear = new Ear();
  const ssrcs = new Set<number>();
  hearOn(track, ear, ssrcs);
  const speaking = speakOn(track, hertz, codecs[0] ?? 'PCMA');
  const offer = await offerOf(connection);
  return {
    offer,
    ear,
    ssrcs,
    accept: (answer) => connection.setRemoteDescription(answer, 'answer'),
    freeze: () => speaking.mute(true),
    thaw: () => speaking.mute(false),
    close() {
      speaking.stop();
      connection.close();
      held.delete(connection);
    },
  };
}

function hearOn(track: Track, ear: Ear, ssrcs: Set<number>): void {
  const header = blankHeader();
  track.onMessage((packet) => {
    if (!readRtp(packet, header)) return;
    const codec = codecOf(header.payloadType);
    if (codec === null) return;
    ssrcs.add(header.ssrc);
    ear.hear(decode(packet.subarray(header.payloadStart, header.payloadEnd), codec));
  });
}

function speakOn(track: Track, hertz: number, codec: Codec): { mute(on: boolean): void; stop(): void } {
  const now = (): number => performance.now();
  const players = new Players(now);
  let open = false;
  let muted = false;
  let stopped = false;
  const to = new Listener(
    codec,
    (packet) => {
      // The other side may end it at any moment.
      if (open && !muted && track.isOpen()) track.sendMessageBinary(packet);
    },
    now(),
  );
  track.onOpen(() => {
    // It may be closed before it was open: a player that nobody stops would keep the process alive.
    if (stopped) return;
    open = true;
    const recording = recordingOf(tone(hertz));
    players.start({ to, recording, again: () => recording, ended: () => {} });
  });
  return {
    mute(on) {
      muted = on;
    },
    stop() {
      stopped = true;
      open = false;
      players.close();
    },
  };
}

function offerOf(connection: PeerConnection): Promise<string> {
  return new Promise((resolve) => {
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(connection.localDescription()?.sdp ?? '');
    });
    connection.setLocalDescription('offer');
  });
}

/** To be called once, when a test file is over: the library's threads keep the process alive. */
export function endBrowsers(): void {
  for (const connection of held) connection.close();
  held.clear();
  datachannel.cleanup();
}
