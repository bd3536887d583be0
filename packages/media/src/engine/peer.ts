import datachannel, { type PeerConnection, type RtcConfig, type Track } from 'node-datachannel';
import { failed, ok, type Result } from '@pledgeline/core';
import { PAYLOAD_TYPE } from '../rtp/g711.ts';
import { canBind } from './ports.ts';
import { writeAnswer, type BrowserOffer } from './sdp.ts';

/** Addresses of this machine, gathered from its own interfaces: this is milliseconds, or it is never. */
const GATHERING_MS_MAX = 2000;

export interface PeerPlace {
  /** Where browsers can reach this machine, the preferred one first. */
  readonly addresses: readonly string[];
  /** Where browsers reach it besides, through a router that forwards the port as it is; null: nowhere. */
  readonly publicAddress: string | null;
  /** One UDP port for all browsers; null: one each, as the system gives them. */
  readonly icePort: number | null;
}

export interface PeerEars {
  readonly packet: (packet: Buffer) => void;
  /** The connection has failed or was closed from elsewhere: nothing will come any more. */
  readonly lost: () => void;
}

/**
 * Every connection that is not closed yet. What the library's side of an object is not referred to by anything here
 * is collected, and the sound stops without an error.
 */
const held = new Set<Peer>();

/** One browser's connection: ICE, DTLS-SRTP and one line of sound. */
export class Peer {
  readonly #connection: PeerConnection;
  readonly #track: Track;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  private constructor(connection: PeerConnection, track: Track, ears: PeerEars) {
    this.#connection = connection;
    this.#track = track;
    held.add(this);
    track.onOpen(() => {
      if (this.#state === 'opening') this.#state = 'open';
    });
    track.onMessage((packet) => {
      if (this.#state !== 'closed') ears.packet(packet);
    });
    track.onError(() => {});
    connection.onStateChange((state) => {
      if (state === 'closed') held.delete(this);
      if (this.#state !== 'closed' && (state === 'failed' || state === 'closed')) ears.lost();
    });
  }

  /** Answers a browser. `NO_PORT_LEFT`: this machine has no socket to offer at the given addresses. */
  static async answer(
    offer: BrowserOffer,
    ssrc: number,
    place: PeerPlace,
    ears: PeerEars,
  ): Promise<Result<{ readonly peer: Peer; readonly answer: string }, 'BAD_OFFER' | 'NO_PORT_LEFT'>> {
    if (!(await canGather(place))) return failed('NO_PORT_LEFT');
    let connection: PeerConnection;
    try {
      connection = new datachannel.PeerConnection('agent', configuration(place));
    } catch {
      return failed('NO_PORT_LEFT');
    }
    const track = addTrack(connection, offer, ssrc);
    const peer = new Peer(connection, track, ears);
    const described = await describe(connection, offer);
    const answer = described.ok ? writeAnswer(described.value, reachableAt(place)) : described;
    if (answer.ok) return ok({ peer, answer: answer.value });
    peer.close();
    return answer;
  }

  send(packet: Buffer): void {
    if (this.#state !== 'open') return;
    try {
      this.#track.sendMessageBinary(packet);
    } catch {
      // The library throws where a socket would drop: a track that has just closed, a packet that SRTP refuses.
    }
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    try {
      this.#connection.close();
    } catch {
      held.delete(this);
    }
  }
}

/** Nearer ones first: what goes through the router comes last. */
const reachableAt = ({ addresses, publicAddress }: PeerPlace): readonly string[] =>
  publicAddress === null || addresses.includes(publicAddress) ? addresses : [...addresses, publicAddress];

/**
 * The library ends the whole process when it cannot bind: an address that a laptop has lost with its network, a port
 * that another program has taken. So we try first. The one port of all browsers is taken as long as one is connected.
 */
async function canGather(place: PeerPlace): Promise<boolean> {
  const address = place.addresses.length === 1 ? place.addresses[0] : '0.0.0.0';
  return address !== undefined && canBind(address, held.size === 0 ? (place.icePort ?? 0) : 0);
}

function configuration(place: PeerPlace): RtcConfig {
  const [only, ...others] = place.addresses;
  return {
    iceServers: [],
    disableAutoNegotiation: true,
    forceMediaTransport: true,
    // The library binds to one address or to all of them; of all, the answer names only ours.
    ...(only !== undefined && others.length === 0 ? { bindAddress: only } : {}),
    ...(place.icePort === null
      ? {}
      : { enableIceUdpMux: true, portRangeBegin: place.icePort, portRangeEnd: place.icePort }),
  };
}

function addTrack(connection: PeerConnection, offer: BrowserOffer, ssrc: number): Track {
  const sound = new datachannel.Audio(offer.mid, 'SendRecv');
  sound.addAudioCodec(PAYLOAD_TYPE[offer.codec], offer.codec);
  sound.addSSRC(ssrc, 'pledgeline', 'pledgeline', 'sound');
  return connection.addTrack(sound);
}

/** The library's answer, once it knows its own port. */
function describe(
  connection: PeerConnection,
  offer: BrowserOffer,
): Promise<Result<string, 'BAD_OFFER' | 'NO_PORT_LEFT'>> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(failed('NO_PORT_LEFT')), GATHERING_MS_MAX);
    const settle = (result: Result<string, 'BAD_OFFER' | 'NO_PORT_LEFT'>): void => {
      clearTimeout(late);
      resolve(result);
    };
    const tryToSettle = (): void => {
      if (connection.gatheringState() !== 'complete') return;
      const sdp = connection.localDescription()?.sdp ?? '';
      settle(sdp.includes('a=candidate:') ? ok(sdp) : failed('NO_PORT_LEFT'));
    };
    connection.onGatheringStateChange(tryToSettle);
    try {
      connection.setRemoteDescription(offer.sdp, 'offer');
      connection.setLocalDescription('answer');
      tryToSettle();
    } catch {
      settle(failed('BAD_OFFER'));
    }
  });
}

/** Ends the library's threads. Nothing may be opened afterwards. */
export function endPeers(): void {
  for (const peer of held) peer.close();
  datachannel.cleanup();
}
