/**
 * Symmetric RTP (RFC 4961) with a lock: where a caller's sound goes, and whose packets are taken for the caller's.
 *
 * The offer's address is sent to first. A caller behind address translation sends from another one: the first packet
 * corrects it, once. From then on other senders are strangers, unless they show that they go on with the very stream
 * (SSRC and sequence: 48 bits that only somebody on the path can know) after the old address has fallen silent.
 */
import type { SoundAddress } from '../port.ts';
import { sequenceAhead, type RtpHeader } from './packet.ts';

/** A translator that forgot its mapping leaves a gap; a stranger who copies a live stream does not. */
const MOVE_AFTER_MS = 200;
const MOVE_PACKETS_MAX = 100;

export interface Latch {
  readonly offered: SoundAddress;
  /** Where sound is to be sent. */
  remote: SoundAddress;
  heard: 'nobody' | 'as-offered' | 'corrected';
  ssrc: number;
  sequence: number;
  heardAtMs: number;
  /** The last call on the same socket: what is still under way of it is nobody's in this one. */
  readonly former: { readonly ssrc: number; readonly sequence: number } | null;
}

export const latchOn = (offered: SoundAddress, former: Latch | null = null): Latch => ({
  offered,
  remote: offered,
  heard: 'nobody',
  ssrc: 0,
  sequence: 0,
  heardAtMs: 0,
  former: former && { ssrc: former.ssrc, sequence: former.sequence },
});

/** True: the packet is the caller's (`latch.remote` may have moved to where it came from). False: a stranger's, to be dropped. */
export function admit(latch: Latch, from: SoundAddress, packet: RtpHeader, nowMs: number): boolean {
  if (!same(from, latch.remote) || latch.heard === 'nobody') {
    if (!mayMove(latch, from, packet, nowMs)) return false;
    latch.heard = same(from, latch.offered) ? 'as-offered' : 'corrected';
    latch.remote = { address: from.address, port: from.port };
  }
  latch.ssrc = packet.ssrc;
  latch.sequence = packet.sequence;
  latch.heardAtMs = nowMs;
  return true;
}

function mayMove(latch: Latch, from: SoundAddress, packet: RtpHeader, nowMs: number): boolean {
  if (latch.heard === 'nobody') return same(from, latch.offered) || !isLeftOver(latch, packet);
  // Whoever came first with a guess gives way to the address that signalling named.
  if (latch.heard === 'corrected' && same(from, latch.offered)) return true;
  const ahead = sequenceAhead(latch.sequence, packet.sequence);
  return (
    packet.ssrc === latch.ssrc &&
    ahead > 0 &&
    ahead <= MOVE_PACKETS_MAX &&
    nowMs - latch.heardAtMs >= MOVE_AFTER_MS
  );
}

/**
 * A telephone may take the same SSRC for every call, and even go on counting; so this is for its next packets only, and
 * from elsewhere than signalling has named.
 */
function isLeftOver({ former }: Latch, packet: RtpHeader): boolean {
  if (former === null || former.ssrc !== packet.ssrc) return false;
  const ahead = sequenceAhead(former.sequence, packet.sequence);
  return Math.abs(ahead) <= MOVE_PACKETS_MAX;
}

const same = (one: SoundAddress, other: SoundAddress): boolean =>
  one.port === other.port && one.address === other.address;
