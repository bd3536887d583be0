import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { parseMessage } from '../src/message/parse.ts';
import { bytes, invite, request } from './testing/messages.ts';

/** What becomes of a message: `sound`, the status it is answered with, or `dropped`. */
function fate(text: string): string {
  const parsed = parseMessage(bytes(text));
  if (parsed.kind === 'message') return 'sound';
  return parsed.answer === null ? `dropped ${parsed.because}` : `${parsed.answer.status} ${parsed.because}`;
}

const options = (change: (text: string) => string): string => change(request({ method: 'OPTIONS' }));
const swap = (from: string | RegExp, to: string): string => options((text) => text.replace(from, to));
const add = (...more: string[]): string => request({ method: 'OPTIONS', more });

/** The kinds of RFC 4475 §3.1.1: strange and sound. */
const SOUND: Readonly<Record<string, string>> = {
  'short and tortuous': `OPTIONS sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
cseq: 0009
  OPTIONS
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

`.replace('0068', '068'),
  'a method of odd characters': request({
    method: "!interesting-Method0123456789_*+`.%indeed'~",
    uri: "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
  }),
  'escapes in a user': request({ method: 'OPTIONS', uri: 'sip:sips%3Auser%40example.com@example.net' }),
  'an escaped NUL': request({ method: 'OPTIONS', uri: 'sip:null-%00-null@example.com' }),
  'no blank between a display name and its URI': swap('From: <', 'From: caller<'),
  'very long values': add(`Unknown: ${'long'.repeat(2_000)}`),
  'a semicolon in the user part': request({
    method: 'OPTIONS',
    uri: 'sip:user;par=u%40example.net@example.com',
  }),
  'unknown transports in Via': add(
    'Via: SIP/2.0/SCTP a.example;branch=z9hG4bK1',
    'Via: SIP/2.0/UNKNOWN b.example',
  ),
  'a reason in UTF-8':
    'SIP/2.0 200 = 2**3 * 5**2 \u00d0\u00bd\u00d0\u00be' + add().slice(add().indexOf('\r\n')),
  'a status without a reason': 'SIP/2.0 100 ' + add().slice(add().indexOf('\r\n')),
  'an unknown authorization scheme': add('Authorization: NoOneKnowsThisScheme opaque-data=here'),
  'a date in another zone': add('Date: Fri, 01 Jan 2010 16:00:00 EST'),
  'an unknown URI scheme': request({ method: 'OPTIONS', uri: 'nobodyKnowsThisScheme:totallyopaquecontent' }),
  'an old message without the cookie': swap('z9hG4bK-1', '1'),
};

/** The kinds of §3.1.2 and §3.3 that are broken, and what each gets. */
const BROKEN: Readonly<Record<string, readonly [text: string, fate: string]>> = {
  'an empty parameter of Contact and Via': [
    swap('branch=z9hG4bK-1', 'branch=z9hG4bK-1;;,;,,'),
    'dropped bad-header',
  ],
  'a Content-Length beyond the body': [
    swap('Content-Length: 0', 'Content-Length: 9999'),
    '400 content-length',
  ],
  'a negative Content-Length': [swap('Content-Length: 0', 'Content-Length: -999'), '400 content-length'],
  'numbers out of range': [swap('CSeq: 1', 'CSeq: 36893488147419103232'), '400 bad-header'],
  'Max-Forwards of 300': [swap('Max-Forwards: 70', 'Max-Forwards: 300'), '400 bad-header'],
  'Expires out of range': [add('Expires: 10000000000000000000000'), '400 bad-header'],
  'a status that is none': [
    'SIP/2.0 4294967301 better not' + add().slice(add().indexOf('\r\n')),
    'dropped start-line',
  ],
  'a quote that is not closed': [swap('To: <', 'To: "Mr. J. User <'), '400 bad-header'],
  'a Request-URI in brackets': [
    request({ method: 'OPTIONS', uri: '<sip:user@example.com>' }),
    '400 request-uri',
  ],
  'blanks in the Request-URI': [
    request({ method: 'OPTIONS', uri: 'sip:user@example.com; lr' }),
    '400 start-line',
  ],
  'two blanks in the request line': [swap('OPTIONS sip', 'OPTIONS  sip'), '400 start-line'],
  'a blank after the request line': [swap(' SIP/2.0\r\n', ' SIP/2.0  \r\n'), '400 start-line'],
  'headers in the Request-URI': [
    request({ method: 'OPTIONS', uri: 'sip:user@example.com?Route=%3Csip:example.com%3E' }),
    '400 request-uri',
  ],
  'spaces inside an addr-spec': [swap('To: <sip:110@', 'To: <sip:1 10@'), '400 bad-header'],
  'a comma in a display name': [swap('From: <', 'From: Bell, Alexander <'), '400 bad-header'],
  'another version': [swap('SIP/2.0', 'SIP/7.0'), '505 version'],
  'another method in CSeq': [swap('1 OPTIONS', '1 INVITE'), '400 method-mismatch'],
  'a Contact with ? outside brackets': [
    invite({ contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E' }),
    '400 bad-header',
  ],
  'an INVITE without Contact': [invite({ contact: null }), '400 missing-header'],
  'an INVITE with two Contacts': [invite({ contact: '<sip:a@h>, <sip:b@h>' }), '400 bad-header'],
  'From twice': [add('From: <sip:other@h>;tag=2'), '400 repeated-header'],
  'two lengths': [add('Content-Length: 0'), '400 content-length'],
  'a header without a colon': [add('this is no header'), '400 header-line'],
  'a control byte in a header': [add('Subject: a\u0007b'), '400 header-line'],
  'no Call-ID': [swap(/Call-ID.*\r\n/, ''), 'dropped missing-header'],
  'no Via': [swap(/Via.*\r\n/, ''), 'dropped missing-header'],
  'a Via that cannot be read': [swap('SIP/2.0/UDP 192', 'SIP/2.0/UDP;192'), 'dropped bad-header'],
  'no end of the headers': [options((text) => text.slice(0, -2)), '400 no-end-of-headers'],
  'a malformed ACK': [request({ method: 'ACK', sequenceMethod: 'BYE' }), 'dropped method-mismatch'],
  'a malformed response': ['SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h\r\n\r\n', 'dropped missing-header'],
  nothing: ['', 'dropped start-line'],
  'another protocol': ['GET / HTTP/1.1\r\nHost: h\r\n\r\n', 'dropped start-line'],
};

test('[MSG-9] strange and sound messages are read', () => {
  deepEqual(
    Object.fromEntries(Object.entries(SOUND).map(([name, text]) => [name, fate(text)])),
    Object.fromEntries(Object.keys(SOUND).map((name) => [name, 'sound'])),
  );
});

test('[MSG-9] broken ones are answered where they say to whom, else dropped', () => {
  deepEqual(
    Object.fromEntries(Object.entries(BROKEN).map(([name, [text]]) => [name, fate(text)])),
    Object.fromEntries(Object.entries(BROKEN).map(([name, [, expected]]) => [name, expected])),
  );
});
