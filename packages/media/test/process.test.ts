import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import type { AgentId, CallId } from '@pledgeline/core';
import { LIMITS, MediaClient, startVoice } from '../src/index.ts';
import type { MediaEvent } from '../src/port.ts';
import { socketFolder, startProcess, testSettings, type MediaProcess } from './testing/engines.ts';
import { Ear, tone } from './testing/tones.ts';
import { until } from './testing/until.ts';

const first = 'a' as CallId;
const second = 'b' as CallId;

async function start(
  t: TestContext,
  socketPath?: string,
  args: readonly string[] = [],
): Promise<MediaProcess> {
  const folder = socketPath === undefined ? socketFolder() : null;
  const started = await startProcess(socketPath ?? folder?.socketPath ?? '', args);
  t.after(async () => {
    started.child.kill('SIGKILL');
    await started.ended;
    folder?.remove();
  });
  return started;
}

function use(
  t: TestContext,
  socketPath: string,
  requestMs = 3000,
): { media: MediaClient; events: MediaEvent[] } {
  const media = new MediaClient({ socketPath, requestMs, reconnectMs: 20 });
  t.after(() => media.close());
  const events: MediaEvent[] = [];
  media.listen((event) => events.push(event));
  return { media, events };
}

async function openLeg(t: TestContext, media: MediaClient, call = first): Promise<void> {
  const phone = await startVoice({ bind: '127.0.0.1', wav: tone(700, 60), codec: 'PCMA' });
  ok(phone.ok);
  t.after(phone.value.stop);
  const leg = await media.openLeg({ call, remote: phone.value.local, codec: 'PCMA', keysPayloadType: null });
  ok(leg.ok);
  phone.value.sendTo(leg.value.local);
}

test('[MEDIA-22] the socket is for this user alone; SIGTERM ends the process in order and leaves no socket', async (t) => {
  const { socketPath, child, ended } = await start(t);
  equal(statSync(socketPath).mode & 0o777, 0o600);
  const { media } = use(t, socketPath);
  await openLeg(t, media);
  child.kill('SIGTERM');
  equal(await ended, 0);
  equal(existsSync(socketPath), false);
});

test('[MEDIA-22] a socket that a dead process left is replaced; a living one is left alone', async (t) => {
  const living = await start(t);
  const another = startProcess(living.socketPath);
  await another.then(
    () => ok(false, 'two processes at one socket'),
    (error: unknown) => match(String(error), /ended with 1/),
  );
  living.child.kill('SIGKILL');
  await living.ended;
  ok(existsSync(living.socketPath));
  await start(t, living.socketPath);
  ok((await use(t, living.socketPath).media.sessions()).ok);
});

test('[MEDIA-23] nothing that is said to it ends the process', async (t) => {
  const { socketPath, child } = await start(t);
  const rude = connect(socketPath);
  rude.on('error', () => {});
  let answers = '';
  rude.setEncoding('utf8').on('data', (text: string) => (answers += text));
  rude.write('hello\n{"id":1}\n[]\n{"id":2,"command":{"kind":"open-leg","leg":null}}\n\u0000\n');
  await until('it has answered', () => answers.split('"bad"').length === 6);
  rude.write('x'.repeat(LIMITS.requestCharactersMax + 1));
  await new Promise((resolve) => rude.once('close', resolve));
  ok((await use(t, socketPath).media.sessions()).ok);
  equal(child.exitCode, null);
});

test('[MEDIA-24] events are told to the newest listener, and first what happened while nobody listened', async (t) => {
  const { socketPath } = await start(t);
  const deaf = new MediaClient({ socketPath });
  t.after(() => deaf.close());
  await openLeg(t, deaf);
  const former = use(t, socketPath);
  await until('the former is told what it missed', () => former.events.length === 1);
  deepEqual(former.events, [{ kind: 'leg-heard', call: first }]);
  const newest = use(t, socketPath);
  await newest.media.sessions();
  await openLeg(t, deaf, second);
  await until('the newest is told', () => newest.events.length === 1);
  deepEqual(newest.events, [{ kind: 'leg-heard', call: second }]);
  equal(former.events.length, 1);
});

test('[MEDIA-25] a server killed in the middle: the sound goes on, and the next server takes it up', async (t) => {
  const { socketPath } = await start(t);
  const phone = await startVoice({ bind: '127.0.0.1', wav: tone(700, 60), codec: 'PCMA' });
  ok(phone.ok);
  t.after(phone.value.stop);
  const program = new URL('./testing/server.ts', import.meta.url).pathname;
  const server = spawn(process.execPath, [program, socketPath, String(phone.value.local.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  server.kill('SIGKILL');
  await once(server, 'exit');
  const then = phone.value.received();
  await until('the sound goes on', () => phone.value.received() > then + 20);
  const { media } = use(t, socketPath);
  const open = await media.sessions();
  ok(open.ok);
  deepEqual(
    open.value.legs.map((leg) => leg.call),
    [first],
  );
  await media.closeLeg(first);
});

test('[MEDIA-25] a server that goes in the middle of a monitored call: the next one finds the supervisor and changes how he is heard', async (t) => {
  const { socketPath } = await start(t);
  const before = use(t, socketPath).media;
  const [boss, agent] = ['boss', 'agent'] as unknown as [AgentId, AgentId];
  await openLeg(t, before);
  const phones = new Map<AgentId, Ear>();
  for (const [name, hertz] of [
    [boss, 1100],
    [agent, 1900],
  ] as const) {
    const phone = await startVoice({ bind: '127.0.0.1', wav: tone(hertz, 60), codec: 'PCMA' });
    const line = await before.openPhoneLine({ agent: name, near: null });
    ok(phone.ok && line.ok);
    t.after(phone.value.stop);
    const ear = new Ear();
    phones.set(name, ear);
    phone.value.listen(ear.hear);
    await before.aimPhoneLine({
      agent: name,
      remote: phone.value.local,
      codec: 'PCMA',
      keysPayloadType: null,
    });
    phone.value.sendTo(line.value.local);
  }
  await before.bridge({ call: first, agent });
  await before.monitor({ call: first, agent: boss, mode: 'listen' });
  await until('he listens', () => phones.get(boss)!.hearsTogether(700, 1900));
  before.close();
  phones.get(boss)!.forget();
  await until('he goes on listening', () => phones.get(boss)!.hearsTogether(700, 1900));
  const { media } = use(t, socketPath);
  const open = await media.sessions();
  deepEqual(open.ok && open.value.legs[0]?.monitors, [{ agent: boss, mode: 'listen' }]);
  ok((await media.monitor({ call: first, agent: boss, mode: 'whisper' })).ok);
  await until('the agent hears him', () => phones.get(agent)!.hearsTogether(700, 1100));
});

test('[MEDIA-33] after the process was killed, leg and phone line are opened on the ports that they had', async (t) => {
  const { rtpPorts } = testSettings();
  const ports = ['--rtp-ports', `${rtpPorts.min}-${rtpPorts.max}`];
  const request = { call: first, remote: { address: '127.0.0.1', port: 9 }, codec: 'PCMA' } as const;
  const dead = await start(t, undefined, ports);
  const { media, events } = use(t, dead.socketPath);
  await media.openLeg({ ...request, call: second, keysPayloadType: null });
  const leg = await media.openLeg({ ...request, keysPayloadType: null });
  const line = await media.openPhoneLine({ agent: 'b' as AgentId, near: null });
  ok(leg.ok && line.ok);
  dead.child.kill('SIGKILL');
  await dead.ended;
  await start(t, dead.socketPath, ports);
  await until('it is back', () => events.some((event) => event.kind === 'media-back'));
  const { port } = leg.value.local;
  deepEqual(await media.openLeg({ ...request, keysPayloadType: null, port }), leg);
  const again = { agent: 'b' as AgentId, near: null, port: line.value.local.port };
  deepEqual(await media.openPhoneLine(again), line);
});

test('[MEDIA-27] the media process killed: it is said, requests fail in time, and the next one is used', async (t) => {
  const started = await start(t);
  const { media, events } = use(t, started.socketPath, 200);
  await openLeg(t, media);
  started.child.kill('SIGKILL');
  await until('the loss is told', () => events.some((event) => event.kind === 'media-lost'));
  deepEqual(await media.bridge({ call: first, agent: 'b' as AgentId }), { ok: false, failure: 'MEDIA_AWAY' });
  await media.closeLeg(first);
  await start(t, started.socketPath);
  await until('it is back', () => events.some((event) => event.kind === 'media-back'));
  deepEqual(await media.sessions(), { ok: true, value: { legs: [], lines: [] } });
  deepEqual(
    events.map((event) => event.kind).filter((kind) => kind !== 'leg-heard'),
    ['media-lost', 'media-back'],
  );
});
