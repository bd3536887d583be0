import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answer, negotiate, offer, type Negotiated } from '../src/index.ts';
import { parseSdp, writeSdp } from '../src/offer-answer/sdp.ts';
import { refresh } from '../src/offer-answer/refresh.ts';
import { OFFER, wire } from './testing/messages.ts';

const local = { address: '192.0.2.10', port: 30_000 };
const session = { local, sessionId: '77', version: 1 };

function agreed(sdp: string): Negotiated {
  const result = negotiate(sdp);
  if (!result.ok) throw new Error(result.failure);
  return result.value;
}
const fault = (sdp: string): string => {
  const result = negotiate(sdp);
  return result.ok ? 'none' : result.failure;
};
const media = (...lines: string[]): string =>
  wire(`v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n${lines.join('\n')}\n`);

test('[SDP-1] the codec is the one that the offer names first', () => {
  equal(agreed(OFFER).codec, 'PCMA');
  equal(agreed(OFFER.replace('8 0 101', '18 0 8 101')).codec, 'PCMU');
});

test('[SDP-1] the first audio line that we can take', () => {
  const sdp = media(
    'm=video 4000 RTP/AVP 31',
    'm=audio 0 RTP/AVP 8',
    'm=audio 4002 RTP/SAVP 8',
    'm=audio 4004 RTP/AVP 18',
    'm=audio 4006 RTP/AVP 8',
    'c=IN IP6 2001:db8::1',
  );
  const { remote, mediaIndex } = agreed(sdp);
  deepEqual({ remote, mediaIndex }, { remote: { address: '2001:db8::1', port: 4006 }, mediaIndex: 4 });
});

test('[SDP-2] every line is answered, in order', () => {
  const sdp = media(
    'm=video 4000/2 RTP/AVP 31 32',
    'm=audio 4002 RTP/AVP 8',
    'm=application 9 UDP/BFCP *',
    'm=message 5 TCP/MSRP',
  );
  const said = answer({ ...session, negotiated: agreed(sdp) });
  deepEqual(
    said.match(/^m=.*$/gm)?.map((line) => line.trim()),
    [
      'm=video 0 RTP/AVP 31',
      'm=audio 30000 RTP/AVP 8',
      'm=application 0 UDP/BFCP *',
      'm=message 0 TCP/MSRP 0',
    ],
  );
});

test('[SDP-2] the answer whole', () => {
  equal(
    answer({ ...session, negotiated: agreed(OFFER) }),
    wire(`v=0
o=- 77 1 IN IP4 192.0.2.10
s=-
c=IN IP4 192.0.2.10
t=0 0
m=audio 30000 RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
a=sendrecv
`),
  );
});

test('[SDP-3] payload types are the offer’s', () => {
  const sdp = media(
    'm=audio 4000 RTP/AVP 96 97 98',
    'a=rtpmap:96 telephone-event/48000',
    'a=rtpmap:97 pcmu/8000/1',
    'a=rtpmap:98 telephone-event/8000',
    'a=rtpmap:99 telephone-event/8000',
    'a=ptime:30',
  );
  const { codec, codecPayloadType, keysPayloadType, ptimeMs } = agreed(sdp);
  deepEqual(
    { codec, codecPayloadType, keysPayloadType, ptimeMs },
    { codec: 'PCMU', codecPayloadType: 97, keysPayloadType: 98, ptimeMs: 30 },
  );
  equal(agreed(media('m=audio 4000 RTP/AVP 0')).keysPayloadType, null);
  // A number that the offer maps to something else is not ours, static or not.
  equal(fault(media('m=audio 4000 RTP/AVP 8', 'a=rtpmap:8 opus/48000/2')), 'NO_COMMON_CODEC');
});

test('[SDP-4] the direction is mirrored, from the line or the session', () => {
  const direction = (...lines: string[]): string => agreed(media(...lines)).direction;
  equal(direction('m=audio 4000 RTP/AVP 8'), 'sendrecv');
  equal(direction('m=audio 4000 RTP/AVP 8', 'a=sendonly'), 'recvonly');
  equal(direction('m=audio 4000 RTP/AVP 8', 'a=recvonly'), 'sendonly');
  equal(direction('m=audio 4000 RTP/AVP 8', 'a=inactive'), 'inactive');
  equal(direction('a=sendonly', 'm=audio 4000 RTP/AVP 8'), 'recvonly');
  ok(
    answer({ ...session, negotiated: agreed(OFFER.replace('sendrecv', 'sendonly')) }).includes(
      'a=recvonly\r\n',
    ),
  );
});

test('[SDP-5] why an offer cannot be taken', () => {
  equal(fault(''), 'MALFORMED');
  equal(fault('v=1\r\n'), 'MALFORMED');
  equal(fault(media('m=audio 99999 RTP/AVP 8')), 'MALFORMED');
  equal(fault(media('m=video 4000 RTP/AVP 31')), 'NO_AUDIO');
  equal(fault(media('m=audio 4000 RTP/AVP 8').replaceAll('IP4 192.0.2.1', 'IP4 host.example')), 'NO_AUDIO');
  equal(fault(media('m=audio 4000 RTP/AVP 9 18')), 'NO_COMMON_CODEC');
});

test('[SDP-6] our own offer, and what becomes of it', () => {
  const ours = offer({ local, sessionId: '77' });
  ok(ours.includes('m=audio 30000 RTP/AVP 8 0 101\r\n'));
  const { codec, keysPayloadType, remote } = agreed(ours);
  deepEqual({ codec, keysPayloadType, remote }, { codec: 'PCMA', keysPayloadType: 101, remote: local });
  ok(
    offer({ local: { address: '2001:db8::1', port: 4 }, sessionId: 'x' }).includes(
      'o=- 0 1 IN IP6 2001:db8::1\r\n',
    ),
  );
});

test('[DLG-9] a refresh twice over counts its versions once for each change', () => {
  const wish = 'sendrecv' as const;
  const first = { media: agreed(OFFER), sdp: answer({ ...session, negotiated: agreed(OFFER) }), wish };
  equal(refresh(first, agreed(OFFER))?.sdp, first.sdp);
  const held = refresh(first, agreed(OFFER.replace('sendrecv', 'sendonly')))!;
  ok(held.sdp.includes('o=- 77 2 '));
  const again = refresh({ ...held, wish }, agreed(OFFER))!;
  ok(again.sdp.includes('o=- 77 3 '));
  equal(refresh({ ...again, wish }, agreed(OFFER.replace('192.0.2.1\r\nt=', '192.0.2.9\r\nt='))), null);
});

test('[SDP-7] no text makes it throw, and what is read can be written', () => {
  const line = fc.constantFrom(
    'm=audio 4000 RTP/AVP 8',
    'a=rtpmap:8 PCMA/8000',
    'c=IN IP4 1.2.3.4',
    'a=',
    'm=',
    'x',
    'a=sendonly',
    'm=audio 1 a 1 2 3',
  );
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(line, { maxLength: 30 }).map((lines) => media(...lines)),
  );
  fc.assert(
    fc.property(text, (sdp) => {
      const result = negotiate(sdp);
      if (result.ok) ok(parseSdp(answer({ ...session, negotiated: result.value })) !== null);
      const parsed = parseSdp(sdp);
      if (parsed !== null) deepEqual(parseSdp(writeSdp(parsed)), parsed);
    }),
    { numRuns: 1_000 },
  );
  equal(parseSdp(`v=0\r\n${'a=x\r\n'.repeat(1_001)}`), null);
  equal(fault(media(...Array.from({ length: 17 }, () => 'm=audio 4000 RTP/AVP 8'))), 'MALFORMED');
});
