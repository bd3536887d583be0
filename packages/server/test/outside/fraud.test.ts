import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { calledCarrier } from './called.ts';
import { legOf, talkingLine } from './house.ts';

test('[TEL-61] what is not on the list, is off it, costly, or of an unknown call rings nobody; each refusal is counted', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { place, because, outside, line, end } = await talkingLine([far]);
  for (const id of ['none', 'off', 'dear', '+33140000001', 'n\r\nX: y'])
    place(`to ${id}`, { kind: 'listed', id });
  outside().place({ leg: legOf('y'), call: 'no such call' as never, to: { kind: 'listed', id: 'n' } });
  const words = ['not-listed', 'not-listed', 'costly', 'not-listed', 'not-listed', 'no-such-campaign'];
  deepEqual(because(), words);
  deepEqual(outside().refused(), [
    { because: 'not-listed', count: 4 },
    { because: 'costly', count: 1 },
    { because: 'no-such-campaign', count: 1 },
  ]);
  match(await line.registry.metrics(), /pledgeline_outside_refused_total\{because="not-listed"\} 4/);
  equal(outside().live, 0);
  deepEqual(far.heard, []);
  await end();
});

test('[TEL-61] a caller is called back at the own number, and only where the campaign calls back', async () => {
  const far = await calledCarrier('127.0.0.3');
  const known = await talkingLine([far], { from: '0261910001' });
  known.place('x', { kind: 'caller' });
  match((await far.hears('INVITE')).text, /^INVITE sip:\+33261910001@/);
  await known.line.db.updateTable('outside_rules').set({ callbacks: false }).execute();
  await known.line.outside.reload();
  known.place('y', { kind: 'caller' });
  deepEqual(known.because(), ['callbacks-off']);
  await known.end();
  for (const [from, word] of [
    ['anonymous', 'no-number'],
    ['+32255512121', 'country'],
    ['0899123456', 'costly'],
  ] as const) {
    const odd = await talkingLine([], { from });
    odd.place('x', { kind: 'caller' });
    deepEqual(odd.because(), [word], from);
    await odd.end();
  }
});

test('[TEL-61] a number of this very line is rung by nobody', async () => {
  const { line, place, because, end } = await talkingLine([]);
  const own = { id: 'l2', campaign_id: 'c', number: '0140000001', language: 'fr' as const };
  await line.db.insertInto('lines').values(own).execute();
  await line.outside.reload();
  place();
  deepEqual(because(), ['own-line']);
  await end();
});

test('[TEL-61] the limits of the campaign hold, and hold anew as soon as they are changed', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, place, because, outside, end } = await talkingLine([far]);
  for (const leg of ['x', 'y', 'z']) place(leg);
  deepEqual(because(), ['campaign-full']);
  equal(outside().live, 2);
  await line.db.updateTable('outside_rules').set({ calls_max: 3, per_hour_max: 2 }).execute();
  await line.outside.reload();
  place('z');
  deepEqual(because(), ['campaign-full', 'hour-full']);
  equal(outside().lastHour('c' as never), 2);
  await end();
});

test('[TEL-62] an outside call ends with the call for which it was placed', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { caller, place, hears, outside, end } = await talkingLine([far]);
  far.by((one) => (one.method === 'INVITE' ? far.answer(one) : far.reply(one, 200)));
  place();
  await hears('outside-answered');
  caller.hangUp('a');
  await far.hears('BYE');
  equal(outside().live, 0);
  await end();
});
