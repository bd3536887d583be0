import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { before, test, type TestContext } from 'node:test';
import { createServer } from 'node:tls';
import type { TrunkState } from '@pledgeline/contract';
import { NOBODY } from '../../src/access/actor.ts';
import { passwordsUnder } from '../../src/trunks/password.ts';
import { TrunkStore } from '../../src/trunks/store.ts';
import { makeCarrierAuthority } from '../adapters/authority.ts';
import { telephonyToTry } from '../testing/telephony.ts';
import { registration, trunkForm } from './trunk.ts';

let authority: Awaited<ReturnType<typeof makeCarrierAuthority>>;
before(async () => {
  authority = await makeCarrierAuthority();
});

/** A carrier that listens over TLS and grants every registration; what it was asked comes with it. */
async function carrierOverTls(t: TestContext) {
  const certificate = await authority.issue({ names: ['127.0.0.1'] });
  const asked: string[] = [];
  const server = createServer(certificate, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      asked.push(text);
      socket.write(granted(text));
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => void server.close());
  return { asked, port: (server.address() as AddressInfo).port };
}

const granted = (request: string): string => {
  const kept = /^(?:Via|From|To|Call-ID|CSeq|Contact|Expires):.*$/gim;
  const lines = [...request.matchAll(kept)].map(([line]) => line.trim());
  return ['SIP/2.0 200 OK', ...lines, 'Content-Length: 0', '', ''].join('\r\n');
};

async function trunkTo(t: TestContext, port: number, pem: string | null) {
  const line = await telephonyToTry();
  t.after(() => line.stop());
  await line.db.deleteFrom('trunks').execute();
  const store = new TrunkStore(line.db, passwordsUnder('a key of this test'));
  const account = { ...registration, registrar: `127.0.0.1:${port}` };
  const form = trunkForm({ transport: 'tls', addresses: [], registration: account, authority: pem });
  equal((await store.add({ actor: NOBODY, form })).ok, true);
  await line.trunks.reload();
  return async (holds: (state: TrunkState) => boolean): Promise<TrunkState> => {
    for (;;) {
      const state = line.trunks.stateOf(line.trunks.book.all()[0]!);
      if (holds(state)) return state;
      await new Promise(setImmediate);
    }
  };
}

test('[TRUNK-13] a trunk registers over TLS with a carrier whose certificate comes from its own authority', async (t) => {
  const carrier = await carrierOverTls(t);
  const until = await trunkTo(t, carrier.port, authority.cert);
  const { tlsFault } = await until(({ registration: word }) => word === 'registered');
  equal(tlsFault, null);
  match(carrier.asked[0] ?? '', /^REGISTER sip:127\.0\.0\.1:\d+ SIP\/2\.0\r\nVia: SIP\/2\.0\/TLS /);
  match(carrier.asked[0] ?? '', /^Contact: <sip:0231000000@127\.0\.0\.1:5061;transport=tls>\r$/m);
});

test('[TRUNK-13] a carrier whose certificate comes from elsewhere is told nothing, and the trunk says why', async (t) => {
  const carrier = await carrierOverTls(t);
  const until = await trunkTo(t, carrier.port, null);
  const state = await until(({ registration: word }) => word === 'unreachable');
  deepEqual([state.tlsFault, carrier.asked], ['tls-untrusted', []]);
});
