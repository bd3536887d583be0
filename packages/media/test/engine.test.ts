import { deepEqual, equal, ok } from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, test } from 'node:test';
import type { AgentId } from '@pledgeline/core';
import { Listener } from '../src/engine/listener.ts';
import { Players } from '../src/engine/player.ts';
import { recordingOf } from '../src/engine/recordings.ts';
import { blankHeader, readRtp, writeRtpHeader } from '../src/rtp/packet.ts';
import { startVoice } from '../src/index.ts';
import { endBrowsers, openBrowser } from './testing/browser.ts';
import { NOWHERE, openEngine, testSettings } from './testing/engines.ts';
import { call } from './testing/evening.ts';
import { Ear, tone } from './testing/tones.ts';
import { until } from './testing/until.ts';

after(endBrowsers);

test('[MEDIA-17] a caller is told of with the first packet, and again when none comes for long', async (t) => {
  const { media, events } = openEngine(t, { legSilentMs: 200 });
  const phone = await startVoice({ bind: '127.0.0.1', wav: tone(700), codec: 'PCMA' });
  ok(phone.ok);
  const leg = await media.openLeg({
    call: call('a'),
    remote: phone.value.local,
    codec: 'PCMA',
    keysPayloadType: null,
  });
  ok(leg.ok);
  phone.value.sendTo(leg.value.local);
  await until('it is heard', () => events.length === 1);
  phone.value.stop();
  await until('it is silent', () => events.length === 2);
  deepEqual(events, [
    { kind: 'leg-heard', call: 'a' },
    { kind: 'leg-silent', call: 'a' },
  ]);
});

test('[MEDIA-17] a caller whom the phone still rings is not silent; one who was played to and says nothing is', async (t) => {
  const { media, events } = openEngine(t, { legSilentMs: 100 });
  for (const name of ['ringing', 'answered']) {
    await media.openLeg({ call: call(name), remote: NOWHERE, codec: 'PCMA', keysPayloadType: null });
  }
  await media.play({ to: { kind: 'caller', call: call('answered') }, prompt: 'hold-fr', repeat: true });
  await until('one is silent', () => events.length === 1);
  deepEqual(events, [{ kind: 'leg-silent', call: 'answered' }]);
});

test('[MEDIA-5] keys of a caller are told, each once', async (t) => {
  const { media, events } = openEngine(t);
  const leg = await media.openLeg({ call: call('a'), remote: NOWHERE, codec: 'PCMA', keysPayloadType: 101 });
  ok(leg.ok);
  const phone = createSocket('udp4');
  t.after(() => phone.close());
  [1, 1, 1, 2, 2].forEach((event, number) => {
    const packet = Buffer.from([...Buffer.alloc(12), event, 0x8a, 0, 160]);
    writeRtpHeader(packet, 0, {
      payloadType: 101,
      marker: false,
      sequence: number,
      timestamp: event * 1600,
      ssrc: 5,
    });
    if (leg.ok) phone.send(packet, leg.value.local.port, '127.0.0.1');
  });
  const keys = (): string => events.map((event) => (event.kind === 'key' ? event.key : '')).join('');
  await until('both keys are told', () => keys().length >= 2);
  equal(keys(), '12');
});

test('[MEDIA-10] a later offer of the same call moves the sound, not the port', async (t) => {
  const { media } = openEngine(t);
  const phone = await startVoice({ bind: '127.0.0.1', wav: tone(700), codec: 'PCMU' });
  ok(phone.ok);
  t.after(phone.value.stop);
  const ear = new Ear();
  phone.value.listen(ear.hear);
  const request = { call: call('a'), remote: NOWHERE, codec: 'PCMA', keysPayloadType: null } as const;
  const before = await media.openLeg(request);
  await media.play({ to: { kind: 'caller', call: call('a') }, prompt: 'hold-en', repeat: true });
  const moved = await media.openLeg({ ...request, remote: phone.value.local, codec: 'PCMU' });
  deepEqual(moved, before);
  await until('it is heard there', () => ear.heard > 1600);
});

test('[MEDIA-19] what is not renewed is closed when its lease ends', async (t) => {
  const { media } = openEngine(t, { leaseMs: 150 });
  const request = { remote: NOWHERE, codec: 'PCMA', keysPayloadType: null } as const;
  await media.openLeg({ ...request, call: call('kept') });
  await media.renew(60_000);
  await media.openLeg({ ...request, call: call('forgotten') });
  let left: readonly string[] = ['', ''];
  await until('one is closed', () => {
    void media.sessions().then((open_) => {
      if (open_.ok) left = open_.value.legs.map((leg) => leg.call);
    });
    return left.length === 1;
  });
  deepEqual(left, ['kept']);
});

test('[MEDIA-20] no port left, and a host name for an address, are refused; nothing stays open of it', async (t) => {
  const { rtpPorts } = testSettings();
  const { media } = openEngine(t, { rtpPorts: { min: rtpPorts.min, max: rtpPorts.min + 1 } });
  const request = { remote: NOWHERE, codec: 'PCMA', keysPayloadType: null } as const;
  ok((await media.openLeg({ ...request, call: call('a') })).ok);
  deepEqual(await media.openLeg({ ...request, call: call('b') }), { ok: false, failure: 'NO_PORT_LEFT' });
  const named = { address: 'host.example', port: 4000 };
  deepEqual(await media.openLeg({ ...request, call: call('c'), remote: named }), {
    ok: false,
    failure: 'BAD_OFFER',
  });
  await media.closeLeg(call('a'));
  ok((await media.openLeg({ ...request, call: call('b') })).ok);
});

test('[MEDIA-20] an address that this machine has lost refuses a line; it does not end the process', async (t) => {
  const { media } = openEngine(t, { addresses: ['203.0.113.7'] });
  const browser = await openBrowser(1900);
  t.after(() => browser.close());
  deepEqual(await media.openLine({ agent: 'a' as AgentId, offer: browser.offer }), {
    ok: false,
    failure: 'NO_PORT_LEFT',
  });
});

test('[MEDIA-64] behind a router the answer names the public address last, with the same port', async (t) => {
  const icePort = 27_000 + (process.pid % 1000);
  const { media } = openEngine(t, { publicAddress: '203.0.113.7', icePort });
  const browser = await openBrowser(1900);
  t.after(() => browser.close());
  const line = await media.openLine({ agent: 'a' as AgentId, offer: browser.offer });
  ok(line.ok);
  const candidates = [...line.value.answer.matchAll(/^a=candidate:\d+ 1 UDP \d+ (\S+ \d+)/gm)];
  deepEqual(
    candidates.map(([, place]) => place),
    [`127.0.0.1 ${icePort}`, `203.0.113.7 ${icePort}`],
  );
});

for (const [what, place] of [
  ['one port for all browsers', { icePort: 29_000 + (process.pid % 1000) }],
  ['several addresses', { addresses: ['127.0.0.2', '127.0.0.1'] }],
  ['a public address besides', { publicAddress: '203.0.113.7', icePort: 28_000 + (process.pid % 1000) }],
] as const) {
  test(`[MEDIA-21] two browsers at ${what}: both are heard`, async (t) => {
    const { media } = openEngine(t, place);
    const browsers = [await openBrowser(1100), await openBrowser(1900)] as const;
    t.after(() => browsers.forEach((browser) => browser.close()));
    for (const [number, browser] of browsers.entries()) {
      const agent = `agent-${number}` as AgentId;
      const line = await media.openLine({ agent, offer: browser.offer });
      ok(line.ok);
      browser.accept(line.value.answer);
      await media.echo({ agent, on: true });
    }
    await until('both hear themselves', () => browsers[0].ear.hears(1100) && browsers[1].ear.hears(1900));
  });
}

test('[MEDIA-13] a recording is played whole, 20 ms at a time, once, and its end is told', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const players = new Players(() => Date.now());
  const sent: number[] = [];
  const header = blankHeader();
  const to = new Listener('PCMA', (packet) => readRtp(packet, header) && sent.push(header.timestamp), 0);
  let ends = 0;
  players.start({
    to,
    recording: recordingOf(tone(700).slice(0, 1000)),
    again: null,
    ended: () => (ends += 1),
  });
  for (let ms = 0; ms < 400; ms += 1) t.mock.timers.tick(1);
  deepEqual(
    sent.map((timestamp) => (timestamp - sent[0]!) >>> 0),
    [0, 160, 320, 480, 640, 800, 960],
  );
  equal(ends, 1);
});

test('[MEDIA-28] a telephone for test calls says its recording, then keeps the line with silence, and counts what it hears', async (t) => {
  const one = await startVoice({ bind: '127.0.0.1', wav: tone(700).slice(0, 3200), codec: 'PCMA' });
  const other = await startVoice({ bind: '127.0.0.1', wav: tone(1100, 60), codec: 'PCMU' });
  ok(one.ok && other.ok);
  t.after(one.value.stop);
  t.after(other.value.stop);
  const ear = new Ear();
  other.value.listen(ear.hear);
  one.value.sendTo(other.value.local);
  other.value.sendTo(one.value.local);
  await until('the recording is heard', () => ear.hears(700));
  await until('silence follows', () => ear.quiet && ear.heard > 3200);
  ok(one.value.received() > 0 && other.value.received() > 20);
});
