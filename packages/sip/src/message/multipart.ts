/**
 * The session description inside a multipart/mixed body (RFC 5621 §3.1), as octets; null: there is none. Other parts
 * (ISUP, locations) are passed over. Reads no nested multiparts.
 */
export function sdpPart(contentType: string, octets: string): string | null {
  const boundary = /;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return null;
  for (const part of octets.split(`--${mark}`).slice(1)) {
    const headEnd = /\r?\n\r?\n/.exec(part);
    if (headEnd === null) continue;
    if (/^content-type[ \t]*:[ \t]*application\/sdp\b/im.test(part.slice(0, headEnd.index)))
      return part.slice(headEnd.index + headEnd[0].length).replace(/\r?\n$/, '\r\n');
  }
  return null;
}
