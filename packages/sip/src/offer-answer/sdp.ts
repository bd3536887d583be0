import { LIMITS } from '../limits.ts';

/** A session description (RFC 4566) as far as it matters to a telephone. */
export interface Sdp {
  /** Lines before the first m-line, each `type` and value. */
  readonly session: readonly SdpLine[];
  readonly media: readonly SdpMedia[];
}
export interface SdpLine {
  readonly type: string;
  readonly value: string;
}
export interface SdpMedia {
  readonly media: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly lines: readonly SdpLine[];
}

/** null: malformed or beyond the limits. Lines may end in CRLF, LF or CR. */
export function parseSdp(text: string): Sdp | null {
  const rows = text.split(/\r\n|\n|\r/).filter((row) => row !== '');
  if (rows.length > LIMITS.sdpLinesMax || !/^v=0\s*$/.test(rows[0] ?? '')) return null;
  const session: SdpLine[] = [];
  const media: (SdpMedia & { readonly lines: SdpLine[] })[] = [];
  for (const row of rows) {
    if (!/^[a-z]=/.test(row)) return null;
    const line = { type: row[0]!, value: row.slice(2).trim() };
    if (line.type === 'm') {
      const opened = parseMediaLine(line.value);
      if (opened === null || media.length >= LIMITS.sdpMediaMax) return null;
      media.push(opened);
    } else (media.at(-1)?.lines ?? session).push(line);
  }
  return { session, media };
}

const MEDIA = /^([A-Za-z0-9\-.]+) +(\d{1,5})(?:\/\d+)? +([A-Za-z0-9/.-]+)((?: +[^\s]+)*)$/;

function parseMediaLine(value: string): (SdpMedia & { readonly lines: SdpLine[] }) | null {
  const match = MEDIA.exec(value);
  if (match === null || Number(match[2]) > 65_535) return null;
  return {
    media: match[1]!,
    port: Number(match[2]),
    protocol: match[3]!,
    formats: match[4]!.split(' ').filter((format) => format !== ''),
    lines: [],
  };
}

export function writeSdp({ session, media }: Sdp): string {
  const rows = session.map(writeLine);
  for (const each of media) {
    rows.push(`m=${each.media} ${each.port} ${each.protocol} ${each.formats.join(' ')}`);
    rows.push(...each.lines.map(writeLine));
  }
  return rows.map((row) => `${row.replaceAll(/[\r\n\0]/g, '')}\r\n`).join('');
}
const writeLine = ({ type, value }: SdpLine): string => `${type}=${value}`;

/** The values of `a=name:…` (or '' for `a=name`), in order. */
export const attributes = (lines: readonly SdpLine[], name: string): readonly string[] =>
  lines
    .filter(({ type, value }) => type === 'a' && (value === name || value.startsWith(`${name}:`)))
    .map(({ value }) => value.slice(name.length + 1).trim());

/** `c=IN IP4 address[/ttl]`; null: none or not understood. */
export function connectionAddress(lines: readonly SdpLine[]): string | null {
  const value = lines.find(({ type }) => type === 'c')?.value;
  const match = /^IN +IP[46] +([0-9A-Fa-f:.]{2,45}|[A-Za-z0-9\-.]{1,253})(?:\/\d+)*$/.exec(value ?? '');
  return match === null ? null : match[1]!;
}
