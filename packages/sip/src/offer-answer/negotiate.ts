import { failed, ok, type Result } from '@pledgeline/core';
import { isLiteral } from '../grammar/host.ts';
import { directionOf, mirrored } from './direction.ts';
import type { Direction, Negotiated, OfferFault, SoundCodec } from './media.ts';
import { attributes, connectionAddress, parseSdp, type Sdp, type SdpMedia } from './sdp.ts';

/**
 * What we make of an offer, or of an answer to ours (RFC 3264 §6): the first audio line over RTP/AVP that has a port
 * and a codec of ours; the codec that its author prefers.
 */
export function negotiate(sdp: string): Result<Negotiated, OfferFault> {
  const parsed = parseSdp(sdp);
  if (parsed === null) return failed('MALFORMED');
  let fault: OfferFault = 'NO_AUDIO';
  for (const [mediaIndex, media] of parsed.media.entries()) {
    const remote = remoteOf(parsed, media);
    if (remote === null) continue;
    const codec = commonCodec(media);
    if (codec === null) fault = 'NO_COMMON_CODEC';
    else return ok({ remote, ...codec, ...soundOf(parsed, media), mediaIndex, mediaLines: lines(parsed) });
  }
  return failed(fault);
}

const lines = (sdp: Sdp): Negotiated['mediaLines'] =>
  sdp.media.map(({ media, protocol, formats }) => ({ media, protocol, formats: formats.slice(0, 1) }));

function remoteOf(sdp: Sdp, media: SdpMedia): Negotiated['remote'] | null {
  if (media.media !== 'audio' || media.protocol.toUpperCase() !== 'RTP/AVP' || media.port === 0) return null;
  const address = connectionAddress(media.lines) ?? connectionAddress(sdp.session);
  return address === null || !isLiteral(address) ? null : { address, port: media.port };
}

/** RFC 3551 §6: what a number means where no rtpmap says so. */
const STATIC: Readonly<Record<string, SoundCodec>> = { '0': 'PCMU', '8': 'PCMA' };

function commonCodec(
  media: SdpMedia,
): { readonly codec: SoundCodec; readonly codecPayloadType: number } | null {
  const maps = rtpMaps(media);
  for (const format of media.formats) {
    if (!/^\d{1,3}$/.test(format) || Number(format) > 127) continue;
    const encoding =
      maps.get(Number(format)) ?? (STATIC[format] === undefined ? '' : `${STATIC[format]}/8000`);
    const match = /^(PCMA|PCMU)\/8000(?:\/1)?$/i.exec(encoding);
    if (match !== null)
      return { codec: match[1]!.toUpperCase() as SoundCodec, codecPayloadType: Number(format) };
  }
  return null;
}

/** `a=rtpmap:101 telephone-event/8000` → 101 → `telephone-event/8000`. The first of a number counts. */
function rtpMaps(media: SdpMedia): ReadonlyMap<number, string> {
  const maps = new Map<number, string>();
  for (const value of attributes(media.lines, 'rtpmap')) {
    const match = /^(\d{1,3}) +(\S+)$/.exec(value);
    if (match !== null && Number(match[1]) <= 127 && !maps.has(Number(match[1])))
      maps.set(Number(match[1]), match[2]!);
  }
  return maps;
}

function soundOf(
  sdp: Sdp,
  media: SdpMedia,
): { keysPayloadType: number | null; ptimeMs: number; direction: Direction } {
  const keys = [...rtpMaps(media)].find(
    ([type, encoding]) =>
      /^telephone-event\/8000(?:\/1)?$/i.test(encoding) && media.formats.includes(String(type)),
  );
  const ptime = /^\d{1,3}$/.exec(attributes(media.lines, 'ptime')[0] ?? '');
  return {
    keysPayloadType: keys?.[0] ?? null,
    // RFC 3551 §4.2: 20 ms unless said otherwise; what no telephone uses is not believed.
    ptimeMs: ptime !== null && Number(ptime[0]) >= 10 && Number(ptime[0]) <= 60 ? Number(ptime[0]) : 20,
    direction: mirrored(directionOf(sdp, media)),
  };
}

/** Whether the sound may go on as it is: same place, same codec, same numbers. Only the direction may differ. */
export const isCompatible = (was: Negotiated, is: Negotiated): boolean =>
  was.remote.address === is.remote.address &&
  was.remote.port === is.remote.port &&
  was.codecPayloadType === is.codecPayloadType &&
  was.codec === is.codec &&
  was.keysPayloadType === is.keysPayloadType;
