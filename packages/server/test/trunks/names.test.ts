import { deepEqual, equal, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { openDns } from '../../src/adapters/dns/dns.ts';
import { TrunkBook } from '../../src/trunks/book.ts';
import { Names } from '../../src/trunks/names.ts';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { NameServer } from './name-server.ts';
import { trunk } from './trunk.ts';

const HOST = 'sip.carrier.example';
/** A carrier that wants TLS before UDP, and has two hosts, one in reserve. */
const RECORDS = {
  [HOST]: [
    { type: 'NAPTR', data: [10, 10, 'SIPS+D2T', '_sips._tcp.carrier.example'] },
    { type: 'NAPTR', data: [20, 10, 'SIP+D2U', '_sip._udp.carrier.example'] },
  ],
  '_sips._tcp.carrier.example': [{ type: 'SRV', data: [10, 0, 5071, 'tls.carrier.example'] }],
  '_sip._udp.carrier.example': [
    { type: 'SRV', data: [20, 0, 5060, 'b.carrier.example'] },
    { type: 'SRV', data: [10, 0, 5070, 'a.carrier.example'] },
  ],
  'tls.carrier.example': [{ type: 'A', data: '198.51.100.9' }],
  'a.carrier.example': [{ type: 'A', data: '198.51.100.1' }],
  'b.carrier.example': [{ type: 'A', data: '198.51.100.2' }],
} as const;

async function opened(t: TestContext, one: Trunk) {
  const server = await NameServer.open();
  server.records = RECORDS;
  const book = new TrunkBook([one]);
  const moved: string[] = [];
  const deps = { ask: openDns([server.address]), clock: steadyClock(), book };
  const names = new Names({ ...deps, moved: (id) => void moved.push(id) });
  t.after(() => {
    names.stop();
    server.close();
  });
  const targets = () =>
    names.targetsOf(one.id).map(({ transport, address, port }) => `${transport} ${address} ${port}`);
  return { server, book, names, moved, targets };
}

test('[TRUNK-14] a host name is resolved by NAPTR, SRV and address, in the order that the carrier wants', async (t) => {
  const { names, book, targets, moved } = await opened(t, trunk('a', { addresses: [HOST] }));
  await names.follow();
  deepEqual(targets(), ['udp 198.51.100.1 5070', 'udp 198.51.100.2 5060']);
  deepEqual(moved, ['a']);
  for (const address of ['198.51.100.1', '198.51.100.2']) equal(book.of(address)?.id, 'a', address);
  equal(book.of('198.51.100.9'), null, 'a host for another transport');
});

test('[TRUNK-14] a trunk over TLS goes where the carrier has TLS', async (t) => {
  const over = trunk('a', { addresses: [HOST], transport: 'tls' });
  const { names, book, targets } = await opened(t, over);
  await names.follow();
  deepEqual(targets(), ['tls 198.51.100.9 5071']);
  deepEqual(book.tlsPeerOf('198.51.100.9'), { host: HOST, authority: null });
});

test('[TRUNK-14] without NAPTR and SRV the host itself is asked; a port is taken as it is', async (t) => {
  const { server, names, book, targets } = await opened(t, trunk('a', { addresses: [HOST] }));
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.3' }] };
  await names.follow();
  deepEqual(targets(), ['udp 198.51.100.3 5060']);
  book.take([trunk('a', { addresses: [HOST], outboundProxy: `${HOST}:5090`, revision: 2 })]);
  await names.follow();
  deepEqual(targets(), ['udp 198.51.100.3 5090']);
});

/** Until the names were asked anew and the answers are in. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('[TRUNK-15] a name is looked up again when its answer has run out', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { server, names, book } = await opened(t, trunk('a', { addresses: [HOST] }));
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.3', ttl: 40 }] };
  await names.follow();
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.4', ttl: 86_400 }] };
  server.asked.length = 0;
  t.mock.timers.tick(39_999);
  deepEqual(server.asked, []);
  t.mock.timers.tick(1);
  await until(() => book.of('198.51.100.4') !== null);
  equal(book.of('198.51.100.3'), null);
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.5' }] };
  await until(() => names.targetsOf(book.all()[0]!.id)[0]?.address === '198.51.100.4');
  t.mock.timers.tick(300_000);
  await until(() => book.of('198.51.100.5') !== null);
});

test('[TRUNK-15] where no name server answers, or knows the name no more, the last good answer stays', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { server, names, book, targets } = await opened(t, trunk('a', { addresses: [HOST] }));
  await names.follow();
  const before = targets();
  const id = book.all()[0]!.id;
  server.records = {};
  t.mock.timers.tick(60_000);
  await until(() => names.unresolvedOf(id).length > 0);
  deepEqual([names.unresolvedOf(id), targets()], [[HOST], before]);
  equal(book.of('198.51.100.1')?.id, 'a');
  server.records = RECORDS;
  t.mock.timers.tick(10_000);
  await until(() => names.unresolvedOf(id).length === 0);
  ok(targets().length === 2);
});

test('[TRUNK-15] a name server that is silent is no answer', async (t) => {
  const server = await NameServer.open();
  t.after(() => server.close());
  server.isSilent = true;
  const asked = await openDns([server.address])({ type: 'A', name: HOST });
  deepEqual([asked.isAway, asked.answer.records], [true, []]);
  server.isSilent = false;
  equal((await openDns([server.address])({ type: 'A', name: HOST })).isAway, false);
});
