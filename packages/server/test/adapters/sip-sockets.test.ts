import { equal, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import type { Instant } from '@pledgeline/core';
import { SOCKET_LIMITS } from '../../src/adapters/sip-sockets/limits.ts';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { openSipSockets } from '../../src/adapters/sip-sockets/sockets.ts';

const deaf = {
  admits: () => false,
  received: () => undefined,
  flowFailed: () => undefined,
  dropped: () => undefined,
  tlsPeerOf: () => null,
  tlsTold: () => undefined,
};
const open = (addresses: readonly string[], port: number) =>
  openSipSockets({ addresses, port, tls: null }, deaf, steadyClock());

test('UDP and TCP share one port on every address', async () => {
  const sockets = await open(['127.0.0.1', '127.0.0.2'], 0);
  ok(sockets.port > 0);
  await rejects(open(['127.0.0.2'], sockets.port), { code: 'EADDRINUSE' });
  await sockets.close();
});

test('a port that is taken for TCP is given back for UDP too', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  ok(address !== null && typeof address === 'object');
  await rejects(open(['127.0.0.1'], address.port), { code: 'EADDRINUSE' });
  taken.close();
  await once(taken, 'close');
  const sockets = await open(['127.0.0.1'], address.port);
  equal(sockets.port, address.port);
  await sockets.close();
});

test('[SOCKET-4] a flood of new requests is dropped; what belongs to a dialog still comes in', async () => {
  const heard: string[] = [];
  let all: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (all = resolve));
  const listener = {
    ...deaf,
    admits: () => true,
    received: (_flow: unknown, bytes: Uint8Array) => {
      heard.push(Buffer.from(bytes).toString().split(' ')[0] ?? '');
      if (heard.at(-1) === 'BYE') all();
    },
    dropped: (because: string) => void heard.push(because),
  };
  const still = () => 1 as Instant;
  const sockets = await openSipSockets({ addresses: ['127.0.0.1'], port: 0, tls: null }, listener, still);
  const carrier = connect(sockets.port, '127.0.0.1');
  const message = (method: string, to: string): string =>
    `${method} sip:line SIP/2.0\r\nTo: <sip:line>${to}\r\nContent-Length: 0\r\n\r\n`;
  carrier.write(message('OPTIONS', '').repeat(SOCKET_LIMITS.newRequestsAtOnce + 2));
  carrier.write(message('BYE', ';tag=a'));
  await done;
  const count = (word: string): number => heard.filter((one) => one === word).length;
  equal(count('OPTIONS'), SOCKET_LIMITS.newRequestsAtOnce);
  equal(count('flood'), 2);
  carrier.destroy();
  await sockets.close();
});
