import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import type { DnsAnswer } from '@pledgeline/sip';
import type { AskDns } from '../../src/adapters/dns/dns.ts';
import { AGENT, carrier, deskPhone, PHONE_HOST, telephonyToTry } from '../testing/telephony.ts';

type Takes = Parameters<typeof deskPhone>[0];

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

/** What a name server of the test says of `pbx.example`: two hosts, at the first of which nobody is. */
const twoHosts: AskDns = async (question) => {
  const records = question.type === 'A' && question.name === 'pbx.example' ? ['127.0.0.3', PHONE_HOST] : [];
  return { answer: { ...question, records } as DnsAnswer, ttlSeconds: 60, isAway: false };
};

/** A caller rings the line while the only agent sits at a desk phone, free; `named`: what the phone is called. */
async function rung(takes: Takes, named = (uri: string): string => uri) {
  const phone = await deskPhone(takes);
  const seated = [{ agent: AGENT, phone: named(phone.uri) }];
  const line = await telephonyToTry(undefined, seated, { ask: twoHosts });
  const { exchange } = line.telephony();
  await until(() => exchange().lines.has(AGENT));
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => exchange().calls.size === 1);
  const [call] = exchange().calls.keys() as Iterable<CallId>;
  return {
    phone,
    line,
    caller,
    call: call as CallId,
    floor: () => line.telephony().exchange().floor.agents.get(AGENT),
    end: async () => {
      await Promise.all([caller.close(), phone.close()]);
      await line.stop();
    },
  };
}

/** The phone has answered and the screen has shown the form. */
async function talking() {
  const begun = await rung('answers');
  begun.line.telephony().feed({ kind: 'form-shown', agent: AGENT, call: begun.call });
  await begun.caller.hears('answered');
  await until(() => begun.phone.seen('acknowledged') === 1);
  const signal = () => begun.line.telephony().exchange().calls.get(begun.call)?.signal.kind;
  await until(() => signal() === 'acknowledged');
  return begun;
}

test('[TEL-12] a desk phone is rung with the line’s number, its answer connects, and its own hang-up ends the call', async () => {
  const { phone, line, caller, floor, end } = await talking();
  deepEqual(line.media.asked.toSorted(), ['aim phone line', 'bridge', 'open leg']);
  phone.hangUp();
  await caller.hears('hung-up');
  equal(floor()?.kind, 'wrapping-up');
  equal(line.media.asked.at(-1), 'close leg');
  await end();
});

test('[TEL-12] the caller who hangs up frees the phone; one who gives up stops its ringing', async () => {
  const { phone, caller, floor, end } = await talking();
  caller.hangUp('a');
  await until(() => phone.seen('hung-up') === 1);
  equal(floor()?.kind, 'wrapping-up');
  await end();
  const again = await rung('rings');
  await until(() => again.phone.seen('invited') === 1);
  again.caller.hangUp('a');
  await until(() => again.phone.seen('cancelled') === 1);
  await until(() => again.floor()?.kind === 'free');
  await again.end();
});

test('[TEL-12] a phone that is busy stands its agent down and leaves the caller in the line', async () => {
  const { line, call, floor, end } = await rung('refuses');
  await until(() => floor()?.kind === 'away');
  deepEqual(floor(), { kind: 'away', because: 'missed-offer' });
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'waiting');
  await end();
});

test('[TEL-11] killed in the talk: both dialogs are taken up, and either end may hang up', async () => {
  for (const who of ['caller', 'phone'] as const) {
    const { phone, line, caller, call, end } = await talking();
    await line.killAndStart();
    equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
    if (who === 'caller') caller.hangUp('a');
    else phone.hangUp();
    await until(() => line.telephony().exchange().calls.size === 0);
    if (who === 'caller') await until(() => phone.seen('hung-up') === 1);
    else await caller.hears('hung-up');
    await end();
  }
});

test('[TEL-11] killed while the phone rings: nobody is left who could answer to it, and the next offer rings it anew', async () => {
  const { phone, line, caller, floor, end } = await rung('rings');
  await until(() => phone.seen('invited') === 1);
  await line.killAndStart();
  // Neither INVITE was answered: the caller's is gone with the process too.
  await until(() => line.telephony().exchange().calls.size === 0);
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  equal(floor()?.kind, 'free');
  caller.invite('b');
  await until(() => phone.seen('invited') === 2);
  await end();
});

test('[TEL-40] the sound’s process dies: the desk of a phone is told that it cannot be rung, then that it can', async () => {
  const { phone, line, caller, floor, end } = await rung('answers');
  caller.hangUp('a');
  await until(() => floor()?.kind === 'free');
  const said = (): readonly boolean[] =>
    line.events.flatMap((event) => (event.kind === 'line' ? [event.connected] : []));
  deepEqual(said(), [true]);
  line.media.die();
  deepEqual(said(), [true, false]);
  const desk = line.telephony().desks.snapshot(AGENT);
  equal(desk.kind === 'desk' && desk.lineConnected, false);
  line.media.tell({ kind: 'media-back' });
  await until(() => said().length === 3);
  deepEqual(said(), [true, false, true]);
  equal(phone.seen('invited') > 0, true);
  await end();
});

const byName = (uri: string): string => uri.replace(PHONE_HOST, 'pbx.example');

test('[TEL-42] a phone has a host name: where its first host fails at once, the next is rung in the same offer', async () => {
  const { phone, line, caller, call, end } = await rung('answers', (uri) => `${byName(uri)};transport=tcp`);
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await caller.hears('answered');
  // The phone is at an address that only its name has told us: what it says is heard.
  await until(() => phone.seen('acknowledged') === 1);
  phone.hangUp();
  await caller.hears('hung-up');
  await end();
});

test('[TEL-42] a host that is silent comes last for the next call', async () => {
  const { phone, line, call, floor, end } = await rung('answers', byName);
  await until(() => floor()?.kind === 'away');
  equal(phone.seen('invited'), 0);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'waiting');
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  await until(() => phone.seen('invited') === 1);
  await end();
});

test('[TEL-13] who changes to the browser has no sound until the browser has; back at the phone it is rung again', async () => {
  const { phone, line, caller, floor, end } = await rung('answers');
  caller.hangUp('a');
  await until(() => floor()?.kind === 'free');
  line.telephony().seat({ agent: AGENT, phone: '' });
  deepEqual(floor(), { kind: 'away', because: 'sound-lost' });
  line.telephony().seat({ agent: AGENT, phone: phone.uri });
  await until(() => line.telephony().exchange().lines.has(AGENT));
  line.telephony().unseat(AGENT);
  equal(line.telephony().exchange().phones.size, 0);
  await end();
});
