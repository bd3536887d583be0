import { equal, match, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { rawCarrier, soundAt } from '../testing/raw-carrier.ts';
import { AGENT, telephonyToTry } from '../testing/telephony.ts';

/** A line with an agent who takes each call at once, and a carrier that says what it is told. */
async function lineToTry(t: TestContext) {
  const line = await telephonyToTry();
  t.after(() => line.stop());
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const carrier = await rawCarrier(line.telephony().sipPort);
  t.after(() => carrier.close());
  const calls = () => line.telephony().exchange().calls;
  return {
    line,
    carrier,
    calls,
    taken: async (): Promise<CallId> => {
      await until(() => calls().size === 1);
      const [call] = calls().keys();
      ok(call !== undefined);
      line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
      line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
      return call;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('[TEL-80] an INVITE without an offer gets ours with the 200, and the ACK says where the sound goes', async (t) => {
  const { line, carrier, calls, taken } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE');
  const call = await taken();
  const ok200 = await carrier.hears(/^SIP\/2\.0 200 /);
  match(ok200, /m=audio 40002 RTP\/AVP 8 0 101\r\n/);
  equal(line.media.wanted, 0, 'nothing is sent anywhere yet');
  carrier.say('ACK', '1 ACK', [], soundAt(41_000));
  await until(() => line.media.wanted === 41_000);
  equal(calls().get(call)?.signal.kind, 'acknowledged');
  equal(calls().get(call)?.place.kind, 'talking');
});

test('[TEL-81] a re-INVITE without an offer gets ours, and the sound goes where its ACK says', async (t) => {
  const { line, carrier, taken } = await lineToTry(t);
  carrier.say('INVITE', '1 INVITE', [], soundAt(41_000));
  await taken();
  await carrier.hears(/^SIP\/2\.0 200 /);
  carrier.say('ACK', '1 ACK');
  carrier.say('INVITE', '2 INVITE');
  const again = await carrier.hears(/^SIP\/2\.0 200 [^]*\r\nCSeq: 2 INVITE/);
  match(again, /m=audio 40002 RTP\/AVP 8 101\r\n/);
  carrier.say('ACK', '2 ACK', [], soundAt(41_500));
  await until(() => line.media.wanted === 41_500);
});

for (const [what, body] of [
  ['nothing', ''],
  ['no codec of ours', soundAt(41_000).replaceAll('PCMA', 'GSM')],
] as const)
  test(`[TEL-80] an ACK that answers our offer with ${what} ends the call with BYE`, async (t) => {
    const { carrier, calls, taken } = await lineToTry(t);
    carrier.say('INVITE', '1 INVITE');
    await taken();
    await carrier.hears(/^SIP\/2\.0 200 /);
    carrier.say('ACK', '1 ACK', [], body);
    await carrier.hears(/^BYE /);
    equal(calls().size, 0);
  });
