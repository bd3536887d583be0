import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { frame, newFraming, PONG, type Endpoint, type Flow } from '@pledgeline/sip';
import { SOCKET_LIMITS } from './limits.ts';
import type { SipListener } from './sockets.ts';

export interface StreamPort {
  readonly port: number;
  send(flow: Flow, bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** What TCP and TLS do differently. */
export interface StreamKind {
  readonly transport: 'tcp' | 'tls';
  /** Makes of an accepted socket one that can be read, at once or after its handshake. */
  accept(raw: Socket, ready: (socket: Socket) => void): void;
  /** Connects; null: with nobody there. `ready` once what is sent is on its way. */
  connect(remote: Endpoint, ready: () => void): Socket | null;
}

interface Connection {
  readonly socket: Socket;
  readonly remote: Endpoint;
}

/** Connections to and from peers at one address. `listens` false: nobody connects to us, `port` is only named. */
export async function openStreams(
  { listens, ...at }: Endpoint & { readonly listens: boolean },
  kind: StreamKind,
  listener: SipListener,
): Promise<StreamPort> {
  if (!listens) return new Streams({ kind, listener, local: at, server: null });
  const server = createServer();
  server.maxConnections = SOCKET_LIMITS.connectionsMax;
  server.listen({ host: at.address, port: at.port, exclusive: true });
  await once(server, 'listening');
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : at.port;
  return new Streams({ kind, listener, local: { address: at.address, port }, server });
}

interface Parts {
  readonly kind: StreamKind;
  readonly listener: SipListener;
  readonly local: Endpoint;
  readonly server: Server | null;
}

class Streams implements StreamPort {
  readonly port: number;
  readonly #parts: Parts;
  readonly #connections = new Map<string, Connection>();
  /** Accepted, and perhaps not yet through with their handshake. */
  readonly #accepted = new Set<Socket>();
  #opened = 0;
  /** Accepted from addresses that are nobody's. */
  #strangers = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.port = parts.local.port;
    parts.server?.on('connection', (raw) => this.#accept(raw));
    parts.server?.on('drop', () => parts.listener.dropped('too-many-connections'));
  }

  send(flow: Flow, bytes: Uint8Array): void {
    const socket = this.#socketFor(flow);
    if (socket === null) this.#parts.listener.flowFailed(flow);
    else if (socket.writableLength > SOCKET_LIMITS.unsentBytesMax) socket.destroy();
    else socket.write(bytes);
  }

  async close(): Promise<void> {
    const { server } = this.#parts;
    const closed = server === null ? null : once(server, 'close');
    server?.close();
    for (const { socket } of this.#connections.values()) socket.destroySoon();
    this.#connections.clear();
    // A peer that reads nothing of our last words keeps nobody waiting.
    const patience = setTimeout(() => this.#accepted.forEach((raw) => raw.destroy()), CLOSE_WITHIN_MS);
    await closed;
    clearTimeout(patience);
  }

  #accept(raw: Socket): void {
    const { kind, listener } = this.#parts;
    const { remoteAddress: address, remotePort: port } = raw;
    // Silence goes for streams as well: no handshake, no answer, nothing to learn from.
    if (address === undefined || port === undefined || !listener.admits(address, kind.transport)) {
      const remote = { address: address ?? '', port: port ?? 0 };
      listener.dropped('unknown-source', { transport: kind.transport, remote });
      raw.destroy();
      return;
    }
    if (listener.isStranger?.(address) === true) {
      if (this.#strangers >= SOCKET_LIMITS.strangersMax) {
        listener.dropped('too-many-strangers');
        raw.destroy();
        return;
      }
      this.#strangers += 1;
      raw.on('close', () => (this.#strangers -= 1));
    }
    this.#accepted.add(raw);
    raw.on('close', () => this.#accepted.delete(raw));
    raw.on('error', () => raw.destroy());
    raw.setTimeout(SOCKET_LIMITS.idleMs, () => raw.destroy());
    kind.accept(raw, (socket) => this.#take(socket, { address, port }));
  }

  /** RFC 3261 §18.1.1: a request goes over the connection that is there, or over a new one to the same place. */
  #socketFor(flow: Flow): Socket | null {
    const known = this.#connections.get(flow.id) ?? this.#connectionTo(flow.remote);
    if (known !== undefined) return known.socket;
    const socket = this.#parts.kind.connect(flow.remote, () => {
      clearTimeout(patience);
      socket?.setTimeout(SOCKET_LIMITS.idleMs, () => socket.destroy());
    });
    const patience = setTimeout(() => socket?.destroy(), SOCKET_LIMITS.openWithinMs);
    socket?.on('close', () => clearTimeout(patience));
    if (socket === null) clearTimeout(patience);
    else this.#take(socket, flow.remote, { ours: true });
    return socket;
  }

  #connectionTo({ address, port }: Endpoint): Connection | undefined {
    for (const connection of this.#connections.values())
      if (connection.remote.address === address && connection.remote.port === port) return connection;
    return undefined;
  }

  #take(socket: Socket, remote: Endpoint, { ours } = { ours: false }): void {
    const { kind, listener, local } = this.#parts;
    this.#opened += 1;
    const flow: Flow = { transport: kind.transport, local, remote, id: `${kind.transport}-${this.#opened}` };
    this.#connections.set(flow.id, { socket, remote });
    socket.setNoDelay(true);
    readFrames(socket, flow, listener);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (!this.#connections.delete(flow.id)) return;
      listener.flowFailed(flow);
      // Whoever sent without knowing a connection knows it by no name, and is told under none.
      if (ours) listener.flowFailed({ ...flow, id: '' });
    });
  }
}

const CLOSE_WITHIN_MS = 1_000;

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
      listener.dropped(framed.because, flow);
      socket.destroy();
    }
  });
}
