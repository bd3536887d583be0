/**
 * What is agreed with a browser. The library answers whatever it is given, so the offer is judged here first, and the
 * answer's candidates are written here: exactly the addresses that this machine was told to use.
 */
import { failed, ok, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import { PAYLOAD_TYPE } from '../rtp/g711.ts';
import type { Codec } from '../port.ts';

export interface BrowserOffer {
  readonly mid: string;
  readonly codec: Codec;
  /** The offer without its candidates. */
  readonly sdp: string;
}

/** A-law first: it is what European carriers speak, and then nothing has to be turned into anything. */
const PREFERRED: readonly Codec[] = ['PCMA', 'PCMU'];
const MID = /^[A-Za-z0-9_.-]{1,16}$/;

/** One line of sound, both ways, encrypted with a fingerprint: anything else is a bad offer. */
export function readOffer(offer: string): Result<BrowserOffer, 'BAD_OFFER'> {
  if (offer.length > LIMITS.offerCharactersMax || !offer.startsWith('v=0')) return failed('BAD_OFFER');
  const lines = offer.split(/\r?\n/).filter((line) => line !== '');
  const media = lines.filter((line) => line.startsWith('m='));
  const sound = /^m=audio ([1-9]\d{0,4}) UDP\/TLS\/RTP\/SAVPF((?: \d{1,3})+)$/.exec(media[0] ?? '');
  if (media.length !== 1 || sound === null) return failed('BAD_OFFER');
  const formats = sound[2]!.trim().split(' ').map(Number);
  const codec = PREFERRED.find((name) => formats.includes(PAYLOAD_TYPE[name]));
  const mid = attribute(lines, 'mid');
  if (codec === undefined || mid === null || !MID.test(mid)) return failed('BAD_OFFER');
  if (!goesBothWays(lines) || !isSealed(lines)) return failed('BAD_OFFER');
  return ok({ mid, codec, sdp: `${lines.filter(isForUs).join('\r\n')}\r\n` });
}

function attribute(lines: readonly string[], name: string): string | null {
  const start = `a=${name}:`;
  return (
    lines
      .find((line) => line.startsWith(start))
      ?.slice(start.length)
      .trim() ?? null
  );
}

/** RFC 8866 §6.7: no direction means both. */
const goesBothWays = (lines: readonly string[]): boolean =>
  !lines.some((line) => line === 'a=sendonly' || line === 'a=recvonly' || line === 'a=inactive');

function isSealed(lines: readonly string[]): boolean {
  const setup = attribute(lines, 'setup');
  return (
    /^sha-(256|384|512) ([0-9A-F]{2}:)+[0-9A-F]{2}$/i.test(attribute(lines, 'fingerprint') ?? '') &&
    (setup === 'actpass' || setup === 'passive' || setup === 'active') &&
    (attribute(lines, 'ice-ufrag') ?? '').length >= 4 &&
    (attribute(lines, 'ice-pwd') ?? '').length >= 22 &&
    lines.includes('a=rtcp-mux')
  );
}

/**
 * None of the browser's candidates is tried. Its checks reach us by themselves, since we are where the answer says; a
 * check of ours that came before the browser has the answer is lost or worse; and an offer must not be able to have
 * packets sent, or names looked up, wherever it likes.
 */
const isForUs = (line: string): boolean => !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates';

/** The library's answer with our addresses for candidates; `a=ptime` as callers' packets are cut. */
export function writeAnswer(answer: string, addresses: readonly string[]): Result<string, 'BAD_OFFER'> {
  const lines = answer.split(/\r?\n/).filter((line) => line !== '');
  const port = lines
    .map((line) => /^a=candidate:\S+ 1 UDP \d+ \S+ (\d+) typ host/i.exec(line)?.[1])
    .find(Boolean);
  if (port === undefined) return failed('BAD_OFFER');
  const kept = lines.filter((line) => !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates');
  const candidates = addresses.map((address, at) => {
    // RFC 8445 §5.1.2.1: type preference 126 for a host, the first address preferred.
    const priority = 126 * 2 ** 24 + (65_535 - at) * 256 + 255;
    return `a=candidate:${at + 1} 1 UDP ${priority} ${address} ${port} typ host`;
  });
  return ok([...kept, 'a=ptime:20', ...candidates, ''].join('\r\n'));
}
