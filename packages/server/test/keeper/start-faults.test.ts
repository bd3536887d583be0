import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '../testing/database.ts';
import { dataFolder, kindsRunning, LineProcess } from './line-process.ts';

/** Whoever runs these tests, or for root somebody who owns nothing. */
const ORDINARY: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Below the ports that the system gives to whoever connects: nobody else may hold the same number for the other transport. */
const TAKEN_FOR_TCP = 9_871;
const TAKEN_FOR_UDP = 9_872;

/** One clear sentence, exit code 1, nothing left running: what every fault at the start must give. */
async function assertRefused(
  t: TestContext,
  of: { dataDir?: string; environment: Record<string, string>; sentence: RegExp },
) {
  const dataDir = of.dataDir ?? dataFolder(t);
  const line = new LineProcess(dataDir, of.environment);
  assert.equal(await line.exitCode(), 1, line.heard);
  const said = line.heard
    .split('\n')
    .filter((one) => one !== '' && !/^(Pledgeline is starting|PostgreSQL runs as|\(ended\))/.test(one));
  assert.equal(said.length, 1, line.heard);
  assert.match(said[0] ?? '', of.sentence);
  assert.deepEqual(kindsRunning(dataDir), []);
  return line;
}

test('a port that is taken is named, with the setting that changes it', async (t) => {
  const tcp = createServer().listen(TAKEN_FOR_TCP, '127.0.0.1');
  const udp = createSocket('udp4').bind(TAKEN_FOR_UDP, '127.0.0.1');
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
  t.after(() => {
    tcp.close();
    udp.close();
  });
  const [tcpPort, udpPort] = [String(TAKEN_FOR_TCP), String(TAKEN_FOR_UDP)];
  const dataDir = dataFolder(t);
  await assertRefused(t, {
    dataDir,
    environment: { PLEDGELINE_HTTP_PORT: tcpPort },
    sentence: new RegExp(`^Port ${tcpPort} of 127.0.0.1 \\(the web\\) is taken .* PLEDGELINE_HTTP_PORT `),
  });
  await assertRefused(t, {
    dataDir,
    environment: { PLEDGELINE_SIP_PORT: tcpPort },
    sentence: new RegExp(`^Port ${tcpPort} of 127.0.0.1 \\(SIP over TCP\\) is taken .* PLEDGELINE_SIP_PORT `),
  });
  await assertRefused(t, {
    dataDir,
    environment: { PLEDGELINE_SIP_PORT: udpPort },
    sentence: new RegExp(`^Port ${udpPort} of 127.0.0.1 \\(SIP over UDP\\) is taken .* PLEDGELINE_SIP_PORT `),
  });
  assert.ok(!readdirSync(dataDir).includes('keeper.lock'), 'nobody holds the folder');
});

test('an address that this machine does not have is named', async (t) => {
  await assertRefused(t, {
    environment: {
      PLEDGELINE_ADDRESS: '192.0.2.7',
      PLEDGELINE_HTTPS_PORT: '48443',
      PLEDGELINE_SIP_PORT: '45060',
      PLEDGELINE_SIPS_PORT: '45061',
    },
    sentence: /^192\.0\.2\.7 is no address of this machine: correct PLEDGELINE_ADDRESS\.$/,
  });
});

test('a data folder that cannot be made is named', async (t) => {
  const dataDir = dataFolder(t);
  writeFileSync(join(dataDir, '..', 'file'), '');
  await assertRefused(t, {
    dataDir: join(dataDir, '..', 'file', 'data'),
    environment: {},
    sentence:
      /^The data folder .*\/file\/data cannot be made, because a file stands in its way: set PLEDGELINE_DATA_DIR/,
  });
});

test('a data folder that this user may not write is named', async (t) => {
  const parent = mkdtempSync('/tmp/pledgeline-keeper-');
  t.after(() => rmSync(parent, { recursive: true }));
  chmodSync(parent, 0o755);
  mkdirSync(join(parent, 'data'), { mode: 0o555 });
  const line = new LineProcess(join(parent, 'data'), {}, ORDINARY);
  assert.equal(await line.exitCode(), 1);
  assert.match(
    line.heard,
    /^The data folder .*\/data cannot be written \(EACCES\): .* PLEDGELINE_DATA_DIR .*\.\n/,
  );
});

test('a database that does not answer is named, without its password', async (t) => {
  const line = await assertRefused(t, {
    environment: { DATABASE_URL: 'postgres://line:secret@127.0.0.1:1/line' },
    sentence:
      /^The database at 127\.0\.0\.1:1\/line cannot be used \(connect ECONNREFUSED .*correct DATABASE_URL\.$/,
  });
  assert.doesNotMatch(line.heard, /secret/);
});

test('a database of a newer version is left as it is', async (t) => {
  const { db, url, end } = await testDatabase();
  t.after(() => end());
  await sql`insert into migrations (name) values ('9999-from-the-future')`.execute(db);
  await assertRefused(t, {
    environment: { DATABASE_URL: url },
    sentence:
      /^The database is of a newer Pledgeline \(it holds 9999-from-the-future, .*nothing was changed\.$/,
  });
});

test('a server that cannot start is not started again, and says why', async (t) => {
  const { url, end } = await testDatabase();
  t.after(() => end());
  const environment = { DATABASE_URL: url, TEST_SERVER: 'refusing' };
  await assertRefused(t, { environment, sentence: /^The certificate is not to be read\.$/ });
});

test('a server that keeps ending is given up, with the file of its last words', async (t) => {
  const { url, end } = await testDatabase();
  t.after(() => end());
  const environment = { DATABASE_URL: url, TEST_SERVER: 'crashing' };
  await assertRefused(t, {
    environment,
    sentence: /^The server process keeps ending .*\/logs\/server\.log\.$/,
  });
});

test('a database folder of another PostgreSQL is left as it is', async (t) => {
  const dataDir = dataFolder(t);
  mkdirSync(join(dataDir, 'postgresql/data'), { recursive: true });
  writeFileSync(join(dataDir, 'postgresql/data/PG_VERSION'), '12\n');
  if (process.getuid?.() === 0) chownSync(join(dataDir, 'postgresql'), 65_534, 65_534);
  await assertRefused(t, {
    dataDir,
    environment: {},
    sentence:
      /was made by PostgreSQL 12 and this Pledgeline brings PostgreSQL 18: .* DATABASE_URL to a PostgreSQL 12\.$/,
  });
  assert.deepEqual(readdirSync(join(dataDir, 'postgresql/data')), ['PG_VERSION']);
});

test('as an ordinary user everything lies in the data folder', async (t) => {
  const parent = mkdtempSync('/tmp/pledgeline-keeper-');
  t.after(() => rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  if (ORDINARY.uid !== undefined) chownSync(parent, ORDINARY.uid, ORDINARY.gid ?? 0);
  const dataDir = join(parent, 'data');
  const line = await new LineProcess(dataDir, {}, ORDINARY).up();
  assert.deepEqual(kindsRunning(dataDir), ['media', 'postgres', 'server']);
  assert.ok(readdirSync(dataDir).includes('postgresql'));
  assert.equal(await line.endWith('SIGINT'), 0);
  assert.deepEqual(kindsRunning(dataDir), []);
});
