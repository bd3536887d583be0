import { deepEqual, equal, match, ok as holds } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { TrunkList } from '@pledgeline/contract';
import { linkInMemory } from '../../src/keeper/link.ts';
import { runServer, type Running } from '../../src/server.ts';
import type { Settings } from '../../src/settings.ts';
import { StartFault } from '../../src/start-fault.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { NameServer } from '../trunks/name-server.ts';

let database: TestDatabase;
let dataDir: string;
let running: Running[] = [];
before(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'pledgeline-server-'));
});
afterEach(async () => {
  for (const one of running) await one.stop();
  running = [];
});
after(async () => {
  await database.end();
  await rm(dataDir, { recursive: true });
});

const settings = (changed: Partial<Settings> = {}): Settings => ({
  dataDir,
  httpPort: 0,
  httpsPort: 0,
  sipPort: 0,
  sipsPort: 0,
  addresses: [],
  publicAddress: null,
  publicUrl: 'http://localhost:0',
  databaseUrl: database.url,
  smtpUrl: null,
  mailFrom: null,
  nameServers: [],
  certificate: null,
  rtpPorts: { first: 42_000, last: 42_100 },
  turn: null,
  callsMax: 20,
  logLevel: 'error',
  trial: true,
  trace: true,
  mediaSocket: join(dataDir, 'nobody.sock'),
  ...changed,
});

async function start(changed: Partial<Settings> = {}): Promise<{ one: Running; link: URL }> {
  const one = await runServer({ settings: settings(changed), keeper: linkInMemory() });
  running.push(one);
  const link = /http:\S+\/sign-in\?token=\S+/.exec(one.readyLines.join('\n'))?.[0] ?? '';
  return { one, link: new URL(link) };
}

const follow = (link: URL, token: string | null = link.searchParams.get('token')) =>
  fetch(`${link.origin}/api/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });

test('a start prints where to go, how to get in and what to dial, and a new one ends the link before', async () => {
  const first = await start();
  match(first.one.readyLines.join('\n'), /Donors dial +110 \(fr\), 111 \(en\) at SIP port \d+/);
  const old = first.link.searchParams.get('token');
  const health = await fetch(`${first.link.origin}/health`);
  equal(health.status, 503);
  equal(((await health.json()) as { media: string }).media, 'down');
  await running.pop()?.stop();
  const second = await start();
  equal((await follow(second.link, old)).status, 410);
  equal((await follow(second.link)).status, 200);
});

test('what is ended is ended: the port is free and nobody answers', async () => {
  const { one, link } = await start();
  await one.stop();
  running = [];
  await fetch(`${link.origin}/health`).then(
    () => holds(false, 'somebody answered'),
    () => undefined,
  );
});

test('a port that is taken is one sentence, and nothing is left open', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  for (const [setting, changed] of [
    ['PLEDGELINE_HTTP_PORT', { httpPort: port }],
    ['PLEDGELINE_SIP_PORT', { sipPort: port }],
    ['PLEDGELINE_SIPS_PORT', { sipsPort: port }],
  ] as const) {
    const fault = await runServer({ settings: settings(changed), keeper: linkInMemory() }).then(
      () => null,
      (error: unknown) => error,
    );
    holds(fault instanceof StartFault, String(fault));
    match(fault.sentence, new RegExp(`${port} is taken by another program.*${setting}`));
  }
  taken.close();
  await start();
});

test('[TRUNK-14] the host names of carriers are asked for at the name servers that are set', async () => {
  const nameServer = await NameServer.open();
  nameServer.records = { 'sip.carrier.example': [{ type: 'A', data: '198.51.100.7' }] };
  await database.db
    .insertInto('trunks')
    .values({ id: 'named', name: 'N', addresses: ['sip.carrier.example'], calls_max: 1, trial: false })
    .execute();
  const { link } = await start({ nameServers: [nameServer.address] });
  const cookie = (await follow(link)).headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const resolved = async (): Promise<readonly string[]> => {
    const reply = await fetch(`${link.origin}/api/trunks`, { headers: { cookie } });
    const { trunks } = (await reply.json()) as TrunkList;
    return trunks.find(({ id }) => id === 'named')?.state.resolved ?? [];
  };
  while ((await resolved()).length === 0) await new Promise((later) => void setTimeout(later, 20));
  deepEqual(await resolved(), ['198.51.100.7']);
  nameServer.close();
});
