import { isLiteral } from '../grammar/host.ts';
import { parameter, splitOutside } from '../grammar/token.ts';
import { sentByPort, writeVia, type Via } from '../grammar/via.ts';
import { header, topVia, type Header, type SipMessage, type SipRequest } from '../message/message.ts';
import { isReliable, type Endpoint, type Flow } from './flow.ts';

/**
 * Writes into the top Via where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4): `received` where it
 * differs from sent-by or `rport` asks for it, and the port into `rport`. What the peer claimed there itself is not
 * believed, or our responses could be aimed at others.
 */
export function stampVia(request: SipRequest, flow: Flow): SipRequest {
  const via = topVia(request);
  if (via === null) return request;
  const wantsPort = parameter(via.parameters, 'rport') !== undefined;
  const claimed = parameter(via.parameters, 'received') !== undefined;
  if (!wantsPort && !claimed && via.host === flow.remote.address) return request;
  const others = via.parameters.filter(({ name }) => name !== 'received' && name !== 'rport');
  const stamps = [
    { name: 'received', value: flow.remote.address },
    ...(wantsPort ? [{ name: 'rport', value: String(flow.remote.port) }] : []),
  ];
  return replaceTopVia(request, { ...via, parameters: [...others, ...stamps] });
}

function replaceTopVia<M extends SipMessage>(message: M, via: Via): M {
  const first = header(message, 'via') ?? '';
  const rest = splitOutside(first, ',')?.slice(1) ?? [];
  const value = [writeVia(via), ...rest].join(', ');
  const at = message.headers.findIndex(({ name }) => name === 'via');
  const headers: Header[] = message.headers.with(at, { name: 'via', value });
  return { ...message, headers };
}

/**
 * Where a response goes (§18.2.2): back on the stream it came by; for UDP to maddr, else to received and rport, else
 * to sent-by's port.
 */
export function responseFlow(via: Via, flow: Flow): Flow {
  if (isReliable(flow.transport)) return flow;
  const maddr = parameter(via.parameters, 'maddr');
  const received = parameter(via.parameters, 'received') ?? flow.remote.address;
  const rport = parameter(via.parameters, 'rport');
  const remote: Endpoint =
    typeof maddr === 'string' && isLiteral(maddr)
      ? { address: maddr, port: sentByPort(via) }
      : { address: received, port: typeof rport === 'string' ? Number(rport) : sentByPort(via) };
  return { ...flow, remote };
}
