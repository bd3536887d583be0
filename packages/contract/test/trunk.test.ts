import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isHostName,
  isWholeBlock,
  overlap,
  readHostAndPort,
  readNetwork,
  TrunkForm,
  type Network,
} from '../src/index.ts';

const form: TrunkForm = {
  name: 'Carrier',
  enabled: true,
  transport: 'udp',
  addresses: ['198.51.100.7'],
  registration: null,
  outboundProxy: null,
  countryCode: '33',
  shortNumbers: ['110'],
  callsMax: 30,
  earlyMedia: false,
  keepAliveSeconds: 30,
  authority: null,
  outgoing: false,
};
/** The faults of a form by the path at which they stand. */
const faultsOf = (change: object): string[] =>
  (TrunkForm.safeParse({ ...form, ...change }).error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')} ${issue.message}`,
  );

test('[TRUNKFORM-1] an address, a block or a host name, and nothing else', () => {
  for (const good of [
    '198.51.100.7',
    '0.0.0.0/0',
    '203.0.113.0/24',
    '2001:db8::7',
    '2001:DB8::/32',
    '::1',
    '::ffff:192.0.2.1',
    'sip.carrier.example',
    'localhost',
    'a-1.b2',
  ])
    deepEqual(faultsOf({ addresses: [good] }), [], good);
  for (const bad of [
    '',
    'sip:carrier.example',
    'https://carrier.example',
    'carrier.example:5060',
    '198.51.100.7:5060',
    '198.51.100',
    '198.51.100.256',
    '198.51.100.07',
    '198.51.100.0/33',
    '198.51.100.7/24',
    '198.51.100.0/24/8',
    '198.51.100.0/',
    '2001:db8::7::1',
    '2001:db8',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7:8:9',
    'a..b',
    '-a.example',
    'ex ample',
    'é.example',
    `${'a'.repeat(64)}.example`,
  ])
    deepEqual(faultsOf({ addresses: [bad] }), ['addresses.0 TRUNK_ADDRESS'], bad);
});

const network: fc.Arbitrary<Network> = fc.oneof(
  fc.record({ family: fc.constant(4 as const), bits: fc.bigInt(0n, 0xffffffffn), prefix: fc.nat(32) }),
  fc.record({
    family: fc.constant(6 as const),
    bits: fc.bigInt(0n, (1n << 128n) - 1n),
    prefix: fc.nat(128),
  }),
);

test('[TRUNKFORM-2] two networks overlap when one holds the other', () => {
  const read = (text: string): Network => readNetwork(text) ?? { family: 4, bits: 0n, prefix: 0 };
  equal(overlap(read('10.0.0.0/8'), read('10.200.3.4')), true);
  equal(overlap(read('10.0.0.0/9'), read('10.200.3.4')), false);
  equal(overlap(read('0.0.0.0/0'), read('2001:db8::1')), false);
  equal(overlap(read('2001:db8::/32'), read('2001:db8:9::/48')), true);
  fc.assert(
    fc.property(network, network, (one, other) => {
      equal(overlap(one, other), overlap(other, one));
      equal(overlap(one, one), true);
      const holds = (outer: Network, inner: Network): boolean =>
        outer.family === inner.family && outer.prefix <= inner.prefix && overlap(outer, inner);
      equal(overlap(one, other), holds(one, other) || holds(other, one));
    }),
  );
  deepEqual(faultsOf({ addresses: ['10.0.0.0/8', '10.1.2.3'] }), ['addresses TRUNK_TWICE']);
  deepEqual(faultsOf({ addresses: ['a.example', 'A.example'] }), ['addresses TRUNK_TWICE']);
});

test('[TRUNKFORM-1] a block is whole when no bit stands beyond its prefix', () => {
  fc.assert(
    fc.property(network, ({ family, bits, prefix }) => {
      const shift = BigInt((family === 4 ? 32 : 128) - prefix);
      equal(isWholeBlock({ family, bits: (bits >> shift) << shift, prefix }), true);
    }),
  );
});

test('[TRUNKFORM-1] no text whatever makes the readers throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      readNetwork(text);
      readHostAndPort(text);
      isHostName(text);
    }),
  );
});

test('[TRUNKFORM-3] a trunk is known by an address or registers', () => {
  deepEqual(faultsOf({ addresses: [] }), ['addresses TRUNK_ADDRESS']);
  const registration = {
    registrar: 'sip.carrier.example',
    user: '0231000000',
    authUser: null,
    password: 'secret',
    expiresSeconds: 600,
  };
  deepEqual(faultsOf({ addresses: [], registration }), []);
  deepEqual(faultsOf({ registration: { ...registration, registrar: 'sip:carrier' } }), [
    'registration.registrar TRUNK_HOST',
  ]);
});

test('[TRUNKFORM-4] a registrar and a proxy are a host with or without a port', () => {
  deepEqual(readHostAndPort('SIP.carrier.example:5080'), { host: 'sip.carrier.example', port: 5080 });
  deepEqual(readHostAndPort('[2001:db8::7]:5061'), { host: '2001:db8::7', port: 5061 });
  deepEqual(readHostAndPort('2001:db8::7'), { host: '2001:db8::7', port: null });
  deepEqual(readHostAndPort('198.51.100.7'), { host: '198.51.100.7', port: null });
  for (const bad of ['', ':5060', 'a:0', 'a:70000', '[a]:1', '10.0.0.0/8', 'a b', 'sip:a', 'a:5060:1'])
    equal(readHostAndPort(bad), null, bad);
});
