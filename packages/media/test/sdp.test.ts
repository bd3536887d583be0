import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { readOffer, writeAnswer } from '../src/engine/sdp.ts';

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
/** As Chromium writes it, shortened. */
const OFFER = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 50421 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 126',
  'c=IN IP4 192.0.2.5',
  'a=candidate:1 1 udp 2113937151 192.0.2.5 50421 typ host generation 0',
  'a=candidate:2 1 udp 2113937150 9b36eaac-bb2e-49bb-bb78-21c41c499900.local 50422 typ host',
  'a=candidate:3 1 tcp 1518280447 192.0.2.5 9 typ host tcptype active',
  'a=end-of-candidates',
  'a=ice-ufrag:Ab12',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:126 telephone-event/8000',
  '',
].join('\r\n');
const withLine = (line: RegExp, instead: string): string => OFFER.replace(line, instead);

test('[MEDIA-9] a browser offers much; A-law is taken, else µ-law', () => {
  const offer = readOffer(OFFER);
  ok(offer.ok);
  deepEqual([offer.value.mid, offer.value.codec], ['0', 'PCMA']);
  const without = readOffer(withLine(/ 0 8 13 126/, ' 0 13 126'));
  equal(without.ok && without.value.codec, 'PCMU');
});

test('[MEDIA-9] none of the browser’s addresses is tried, no name looked up: it comes to us', () => {
  const offer = readOffer(OFFER);
  ok(offer.ok);
  equal(/candidate|\.local/.test(offer.value.sdp), false);
});

for (const [what, offer] of [
  ['nothing', ''],
  ['no law that we speak', withLine(/ 0 8 13 126/, ' 13 126')],
  ['sound one way', withLine(/a=sendrecv/, 'a=recvonly')],
  ['sound that is on hold', withLine(/a=sendrecv/, 'a=inactive')],
  ['a closed line', withLine(/m=audio 50421/, 'm=audio 0')],
  ['a picture', withLine(/m=audio/, 'm=video')],
  ['two lines', `${OFFER}m=audio 9 UDP/TLS/RTP/SAVPF 8\r\n`],
  ['data beside it', `${OFFER}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n`],
  ['no encryption', withLine(/UDP\/TLS\/RTP\/SAVPF/, 'RTP/AVP')],
  ['no fingerprint', withLine(/a=fingerprint.*\r\n/, '')],
  ['a weak fingerprint', withLine(/sha-256/, 'sha-1')],
  ['no ICE', withLine(/a=ice-pwd.*\r\n/, '')],
  ['a second port for RTCP', withLine(/a=rtcp-mux\r\n/, '')],
  ['a strange mid', withLine(/a=mid:0/, 'a=mid:0 a=x')],
  ['too much', OFFER + 'a=x\r\n'.repeat(20_000)],
] as const) {
  test(`[MEDIA-9] an offer of ${what} is refused`, () =>
    deepEqual(readOffer(offer), { ok: false, failure: 'BAD_OFFER' }));
}

test('[MEDIA-9] the answer names our addresses, in their order, and no other', () => {
  const library = [
    'v=0',
    'm=audio 40000 UDP/TLS/RTP/SAVPF 8',
    'a=mid:0',
    'a=candidate:1 1 UDP 2114977791 10.9.9.9 40000 typ host',
    'a=candidate:2 1 UDP 2114977535 fe80::1 40000 typ host',
    'a=end-of-candidates',
    '',
  ].join('\r\n');
  const answer = writeAnswer(library, ['192.0.2.1', '127.0.0.1']);
  ok(answer.ok);
  deepEqual(answer.value.split('\r\n').slice(3), [
    'a=ptime:20',
    'a=candidate:1 1 UDP 2130706431 192.0.2.1 40000 typ host',
    'a=candidate:2 1 UDP 2130706175 127.0.0.1 40000 typ host',
    '',
  ]);
  equal(writeAnswer('v=0\r\n', ['192.0.2.1']).ok, false);
});
