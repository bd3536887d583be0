import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever connects (32768 and up): those are taken again before they are used. */
const FIRST = 10_000;
const PORTS = 10_000;

/** A TCP port of the loopback that nobody listens on now. */
export async function freeTcpPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * PORTS);
    if (await isFreeForTcp(port)) return port;
  }
}

/** A port that is free for UDP and for TCP, as SIP wants it. */
export async function freeSipPort(): Promise<number> {
  for (;;) {
    const port = await freeTcpPort();
    if (await isFreeForUdp(port)) return port;
  }
}

function isFreeForTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
