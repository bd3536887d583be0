import { parseUri, uriParameter } from '../grammar/uri.ts';
import type { TransportName } from '../transport/flow.ts';
import type { Destination } from './types.ts';

/** Where a request with this URI goes (RFC 3263 §4); null: nowhere that we know, a tel URI too. */
export function destinationOf(text: string): Destination | null {
  const uri = parseUri(text);
  if (uri?.kind !== 'sip') return null;
  const named = uriParameter(uri, 'transport')?.toLowerCase();
  const transport = TRANSPORTS.find((each) => each === named) ?? null;
  if (named !== undefined && transport === null) return null;
  return {
    host: uriParameter(uri, 'maddr') ?? uri.host,
    port: uri.port,
    // §4.1: sips with transport=tcp is TLS over TCP.
    transport: uri.secure && transport !== null ? 'tls' : transport,
    secure: uri.secure,
  };
}
const TRANSPORTS: readonly TransportName[] = ['udp', 'tcp', 'tls'];
