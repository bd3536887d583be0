import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { frame, newFraming, PONG, type Endpoint, type Flow } from '@pledgeline/sip';
import type { SipListener } from './sockets.ts';

export interface TcpPort {
  readonly port: number;
  send(flow: Flow, bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** Connections beyond are refused: a carrier holds a few, phones in a room some hundreds. */
const CONNECTIONS_MAX = 2_000;
/** A peer that reads nothing while this much waits for it is cut off; its calls are told. */
const UNSENT_BYTES_MAX = 1_000_000;
/** A connection on which nothing was said for so long is closed; dialogs open a new one (RFC 3261 §18). */
const IDLE_MS = 3_600_000;

export async function openTcp(at: Endpoint, listener: SipListener): Promise<TcpPort> {
  const connections = new Map<string, Socket>();
  let opened = 0;
  let local: Endpoint = at;

  const take = (socket: Socket, remote: Endpoint): Flow => {
    opened += 1;
    const flow: Flow = { transport: 'tcp', local, remote, id: `tcp-${opened}` };
    connections.set(flow.id, socket);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    readFrames(socket, flow, listener);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (connections.delete(flow.id)) listener.flowFailed(flow);
    });
    return flow;
  };

  const server = createServer((socket) => {
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined || !listener.admits(address)) {
      listener.dropped('unknown-source');
      socket.destroy();
      return;
    }
    take(socket, { address, port });
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.listen({ host: at.address, port: at.port, exclusive: true });
  await once(server, 'listening');
  const bound = server.address();
  if (bound !== null && typeof bound === 'object') local = { address: at.address, port: bound.port };

  /** RFC 3261 §18.1.1: a request goes over the connection that is there, or over a new one to the same place. */
  const socketFor = (flow: Flow): Socket => {
    const known = connections.get(flow.id) ?? connectionTo(connections, flow.remote);
    if (known !== undefined) return known;
    const socket = connect({ host: flow.remote.address, port: flow.remote.port, localAddress: at.address });
    take(socket, flow.remote);
    return socket;
  };

  return {
    port: local.port,
    send(flow, bytes) {
      const socket = socketFor(flow);
      if (socket.writableLength > UNSENT_BYTES_MAX) socket.destroy();
      else socket.write(bytes);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections.values()) socket.destroySoon();
      connections.clear();
      await closed;
    },
  };
}

function connectionTo(connections: ReadonlyMap<string, Socket>, remote: Endpoint): Socket | undefined {
  for (const socket of connections.values())
    if (socket.remoteAddress === remote.address && socket.remotePort === remote.port) return socket;
  return undefined;
}

function readFrames(socket: Socket, flow: Flow, listener: SipListener): void {
  let framing = newFraming;
  socket.on('data', (chunk) => {
    const framed = frame(framing, chunk);
    for (const piece of framed.frames) {
      if (piece.kind === 'message') listener.received(flow, piece.bytes);
      // RFC 5626 §3.5.1: who asks whether the connection lives is told so.
      else if (piece.kind === 'ping') socket.write(PONG);
    }
    if (framed.kind === 'open') framing = framed.framing;
    else {
      // RFC 3261 §18.3: where one message ends and the next begins can no longer be told.
      listener.dropped(framed.because);
      socket.destroy();
    }
  });
}
