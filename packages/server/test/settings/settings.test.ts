import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SETTINGS } from '../../src/settings-table.ts';
import { readSettings, type Environment, type Settings } from '../../src/settings.ts';

const read = (environment: Environment = {}): Settings => {
  const result = readSettings(environment, '/clone');
  assert.ok(result.ok, result.ok ? '' : result.failure.join('\n'));
  return result.value;
};
const sentences = (environment: Environment): readonly string[] => {
  const result = readSettings(environment, '/clone');
  assert.ok(!result.ok, 'these settings are wrong');
  return result.failure;
};

test('without any setting the line is on loopback, with its own database and a campaign to try', () => {
  const { mediaSocket, ...rest } = read();
  assert.deepEqual(rest, {
    dataDir: '/clone/data',
    httpPort: 8110,
    httpsPort: 8443,
    sipPort: 5060,
    sipsPort: 5061,
    addresses: [],
    publicAddress: null,
    publicUrl: 'http://localhost:8110',
    databaseUrl: null,
    smtpUrl: null,
    mailFrom: null,
    nameServers: [],
    certificate: null,
    rtpPorts: { first: 30_000, last: 31_999 },
    turn: null,
    callsMax: 400,
    logLevel: 'info',
    trace: true,
    trial: true,
  });
  assert.equal(mediaSocket, '/clone/data/run/media.sock');
});

test('an empty or blank value is a setting that is not set', () => {
  assert.deepEqual(read({ PLEDGELINE_HTTP_PORT: '', DATABASE_URL: '  ' }), read());
});

test('an absolute data folder stays, a relative one starts from the clone', () => {
  assert.equal(read({ PLEDGELINE_DATA_DIR: '/srv/line' }).dataDir, '/srv/line');
  assert.equal(read({ PLEDGELINE_DATA_DIR: '../line' }).dataDir, '/line');
});

test('a socket whose path would be cut off lies in a short folder of its own', () => {
  const { mediaSocket } = read({ PLEDGELINE_DATA_DIR: `/srv/${'long/'.repeat(30)}` });
  assert.match(mediaSocket, /^\/tmp\/pledgeline-\d+-[0-9a-f]{12}\/media\.sock$/);
});

test('addresses beyond loopback are listened on, and the first of them is where donors find us, over HTTPS', () => {
  const settings = read({ PLEDGELINE_ADDRESS: ' 127.0.0.1, 192.0.2.7,2001:db8::7 ,' });
  assert.deepEqual(settings.addresses, ['192.0.2.7', '2001:db8::7']);
  assert.equal(settings.publicUrl, 'https://192.0.2.7:8443');
  assert.equal(read({ PLEDGELINE_ADDRESS: '2001:db8::7' }).publicUrl, 'https://[2001:db8::7]:8443');
});

test('a public address is taken as it is, without its last slash', () => {
  assert.equal(
    read({ PLEDGELINE_PUBLIC_URL: 'https://give.example.org/' }).publicUrl,
    'https://give.example.org',
  );
});

test('a database is named by host or by socket folder', () => {
  for (const DATABASE_URL of [
    'postgres://line:secret@db.example.org:5432/line',
    'postgresql://line@/line?host=%2Frun%2Fpostgresql',
  ]) {
    assert.equal(read({ DATABASE_URL }).databaseUrl, DATABASE_URL);
  }
});

test('a certificate is two files or none', () => {
  const both = { PLEDGELINE_TLS_CERT: 'tls/chain.pem', PLEDGELINE_TLS_KEY: '/etc/key.pem' };
  assert.deepEqual(read(both).certificate, { certFile: '/clone/tls/chain.pem', keyFile: '/etc/key.pem' });
  assert.equal(sentences({ PLEDGELINE_TLS_CERT: 'tls/chain.pem' }).length, 1);
});

const WRONG: readonly (readonly [keyof typeof SETTINGS, string])[] = [
  ['PLEDGELINE_HTTP_PORT', '80a'],
  ['PLEDGELINE_HTTP_PORT', '-1'],
  ['PLEDGELINE_SIP_PORT', '65536'],
  ['PLEDGELINE_SIPS_PORT', 'on'],
  ['PLEDGELINE_DNS', 'dns.example'],
  ['PLEDGELINE_HTTPS_PORT', '1e3'],
  ['PLEDGELINE_ADDRESS', 'localhost'],
  ['PLEDGELINE_ADDRESS', '0.0.0.0'],
  ['PLEDGELINE_ADDRESS', '192.0.2.300'],
  ['PLEDGELINE_PUBLIC_ADDRESS', 'line.example.org'],
  ['PLEDGELINE_PUBLIC_ADDRESS', '0.0.0.0'],
  ['PLEDGELINE_PUBLIC_ADDRESS', '203.0.113.7, 203.0.113.8'],
  ['PLEDGELINE_PUBLIC_URL', 'give.example.org'],
  ['PLEDGELINE_PUBLIC_URL', 'javascript:alert(1)'],
  ['DATABASE_URL', 'mysql://db.example.org/line'],
  ['DATABASE_URL', 'postgres://db.example.org:port/line'],
  ['PLEDGELINE_SMTP_URL', 'mail.example.org'],
  ['PLEDGELINE_MAIL_FROM', 'Charity <pledges@charity.example>'],
  ['PLEDGELINE_RTP_PORTS', '30000'],
  ['PLEDGELINE_RTP_PORTS', '30000-30010'],
  ['PLEDGELINE_RTP_PORTS', '80-3000'],
  ['PLEDGELINE_RTP_PORTS', '40000-30000'],
  ['PLEDGELINE_CALLS_MAX', '0'],
  ['PLEDGELINE_CALLS_MAX', '2001'],
  ['PLEDGELINE_CALLS_MAX', 'many'],
  ['PLEDGELINE_LOG_LEVEL', 'verbose'],
  ['PLEDGELINE_TRIAL', 'true'],
];
for (const [name, value] of WRONG) {
  test(`${name}=${value} is refused in one sentence that names it`, () => {
    const [sentence, ...more] = sentences({ [name]: value });
    assert.deepEqual(more, []);
    assert.match(sentence ?? '', new RegExp(`^${name} .*\\.$`));
  });
}

test('every wrong setting is told at once, and no URL is repeated: it may hold a password', () => {
  const told = sentences({
    PLEDGELINE_HTTP_PORT: 'web',
    DATABASE_URL: 'mysql://line:secret@db/line',
    PLEDGELINE_SMTP_URL: 'mail://secret',
  });
  assert.equal(told.length, 3);
  assert.doesNotMatch(told.join(' '), /secret/);
});

const TURN = 'turn:turn.example.org:3478?transport=udp';

test('[TURN-1] TURN servers come with a secret or with a user, and STUN servers with neither', () => {
  assert.deepEqual(
    read({ PLEDGELINE_TURN_URLS: `${TURN}, turns:[2001:db8::1]`, PLEDGELINE_TURN_SECRET: 's' }).turn,
    {
      urls: [TURN, 'turns:[2001:db8::1]'],
      key: { kind: 'secret', secret: 's' },
    },
  );
  const fixed = { PLEDGELINE_TURN_USER: 'desk', PLEDGELINE_TURN_PASSWORD: 'p' };
  assert.deepEqual(read({ PLEDGELINE_TURN_URLS: TURN, ...fixed }).turn?.key, {
    kind: 'fixed',
    user: 'desk',
    password: 'p',
  });
  assert.deepEqual(read({ PLEDGELINE_TURN_URLS: 'stun:192.0.2.1' }).turn?.key, { kind: 'none' });
});

const SECRET = 'hunter2';
for (const [what, environment] of [
  ['no address', { PLEDGELINE_TURN_URLS: 'turn.example.org', PLEDGELINE_TURN_SECRET: SECRET }],
  ['a port that is none', { PLEDGELINE_TURN_URLS: 'turn:a:70000', PLEDGELINE_TURN_SECRET: SECRET }],
  ['a user in the address', { PLEDGELINE_TURN_URLS: 'turn:a:b@c', PLEDGELINE_TURN_SECRET: SECRET }],
  ['too many', { PLEDGELINE_TURN_URLS: Array(9).fill(TURN).join(','), PLEDGELINE_TURN_SECRET: SECRET }],
  ['no secret', { PLEDGELINE_TURN_URLS: TURN }],
  ['a secret for nothing', { PLEDGELINE_TURN_SECRET: SECRET }],
  ['a user without a password', { PLEDGELINE_TURN_URLS: 'stun:a', PLEDGELINE_TURN_USER: SECRET }],
  [
    'secret and user',
    {
      PLEDGELINE_TURN_URLS: TURN,
      PLEDGELINE_TURN_SECRET: SECRET,
      PLEDGELINE_TURN_USER: 'u',
      PLEDGELINE_TURN_PASSWORD: SECRET,
    },
  ],
] as const)
  test(`[TURN-1] ${what}: one sentence says so, and no secret`, () => {
    const [sentence, ...more] = sentences(environment);
    assert.deepEqual(more, []);
    assert.doesNotMatch(sentence ?? '', /hunter2/);
    assert.match(sentence ?? '', /^PLEDGELINE_TURN_/);
  });

test('the web cannot be on one port twice', () => {
  assert.equal(sentences({ PLEDGELINE_HTTP_PORT: '8443' }).length, 1);
});

test('docs/settings.md lists every setting with its default, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/settings.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` +\|([^|]*)\|/gm)].map(([, name, preset = '']) => [
    name,
    preset.replaceAll('`', '').trim(),
  ]);
  assert.deepEqual(
    rows,
    Object.entries(SETTINGS).map(([name, setting]) => [name, setting.default]),
  );
});
