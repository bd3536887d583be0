import { connect as connectTcp } from 'node:net';
import { connect, createServer, type ConnectionOptions, type Server, type TLSSocket } from 'node:tls';
import type { Endpoint, Flow } from '@pledgeline/sip';
import type { KeyedCertificate } from '../tls/local-authority.ts';
import { SOCKET_LIMITS } from './limits.ts';
import { isIdentityOf } from './peer-identity.ts';
import type { StreamKind } from './streams.ts';

/** Whom we expect at an address that we connect to. */
export interface TlsPeer {
  /** The trunk's own name for it: a host name, or the address itself where no name was given. */
  readonly host: string;
  /** PEM text of the authority that its certificate must come from; null: any that everybody knows. */
  readonly authority: string | null;
}

/** Why a peer's certificate was refused. A fixed word, for a counter and a screen. */
export type TlsFault = 'tls-name' | 'tls-expired' | 'tls-untrusted' | 'tls-failed' | 'tls-unknown-peer';

export interface TlsWatch {
  peerOf(address: string): TlsPeer | null;
  /** A connection came about (null), or did not. */
  told(address: string, fault: TlsFault | null): void;
  dropped(because: string, from?: Pick<Flow, 'transport' | 'remote'>): void;
}

/** RFC 5630 and common sense: nothing older. */
const MIN_VERSION = 'TLSv1.2';

/** The side that others connect to; it does handshakes with sockets that it is handed, and listens nowhere itself. */
export class TlsServer {
  readonly server: Server;
  readonly #certificate: () => KeyedCertificate;
  #shown: KeyedCertificate;

  constructor(certificate: () => KeyedCertificate) {
    this.#certificate = certificate;
    this.#shown = certificate();
    const handshakeTimeout = SOCKET_LIMITS.openWithinMs;
    this.server = createServer({ ...this.#shown, minVersion: MIN_VERSION, handshakeTimeout });
  }

  /** Connections that are up stay up. */
  renew(): void {
    const now = this.#certificate();
    if (now.cert === this.#shown.cert) return;
    this.#shown = now;
    this.server.setSecureContext({ ...now, minVersion: MIN_VERSION });
  }
}

/** Connections over TLS; without a server, of ours only. */
export function tlsFrom(localAddress: string, own: TlsServer | null, watch: TlsWatch): StreamKind {
  const server = own?.server;
  const waiting = new Map<string, (socket: TLSSocket) => void>();
  server?.on('secureConnection', (socket) => waiting.get(placeOf(socket))?.(socket));
  server?.on('tlsClientError', (_error, socket) => {
    watch.dropped('tls-handshake');
    socket.destroy();
  });
  return {
    transport: 'tls',
    accept(raw, ready) {
      const place = placeOf(raw);
      waiting.set(place, ready);
      raw.on('close', () => waiting.delete(place));
      server?.emit('connection', raw);
    },
    connect(remote, ready) {
      const peer = watch.peerOf(remote.address);
      if (peer === null) {
        watch.dropped('tls-unknown-peer', { transport: 'tls', remote });
        watch.told(remote.address, 'tls-unknown-peer');
        return null;
      }
      const socket = connect(optionsFor(peer, remote, localAddress), () => {
        watch.told(remote.address, null);
        ready();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        const fault = faultOf(error);
        if (fault === null) return;
        watch.dropped(fault, { transport: 'tls', remote });
        watch.told(remote.address, fault);
      });
      return socket;
    },
  };
}

/** Of one listening address, a peer's address and port name a connection. */
const placeOf = (socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }): string =>
  `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);

const optionsFor = (peer: TlsPeer, remote: Endpoint, localAddress: string): ConnectionOptions => ({
  socket: connectTcp({ host: remote.address, port: remote.port, localAddress }),
  minVersion: MIN_VERSION,
  // RFC 6066 §3: an address is no server name.
  ...(isAddress(peer.host) ? {} : { servername: peer.host }),
  ...(peer.authority === null ? {} : { ca: peer.authority }),
  checkServerIdentity: (_host, { raw }) =>
    isIdentityOf(Uint8Array.from(raw), peer.host)
      ? undefined
      : Object.assign(new Error('the certificate is another host’s'), { code: NAME_FAULT }),
});

const NAME_FAULT = 'PLEDGELINE_TLS_NAME';

/** Null: the network failed, and nobody's certificate. */
function faultOf({ code = '' }: NodeJS.ErrnoException): TlsFault | null {
  if (code === NAME_FAULT) return 'tls-name';
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) return 'tls-expired';
  if (/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|INVALID_(?:CA|PURPOSE)|PATH_LENGTH)/.test(code))
    return 'tls-untrusted';
  return /^(?:ERR_SSL_|ERR_TLS_|EPROTO)/.test(code) ? 'tls-failed' : null;
}
