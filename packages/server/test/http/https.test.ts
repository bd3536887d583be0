import { deepEqual, equal, match, ok as holds, rejects } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get as getPlain, type IncomingHttpHeaders } from 'node:http';
import { get as getSecure } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Fastify from 'fastify';
import { openDoors, type Doors } from '../../src/adapters/http/doors.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { issue, makeAuthority, SERVER_DAYS } from '../../src/adapters/tls/local-authority.ts';
import { isHouseAddress } from '../../src/adapters/tls/name-constraints.ts';
import { openTls } from '../../src/adapters/tls/tls.ts';
import { StartFault } from '../../src/start-fault.ts';

const DAY_MS = 86_400_000;
const log = openLog({ level: 'silent' });
/** A second address of this machine that needs no network. */
const HERE = '127.0.0.2';
const none = { certificate: null, addresses: [HERE], log };

let dataDir: string;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pledgeline-tls-'));
});
after(() => rm(dataDir, { recursive: true }));

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function fetched(url: string, ca: string | null, headers: Record<string, string> = {}): Promise<Got> {
  const get = url.startsWith('https:') ? getSecure : getPlain;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers, ...(ca === null ? {} : { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
  });
}

async function withDoors(visit: (doors: Doors, ca: string) => Promise<void>): Promise<void> {
  const tls = await openTls({ ...none, dataDir, now: () => new Date() });
  const doors = await openDoors({ httpPort: 0, httpsPort: 0, addresses: [HERE], tls, log });
  const app = Fastify();
  app.get('/', (request) => ({ over: request.protocol }));
  await app.ready();
  doors.serve(app);
  try {
    await visit(doors, tls.authority?.toString() ?? '');
  } finally {
    await app.close();
    await doors.close();
  }
}

test('whoever installed the authority reaches the line over HTTPS; whoever did not is warned', () =>
  withDoors(async (doors, ca) => {
    const url = `https://${HERE}:${doors.httpsPort}/`;
    deepEqual(JSON.parse((await fetched(url, ca)).body.toString()), { over: 'https' });
    await rejects(fetched(url, null), /unable to verify|self-signed|UNABLE_TO/i);
  }));

test('loopback speaks plain HTTP, on both families', () =>
  withDoors(async (doors) => {
    const local = await fetched(`http://127.0.0.1:${doors.httpPort}/`, null);
    deepEqual(JSON.parse(local.body.toString()), { over: 'http' });
  }));

test('plain HTTP beyond loopback serves the page to install the authority, and nothing else', () =>
  withDoors(async (doors, ca) => {
    const plain = (path: string, language = 'fr') =>
      fetched(`http://${HERE}:${doors.httpPort}${path}`, null, { 'accept-language': language });
    const home = await plain('/');
    deepEqual([home.status, home.headers.location], [302, '/install']);
    const page = await plain('/install');
    match(page.body.toString(), /<html lang="fr">/);
    match((await plain('/install', 'en')).body.toString(), /<html lang="en">/);
    holds(page.body.includes(new X509Certificate(ca).fingerprint256));
    holds(page.body.includes(`https://${HERE}:${doors.httpsPort}/`));
    match(String(page.headers['content-security-policy']), /default-src 'none'/);
    const file = await plain('/install/ca.crt');
    equal(file.headers['content-type'], 'application/x-x509-ca-cert');
    deepEqual(file.body, new X509Certificate(ca).raw);
    for (const path of ['/api/me', '/install/../api/me', '/d/x', '/index.html'])
      equal((await plain(path)).status, 404);
  }));

test('the authority is made once, for nobody else to read, and vouches for this house only', async () => {
  const first = await openTls({ ...none, dataDir, now: () => new Date() });
  const again = await openTls({ ...none, dataDir, now: () => new Date() });
  equal(first.authority?.fingerprint256, again.authority?.fingerprint256);
  equal(first.current().cert, again.current().cert);
  for (const file of await readdir(join(dataDir, 'tls')))
    equal((await stat(join(dataDir, 'tls', file))).mode & 0o777, 0o600, file);
  const authority = await makeAuthority('caen', new Date());
  const stolen = await issue(authority, ['bank.example'], new Date());
  const server = await openSecure(stolen);
  await rejects(fetched(`https://127.0.0.1:${server.port}/`, authority.cert), /permitted subtree/i);
  server.close();
});

async function openSecure(pair: { cert: string; key: string }) {
  const { createServer: createTls } = await import('node:https');
  const server = createTls(pair, (_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

test('the certificate is renewed a month before it ends, and the authority stays', async () => {
  let now = Date.now();
  const tls = await openTls({ ...none, dataDir, now: () => new Date(now) });
  const earlier = tls.current().cert;
  equal(await tls.renew(), false);
  now += (SERVER_DAYS - 29) * DAY_MS;
  equal(await tls.renew(), true);
  const renewed = new X509Certificate(tls.current().cert);
  holds(renewed.toString() !== new X509Certificate(earlier).toString());
  holds(new Date(renewed.validTo).getTime() > now + 80 * DAY_MS);
  holds(renewed.checkIP(HERE) !== undefined);
});

test('another address gets another certificate, of the same authority', async () => {
  const one = await openTls({ ...none, dataDir, now: () => new Date() });
  const two = await openTls({ ...none, addresses: [HERE, '192.168.7.7'], dataDir, now: () => new Date() });
  equal(one.authority?.fingerprint256, two.authority?.fingerprint256);
  holds(new X509Certificate(two.current().cert).checkIP('192.168.7.7') !== undefined);
});

test('a given certificate is used as it is, and taken up anew when it changes', async () => {
  const authority = await makeAuthority('caen', new Date());
  const [certFile, keyFile] = [join(dataDir, 'cert.pem'), join(dataDir, 'key.pem')];
  const put = async (pair: { cert: string; key: string }): Promise<void> => {
    await Promise.all([writeFile(certFile, pair.cert), writeFile(keyFile, pair.key)]);
  };
  await put(await issue(authority, [HERE], new Date()));
  const tls = await openTls({ ...none, certificate: { certFile, keyFile }, dataDir, now: () => new Date() });
  equal(tls.authority, null);
  equal(await tls.renew(), false);
  const other = await issue(authority, [HERE], new Date());
  await put(other);
  equal(await tls.renew(), true);
  equal(tls.current().cert, other.cert);
});

test('a start that cannot speak HTTPS says why in a sentence', async () => {
  const why = async (opening: Promise<unknown>): Promise<string> => {
    const fault = await opening.then(
      () => null,
      (error: unknown) => error,
    );
    holds(fault instanceof StartFault, String(fault));
    return fault.sentence;
  };
  const now = () => new Date();
  const files = { certFile: join(dataDir, 'cert.pem'), keyFile: join(dataDir, 'tls', 'server.pem') };
  match(await why(openTls({ ...none, certificate: files, dataDir, now })), /do not belong together/);
  match(
    await why(openTls({ ...none, certificate: { ...files, certFile: '/nowhere' }, dataDir, now })),
    /\/nowhere cannot be read/,
  );
  match(
    await why(openTls({ ...none, addresses: ['8.8.8.8'], dataDir, now })),
    /8\.8\.8\.8 is a public address/,
  );
  const taken = createServer();
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  match(
    await why(openDoors({ httpPort: port, httpsPort: 0, addresses: [], tls: null, log })),
    new RegExp(`127\\.0\\.0\\.1:${port} is taken by another program`),
  );
  taken.close();
});

test('an address of a house is told from one of the internet', () => {
  for (const house of ['10.1.2.3', '192.168.0.9', '172.31.0.1', '127.0.0.2', 'fd00::1', 'fe80::1', '::1'])
    equal(isHouseAddress(house), true, house);
  for (const outside of ['8.8.8.8', '172.32.0.1', '2001:db8::1'])
    equal(isHouseAddress(outside), false, outside);
});

test('the key of the authority is in one file only', async () => {
  const text = await readFile(join(dataDir, 'tls', 'authority.pem'), 'utf8');
  match(text, /BEGIN CERTIFICATE[\s\S]*BEGIN PRIVATE KEY/);
});
