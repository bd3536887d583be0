import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AgentId, CallId } from '@pledgeline/core';
import { startVoice } from '../src/index.ts';
import type { Codec, Media, MediaEvent } from '../src/port.ts';
import { endBrowsers, openBrowser, type Browser } from './testing/browser.ts';
import { openEmbedded, openThroughProcess, type OpenEngine } from './testing/engines.ts';
import { Ear, tone } from './testing/tones.ts';
import { until } from './testing/until.ts';

/** The contract of the port: every engine, and the way to it, passes all of it. */
const ENGINES: readonly (readonly [name: string, open: () => Promise<OpenEngine>])[] = [
  ['the engine', () => openEmbedded()],
  ['the process', openThroughProcess],
];
after(endBrowsers);

const AGENT = 'agent-1' as AgentId;
const call = (name: string): CallId => name as CallId;

interface Evening extends AsyncDisposable {
  readonly media: Media;
  readonly events: MediaEvent[];
  happened(kind: MediaEvent['kind']): Promise<void>;
  caller(name: string, hertz: number, codec?: Codec): Promise<Caller>;
  agent(hertz: number, codecs?: readonly Codec[]): Promise<Browser>;
}
interface Caller {
  readonly call: CallId;
  readonly ear: Ear;
  readonly local: { readonly address: string; readonly port: number };
  stop(): void;
}

async function evening(open: () => Promise<OpenEngine>): Promise<Evening> {
  const { media, close } = await open();
  const events: MediaEvent[] = [];
  const ends: (() => void)[] = [];
  media.listen((event) => events.push(event));
  return {
    media,
    events,
    happened: (kind) => until(kind, () => events.some((event) => event.kind === kind)),
    async caller(name, hertz, codec = 'PCMA') {
      const phone = await startVoice({ bind: '127.0.0.1', wav: tone(hertz, 60), codec });
      ok(phone.ok);
      const { local, listen, sendTo, stop } = phone.value;
      const leg = await media.openLeg({ call: call(name), remote: local, codec, keysPayloadType: 101 });
      ok(leg.ok);
      const ear = new Ear();
      listen(ear.hear);
      sendTo(leg.value.local);
      ends.push(stop);
      return { call: call(name), ear, local, stop };
    },
    async agent(hertz, codecs) {
      const browser = await openBrowser(hertz, codecs);
      const line = await media.openLine({ agent: AGENT, offer: browser.offer });
      ok(line.ok);
      browser.accept(line.value.answer);
      ends.push(() => browser.close());
      return browser;
    },
    async [Symbol.asyncDispose]() {
      for (const end of ends) end();
      await close();
    },
  };
}

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
    deepEqual(open_.value.lines, [{ agent: AGENT, connected: true }]);
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
    deepEqual(away.ok && away.value.lines, [{ agent: AGENT, connected: false }]);
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
      value: { legs: [], lines: [{ agent: AGENT, connected: true }] },
    });
    await line.media.closeLine(AGENT);
    deepEqual(await line.media.sessions(), { ok: true, value: { legs: [], lines: [] } });
  });
}
