import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AgentId } from '@pledgeline/core';
import type { LineSession, Media } from '../src/port.ts';
import { writeRtpHeader } from '../src/rtp/packet.ts';
import { bind } from '../src/engine/ports.ts';
import { endBrowsers } from './testing/browser.ts';
import { NOWHERE, openEngine, testSettings } from './testing/engines.ts';
import { AGENT, call, ENGINES, evening } from './testing/evening.ts';
import { until } from './testing/until.ts';

after(endBrowsers);

async function linesOf(media: Media): Promise<readonly LineSession[]> {
  const open = await media.sessions();
  ok(open.ok);
  return open.value.lines;
}

for (const [name, open] of ENGINES) {
  test(`[MEDIA-29] ${name}: a desk phone's line has its address before the phone is called, and keeps it`, async () => {
    await using line = await evening(open);
    const first = await line.media.openPhoneLine({ agent: AGENT, near: '127.0.0.1' });
    ok(first.ok);
    equal(first.value.local.port % 2, 0);
    deepEqual(await line.media.openPhoneLine({ agent: AGENT, near: null }), first);
    const { local } = first.value;
    deepEqual(await linesOf(line.media), [
      { agent: AGENT, connected: true, kind: 'phone', local, aimed: false, consults: null },
    ]);
    const phone = await line.phone(1900);
    deepEqual(await phone.answer(), local);
    deepEqual(await linesOf(line.media), [
      { agent: AGENT, connected: true, kind: 'phone', local, aimed: true, consults: null },
    ]);
  });

  test(`[MEDIA-29] ${name}: agent at a phone and caller hear each other, each in its own law; recordings and echo as at a browser`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700, 'PCMA');
    const phone = await line.phone(1900, 'PCMU');
    await phone.answer();
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('the agent hears the caller', () => phone.ear.hears(700));
    await until('the caller hears the agent', () => caller.ear.hears(1900));
    const to = { kind: 'agent', agent: AGENT } as const;
    await line.media.play({ to, prompt: 'hold-fr', repeat: true });
    await until('the recording is heard', () => !phone.ear.hears(700) && !phone.ear.quiet);
    await line.media.silence(to);
    await until('the caller is heard again', () => phone.ear.hears(700));
    await line.media.unbridge(caller.call);
    await until('the caller hears silence', () => caller.ear.quiet);
    await line.media.echo({ agent: AGENT, on: true });
    await until('the agent hears himself', () => phone.ear.hears(1900));
    deepEqual(
      line.events.map((event) => event.kind),
      ['leg-heard'],
    );
  });

  test(`[MEDIA-30] ${name}: between two calls nothing is sent to the phone and nothing of it heard`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const former = await line.phone(1900);
    await former.answer();
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('they talk', () => former.ear.hears(700) && caller.ear.hears(1900));
    await line.media.restPhoneLine(AGENT);
    await until('the caller hears silence', () => caller.ear.quiet);
    former.ear.forget();
    caller.ear.forget();
    const next = await line.phone(2300, 'PCMU');
    await next.answer();
    await until('the caller hears the next', () => caller.ear.hears(2300));
    await until('the next hears the caller', () => next.ear.hears(700));
    equal(former.ear.heard, 0);
  });

  test(`[MEDIA-31] ${name}: from browser to phone and back, in the middle of a call`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const browser = await line.agent(1900);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('the caller hears the browser', () => caller.ear.hears(1900));
    const phone = await line.phone(2300, 'PCMU');
    const opened = await line.media.openPhoneLine({ agent: AGENT, near: '127.0.0.1' });
    ok(opened.ok);
    await until('while the phone rings, the caller hears silence', () => caller.ear.quiet);
    browser.ear.forget();
    await phone.answer();
    await until('the caller hears the phone', () => caller.ear.hears(2300));
    await until('the phone hears the caller', () => phone.ear.hears(700));
    equal(browser.ear.heard, 0);
    const back = await line.agent(1100);
    await until('the caller hears the new browser', () => caller.ear.hears(1100));
    await until('the new browser hears the caller', () => back.ear.hears(700));
    deepEqual(await linesOf(line.media), [
      { agent: AGENT, connected: true, kind: 'browser', consults: null },
    ]);
    const aim = { agent: AGENT, remote: phone.local, codec: 'PCMA', keysPayloadType: null } as const;
    deepEqual(await line.media.aimPhoneLine(aim), { ok: false, failure: 'NO_SUCH_SESSION' });
  });

  test(`[MEDIA-20] ${name}: a phone that is nowhere, and one that is not open, are refused by name`, async () => {
    await using line = await evening(open);
    const remote = { address: '127.0.0.1', port: 4000 };
    const aim = { agent: AGENT, remote, codec: 'PCMA', keysPayloadType: null } as const;
    const bad = { ok: false, failure: 'BAD_OFFER' };
    deepEqual(await line.media.aimPhoneLine(aim), { ok: false, failure: 'NO_SUCH_SESSION' });
    await line.media.restPhoneLine(AGENT);
    deepEqual(await line.media.openPhoneLine({ agent: AGENT, near: '::1' }), bad);
    ok((await line.media.openPhoneLine({ agent: AGENT, near: null })).ok);
    deepEqual(await line.media.aimPhoneLine({ ...aim, remote: { address: '::1', port: 4000 } }), bad);
    await line.media.closeLine(AGENT);
    deepEqual(await linesOf(line.media), []);
  });
}

const aimAt = { codec: 'PCMA', keysPayloadType: 101 } as const;

test('[MEDIA-32] a phone with a call that says nothing for long is lost; one without is not', async (t) => {
  const { media, events } = openEngine(t, { legSilentMs: 150 });
  const [silent, resting, unspoken] = ['silent', 'resting', 'unspoken'] as unknown as AgentId[];
  for (const agent of [silent!, resting!, unspoken!]) {
    await media.openPhoneLine({ agent, near: null });
    await media.aimPhoneLine({ ...aimAt, agent, remote: NOWHERE });
    if (agent !== unspoken)
      await media.play({ to: { kind: 'agent', agent }, prompt: 'hold-fr', repeat: true });
  }
  await media.restPhoneLine(resting!);
  await until('one is lost', () => events.length === 1);
  deepEqual(events, [{ kind: 'line-lost', agent: 'silent' }]);
  deepEqual(
    (await linesOf(media)).map(({ agent, connected }) => [agent, connected]),
    [
      ['silent', false],
      ['resting', true],
      ['unspoken', true],
    ],
  );
});

test('[MEDIA-32] a lost phone whose sound comes again is there again, and so is one that is called anew', async (t) => {
  const { media, events } = openEngine(t, { legSilentMs: 150 });
  const line = await media.openPhoneLine({ agent: AGENT, near: null });
  const phone = await bind('127.0.0.1', 0);
  ok(line.ok && phone !== null);
  t.after(() => phone.close());
  const { port } = line.value.local;
  const say = (sequence: number): void => {
    const packet = Buffer.alloc(172, 0xd5);
    writeRtpHeader(packet, 0, {
      payloadType: 8,
      marker: false,
      sequence,
      timestamp: sequence * 160,
      ssrc: 7,
    });
    phone.send(packet, port, '127.0.0.1');
  };
  await media.aimPhoneLine({ ...aimAt, agent: AGENT, remote: phone.address() });
  say(1);
  await until('it is lost', () => events.length === 1);
  say(2);
  await until('it is back', () => events.length === 2);
  await until('it is lost again', () => events.length === 3);
  await media.aimPhoneLine({ ...aimAt, agent: AGENT, remote: phone.address() });
  equal((await linesOf(media))[0]?.connected, true);
  deepEqual(
    events.map((event) => event.kind),
    ['line-lost', 'line-up', 'line-lost'],
  );
});

test("[MEDIA-32] keys of an agent's phone are told as his, each once", async (t) => {
  const { media, events } = openEngine(t);
  const line = await media.openPhoneLine({ agent: AGENT, near: null });
  const phone = await bind('127.0.0.1', 0);
  ok(line.ok && phone !== null);
  t.after(() => phone.close());
  await media.aimPhoneLine({ ...aimAt, agent: AGENT, remote: phone.address() });
  [1, 1, 11].forEach((event, sequence) => {
    const packet = Buffer.from([...Buffer.alloc(12), event, 0x8a, 0, 160]);
    writeRtpHeader(packet, 0, {
      payloadType: 101,
      marker: false,
      sequence,
      timestamp: event * 1600,
      ssrc: 5,
    });
    phone.send(packet, line.value.local.port, '127.0.0.1');
  });
  await until('both keys are told', () => events.length === 2);
  deepEqual(events, [
    { kind: 'agent-key', agent: AGENT, key: '1' },
    { kind: 'agent-key', agent: AGENT, key: '#' },
  ]);
});

test('[MEDIA-19] a phone line that is not renewed is closed when its lease ends', async (t) => {
  const { media } = openEngine(t, { leaseMs: 100 });
  await media.openPhoneLine({ agent: AGENT, near: null });
  let left: readonly LineSession[] = [];
  await until('it is closed', () => {
    void linesOf(media).then((lines) => (left = lines));
    return left.length === 0;
  });
});

test('[MEDIA-29] a phone that has moved to another network is met there', async (t) => {
  const { media } = openEngine(t, { addresses: ['127.0.0.1', '127.64.0.1'] });
  const first = await media.openPhoneLine({ agent: AGENT, near: '127.0.0.9' });
  const moved = await media.openPhoneLine({ agent: AGENT, near: '127.64.0.9' });
  ok(first.ok && moved.ok);
  deepEqual([first.value.local.address, moved.value.local.address], ['127.0.0.1', '127.64.0.1']);
  equal((await linesOf(media)).length, 1);
});

test('[MEDIA-33] leg and phone line are opened again on the port that they had, where it is free and one of ours', async (t) => {
  const settings = testSettings();
  const { min, max } = settings.rtpPorts;
  const { media } = openEngine(t, settings);
  const leg = { remote: NOWHERE, codec: 'PCMA', keysPayloadType: null } as const;
  const portOf = async (name: string, port: number): Promise<number> => {
    const opened = await media.openLeg({ ...leg, call: call(name), port });
    ok(opened.ok);
    return opened.value.local.port;
  };
  equal(await portOf('a', min + 8), min + 8);
  const line = await media.openPhoneLine({ agent: AGENT, near: null, port: min + 12 });
  equal(line.ok && line.value.local.port, min + 12);
  for (const [name, wish] of [
    ['taken', min + 8],
    ['odd', min + 9],
    ['below', min - 2],
    ['above', max + 1],
  ] as const) {
    const port = await portOf(name, wish);
    notEqual(port, wish);
    ok(port >= min && port <= max && port % 2 === 0);
  }
});
