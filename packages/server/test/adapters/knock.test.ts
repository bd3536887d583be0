import { deepEqual, equal } from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { Knock } from '../../src/adapters/sip-sockets/knock.ts';
import { openSipSockets } from '../../src/adapters/sip-sockets/sockets.ts';

test('[TEL-103] a knock ends once everything before it was read, and nobody hears of it', async () => {
  const told: string[] = [];
  const listener = {
    admits: () => true,
    received: (_flow: unknown, bytes: Uint8Array) => void told.push(Buffer.from(bytes).toString()),
    flowFailed: () => undefined,
    dropped: (because: string) => void told.push(because),
    tlsPeerOf: () => null,
    tlsTold: () => undefined,
  };
  const places = { addresses: ['127.0.0.1'], port: 0, tls: null };
  const sockets = await openSipSockets(places, listener, steadyClock());
  const carrier = createSocket('udp4');
  const first = 'of seventeen char';
  for (const text of [first, 'second'])
    await new Promise((sent) => carrier.send(text, sockets.port, '127.0.0.1', sent));
  // The first one is not waited for: whether any is ever heard is not known yet.
  for (let knocked = 0; knocked < 2 || told.length < 2; knocked += 1) await sockets.knock();
  deepEqual(told, [first, 'second']);
  carrier.close();
  await sockets.close();
});

test('[TEL-103] a knock that is lost is waited for, but not where none was ever heard', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const sent: Uint8Array[] = [];
  const knock = new Knock((bytes) => void sent.push(bytes));
  const ended: number[] = [];
  const ask = (): void => void knock.ask().then(() => ended.push(sent.length));
  const settle = () => new Promise(setImmediate);
  ask();
  t.mock.timers.tick(1);
  await settle();
  deepEqual(ended, [1]);

  equal(knock.takes(Buffer.alloc(17)), false);
  equal(knock.takes(sent[0] ?? new Uint8Array()), true);
  ask();
  t.mock.timers.tick(999);
  await settle();
  // The one before comes once more, too late to end anything.
  equal(knock.takes(sent[0] ?? new Uint8Array()), true);
  await settle();
  deepEqual(ended, [1]);
  t.mock.timers.tick(1);
  await settle();
  deepEqual(ended, [1, 2]);
});
