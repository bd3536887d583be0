import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { placeTowards, publicPlace, type PublicPlace } from '../../src/telephony/public-place.ts';
import { rawCarrier, soundAt } from '../testing/raw-carrier.ts';
import { AGENT, carrier as calling, deskPhone, PHONE_HOST, telephonyToTry } from '../testing/telephony.ts';

const PUBLIC = '203.0.113.7';

test('[TEL-83] who is outside is told the public address, the house its own', () => {
  const place = publicPlace(PUBLIC);
  const local = { address: '192.168.1.10', port: 5060 };
  const told = (peer: string): string => placeTowards(place, local, peer).address;
  for (const outside of ['198.51.100.7', '8.8.8.8', '172.32.0.1'])
    equal(told(outside), PUBLIC, `${outside} is outside`);
  for (const inside of ['192.168.7.7', '10.0.0.1', '172.16.0.9', '127.0.0.1', '100.64.0.9', '169.254.3.3'])
    equal(told(inside), local.address, `${inside} is inside`);
  // Another family has another address, or none; who holds a call names nobody.
  for (const neither of ['2001:db8::7', '0.0.0.0', '::']) equal(told(neither), local.address, neither);
  deepEqual(placeTowards(place, local, '198.51.100.7'), { address: PUBLIC, port: 5060 });
  deepEqual(placeTowards(publicPlace(null), local, '198.51.100.7'), local);
});

/** A call that an agent takes, with all that the carrier was told. */
async function talk(t: TestContext, place: PublicPlace) {
  const line = await telephonyToTry(undefined, undefined, { publicPlace: place });
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
  const answer = await carrier.hears(/^SIP\/2\.0 200 /);
  carrier.say('ACK', '1 ACK');
  while (calls.get(call)?.signal.kind !== 'acknowledged') await new Promise(setImmediate);
  return { line, carrier, call, answer };
}

test('[TEL-83] a carrier outside is told the public address in Contact, Via and sound, after a move too', async (t) => {
  const { line, carrier, call, answer } = await talk(t, { address: PUBLIC, isOutside: () => true });
  const { sipPort } = line.telephony();
  match(answer, new RegExp(`\r\nContact: <sip:${PUBLIC}:${sipPort}>\r\n`));
  match(answer, /\r\nc=IN IP4 203\.0\.113\.7\r\n/);
  match(answer, /\r\nm=audio 40002 RTP/);
  carrier.say('INVITE', '2 INVITE', [], soundAt(41_500));
  match(
    await carrier.hears(/^SIP\/2\.0 200 [^]*\r\nCSeq: 2 INVITE/),
    /\r\nc=IN IP4 203\.0\.113\.7\r\n[^]*m=audio 40002 /,
  );
  carrier.say('ACK', '2 ACK');
  line.telephony().feed({ kind: 'hang-up', agent: AGENT, call });
  match(await carrier.hears(/^BYE /), new RegExp(`\r\nVia: SIP/2.0/UDP ${PUBLIC}:${sipPort};`));
});

test('[TEL-83] a carrier inside is told where we are', async (t) => {
  const { answer } = await talk(t, { address: PUBLIC, isOutside: () => false });
  match(answer, /\r\nContact: <sip:127\.0\.0\.1:\d+>\r\n/);
  doesNotMatch(answer, /203\.0\.113\.7/);
});

test('[TEL-83] a desk phone outside is offered sound at the public address, the carrier inside at our own', async (t) => {
  const phone = await deskPhone('rings');
  t.after(() => phone.close());
  const place = { address: PUBLIC, isOutside: (peer: string) => peer === PHONE_HOST };
  const seated = [{ agent: AGENT, phone: phone.uri }];
  const line = await telephonyToTry(undefined, seated, { publicPlace: place });
  t.after(() => line.stop());
  const exchange = line.telephony().exchange();
  while (!exchange.lines.has(AGENT)) await new Promise(setImmediate);
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const carrier = await calling(line.telephony().sipPort);
  t.after(() => carrier.close());
  carrier.invite('a');
  while (phone.seen('invited') === 0) await new Promise(setImmediate);
  match(phone.offered(), /\r\nc=IN IP4 203\.0\.113\.7\r\n/);
});
