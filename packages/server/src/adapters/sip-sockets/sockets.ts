import { isNewRequest, type Flow, type TransportName } from '@pledgeline/sip';
import type { Clock } from '../clock/clock.ts';
import type { KeyedCertificate } from '../tls/local-authority.ts';
import { Pace } from './pace.ts';
import { openStreams, type StreamPort } from './streams.ts';
import { tcpFrom } from './tcp.ts';
import { tlsFrom, TlsServer, type TlsFault, type TlsPeer } from './tls.ts';
import { openUdp, type UdpSocket } from './udp.ts';

/** Whom something came from. */
export type Source = Pick<Flow, 'transport' | 'remote'>;

/** What the SIP ports tell. A peer that `admits` does not know is not even read: it gets silence. */
export interface SipListener {
  admits(address: string, transport: TransportName): boolean;
  /** Whether it is heard for its transport's sake alone, and not for its address. */
  isStranger?(address: string): boolean;
  received(flow: Flow, bytes: Uint8Array): void;
  flowFailed(flow: Flow): void;
  /** Counted, never logged with its content. `from`: where it is known. */
  dropped(because: string, from?: Source): void;
  /** Whom we connect to at an address over TLS; null: nobody that we know. */
  tlsPeerOf(address: string): TlsPeer | null;
  tlsTold(address: string, fault: TlsFault | null): void;
}

export interface SipPlaces {
  readonly addresses: readonly string[];
  /** Of UDP and TCP. */
  readonly port: number;
  /** Null: nobody connects to us over TLS; we ourselves may. */
  readonly tls: { readonly port: number; readonly certificate: () => KeyedCertificate } | null;
}

export interface SipSockets {
  /** The port that UDP and TCP share. */
  readonly port: number;
  /** Null: it is closed. */
  readonly tlsPort: number | null;
  send(flow: Flow, bytes: Uint8Array): void;
  /** Ends once every message that waits to be read by now has been read, over UDP. */
  knock(): Promise<void>;
  /** From now on TLS begins with the certificate that there is now; connections that are up stay up. */
  renew(): void;
  close(): Promise<void>;
}

/** How many ports are tried where any will do: one that is free for UDP may be taken for TCP. */
const TRIES_MAX = 20;
/** What our Contact says over TLS where nobody can connect to us: the peer uses the connection that is there. */
export const TLS_PORT_NAMED = 5_061;

/** Opens UDP and TCP on the same port of every address, and TLS on its own. Port 0: any that is free, everywhere. */
export async function openSipSockets(
  places: SipPlaces,
  listener: SipListener,
  clock: Clock,
): Promise<SipSockets> {
  const limited = atPace(listener, clock);
  for (let tried = 1; ; tried += 1) {
    try {
      return await openAll(places, limited);
    } catch (error) {
      const taken = (error as { readonly code?: unknown }).code === 'EADDRINUSE';
      if (!taken || (places.port !== 0 && places.tls?.port !== 0) || tried === TRIES_MAX) throw error;
    }
  }
}

/** A flood from one address is dropped before it is parsed; what belongs to a dialog always comes in. */
function atPace(listener: SipListener, clock: Clock): SipListener {
  const pace = new Pace();
  return {
    admits: (address, transport) => listener.admits(address, transport),
    isStranger: (address) => listener.isStranger?.(address) ?? false,
    received(flow, bytes) {
      if (isNewRequest(bytes) && !pace.takes(flow.remote.address, clock())) listener.dropped('flood', flow);
      else listener.received(flow, bytes);
    },
    flowFailed: (flow) => listener.flowFailed(flow),
    dropped: (because, from) => listener.dropped(because, from),
    tlsPeerOf: (address) => listener.tlsPeerOf(address),
    tlsTold: (address, fault) => listener.tlsTold(address, fault),
  };
}

interface Opened {
  readonly address: string;
  readonly udp: UdpSocket;
  readonly tcp: StreamPort;
  readonly tls: StreamPort;
}

async function openAll({ addresses, port, tls }: SipPlaces, listener: SipListener): Promise<SipSockets> {
  const opened: Opened[] = [];
  const secured: TlsServer[] = [];
  const closings: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => void (await Promise.all(closings.map((one) => one())));
  const keep = <P extends { close(): Promise<void> }>(opening: P): P => {
    closings.push(() => opening.close());
    return opening;
  };
  const shared = { plain: port, tls: tls?.port ?? TLS_PORT_NAMED };
  try {
    for (const address of addresses) {
      const udp = keep(await openUdp({ address, port: shared.plain }, listener));
      const at = { address, port: udp.port, listens: true };
      const tcp = keep(await openStreams(at, tcpFrom(address), listener));
      const server = tls === null ? null : new TlsServer(tls.certificate);
      if (server !== null) secured.push(server);
      const kind = tlsFrom(address, server, {
        peerOf: (peer) => listener.tlsPeerOf(peer),
        told: (peer, fault) => listener.tlsTold(peer, fault),
        dropped: (because, from) => listener.dropped(because, from),
      });
      const secure = { address, port: shared.tls, listens: tls !== null };
      const streams = keep(await openStreams(secure, kind, listener));
      shared.plain = udp.port;
      shared.tls = streams.port;
      opened.push({ address, udp, tcp, tls: streams });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: shared.plain,
    tlsPort: tls === null ? null : shared.tls,
    send(flow, bytes) {
      const at = opened.find(({ address }) => address === flow.local.address);
      if (at === undefined) listener.flowFailed(flow);
      else at[flow.transport].send(flow, bytes);
    },
    knock: async () => void (await Promise.all(opened.map(({ udp }) => udp.knock()))),
    renew: () => secured.forEach((server) => server.renew()),
    close,
  };
}
