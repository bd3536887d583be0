import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { DeskPhone, readDeskPhone } from '../src/index.ts';

test('[DESKPHONE-1] a desk phone is at an IP address or a host name, with a port and a transport if need be', () => {
  const read = (uri: string) => {
    const { host, port, transport } = readDeskPhone(uri) ?? { host: null, port: null, transport: null };
    return [host, port, transport];
  };
  deepEqual(read('sip:agent17@192.0.2.4'), ['192.0.2.4', null, null]);
  deepEqual(read('sip:a@192.0.2.4:5070;transport=tcp'), ['192.0.2.4', 5070, 'tcp']);
  deepEqual(read('sip:a@[2001:db8::4]:5070'), ['2001:db8::4', 5070, null]);
  deepEqual(read('sip:201@PBX.example.org'), ['pbx.example.org', null, null]);
  deepEqual(read('sip:agent17@pbx.example.org:5060;transport=udp'), ['pbx.example.org', 5060, 'udp']);
  deepEqual(read('sip:a@pbx'), ['pbx', null, null]);
});

test('[DESKPHONE-1] what cannot be rung is none; nothing is one', () => {
  for (const wrong of [
    'pbx.example.org',
    'sip:pbx.example.org',
    'sips:a@pbx.example.org',
    'sip:a@192.0.2.300',
    'sip:a@192.0.2',
    'sip:a@[2001:db8::x]',
    'sip:a@2001:db8::4',
    'sip:a@pbx_1.example.org',
    'sip:a@-pbx.example.org',
    'sip:a@pbx..example.org',
    'sip:a@pbx.example.org.',
    'sip:a@pbx.example.org:0',
    'sip:a@pbx.example.org:65536',
    'sip:a@pbx.example.org;transport=tls',
    'sip:a@pbx.example.org;maddr=192.0.2.4',
    'sip:a@pbx.example.org>\r\nX: y',
    'sip:a b@pbx.example.org',
    `sip:a@${'x'.repeat(64)}.example.org`,
  ])
    equal(readDeskPhone(wrong), null, wrong);
  equal(DeskPhone.safeParse('').success, true);
  equal(DeskPhone.safeParse(`sip:a@${'x.'.repeat(120)}org`).success, false, 'too long');
});
