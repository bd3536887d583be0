import { isLiteral } from '../grammar/host.ts';
import { uriParameter, type SipUri } from '../grammar/uri.ts';
import { isReliable, type Endpoint, type Flow, type TransportName } from './flow.ts';

/** RFC 3261 §18.1.1: what is longer may be cut into fragments, and goes over a stream. */
const DATAGRAM_BYTES_MAX = 1_300;

/** The transport that a URI asks for: TLS for sips, else its `transport`; null: it leaves the choice. */
function wantedTransport(uri: SipUri): TransportName | null {
  if (uri.secure) return 'tls';
  const named = uriParameter(uri, 'transport')?.toLowerCase();
  return named === 'udp' || named === 'tcp' || named === 'tls' ? named : null;
}

/**
 * The flow on which a request of ours inside a dialog goes to its next hop. The dialog's own flow where it leads there;
 * where the hop is a name, too: the core asks no DNS, and the peer was last heard from there.
 */
export function flowTo(hop: SipUri, dialogFlow: Flow, bytes: number): Flow {
  const wanted = wantedTransport(hop) ?? dialogFlow.transport;
  const transport = wanted === 'udp' && bytes > DATAGRAM_BYTES_MAX ? 'tcp' : wanted;
  const address = uriParameter(hop, 'maddr') ?? hop.host;
  if (!isLiteral(address)) return flowToName(hop, dialogFlow);
  const remote: Endpoint = { address, port: hop.port ?? (transport === 'tls' ? 5_061 : 5_060) };
  if (transport !== dialogFlow.transport) return { ...dialogFlow, transport, remote, id: '' };
  if (!isReliable(transport)) return { ...dialogFlow, remote };
  // RFC 5923: a stream to the same host is used again, though it came from another port than it listens on. One that
  // is gone leaves that other port with nobody behind it.
  return address === dialogFlow.remote.address && dialogFlow.id !== ''
    ? dialogFlow
    : { ...dialogFlow, remote, id: '' };
}

/** The peer's side of a stream that it opened is a port with nobody behind it once the stream is gone. */
function flowToName(hop: SipUri, dialogFlow: Flow): Flow {
  if (!isReliable(dialogFlow.transport) || dialogFlow.id !== '') return dialogFlow;
  const port = hop.port ?? (dialogFlow.transport === 'tls' ? 5_061 : 5_060);
  return { ...dialogFlow, remote: { ...dialogFlow.remote, port } };
}
