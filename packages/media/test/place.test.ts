import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { addressFor } from '../src/engine/addresses.ts';
import { RtpPorts } from '../src/engine/ports.ts';
import { hears, miss, unseen } from '../src/engine/presence.ts';
import { Turns } from '../src/engine/turns.ts';
import { readArguments } from '../src/process/arguments.ts';

test('[MEDIA-21] a leg is bound to loopback for a caller on this machine, else to the nearest address', () => {
  const ours = ['127.0.0.1', '192.168.1.5', '10.0.0.5', '2001:db8::1'];
  equal(addressFor('127.0.0.1', ours), '127.0.0.1');
  equal(addressFor('10.0.0.77', ours), '10.0.0.5');
  equal(addressFor('192.168.9.9', ours), '192.168.1.5');
  equal(addressFor('80.10.20.30', ours), '10.0.0.5');
  equal(addressFor('2001:db8::99', ours), '2001:db8::1');
  equal(addressFor('127.0.0.1', ['192.168.1.5']), '192.168.1.5');
  equal(addressFor('::1', ['192.168.1.5']), null);
});

test('[MEDIA-21] even ports, in turn, the one just closed last; none left is said', async () => {
  const base = 2 * (15_000 + (process.pid % 500) * 4) + 1000;
  const ports = new RtpPorts('127.0.0.1', { min: base - 1, max: base + 5 });
  const open = await Promise.all([ports.open(), ports.open()]);
  const taken = open.map((socket) => (socket.ok ? socket.value.address().port : 0));
  deepEqual(taken, [base, base + 2]);
  for (const socket of open) if (socket.ok) socket.value.close();
  const rest = [
    await ports.open(),
    await ports.open(),
    await ports.open(),
    await ports.open(),
    await ports.open(),
  ];
  deepEqual(
    rest.map((socket) => (socket.ok ? socket.value.address().port : socket.failure)),
    [base + 4, base, base + 2, 'NO_PORT_LEFT', 'NO_PORT_LEFT'],
  );
  for (const socket of rest) if (socket.ok) socket.value.close();
});

test('[MEDIA-16] a loss is told once, after more than it may be silent, and never of one who was not there', () => {
  const browser = unseen(0);
  equal(miss(browser, 90_000, 1500, 0), false);
  equal(hears(browser, 100_000), 'came');
  equal(hears(browser, 100_020), 'goes-on');
  equal(miss(browser, 101_520, 1500, 0), false);
  equal(miss(browser, 101_521, 1500, 0), true);
  equal(miss(browser, 109_000, 1500, 0), false);
  equal(hears(browser, 110_000), 'came');
});

test('[MEDIA-16] while this process stood still, nobody was lost', () => {
  const browser = unseen(0);
  hears(browser, 0);
  equal(miss(browser, 30_000, 1500, 29_000), false);
  equal(miss(browser, 30_600, 1500, 0), true);
});

test('[MEDIA-10] what is asked of one thing is done in order, also after a failure', async () => {
  const turns = new Turns();
  const done: number[] = [];
  const first = turns.take('a', async () => {
    await new Promise((next) => setImmediate(next));
    done.push(1);
    throw new Error('no');
  });
  const second = turns.take('a', async () => done.push(2));
  await turns.take('b', async () => done.push(3));
  await first.catch(() => {});
  await second;
  deepEqual(done, [3, 1, 2]);
});

test('[MEDIA-22] the process is started with arguments alone, and says what is wrong with them', () => {
  const read = readArguments([
    '--socket',
    '/run/m.sock',
    '--address',
    '192.0.2.1, 127.0.0.1',
    '--rtp-ports',
    '40000-40010',
    '--public-address',
    '203.0.113.7',
  ]);
  ok(read.ok);
  deepEqual(read.value.addresses, ['192.0.2.1', '127.0.0.1']);
  equal(read.value.publicAddress, '203.0.113.7');
  deepEqual(
    [read.value.rtpPorts, read.value.leaseMs, read.value.icePort],
    [{ min: 40_000, max: 40_010 }, 60_000, null],
  );
  for (const wrong of [
    [],
    ['--socket', ''],
    ['--socket', `/${'x'.repeat(120)}`],
    ['--socket', '/a', '--address', 'host.example'],
    ['--socket', '/a', '--address', '0.0.0.0'],
    ['--socket', '/a', '--public-address', 'host.example'],
    ['--socket', '/a', '--rtp-ports', '40001-40001'],
    ['--socket', '/a', '--rtp-ports', '80-90'],
    ['--socket', '/a', '--ice-port', '70000'],
    ['--socket', '/a', '--lease-ms', '1.5'],
    ['--socket', '/a', '--nonsense', '1'],
  ]) {
    equal(readArguments(wrong).ok, false, wrong.join(' '));
  }
});
