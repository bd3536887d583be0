import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, calledCarrier, soundAt, valueOf } from './called.ts';
import { legOf, LISTENERS, talkingLine } from './house.ts';

test('[TEL-60] an outside number is rung with our sound, answers, and hangs up', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, told, hears, outside, line, end } = await talkingLine([far]);
  place();
  const invite = await far.hears('INVITE');
  match(invite.text, new RegExp(`^INVITE sip:\\${LISTENERS}@127\\.0\\.0\\.3:${far.port} SIP/2\\.0`));
  match(bodyOf(invite), /m=audio 40\d\d\d RTP\/AVP 8 0 101/);
  far.reply(invite, 100);
  far.reply(invite, 180);
  await hears('outside-rings');
  far.answer(invite);
  await hears('outside-answered');
  await far.hears('ACK');
  equal(line.media.wanted, 42_000);
  deepEqual(
    outside()
      .callsNow()
      .map(({ to, state, trunk }) => [to, state, trunk]),
    [['Écoutants', 'talking', 'Out 0']],
  );
  equal(line.trunks.book.callsOn('out0' as never), 1);
  far.ask(invite, 'BYE');
  await hears('outside-ended');
  deepEqual(
    told.map(({ kind }) => kind),
    ['outside-rings', 'outside-answered', 'outside-ended'],
  );
  equal(line.trunks.book.callsOn('out0' as never), 0);
  equal(line.media.legs.has('x' as never), false);
  await end();
});

test('[TEL-63] the line’s own number is shown, and nothing of a withheld caller, anywhere', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, end } = await talkingLine([far], { from: 'anonymous' });
  place();
  const invite = await far.hears('INVITE');
  match(valueOf(invite, 'From'), /^<sip:110@127\.0\.0\.1>;tag=/);
  match(valueOf(invite, 'P-Asserted-Identity'), /^<sip:110@127\.0\.0\.1>$/);
  doesNotMatch(invite.text, /anonymous|Diversion|History-Info|Referred-By|Remote-Party-ID/i);
  await end();
  const again = await calledCarrier('127.0.0.3');
  const known = await talkingLine([again], { from: '0261910001' });
  known.place();
  doesNotMatch((await again.hears('INVITE')).text, /261910001/);
  await known.end();
});

test('[TEL-60] early sound is heard before the answer', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, told, hears, line, end } = await talkingLine([far]);
  place();
  const invite = await far.hears('INVITE');
  far.reply(invite, 183, { body: soundAt('127.0.0.3', 43_000) });
  await hears('outside-rings');
  deepEqual(
    told.map((event) => event.kind === 'outside-rings' && event.hasSound),
    [true],
  );
  equal(line.media.wanted, 43_000);
  await end();
});

test('[TEL-60] we hang up what was answered, and give up what rings', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, told, hears, outside, end } = await talkingLine([far]);
  far.by((one) => one.method !== 'INVITE' && far.reply(one, 200));
  place();
  const first = await far.hears('INVITE');
  far.answer(first);
  await hears('outside-answered');
  outside().end(legOf('x'));
  await far.hears('BYE');
  place('y');
  const second = await far.hears((one) => one.method === 'INVITE' && one.text !== first.text);
  far.reply(second, 180);
  await hears('outside-rings');
  outside().end(legOf('y'));
  await far.hears('CANCEL');
  far.reply(second, 487);
  await far.hears(
    (one) =>
      one.method === 'ACK' &&
      valueOf(one, 'CSeq') === '1 ACK' &&
      one.text.includes(valueOf(second, 'Call-ID')),
  );
  equal(told.length, 2, 'whoever ends it is not told that it ended');
  equal(outside().live, 0);
  await end();
});

test('[TEL-60] a 200 that crosses our CANCEL is ended, and nobody hears of it', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, told, hears, outside, end } = await talkingLine([far]);
  place();
  const invite = await far.hears('INVITE');
  far.reply(invite, 180);
  await hears('outside-rings');
  outside().end(legOf('x'));
  const cancel = await far.hears('CANCEL');
  far.answer(invite);
  far.reply(cancel, 200);
  await far.hears('ACK');
  far.reply(await far.hears('BYE'), 200);
  equal(told.length, 1);
  await end();
});

test('[TEL-60] busy, refused and unknown are told apart', async () => {
  for (const [status, word] of [
    [486, 'busy'],
    [603, 'refused'],
    [480, 'no-answer'],
  ] as const) {
    const far = await calledCarrier('127.0.0.3');
    const { place, because, hears, end } = await talkingLine([far]);
    far.by((one) => one.method === 'INVITE' && far.reply(one, status));
    place();
    await hears('outside-failed');
    deepEqual(because(), [word]);
    await end();
  }
});

test('[TEL-64] where a carrier fails before anything rang, the next carries the call; the failed one is asked last', async () => {
  const [bad, good] = [await calledCarrier('127.0.0.3'), await calledCarrier('127.0.0.4')];
  const { place, hears, outside, end } = await talkingLine([bad, good]);
  bad.by((one) => one.method === 'INVITE' && bad.reply(one, 503));
  good.by((one) => (one.method === 'INVITE' ? good.answer(one) : good.reply(one, 200)));
  place();
  await hears('outside-answered');
  equal(bad.heard.filter(({ method }) => method === 'INVITE').length, 1);
  equal(outside().callsNow()[0]?.trunk, 'Out 1');
  await end();
});

test('[TEL-64] a carrier without a word is left for the next; where it answers after all, that is ended', async () => {
  const [mute, good] = [await calledCarrier('127.0.0.3'), await calledCarrier('127.0.0.4')];
  const { place, told, hears, outside, end } = await talkingLine([mute, good]);
  good.by((one) => (one.method === 'INVITE' ? good.answer(one) : good.reply(one, 200)));
  place();
  const invite = await mute.hears('INVITE');
  await hears('outside-answered');
  equal(outside().callsNow()[0]?.trunk, 'Out 1');
  mute.answer(invite);
  await mute.hears('ACK');
  mute.reply(await mute.hears('BYE'), 200);
  deepEqual(
    told.map(({ kind }) => kind),
    ['outside-answered'],
  );
  equal(outside().live, 1);
  await end();
});

test('[TEL-64] a trunk that is full, closed, or carries nothing outside is passed over; where none is left, it fails', async () => {
  for (const trunk of [{ calls_max: 0 }, { enabled: false }, { outgoing: false }]) {
    const far = await calledCarrier('127.0.0.3');
    const { place, because, hears, end } = await talkingLine([far], { trunk });
    place();
    await hears('outside-failed');
    deepEqual(because(), ['unreachable']);
    deepEqual(far.heard, []);
    await end();
  }
});

test('[TEL-64] calls both ways count for the limit of a trunk', async () => {
  const far = await calledCarrier('127.0.0.1');
  const { line, caller, place, hears, end } = await talkingLine([]);
  const row = { outgoing: true, calls_max: 2, outbound_proxy: `127.0.0.1:${far.port}`, revision: 2 };
  await line.db.updateTable('trunks').set(row).where('id', '=', 't').execute();
  await line.trunks.reload();
  await line.trunks.carriers.follow();
  far.by((one) => (one.method === 'INVITE' ? far.answer(one) : far.reply(one, 200)));
  place();
  await hears('outside-answered');
  equal(line.trunks.book.callsOn('t' as never), 2);
  caller.invite('b');
  equal((await caller.hears('call-failed')).status, 503);
  await end();
  far.close();
});
