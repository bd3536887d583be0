import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { passwordsUnder } from '../../src/trunks/password.ts';
import { AGENT, telephonyToTry } from '../testing/telephony.ts';
import { bodyOf, calledCarrier, soundAt, valueOf, type CalledCarrier, type Heard } from './called.ts';
import { LISTENERS, talkingLine, until } from './house.ts';

const ASKS = 'Digest realm="far", nonce="n1", qop="auth"';
const PASSWORD = 'geheim und sicher';

/** An outside call that talks. */
async function outsideTalk(far: CalledCarrier, wish: Parameters<typeof talkingLine>[1] = {}) {
  far.by((one) => (one.method === 'INVITE' ? far.answer(one) : far.reply(one, 200)));
  const begun = await talkingLine([far], wish);
  begun.place();
  await begun.hears('outside-answered');
  await far.hears('ACK');
  return { ...begun, invite: await far.hears('INVITE') };
}

/** A trunk with an account, whose carrier asks for it. */
const account = (far: CalledCarrier) => ({
  registrar: `127.0.0.3:${far.port}`,
  register_user: '0231',
  register_auth_user: 'auth-0231',
  register_expires_s: 600,
  register_secret: passwordsUnder('a key of this test').seal('out0' as never, PASSWORD),
});

/** Answers each request only once it says who it is. */
function challenges(far: CalledCarrier, status: 401 | 407): void {
  const [asks, says] =
    status === 401 ? ['WWW-Authenticate', 'Authorization'] : ['Proxy-Authenticate', 'Proxy-Authorization'];
  far.by((one) => {
    if (valueOf(one, says) === '' && one.method !== 'CANCEL')
      far.reply(one, status, { headers: [`${asks}: ${ASKS}`] });
    else if (one.method === 'INVITE') far.answer(one);
    else far.reply(one, 200);
  });
}

const proven = (method: string) => (one: Heard) =>
  one.method === method && one.text.includes('uthorization: Digest');

test('[TEL-67] a carrier that challenges our INVITE and our BYE is answered with the account of its trunk', async () => {
  for (const status of [401, 407] as const) {
    const far = await calledCarrier('127.0.0.3');
    challenges(far, status);
    const { place, hears, outside, end } = await talkingLine([far], { trunk: account(far) });
    place();
    await hears('outside-answered');
    const invite = await far.hears(proven('INVITE'));
    match(invite.text, /uthorization: Digest username="auth-0231", realm="far"/);
    doesNotMatch(invite.text, new RegExp(PASSWORD));
    outside().end('x' as never);
    await far.hears(proven('BYE'));
    await end();
  }
});

test('[TEL-66] the carrier moves the sound of an outside call, and is followed', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, invite, end } = await outsideTalk(far);
  far.ask(invite, 'INVITE', { body: soundAt('127.0.0.3', 44_000, 2) });
  const ok200 = await far.hears((one) => one.text.startsWith('SIP/2.0 200') && one.text.includes('INVITE'));
  match(bodyOf(ok200), /m=audio 40\d\d\d/);
  equal(line.media.wanted, 44_000);
  await end();
});

test('[TEL-66] the media process dies: its leg is opened again, and the carrier is told where', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, invite, end } = await outsideTalk(far);
  line.media.die();
  line.media.tell({ kind: 'media-back' });
  const again = await far.hears((one) => one.method === 'INVITE' && one.text !== invite.text);
  ok(line.media.legs.has('x' as never));
  ok(bodyOf(again) !== bodyOf(invite));
  await end();
});

test('[TEL-66] nothing comes from there any more: it is ended as lost', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, because, end } = await outsideTalk(far);
  line.media.tell({ kind: 'leg-silent', call: 'x' as never });
  await far.hears('BYE');
  deepEqual(because(), ['lost']);
  await end();
});

test('[TEL-65] killed in an outside call: its dialog is taken up, and either side may end it', async () => {
  for (const who of ['we', 'they'] as const) {
    const far = await calledCarrier('127.0.0.3');
    const { killAndStart, outside, line, invite, hears, told, call, end } = await outsideTalk(far);
    const before = outside().callsNow();
    const log = readFileSync(join(line.folder, 'floor.ndjson'), 'utf8');
    for (const number of [LISTENERS, '140000001', '261910001'])
      doesNotMatch(log, new RegExp(number.replace('+', '\\+')));
    await killAndStart();
    equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
    deepEqual(outside().callsNow(), before);
    equal(line.trunks.book.callsOn('out0' as never), 1);
    ok(line.media.legs.has('x' as never), 'its sound went on');
    if (who === 'we') {
      outside().end('x' as never);
      await far.hears('BYE');
    } else {
      far.ask(invite, 'BYE');
      await hears('outside-ended');
      deepEqual(told.at(-1)?.kind, 'outside-ended');
    }
    equal(outside().live, 0);
    await end();
  }
});

test('[TEL-65] killed while it rings: it is gone, its sound is closed, and it counts for the hour', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { killAndStart, outside, line, place, hears, end } = await talkingLine([far]);
  place();
  far.reply(await far.hears('INVITE'), 180);
  await hears('outside-rings');
  await killAndStart();
  equal(outside().live, 0);
  equal(outside().lastHour('c' as never), 1);
  equal(line.media.legs.has('x' as never), false);
  // Written anew from the state, the log still says so.
  await killAndStart();
  equal(outside().lastHour('c' as never), 1);
  await end();
});

test('[TEL-67] killed in an outside call, our BYE is still answered for', async () => {
  const far = await calledCarrier('127.0.0.3');
  challenges(far, 407);
  const begun = await talkingLine([far], { trunk: account(far) });
  begun.place();
  await begun.hears('outside-answered');
  await begun.killAndStart();
  begun.outside().end('x' as never);
  await far.hears(proven('BYE'));
  await begun.end();
});

test('[TEL-68] a carrier that challenges our BYE in a call of its own is answered, after a restart as well', async () => {
  for (const restarts of [false, true]) {
    const far = await calledCarrier('127.0.0.1');
    const register_secret = passwordsUnder('a key of this test').seal('t' as never, PASSWORD);
    const row = { registrar: '127.0.0.1:9', register_user: '0231', register_secret };
    const line = await telephonyToTry(undefined, undefined, {
      prepare: (db) => db.updateTable('trunks').set(row).where('id', '=', 't').execute(),
    });
    await line.trunks.reload();
    challenges(far, 407);
    line.media.tell({ kind: 'line-up', agent: AGENT });
    line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
    far.call(line.telephony().sipPort, '110');
    await until(() => line.telephony().exchange().calls.size === 1);
    const [call] = line.telephony().exchange().calls.keys() as Iterable<CallId>;
    const say = (kind: 'picked-up' | 'form-shown' | 'hang-up'): void =>
      line.telephony().feed({ kind, agent: AGENT, call: call! });
    say('picked-up');
    say('form-shown');
    const answer = await far.hears((one) => one.text.startsWith('SIP/2.0 200'));
    far.acknowledge(answer, line.telephony().sipPort);
    await until(() => line.telephony().exchange().calls.get(call!)?.signal.kind === 'acknowledged');
    if (restarts) await line.killAndStart();
    say('hang-up');
    match((await far.hears(proven('BYE'))).text, /username="0231", realm="far"/);
    await line.stop();
    far.close();
  }
});
