import { equal, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { openSipSockets } from '../../src/adapters/sip-sockets/sockets.ts';

const deaf = {
  admits: () => false,
  received: () => undefined,
  flowFailed: () => undefined,
  dropped: () => undefined,
};

test('UDP and TCP share one port on every address', async () => {
  const sockets = await openSipSockets(['127.0.0.1', '127.0.0.2'], 0, deaf);
  ok(sockets.port > 0);
  await rejects(openSipSockets(['127.0.0.2'], sockets.port, deaf), { code: 'EADDRINUSE' });
  await sockets.close();
});

test('a port that is taken for TCP is given back for UDP too', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  ok(address !== null && typeof address === 'object');
  await rejects(openSipSockets(['127.0.0.1'], address.port, deaf), { code: 'EADDRINUSE' });
  taken.close();
  await once(taken, 'close');
  const sockets = await openSipSockets(['127.0.0.1'], address.port, deaf);
  equal(sockets.port, address.port);
  await sockets.close();
});
