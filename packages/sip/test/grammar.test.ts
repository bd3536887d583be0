import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress, tagOf, writeAddress } from '../src/grammar/address.ts';
import { bytesOf, octetsOf } from '../src/grammar/octets.ts';
import { quote, splitOutside, unquote } from '../src/grammar/token.ts';
import { parseUri, userOf, writeUri } from '../src/grammar/uri.ts';
import { branchOf, parseVia, writeVia } from '../src/grammar/via.ts';

const SAME = [
  'sip:110@192.0.2.10',
  'sips:alice@atlanta.example;transport=tls',
  'sip:alice:secret@[2001:db8::9]:5070;lr;maddr=192.0.2.1',
  'sip:user;par=u%40example.net@example.com',
  "sip:a-_.!~*'()&=+$,;?/b@host.example?subject=x&to=y",
  'sip:host.example',
  'sip:%2B33%20612@h',
  'tel:+33-6.12(34)56;phone-context=+33',
  'tel:112',
  'urn:service:sos',
];
test('[MSG-4] URIs are read and written as they were', () => {
  for (const text of SAME) {
    const uri = parseUri(text);
    equal(uri === null ? null : writeUri(uri), text);
  }
});

test('[MSG-4] IPv6, port, parameters and headers come apart', () => {
  deepEqual(parseUri('SIP:Alice;x=1@[2001:DB8::1]:5070;LR;transport=TCP?a=b'), {
    kind: 'sip',
    secure: false,
    user: 'Alice;x=1',
    password: null,
    host: '2001:db8::1',
    port: 5070,
    parameters: [
      { name: 'lr', value: null },
      { name: 'transport', value: 'TCP' },
    ],
    headers: 'a=b',
  });
});

test('[MSG-4] what is no URI is none', () => {
  const wrong = [
    '',
    'sip:',
    'sip:@host',
    'sip:a b@h',
    'sip:a@h:99999',
    'sip:a@h:0',
    'sip:a@[::1',
    'sip:a%4@h',
  ];
  for (const text of [...wrong, 'tel:', 'tel:+abc', '<sip:a@h>', 'sip:a@b@c', 'sip:a@[1.2.3.4]', 'nothing'])
    equal(parseUri(text), null, text);
});

test('[MSG-4] the user of a URI is unescaped and without telephone parameters', () => {
  equal(userOf(parseUri('sip:%2B33612345678;npdi=yes@h;user=phone')), '+33612345678');
  equal(userOf(parseUri('tel:+33-612')), '+33-612');
  equal(userOf(parseUri('sip:host')), null);
});

test('[MSG-5] what follows an address without brackets is the header’s', () => {
  const bare = parseAddress('sip:a@h;tag=1');
  equal(bare === null ? null : tagOf(bare), '1');
  const bracketed = parseAddress('<sip:a@h;tag=1>');
  equal(bracketed === null ? 'none' : tagOf(bracketed), null);
  for (const wrong of ['sip:a@h?x=y', 'sip:a@h,sip:b@h', '"open <sip:a@h>', '<sip:a@h', 'Bell, Al <sip:a@h>'])
    equal(parseAddress(wrong), null, wrong);
});

test('[MSG-5] display names in quotes, escapes and tokens', () => {
  equal(
    parseAddress('"A \\"quoted\\" <name>, indeed" <sip:a@h>;tag=x')?.display,
    'A "quoted" <name>, indeed',
  );
  equal(parseAddress('Mr. Watson <sip:a@h>')?.display, 'Mr. Watson');
  equal(parseAddress('<sip:a@h>')?.display, null);
});

test('[MSG-3] commas cut only outside quotes and brackets', () => {
  deepEqual(splitOutside('"a, b" <sip:x@h?y=1,2>, <sip:z@h>;p="q,r" , c', ','), [
    '"a, b" <sip:x@h?y=1,2>',
    '<sip:z@h>;p="q,r"',
    'c',
  ]);
});

test('[MSG-4] Via with blanks, IPv6 and flags', () => {
  const via = parseVia('SIP / 2.0 / tcp  [2001:db8::1] : 5070 ; rport ;branch=z9hG4bK-x');
  equal(via === null ? null : writeVia(via), 'SIP/2.0/TCP [2001:db8::1]:5070;rport;branch=z9hG4bK-x');
  equal(via === null ? null : branchOf(via), 'z9hG4bK-x');
  for (const wrong of ['', 'SIP/2.0/UDP', 'SIP/3.0/UDP h', 'SIP/2.0/UDP h;=x', 'HTTP/2.0/UDP h'])
    equal(parseVia(wrong), null, wrong);
});

test('[MSG-6] octets survive, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      deepEqual(bytesOf(octetsOf(bytes)), new Uint8Array(bytes));
    }),
    { numRuns: 50 },
  );
});

test('[MSG-7] quoted strings and addresses are read as they were written', () => {
  const display = fc.string({
    unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(display, fc.constantFrom(...SAME), (name, target) => {
      equal(unquote(quote(name)), name);
      const uri = parseUri(target)!;
      const address = { display: name, uri, parameters: [{ name: 'tag', value: 'x' }] };
      deepEqual(parseAddress(writeAddress(address)), address);
    }),
  );
});
