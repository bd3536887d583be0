import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { rawCarrier, soundAt } from '../testing/raw-carrier.ts';
import { AGENT, telephonyToTry } from '../testing/telephony.ts';

const RELIABLY = ['Supported: 100rel'];

/** A line where nobody is free, and a carrier whose trunk wants early media, or does not. */
async function lineToTry(t: TestContext, early = true) {
  const line = await telephonyToTry();
  t.after(() => line.stop());
  await line.db.updateTable('trunks').set({ early_media: early }).execute();
  await line.trunks.reload();
  const carrier = await rawCarrier(line.telephony().sipPort);
  t.after(() => carrier.close());
  const calls = () => line.telephony().exchange().calls;
  return {
    line,
    carrier,
    calls,
    /** Somebody comes free, and takes it. */
    take: async (): Promise<void> => {
      line.media.tell({ kind: 'line-up', agent: AGENT });
      line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
      const [call] = calls().keys();
      ok(call !== undefined);
      line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
      line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('[TEL-82] a caller who waits is told 183 reliably and hears so; the 200 comes with the agent', async (t) => {
  const { line, carrier, calls, take } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', RELIABLY, soundAt(41_000));
  const early = await carrier.hears(/^SIP\/2\.0 183 /);
  match(early, /\r\nRequire: 100rel\r\n[^]*m=audio 40002 RTP\/AVP 8 101\r\n/);
  const rseq = /^RSeq: (\d+)/m.exec(early)?.[1] ?? '';
  carrier.say('PRACK', '2 PRACK', [`RAck: ${rseq} 1 INVITE`]);
  await carrier.hears(/^SIP\/2\.0 200 [^]*\r\nCSeq: 2 PRACK/);
  await until(() => line.media.asked.includes('play hold-fr'));
  ok(!carrier.heard.some((text) => /^SIP\/2\.0 200 [^]*\r\nCSeq: 1 INVITE/.test(text)));
  await take();
  const answer = await carrier.hears(/^SIP\/2\.0 200 [^]*\r\nCSeq: 1 INVITE/);
  doesNotMatch(answer, /m=audio/);
  carrier.say('ACK', '1 ACK');
  await until(() => [...calls().values()][0]?.signal.kind === 'acknowledged');
});

test('[TEL-82] a carrier without 100rel is told in a 183 that nobody acknowledges', async (t) => {
  const { carrier } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', [], soundAt(41_000));
  const early = await carrier.hears(/^SIP\/2\.0 183 /);
  doesNotMatch(early, /\r\nRSeq:/);
  match(early, /m=audio 40002 RTP\/AVP 8 101\r\n/);
});

test('[TEL-80] [TEL-82] without an offer ours is in the 183, and the PRACK says where the sound goes', async (t) => {
  const { line, carrier } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', RELIABLY);
  const early = await carrier.hears(/^SIP\/2\.0 183 /);
  match(early, /m=audio 40002 RTP\/AVP 8 0 101\r\n/);
  const rseq = /^RSeq: (\d+)/m.exec(early)?.[1] ?? '';
  carrier.say('PRACK', '2 PRACK', [`RAck: ${rseq} 1 INVITE`], soundAt(41_000));
  await until(() => line.media.wanted === 41_000);
});

test('[TEL-82] a trunk that does not want it has its callers hear ringing', async (t) => {
  const { line, carrier } = await lineToTry(t, false);
  carrier.say('INVITE', '1 INVITE', RELIABLY, soundAt(41_000));
  await carrier.hears(/^SIP\/2\.0 180 /);
  await until(() => [...line.telephony().exchange().calls.values()][0]?.sound === 'ready');
  ok(!carrier.heard.some((text) => text.startsWith('SIP/2.0 183')));
  ok(!line.media.asked.includes('play hold-fr'));
});

test('[TEL-82] CANCEL while the waiting sound is heard leaves nothing', async (t) => {
  const { line, carrier, calls } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', [], soundAt(41_000));
  await carrier.hears(/^SIP\/2\.0 183 /);
  carrier.say('CANCEL', '1 CANCEL');
  await carrier.hears(/^SIP\/2\.0 487 /);
  await until(() => line.media.asked.includes('close leg'));
  equal(calls().size, 0);
});

test('[TEL-82] the sound was lost and came back elsewhere before the answer: the carrier is told after it', async (t) => {
  const { line, carrier, take } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', [], soundAt(41_000));
  await carrier.hears(/^SIP\/2\.0 183 /);
  line.media.die();
  line.media.tell({ kind: 'media-back' });
  await until(() => line.media.asked.filter((what) => what === 'play hold-fr').length === 2);
  await take();
  await carrier.hears(/^SIP\/2\.0 200 [^]*\r\nCSeq: 1 INVITE/);
  carrier.say('ACK', '1 ACK');
  match(await carrier.hears(/^INVITE /), /m=audio 40004 RTP\/AVP 8 101\r\n/);
});
