import { trimBlanks } from './octets.ts';
import { parseHostPort, writeHostPort } from './host.ts';
import { parameter, parseParameters, writeParameters, type Parameter } from './token.ts';

/** One hop (RFC 3261 §20.42). */
export interface Via {
  /** Upper case: UDP, TCP, TLS, WS … */
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly parameters: readonly Parameter[];
}

/** RFC 3261 §8.1.1.7: a branch that begins so is unique by itself. */
export const MAGIC_COOKIE = 'z9hG4bK';

const SENT_PROTOCOL = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9\-.!%*_+`'~]+)\s+(\S.*)$/is;

export function parseVia(text: string): Via | null {
  const value = trimBlanks(text);
  const semicolon = value.indexOf(';');
  const match = SENT_PROTOCOL.exec(semicolon < 0 ? value : value.slice(0, semicolon));
  if (match === null) return null;
  const sentBy = parseHostPort(trimBlanks(match[2]!));
  const parameters = parseParameters(semicolon < 0 ? '' : value.slice(semicolon));
  if (sentBy === null || parameters === null) return null;
  return { transport: match[1]!.toUpperCase(), ...sentBy, parameters };
}

export const writeVia = (via: Via): string =>
  `SIP/2.0/${via.transport} ${writeHostPort(via)}${writeParameters(via.parameters)}`;

export const branchOf = (via: Via): string | null => parameter(via.parameters, 'branch') ?? null;
/** §18.2.2: 5060, for TLS 5061, where Via says none. */
export const sentByPort = (via: Via): number => via.port ?? (via.transport === 'TLS' ? 5_061 : 5_060);
