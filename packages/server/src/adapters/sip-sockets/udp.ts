import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Endpoint, Flow } from '@pledgeline/sip';
import { Knock } from './knock.ts';
import type { SipListener } from './sockets.ts';

export interface UdpSocket {
  readonly port: number;
  send(flow: Flow, bytes: Uint8Array): void;
  /** Ends once a message of our own has waited behind those that wait to be read. */
  knock(): Promise<void>;
  close(): Promise<void>;
}

/** Room for a burst of a thousand INVITEs while the process is busy; the system may grant less. */
const RECEIVE_BYTES = 4 * 1024 * 1024;

export async function openUdp(at: Endpoint, listener: SipListener): Promise<UdpSocket> {
  const family = isIPv6(at.address) ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BYTES,
    // An address is all that is ever sent to: it is not looked up, which would cost a turn of the queue each time.
    lookup: (address, _options, found) => found(null, address, family),
  });
  const listening = once(socket, 'listening');
  socket.bind({ address: at.address, port: at.port, exclusive: true });
  await listening;
  const local: Endpoint = { address: at.address, port: socket.address().port };
  const knock = new Knock((bytes) =>
    socket.send(bytes, local.port, reachable(local.address), () => undefined),
  );
  socket.on('message', (bytes, peer) => {
    if (knock.takes(bytes)) return;
    const remote = { address: peer.address, port: peer.port };
    if (!listener.admits(peer.address, 'udp'))
      return listener.dropped('unknown-source', { transport: 'udp', remote });
    listener.received({ transport: 'udp', local, remote, id: 'udp' }, bytes);
  });
  // An ICMP refusal concerns one peer; the socket serves all the others.
  socket.on('error', () => listener.dropped('udp-error'));
  let leaving = 0;
  let closing: (() => void) | null = null;
  return {
    port: local.port,
    send(flow, bytes) {
      if (closing !== null) return;
      leaving += 1;
      socket.send(bytes, flow.remote.port, flow.remote.address, (error) => {
        leaving -= 1;
        if (leaving === 0) closing?.();
        if (error !== null) listener.flowFailed(flow);
      });
    },
    knock: () => (closing === null ? knock.ask() : Promise.resolve()),
    // A socket that is closed at once takes its last words with it: the BYE of every call that was on.
    close: () =>
      new Promise((closed) => {
        closing = () => void socket.close(() => closed());
        if (leaving === 0) closing();
      }),
  };
}

/** We ourselves, where we listen at all of our addresses. */
const reachable = (address: string): string => ({ '0.0.0.0': '127.0.0.1', '::': '::1' })[address] ?? address;
