import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Evening, Show } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import { NEW_DESK, step } from '../src/desk/desk.ts';
import { lineWords } from '../src/evening/line-words.ts';
import { airAt, breakAgainst, countdown } from '../src/evening/on-air.ts';
import { french } from '../src/language/french.ts';
import { axisOf, dayOf, daysOf, placeOn } from '../src/show/days.ts';
import { textOf } from '../src/show/file-text.ts';

const at = (time: string, date = '2026-12-04'): number => Date.parse(`${date}T${time}+01:00`);
const evening = (change: Partial<Evening> = {}): Evening => ({
  zone: 'Europe/Paris',
  openings: [{ from: at('21:00'), until: at('00:00', '2026-12-05') }],
  closedByHand: false,
  onAir: [
    { id: 'a', at: at('21:05'), title: 'Fil rouge', seconds: 30 },
    { id: 'b', at: at('21:10'), title: 'Le clip', seconds: 45 },
  ],
  ...change,
});

test('[WEB-100] the next moment is counted down from half an hour before, and is on air for as long as it lasts', () => {
  const kindAt = (time: string): string => airAt(evening(), at(time)).kind;
  assert.deepEqual(
    ['20:34:59', '20:35:00', '21:03:59', '21:04:00', '21:05:00', '21:05:29', '21:05:30', '21:10:45'].map(
      kindAt,
    ),
    ['nothing', 'soon', 'soon', 'minute', 'now', 'now', 'soon', 'nothing'],
  );
  const soon = airAt(evening(), at('21:07:30'));
  assert.ok(soon.kind === 'soon' && soon.moment.id === 'b');
  assert.equal(countdown(soon.inMs), '2:30');
  assert.deepEqual([countdown(1), countdown(59_001), countdown(60_000)], ['0:01', '1:00', '1:00']);
  assert.equal(airAt(undefined, at('21:00')).kind, 'nothing');
});

test('[WEB-100] what is shown while the line is closed brings no calls, and is not counted', () => {
  assert.equal(airAt(evening({ closedByHand: true }), at('21:04:30')).kind, 'nothing');
  assert.equal(
    airAt(evening({ openings: [{ from: at('22:00'), until: at('23:00') }] }), at('21:04:30')).kind,
    'nothing',
  );
});

test('[WEB-100] whatever is planned: nothing that is over is counted, and nothing that is on is left out', () => {
  const moment = fc.record({
    id: fc.uuid(),
    at: fc.nat(7_200_000),
    title: fc.constant('x'),
    seconds: fc.integer({ min: 1, max: 600 }),
  });
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 6 }), fc.nat(7_200_000), (moments, now) => {
      const onAir = moments.toSorted((one, other) => one.at - other.at);
      const state = airAt(evening({ onAir, openings: [] }), now);
      const isOn = onAir.some((one) => one.at <= now && now < one.at + one.seconds * 1_000);
      assert.equal(state.kind === 'now', isOn);
      if (state.kind === 'soon' || state.kind === 'minute')
        assert.equal(state.moment.at, Math.min(...onAir.map((one) => one.at).filter((one) => one > now)));
    }),
  );
});

test('[WEB-102] a break is advised against from a minute before until it is over, and the pause key asks once', () => {
  const against = (time: string): string | null => breakAgainst(evening(), at(time))?.moment.id ?? null;
  assert.deepEqual(['21:03:59', '21:04:00', '21:05:29', '21:05:30'].map(against), [null, 'a', 'a', null]);
  const press = (desk: typeof NEW_DESK, onAir: string | null) =>
    step(desk, { kind: 'away', onAir }, 0 as Instant);
  const asked = press(NEW_DESK, 'a');
  assert.deepEqual([asked.state.askedBreak, asked.effects], ['a', []]);
  const meant = press(asked.state, 'a');
  assert.deepEqual([meant.state.askedBreak, meant.effects], [null, [{ kind: 'ask', what: 'break' }]]);
  // Of the next moment it asks anew; where nothing is on air, it does not ask.
  assert.deepEqual(press(asked.state, 'b').effects, []);
  assert.equal(press(asked.state, null).effects.length, 1);
  assert.equal(step(asked.state, { kind: 'stay' }, 0 as Instant).state.askedBreak, null);
});

test('[WEB-103] the state of the line in words, by the clocks of the campaign', () => {
  const said = (time: string, change: Partial<Evening> = {}, date?: string): string =>
    lineWords(evening(change), at(time, date), { sentences: french, language: 'fr' });
  assert.equal(said('21:30'), 'La ligne est ouverte jusqu’à minuit');
  assert.equal(said('21:30', { openings: [] }), 'La ligne est ouverte');
  assert.match(said('20:30'), /fermée.*21:00$/);
  assert.match(said('20:30', {}, '2026-12-03'), /ven\. 4 déc\. 21:00$/);
  assert.equal(said('09:00', {}, '2026-12-05'), 'La ligne est fermée');
  assert.equal(said('21:30', { closedByHand: true }), 'La ligne est fermée par l’encadrement');
});

const show: Show = {
  campaign: 'c',
  zone: 'Europe/Paris',
  openings: [{ id: 'o', date: '2026-12-04', from: '21:00', until: '24:00' }],
  moments: [
    { id: 'a', date: '2026-12-04', time: '20:50', title: 'A', seconds: 30, at: at('20:50'), calls: [1, 0] },
    {
      id: 'b',
      date: '2026-12-05',
      time: '12:00',
      title: 'B',
      seconds: 30,
      at: at('12:00', '2026-12-05'),
      calls: null,
    },
  ],
};

test('[WEB-105] a day is shown with what begins on it, on a line of whole hours', () => {
  assert.deepEqual(daysOf(show), ['2026-12-04', '2026-12-05']);
  const day = dayOf(show, '2026-12-04');
  assert.deepEqual([day.openings.length, day.moments.length], [1, 1]);
  const axis = axisOf(day);
  assert.ok(axis !== null);
  assert.deepEqual([axis.from, axis.until, axis.hours.length], [at('20:00'), at('00:00', '2026-12-05'), 5]);
  assert.deepEqual([placeOn(axis, at('20:00')), placeOn(axis, at('22:00')), placeOn(axis, 0)], [0, 50, 0]);
  assert.equal(axisOf(dayOf(show, '2026-12-06')), null);
});

test('[WEB-105] a file is read as UTF-8, or as older programs write it', async () => {
  assert.equal(await textOf(new Blob(['Durée'])), 'Durée');
  assert.equal(await textOf(new Blob([Uint8Array.of(0x44, 0x75, 0x72, 0xe9, 0x65)])), 'Durée');
});
