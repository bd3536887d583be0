import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import { endBrowsers } from './testing/browser.ts';
import { AGENT, call, ENGINES, evening } from './testing/evening.ts';
import { until } from './testing/until.ts';

after(endBrowsers);

for (const [name, open] of ENGINES) {
  test(`[MEDIA-10] ${name}: opening the same call again answers the same port`, async () => {
    await using line = await evening(open);
    const leg = {
      call: call('a'),
      remote: { address: '127.0.0.1', port: 4000 },
      codec: 'PCMA',
      keysPayloadType: null,
    } as const;
    const [first, again] = await Promise.all([line.media.openLeg(leg), line.media.openLeg(leg)]);
    ok(first.ok);
    deepEqual(again, first);
    equal(first.value.local.port % 2, 0);
    const other = await line.media.openLeg({ ...leg, call: call('b') });
    ok(other.ok);
    notEqual(other.value.local.port, first.value.local.port);
  });

  test(`[MEDIA-11] ${name}: joined, both hear each other, each in its own law`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700, 'PCMU');
    const agent = await line.agent(1900, ['PCMA']);
    deepEqual(await line.media.bridge({ call: caller.call, agent: AGENT }), { ok: true, value: null });
    await until('the agent hears the caller', () => agent.ear.hears(700));
    await until('the caller hears the agent', () => caller.ear.hears(1900));
    await until('both have told of themselves', () => line.events.length >= 2);
    deepEqual(line.events.map((event) => event.kind).toSorted(), ['leg-heard', 'line-up']);
  });

  test(`[MEDIA-12] ${name}: one line, caller after caller, one stream, and never two at once`, async () => {
    await using line = await evening(open);
    const first = await line.caller('a', 700);
    const second = await line.caller('b', 1100);
    const agent = await line.agent(1900);
    await line.media.bridge({ call: first.call, agent: AGENT });
    await until('the first is heard', () => agent.ear.hears(700));
    await line.media.bridge({ call: second.call, agent: AGENT });
    await until('the second is heard', () => agent.ear.hears(1100));
    await until('the second hears the agent', () => second.ear.hears(1900));
    await until('the first hears nobody', () => first.ear.quiet);
    equal(agent.ssrcs.size, 1);
    const open_ = await line.media.sessions();
    ok(open_.ok);
    deepEqual(
      open_.value.legs.map((leg) => [leg.call, leg.bridgedTo]),
      [
        [first.call, null],
        [second.call, AGENT],
      ],
    );
    deepEqual(open_.value.lines, [{ agent: AGENT, connected: true, kind: 'browser', consults: null }]);
  });

  test(`[MEDIA-13] ${name}: a recording goes before the agent, and afterwards the agent is heard again`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const agent = await line.agent(1900);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('the agent is heard', () => caller.ear.hears(1900));
    const to = { kind: 'caller', call: caller.call } as const;
    deepEqual(await line.media.play({ to, prompt: 'hold-fr', repeat: true }), { ok: true, value: null });
    await until('the recording is heard', () => !caller.ear.hears(1900) && !caller.ear.quiet);
    await line.media.silence(to);
    await until('the agent is heard again', () => caller.ear.hears(1900));
    ok(agent.ear.hears(700));
  });

  test(`[MEDIA-14] ${name}: an agent hears himself, a little later, until he is joined to a caller`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const agent = await line.agent(1900);
    deepEqual(await line.media.echo({ agent: AGENT, on: true }), { ok: true, value: null });
    await until('he hears himself', () => agent.ear.hears(1900));
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('he hears the caller', () => agent.ear.hears(700));
  });

  test(`[MEDIA-15] ${name}: a caller whom nobody speaks to hears silence, not nothing`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    await line.happened('leg-heard');
    await until('silence comes', () => caller.ear.heard >= 1600 && caller.ear.quiet);
  });

  test(`[MEDIA-16] ${name}: a browser that falls silent is lost, and is back with its first packet`, async () => {
    await using line = await evening(open);
    const agent = await line.agent(1900);
    await line.happened('line-up');
    agent.freeze();
    await line.happened('line-lost');
    const away = await line.media.sessions();
    deepEqual(away.ok && away.value.lines, [
      { agent: AGENT, connected: false, kind: 'browser', consults: null },
    ]);
    agent.thaw();
    await until('it is back', () => line.events.filter((event) => event.kind === 'line-up').length === 2);
  });

  test(`[MEDIA-18] ${name}: a browser that comes again takes the line over in the middle of a call`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const before = await line.agent(1900);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('the caller hears the first', () => caller.ear.hears(1900));
    const reloaded = await line.agent(2300, ['PCMU']);
    await until('the caller hears the second', () => caller.ear.hears(2300));
    await until('the second hears the caller', () => reloaded.ear.hears(700));
    before.ear.forget();
    await until('the second goes on', () => reloaded.ear.heard > 1600);
    equal(before.ear.heard, 0);
  });

  test(`[MEDIA-20] ${name}: what is not open, and what is no offer, is refused by its name`, async () => {
    await using line = await evening(open);
    const nobody = { ok: false, failure: 'NO_SUCH_SESSION' };
    const to = { kind: 'caller', call: call('x') } as const;
    deepEqual(await line.media.bridge({ call: call('x'), agent: AGENT }), nobody);
    deepEqual(await line.media.play({ to, prompt: 'hold-en', repeat: false }), nobody);
    deepEqual(await line.media.echo({ agent: AGENT, on: true }), nobody);
    deepEqual(await line.media.openLine({ agent: AGENT, offer: 'v=0' }), { ok: false, failure: 'BAD_OFFER' });
    await line.media.unbridge(call('x'));
    await line.media.silence(to);
    await line.media.closeLeg(call('x'));
    await line.media.closeLine(AGENT);
    deepEqual(await line.media.sessions(), { ok: true, value: { legs: [], lines: [] } });
  });

  test(`[MEDIA-20] ${name}: what is closed is gone, and the other end stays`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', 700);
    const agent = await line.agent(1900);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await until('they talk', () => agent.ear.hears(700));
    await line.media.closeLeg(caller.call);
    deepEqual(await line.media.sessions(), {
      ok: true,
      value: { legs: [], lines: [{ agent: AGENT, connected: true, kind: 'browser', consults: null }] },
    });
    await line.media.closeLine(AGENT);
    deepEqual(await line.media.sessions(), { ok: true, value: { legs: [], lines: [] } });
  });
}
