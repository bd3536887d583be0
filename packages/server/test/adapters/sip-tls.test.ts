import { deepEqual, equal, rejects } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { Flow } from '@pledgeline/sip';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { SOCKET_LIMITS } from '../../src/adapters/sip-sockets/limits.ts';
import { isIdentityOf } from '../../src/adapters/sip-sockets/peer-identity.ts';
import { openSipSockets, type SipListener, type SipSockets } from '../../src/adapters/sip-sockets/sockets.ts';
import type { TlsPeer } from '../../src/adapters/sip-sockets/tls.ts';
import type { KeyedCertificate } from '../../src/adapters/tls/local-authority.ts';
import { makeCarrierAuthority } from './authority.ts';

const HERE = '127.0.0.1';
const OPTIONS = [
  'OPTIONS sip:line SIP/2.0',
  'Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

let authority: Awaited<ReturnType<typeof makeCarrierAuthority>>;
let own: KeyedCertificate;
before(async () => {
  authority = await makeCarrierAuthority();
  own = await authority.issue({ names: ['line.example'] });
});

/** Everything that the sockets told, one line each. */
class Heard implements SipListener {
  readonly told: string[] = [];
  readonly flows: Flow[] = [];
  known = true;
  stranger = false;
  peer: TlsPeer | null = null;
  readonly #waiting: (() => void)[] = [];

  admits(): boolean {
    return this.known;
  }
  isStranger(): boolean {
    return this.stranger;
  }
  received(flow: Flow, bytes: Uint8Array): void {
    this.flows.push(flow);
    this.#tell(`received ${flow.transport} ${Buffer.from(bytes).toString().split(' ')[0]}`);
  }
  flowFailed(): void {
    this.#tell('flow failed');
  }
  dropped(because: string): void {
    this.#tell(`dropped ${because}`);
  }
  tlsPeerOf(): TlsPeer | null {
    return this.peer;
  }
  tlsTold(_address: string, fault: string | null): void {
    this.#tell(`tls ${fault ?? 'open'}`);
  }
  async until(wanted: string): Promise<void> {
    while (!this.told.includes(wanted)) await new Promise<void>((heard) => this.#waiting.push(heard));
  }
  #tell(what: string): void {
    this.told.push(what);
    for (const heard of this.#waiting.splice(0)) heard();
  }
}

const opened: SipSockets[] = [];
async function line() {
  const heard = new Heard();
  let shown = own;
  const tls = { port: 0, certificate: () => shown };
  const sockets = await openSipSockets({ addresses: [HERE], port: 0, tls }, heard, steadyClock());
  opened.push(sockets);
  const renew = (certificate: KeyedCertificate): void => {
    shown = certificate;
    sockets.renew();
  };
  return { sockets, heard, renew, port: sockets.tlsPort ?? 0 };
}
after(() => Promise.all(opened.map((sockets) => sockets.close())));

const reach = (port: number): TLSSocket =>
  connect({ host: HERE, port, ca: authority.cert, servername: 'line.example' });

test('[SOCKET-1] a peer that connects over TLS is heard, and answered on its connection', async () => {
  const { sockets, heard, port } = await line();
  const peer = reach(port);
  peer.write(OPTIONS);
  await heard.until('received tls OPTIONS');
  const flow = heard.flows[0]!;
  equal(flow.local.port, port);
  sockets.send(flow, Buffer.from('SIP/2.0 200 OK\r\n\r\n'));
  const [answer] = (await once(peer, 'data')) as [Buffer];
  equal(answer.toString().split('\r\n')[0], 'SIP/2.0 200 OK');
  peer.write('\r\n\r\n');
  deepEqual(await once(peer, 'data'), [Buffer.from('\r\n')], 'RFC 5626: a ping is answered');
  peer.end();
  await heard.until('flow failed');
});

test('[SOCKET-1] nothing older than TLS 1.2 is spoken', async () => {
  const { heard, port } = await line();
  const old = connect({
    host: HERE,
    port,
    ca: authority.cert,
    servername: 'line.example',
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  await rejects(once(old, 'secureConnect'));
  await heard.until('dropped tls-handshake');
  const plain = connectPlain(port, HERE);
  plain.write(OPTIONS);
  await once(plain, 'close');
  equal(heard.told.filter((told) => told === 'dropped tls-handshake').length, 2);
});

test('[SOCKET-2] an unknown peer is closed before the handshake, and counted', async () => {
  const { heard, port } = await line();
  heard.known = false;
  const stranger = reach(port);
  await rejects(once(stranger, 'secureConnect'));
  deepEqual(heard.told, ['dropped unknown-source']);
});

/** A carrier that listens, and what becomes of a request of ours to it. */
async function ask(certificate: KeyedCertificate, peer: TlsPeer | null): Promise<readonly string[]> {
  const carrier = createServer({ ...certificate }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.write('SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n'));
  });
  carrier.on('tlsClientError', () => undefined);
  carrier.listen(0, HERE);
  await once(carrier, 'listening');
  const { port } = carrier.address() as AddressInfo;
  const { sockets, heard, port: ours } = await line();
  heard.peer = peer;
  const local = { address: HERE, port: ours };
  const flow: Flow = { transport: 'tls', local, remote: { address: HERE, port }, id: '' };
  sockets.send(flow, Buffer.from(OPTIONS));
  sockets.send(flow, Buffer.from(OPTIONS));
  await Promise.race([heard.until('received tls SIP/2.0'), heard.until('flow failed')]);
  carrier.close();
  return heard.told.filter((told) => told !== 'flow failed');
}

test('[SOCKET-3] we connect to a carrier whose certificate speaks for the trunk’s name, once for two requests', async () => {
  const good = await authority.issue({ names: ['sip.carrier.example'] });
  const told = await ask(good, { host: 'sip.carrier.example', authority: authority.cert });
  deepEqual([told[0], told[1]], ['tls open', 'received tls SIP/2.0']);
  equal(told.filter((one) => one === 'tls open').length, 1);
});

for (const [why, fault] of [
  ['another name', 'tls-name'],
  ['expired', 'tls-expired'],
  ['an authority that nobody knows', 'tls-untrusted'],
  ['nobody that we know', 'tls-unknown-peer'],
] as const)
  test(`[SOCKET-3] a bad certificate is refused and counted: ${why}`, async () => {
    const host = 'sip.carrier.example';
    const names = [fault === 'tls-name' ? 'sip.other.example' : host];
    const certificate = await authority.issue({ names, expired: fault === 'tls-expired' });
    const trusted = fault === 'tls-untrusted' ? null : authority.cert;
    const peer = fault === 'tls-unknown-peer' ? null : { host, authority: trusted };
    deepEqual([...new Set(await ask(certificate, peer))], [`dropped ${fault}`, `tls ${fault}`]);
  });

test('[SOCKET-1] a renewed certificate is shown to whoever connects from then on', async () => {
  const { renew, heard, port } = await line();
  const earlier = reach(port);
  await once(earlier, 'secureConnect');
  const next = await authority.issue({ names: ['line.example'] });
  renew(next);
  const later = reach(port);
  await once(later, 'secureConnect');
  equal(later.getPeerX509Certificate()?.fingerprint256, new X509Certificate(next.cert).fingerprint256);
  earlier.write(OPTIONS);
  await heard.until('received tls OPTIONS');
  earlier.destroy();
  later.destroy();
});

test('[SOCKET-3] whom a certificate speaks for (RFC 5922)', async () => {
  const isOf = async (names: readonly string[], host: string, commonName = 'x'): Promise<boolean> => {
    const { cert } = await authority.issue({ names, commonName });
    return isIdentityOf(Uint8Array.from(new X509Certificate(cert).raw), host);
  };
  equal(await isOf(['sip.carrier.example'], 'SIP.carrier.example'), true);
  equal(await isOf(['*.carrier.example'], 'sip.carrier.example'), true);
  equal(await isOf(['*.carrier.example'], 'a.sip.carrier.example'), false, 'no sub-sub-domain');
  equal(await isOf(['*.carrier.example'], 'carrier.example'), false);
  equal(await isOf(['*.example'], 'carrier.example'), false, 'nobody speaks for a top level');
  equal(await isOf(['s*.carrier.example'], 'sip.carrier.example'), false);
  equal(await isOf(['sip:carrier.example', 'sip.carrier.example'], 'carrier.example'), true);
  equal(await isOf(['sip:carrier.example', 'sip.carrier.example'], 'sip.carrier.example'), false);
  equal(await isOf(['sip:alice@carrier.example'], 'carrier.example'), false, 'a person is no host');
  equal(await isOf(['198.51.100.7'], '198.51.100.7'), true);
  equal(await isOf(['2001:db8::7'], '2001:0db8:0::7'), true);
  equal(await isOf(['198.51.100.7'], '198.51.100.8'), false);
  equal(await isOf(['carrier.example'], '198.51.100.7'), false);
  equal(await isOf([], 'carrier.example', 'carrier.example'), true);
  equal(await isOf(['other.example'], 'carrier.example', 'carrier.example'), false);
});

test('[SOCKET-5] strangers leave room for those who are known by their address', async () => {
  const { heard, port } = await line();
  heard.stranger = true;
  const strangers = Array.from({ length: SOCKET_LIMITS.strangersMax }, () => connectPlain(port, HERE));
  await Promise.all(strangers.map((one) => once(one, 'connect')));
  const late = connectPlain(port, HERE).on('error', () => undefined);
  await once(late, 'close');
  await heard.until('dropped too-many-strangers');
  heard.stranger = false;
  const carrier = reach(port);
  carrier.write(OPTIONS);
  await heard.until('received tls OPTIONS');
  carrier.destroy();
  for (const one of strangers) one.destroy();
});
