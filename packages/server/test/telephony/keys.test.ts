import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { rawCarrier, soundAt } from '../testing/raw-carrier.ts';
import { AGENT, telephonyToTry } from '../testing/telephony.ts';

const RELAY = 'Content-Type: application/dtmf-relay';

/** A conversation, whose caller presses keys. */
async function talk(t: TestContext) {
  const line = await telephonyToTry();
  t.after(() => line.stop());
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const carrier = await rawCarrier(line.telephony().sipPort);
  t.after(() => carrier.close());
  carrier.say('INVITE', '1 INVITE', [], soundAt(41_000));
  const { calls } = line.telephony().exchange();
  while (calls.size === 0) await new Promise(setImmediate);
  const [call] = calls.keys();
  ok(call !== undefined);
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await carrier.hears(/^SIP\/2\.0 200 /);
  carrier.say('ACK', '1 ACK');
  let sequence = 1;
  return {
    line,
    call,
    inSound: (key: string): void => line.media.tell({ kind: 'key', call, key }),
    byInfo: async (key: string): Promise<string> => {
      sequence += 1;
      carrier.say('INFO', `${sequence} INFO`, [RELAY], `Signal=${key}\r\nDuration=160\r\n`);
      return carrier.hears(new RegExp(String.raw`^SIP/2\.0 \d+ [^]*\r\nCSeq: ${sequence} INFO`));
    },
    counted: async (by: string): Promise<number> => {
      const name = new RegExp(String.raw`^pledgeline_caller_keys_total\{by="${by}"\} (\d+)`, 'm');
      return Number(name.exec(await line.registry.metrics())?.[1] ?? 0);
    },
  };
}

test('[TEL-84] keys told by INFO arrive where those in the sound do, and nothing says which they were', async (t) => {
  const { line, byInfo, counted } = await talk(t);
  match(await byInfo('7'), /^SIP\/2\.0 200 /);
  match(await byInfo('#'), /^SIP\/2\.0 200 /);
  equal(await counted('info'), 2);
  doesNotMatch(readFileSync(join(line.folder, 'floor.ndjson'), 'utf8'), /"key"/);
});

test('[TEL-84] a carrier that tells each key both ways is heard once', async (t) => {
  const { inSound, byInfo, counted } = await talk(t);
  for (const key of ['1', '2', '3']) {
    inSound(key);
    await byInfo(key);
  }
  equal(await counted('sound'), 3);
  equal(await counted('info'), 0);
});

test('[TEL-84] a key of a call that is over is nobody’s', async (t) => {
  const { line, counted } = await talk(t);
  line.media.tell({ kind: 'key', call: 'gone' as CallId, key: '1' });
  equal(await counted('sound'), 0);
});
