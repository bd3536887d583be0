import type { Flow } from '@pledgeline/sip';
import { openTcp } from './tcp.ts';
import { openUdp } from './udp.ts';

/** What the SIP ports tell. A peer that `admits` does not know is not even read: it gets silence. */
export interface SipListener {
  admits(address: string): boolean;
  received(flow: Flow, bytes: Uint8Array): void;
  flowFailed(flow: Flow): void;
  /** Counted, never logged with its content. */
  dropped(because: string): void;
}

export interface SipSockets {
  /** The port that UDP and TCP share. */
  readonly port: number;
  send(flow: Flow, bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** How many ports are tried where any will do: one that is free for UDP may be taken for TCP. */
const TRIES_MAX = 20;

/** Opens UDP and TCP on the same port of every address. Port 0: any that is free for both, everywhere. */
export async function openSipSockets(
  addresses: readonly string[],
  port: number,
  listener: SipListener,
): Promise<SipSockets> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await openAll(addresses, port, listener);
    } catch (error) {
      const taken = (error as { readonly code?: unknown }).code === 'EADDRINUSE';
      if (!taken || port !== 0 || tried === TRIES_MAX) throw error;
    }
  }
}

async function openAll(
  addresses: readonly string[],
  port: number,
  listener: SipListener,
): Promise<SipSockets> {
  const opened: { readonly local: string; readonly udp: UdpOf; readonly tcp: TcpOf }[] = [];
  let shared = port;
  const close = async (): Promise<void> => {
    await Promise.all(opened.flatMap(({ udp, tcp }) => [udp.close(), tcp.close()]));
  };
  try {
    for (const address of addresses) {
      const udp = await openUdp({ address, port: shared }, listener);
      shared = udp.port;
      const tcp = await openTcp({ address, port: shared }, listener).catch(async (error: unknown) => {
        await udp.close();
        throw error;
      });
      opened.push({ local: address, udp, tcp });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: shared,
    send(flow, bytes) {
      const at = opened.find(({ local }) => local === flow.local.address);
      if (at === undefined) listener.flowFailed(flow);
      else if (flow.transport === 'udp') at.udp.send(flow, bytes);
      else at.tcp.send(flow, bytes);
    },
    close,
  };
}

type UdpOf = Awaited<ReturnType<typeof openUdp>>;
type TcpOf = Awaited<ReturnType<typeof openTcp>>;
