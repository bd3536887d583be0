import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { octetsOf } from '../src/grammar/octets.ts';
import { negotiate, withhold } from '../src/index.ts';
import { parseMessage } from '../src/message/parse.ts';
import { bytes, invite, OFFER, request, wire } from './testing/messages.ts';

const isWithheld = (text: string): boolean => withhold(bytes(text)).withheld;
const reduced = (text: string, always = false): string => octetsOf(withhold(bytes(text), always).bytes);
const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=caller';

test('[WH-1] who is withheld', () => {
  const yes = [
    invite({ more: ['Privacy: id'] }),
    invite({ more: ['Privacy: user;header'] }),
    invite({ more: ['Privacy: session; critical'] }),
    invite({ more: ['Privacy: none;id'] }),
    invite({ more: ['Privacy: something-new'] }),
    invite({ from: ANONYMOUS }),
    invite({ from: '<sip:Anonymous@carrier.example>;tag=caller' }),
    invite({ from: 'sip:%61nonymous@carrier.example;tag=caller' }),
    invite({ from: '"\\A\\nonymous" <sip:+33612345678@carrier.example>;tag=caller' }),
    invite({ from: 'Anonymous <sip:+33612345678@carrier.example>;tag=caller' }),
    invite({ from: '<sip:x@ANONYMOUS.invalid>;tag=caller' }),
    invite({ from: '"Anonymous <sip:anonymous@broken' }),
    invite({ more: ['Remote-Party-ID: <sip:+33612345678@h>;party=calling;privacy=full'] }),
  ];
  const no = [
    invite(),
    invite({ more: ['Privacy: none'] }),
    invite({ more: ['Privacy: history'] }),
    invite({ more: ['Remote-Party-ID: <sip:+33612345678@h>;privacy=off'] }),
    invite({ from: '"The Anonymous Band" <sip:+33612345678@h>;tag=caller' }),
    invite({ more: ['Subject: Privacy: id'] }),
  ];
  deepEqual(
    yes.map(isWithheld),
    yes.map(() => true),
  );
  deepEqual(
    no.map(isWithheld),
    no.map(() => false),
  );
});

test('[WH-2] in any case, folding and order', () => {
  for (const more of [
    ['PRIVACY: ID'],
    ['privacy :', '  id'],
    ['Privacy:', '\t', ' user ;', ' id'],
    ['X: 1\rPrivacy: id'],
  ])
    equal(isWithheld(invite({ more })), true, more.join('|'));
  equal(isWithheld(invite().replace('From:', 'f:').replace('+33612345678@192.0.2.1', 'anonymous@h')), true);
});

test('[WH-3] a list of headers stays, each in its narrowest form', () => {
  const more = [
    'Privacy: id',
    'P-Asserted-Identity: <tel:+33612345678>',
    'Supported: timer, 100rel',
    'Session-Expires: 1800;refresher=uac',
    'Record-Route: <sip:192.0.2.1;lr>',
    'X-Caller: 0612345678',
    'Subject: 0612345678',
    'Allow: INVITE, X0612345678',
    'User-Agent: phone of 0612345678',
  ];
  const message = reduced(
    invite({ more, contact: '"Jo" <sip:+33612345678@192.0.2.1:5070;transport=tcp;x=1>;y=2' }),
  );
  deepEqual(message.split('\r\n\r\n')[0]!.split('\r\n'), [
    'INVITE sip:110@192.0.2.10 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1',
    'Max-Forwards: 70',
    `From: ${ANONYMOUS}`,
    'To: <sip:110@192.0.2.10>',
    'Call-ID: call-1@192.0.2.1',
    'CSeq: 1 INVITE',
    'Contact: <sip:192.0.2.1:5070;transport=tcp>',
    'Privacy: id',
    'Supported: timer, 100rel',
    'Session-Expires: 1800;refresher=uac',
    'Record-Route: <sip:192.0.2.1;lr>',
    'Content-Type: application/sdp',
    `Content-Length: ${message.split('\r\n\r\n')[1]!.length}`,
  ]);
});

test('[WH-4] From keeps its tag, Contact what routing needs', () => {
  const contact = (value: string): string | undefined =>
    /^Contact: (.*)\r$/m.exec(reduced(invite({ more: ['Privacy: id'], contact: value })))?.[1];
  equal(contact('<sip:trunk-7@h;transport=udp>'), '<sip:trunk-7@h;transport=udp>');
  equal(contact('<sip:06%2012%2034%2056%2078@h>'), '<sip:h>');
  equal(contact('<sip:%2530612345678@h>'), '<sip:h>');
  equal(contact('<sip:c2lwOjA2MTIzNDU2Nzg@h>'), '<sip:h>');
  equal(contact('<sip:ssbc~4f9a-e21c-x@h>'), '<sip:ssbc~4f9a-e21c-x@h>');
  equal(contact('<tel:+33612345678>'), '<sip:anonymous@anonymous.invalid>');
  ok(
    reduced(invite({ from: '<tel:0612345678>;x=0612345678;tag=abc', more: ['Privacy: id'] })).includes(
      '.invalid>;tag=abc\r\n',
    ),
  );
});

test('[WH-5] of the body only the sound stays', () => {
  const body = wire(`v=0
o=0612345678 612345678 1 IN IP4 192.0.2.1
s=call of 0612345678
i=0612345678
u=http://h/0612345678
e=a@h (0612345678)
p=+33 6 12 34 56 78
c=IN IP4 192.0.2.1
t=0612345678 0
k=clear:0612345678
m=audio 40000 RTP/AVP 8 101
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=x-caller:0612345678
a=ptime:20
m=video 0612345678 RTP/AVP 31
`);
  const kept = reduced(invite({ more: ['Privacy: id'], body })).split('\r\n\r\n')[1]!;
  deepEqual(kept.trimEnd().split('\r\n'), [
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    'm=audio 40000 RTP/AVP 8 101',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    'm=text 0 RTP/AVP 0',
  ]);
  equal(negotiate(kept).ok, true);
});

test('[WH-5] a description inside multipart/mixed is taken out of it; other bodies lose their bytes', () => {
  const parts = `--b\r\nContent-Type: application/isup\r\n\r\n0612345678\r\n--b\r\nContent-Type: application/sdp\r\n\r\n${OFFER}\r\n--b--`;
  const mixed = reduced(
    `${request({ more: ['Privacy: id', 'Content-Type: multipart/mixed; boundary="b"'] }).replace('Content-Length: 0', `Content-Length: ${parts.length}`)}${parts}`,
  );
  ok(mixed.includes('Content-Type: application/sdp\r\n'));
  ok(!mixed.includes('0612345678'));
  ok(mixed.includes('m=audio 40000'));
  const isup = reduced(`${request({ more: ['Privacy: id', 'Content-Type: application/isup'] })}0612345678`);
  ok(isup.endsWith('Content-Type: application/isup\r\nContent-Length: 0\r\n\r\n'));
});

test('[WH-5] the one key that INFO tells stays, and nothing else of it', () => {
  const info = (type: string, body: string): string =>
    reduced(
      `${request({ method: 'INFO', more: ['Privacy: id', `Content-Type: ${type}`] }).replace('Content-Length: 0', `Content-Length: ${body.length}`)}${body}`,
    ).split('\r\n\r\n')[1]!;
  equal(info('application/dtmf-relay', 'Signal=5\r\nX-Caller: 0612345678\r\n'), 'Signal=5\r\n');
  equal(info('application/dtmf', ' 5 '), '5');
  equal(info('application/dtmf', '0612345678'), '');
});

test('[WH-3] what reliable responses are counted by stays; whom a withheld caller hands its call to goes', () => {
  const more = ['Privacy: id', 'RAck: 1 9876543 INVITE', 'RSeq: 988789', 'Refer-To: <sip:0612345678@h>'];
  const message = reduced(request({ method: 'PRACK', more }));
  ok(message.includes('\r\nRAck: 1 0 INVITE\r\n'));
  ok(!message.includes('988789'));
  const answer = 'SIP/2.0 183 x\r\nPrivacy: id\r\nRSeq: 988789\r\n\r\n';
  ok(reduced(answer).includes('\r\nRSeq: 988789\r\n'));
  ok(!message.includes('0612345678'));
  ok(!reduced(request({ more: ['Privacy: id', 'RAck: 1 2 INVITE;0612345678'] })).includes('0612345678'));
});

test('[WH-8] bytes of a caller who is not withheld are the same bytes', () => {
  const bytesIn = bytes(invite({ more: ['X: \u00ff'] }));
  equal(withhold(bytesIn).bytes, bytesIn);
});

test('[WH-6] a message can be reduced though it does not ask for it', () => {
  ok(!reduced(request({ method: 'BYE' }), true).includes('33612345678'));
});

const NUMBER = '33612345678';
const digits = NUMBER.split('');
/** Ways to write the number. Each must be recognisable by `leaks`. */
const WRITTEN = fc.constantFrom(
  NUMBER,
  `+${NUMBER}`,
  `%2B${NUMBER}`,
  digits.map((digit) => `%3${digit}`).join(''),
  '+33-6-12-34-56-78',
  '0612345678',
  btoa(NUMBER),
  btoa(`{"orig":{"tn":"${NUMBER}"}}`),
  `${NUMBER.slice(0, 6)}\r\n ${NUMBER.slice(6)}`,
);
const PLACE = fc.constantFrom<(written: string) => readonly string[]>(
  (n) => [`P-Asserted-Identity: <sip:${n}@h>`],
  (n) => [`p-asserted-identity:`, ` "${n}"`, ` <tel:${n}>`],
  (n) => [`P-Preferred-Identity: <tel:${n}>`],
  (n) => [`Remote-Party-ID: "${n}" <sip:${n}@h>;privacy=full`],
  (n) => [`Diversion: <sip:${n}@h>;reason=unconditional`],
  (n) => [`History-Info: <sip:${n}@h>;index=1`],
  (n) => [`Identity: ${n};info=<https://h/${n}>;alg=ES256`],
  (n) => [`y: ${n}`],
  (n) => [`b: <sip:${n}@h>`],
  (n) => [`s: ${n}`],
  (n) => [`X-${n}: ${n}`],
  (n) => [`Reply-To: <sip:${n}@h>`],
  (n) => [`Call-Info: <http://h/${n}>`],
  (n) => [`User-to-User: ${n};encoding=hex`],
  (n) => [`Privacy: id;${n}`],
  (n) => [`Supported: ${n}`],
  (n) => [`Expires: ${n}`],
  (n) => [`Content-Disposition: session;x=${n}`],
  (n) => [`Accept: text/${n}`],
  (n) => [`Timestamp: ${n}`],
  (n) => [`P-Charging-Vector: icid-value=${n}`],
  (n) => [`x: 90;${n}`],
  (n) => [`Refer-To: <sip:${n}@h?Replaces=${n}>`],
  (n) => [`Referred-By: <sip:${n}@h>`],
  (n) => [`RSeq: ${n}`],
  (n) => [`RAck: ${n} ${n} INVITE`],
  (n) => [`Session-Expires: 90;x=${n}`],
  (n) => [`Min-SE: ${n}`],
  (n) => [`Geolocation: <cid:${n}@h>`],
  (n) => [`: ${n}`],
  (n) => [`no colon ${n}`],
);
const CONTACT = fc.option(
  WRITTEN.map(
    (n) =>
      `"${n.replaceAll('\r\n', '')}" <sip:${n.replaceAll(/\r\n |\+/g, '')}@192.0.2.1;x=${n.replaceAll(/\r\n |[^\w]/g, '')}>;y=1`,
  ),
  { nil: undefined },
);
const FROM = WRITTEN.map((n) => `"${n}" <sip:${n.replaceAll('\r\n ', '')}@192.0.2.1;x=1>;x=y;tag=caller`);

/** The number in any of the ways in which it was written, with folds, escapes and separators taken out. */
function leaks(text: string): boolean {
  const flat = text
    .replaceAll(/\r\n[ \t]/g, '')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const bare = flat.replaceAll(/[\s\-.+]/g, '');
  const encoded = [btoa(NUMBER), btoa(`{"orig":{"tn":"${NUMBER}"}}`)];
  return bare.includes('612345678') || encoded.some((base64) => flat.includes(base64));
}

test('[WH-7] a withheld number survives nowhere', () => {
  const description = WRITTEN.map((n) =>
    OFFER.replace('o=carrier', `o=${n.replaceAll('\r\n ', '')}`).replace(
      's=call',
      `s=${n}\r\np=${n}\r\na=${n}`,
    ),
  );
  const more = fc.array(fc.tuple(PLACE, WRITTEN), { maxLength: 6 });
  fc.assert(
    fc.property(
      FROM,
      CONTACT,
      more,
      description,
      fc.constantFrom('Privacy: id', 'pRIVACY:\r\n header;\r\n critical'),
      (from, contact, places, body, privacy) => {
        const lines = [privacy, ...places.flatMap(([place, written]) => place(written))];
        const text = invite({ from, more: lines, body, ...(contact === undefined ? {} : { contact }) });
        const result = withhold(bytes(text));
        ok(result.withheld);
        ok(!leaks(octetsOf(result.bytes)), octetsOf(result.bytes));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('[WH-7] what is left of a sound message is sound', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(PLACE, WRITTEN), { maxLength: 4 }), (places) => {
      const more = places
        .flatMap(([place, written]) => place(written))
        .filter((line) => !line.startsWith(':') && !line.startsWith('no'));
      const result = withhold(bytes(invite({ more: [...more, 'Privacy: id'] })));
      equal(parseMessage(result.bytes).kind, 'message');
    }),
    { numRuns: 200 },
  );
});

test('[WH-9] no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (any, always) => {
      withhold(Uint8Array.from(any), always);
    }),
    { numRuns: 1_000 },
  );
  const damage = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 30 });
  fc.assert(
    fc.property(damage, (changes) => {
      const damaged = bytes(invite({ more: ['Privacy: id', 'P-Asserted-Identity: <tel:+33612345678>'] }));
      for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
      withhold(damaged, true);
    }),
    { numRuns: 500 },
  );
});
