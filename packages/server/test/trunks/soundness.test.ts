import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import { createServer } from 'node:tls';
import { Registry } from 'prom-client';
import { openLog } from '../../src/adapters/log/log.ts';
import { figuresOf } from '../../src/commands/trunk-findings.ts';
import { trunkFigures } from '../../src/trunks/figures.ts';
import { soundnessOf, type TrunkFigures } from '../../src/trunks/soundness.ts';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { Trunks } from '../../src/trunks/trunks.ts';
import { makeCarrierAuthority } from '../adapters/authority.ts';
import { testDatabase } from '../testing/database.ts';
import { trunk, trunkDeps } from './trunk.ts';

let authority: Awaited<ReturnType<typeof makeCarrierAuthority>>;
before(async () => {
  authority = await makeCarrierAuthority();
});

async function said(one: Trunk, figures: TrunkFigures | null = null): Promise<string> {
  const found = await soundnessOf(one, trunkDeps(), figures);
  return found.map(({ sound, sentence }) => `${sound ? 'ok' : 'NO'} ${sentence}`).join('\n');
}

test('[TRUNK-20] of each trunk it is said whether it is sound, and what to do', async () => {
  match(await said(trunk('a')), /^ok Trunk “a”: its addresses are set\.$/);
  match(await said(trunk('a', { enabled: false })), /^ok .*closed to calls/);
  match(
    await said(trunk('a', { addresses: ['sip.carrier.example'] })),
    /^NO .*sip\.carrier\.example cannot be resolved/,
  );
  match(
    await said(trunk('a'), { up: false, registered: false }),
    /^NO .*not registered.*\nNO .*does not answer/,
  );
  match(
    await said(trunk('a'), { up: true, registered: true }),
    /^ok .*it is registered, its carrier answers\.$/,
  );
});

test('[TRUNK-20] a certificate is looked at', async (t) => {
  const certificate = await authority.issue({ names: ['127.0.0.1'] });
  const carrier = createServer(certificate, (socket) => socket.on('error', () => socket.destroy()));
  carrier.on('tlsClientError', () => undefined);
  carrier.listen(0, '127.0.0.1');
  await once(carrier, 'listening');
  t.after(() => void carrier.close());
  const { port } = carrier.address() as AddressInfo;
  const at = (host: string, pem: string | null) =>
    said(trunk('a', { transport: 'tls', outboundProxy: `${host}:${port}`, authority: pem }));
  match(await at('127.0.0.1', authority.cert), /^ok .*its certificate is right/);
  match(await at('127.0.0.1', null), /^NO .*no connection over TLS/);
  const other = await makeCarrierAuthority();
  match(await at('127.0.0.1', other.cert), /^NO .*no connection over TLS/);
});

test('[TRUNK-20] the figures of the running line say what it knows of each trunk', async () => {
  const { db, end } = await testDatabase();
  await db
    .insertInto('trunks')
    .values({ id: 't', name: 'A "B" \\ C', addresses: ['198.51.100.7'], calls_max: 3, trial: false })
    .execute();
  const trunks = await Trunks.open({ db, log: openLog({ level: 'silent' }), ...trunkDeps() });
  const registry = new Registry();
  trunkFigures(registry, trunks);
  const text = await registry.metrics();
  match(text, /^pledgeline_trunk_calls\{trunk="A \\"B\\" \\\\ C"\} 0$/m);
  deepEqual(figuresOf(text, 'A "B" \\ C'), { up: null, registered: null });
  const up = text.replace('pledgeline_trunk_calls{', 'pledgeline_trunk_up{').replace('} 0', '} 1');
  equal(figuresOf(up, 'A "B" \\ C').up, true);
  trunks.stop();
  await end();
});
