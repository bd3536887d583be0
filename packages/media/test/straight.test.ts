import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Socket } from 'node:dgram';
import { test, type TestContext } from 'node:test';
import type { AgentId } from '@pledgeline/core';
import { EmbeddedMedia } from '../src/engine/embedded.ts';
import { bind } from '../src/engine/ports.ts';
import type { SoundAddress } from '../src/port.ts';
import { blankHeader, readRtp, writeRtpHeader, type RtpHeader } from '../src/rtp/packet.ts';
import { testSettings } from './testing/engines.ts';
import { AGENT, call } from './testing/evening.ts';
import { until } from './testing/until.ts';

const BOSS = 'boss' as AgentId;

async function socketOf(t: TestContext): Promise<{ readonly socket: Socket; readonly heard: RtpHeader[] }> {
  const socket = await bind('127.0.0.1', 0);
  ok(socket !== null);
  t.after(() => socket.close());
  const heard: RtpHeader[] = [];
  socket.on('message', (packet) => {
    const header = blankHeader();
    if (readRtp(packet, header)) heard.push(header);
  });
  return { socket, heard };
}

test('[MEDIA-37] a call that is listened to is forwarded as it comes, and neither beginning nor end of it is noticed', async (t) => {
  const media = new EmbeddedMedia(testSettings());
  t.after(() => media.close());
  const [caller, agent, boss] = [await socketOf(t), await socketOf(t), await socketOf(t)];
  const voice = { codec: 'PCMA', keysPayloadType: null } as const;
  const at = ({ socket }: { readonly socket: Socket }): SoundAddress => socket.address();
  const leg = await media.openLeg({ ...voice, call: call('a'), remote: at(caller) });
  for (const [name, phone] of [
    [AGENT, agent],
    [BOSS, boss],
  ] as const) {
    ok((await media.openPhoneLine({ agent: name, near: null })).ok);
    ok((await media.aimPhoneLine({ ...voice, agent: name, remote: at(phone) })).ok);
  }
  ok(leg.ok && (await media.bridge({ call: call('a'), agent: AGENT })).ok);
  let sequence = 100;
  // 10 ms a packet: what goes through a mix comes out as 20.
  const say = async (): Promise<void> => {
    const packet = Buffer.alloc(92, 0x2a);
    sequence += 1;
    writeRtpHeader(packet, 0, { payloadType: 8, marker: false, sequence, timestamp: sequence * 80, ssrc: 7 });
    const before = agent.heard.length;
    caller.socket.send(packet, leg.value.local.port, '127.0.0.1');
    await until('the agent hears it', () => agent.heard.length === before + 1);
  };
  await say();
  await say();
  await media.monitor({ call: call('a'), agent: BOSS, mode: 'listen' });
  await say();
  await say();
  await media.monitor({ call: call('a'), agent: BOSS, mode: 'barge' });
  await media.monitor({ call: call('a'), agent: BOSS, mode: 'listen' });
  await media.unmonitor(BOSS);
  await media.monitor({ call: call('a'), agent: BOSS, mode: 'listen' });
  await media.unmonitor(BOSS);
  const first = agent.heard[0]!;
  deepEqual(
    agent.heard.map((packet) => [
      packet.payloadEnd - packet.payloadStart,
      (packet.sequence - first.sequence) & 0xffff,
      (packet.timestamp - first.timestamp) >>> 0,
      packet.marker,
    ]),
    [
      [80, 0, 0, true],
      [80, 1, 80, false],
      [80, 2, 160, false],
      [80, 3, 240, false],
    ],
  );
  await until('the supervisor hears the mix', () => boss.heard.length === 1);
  equal(boss.heard[0]!.payloadEnd - boss.heard[0]!.payloadStart, 160);
});
