import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitMs } from '../src/app/backoff.ts';
import { addressOf } from '../src/app/call.ts';
import { deskKey, fieldKey } from '../src/desk/keys.ts';
import { english } from '../src/language/english.ts';
import { duration } from '../src/floor/duration.ts';
import { french } from '../src/language/french.ts';
import { languageOf } from '../src/language/language.ts';
import { shownAddress, typedAddress } from '../src/language/phone-address.ts';
import { readPhone, takesMessages } from '../src/language/phone.ts';
import { heardAt, liveAddress } from '../src/live/place.ts';
import { safeLink } from '../src/outbox/safe-link.ts';
import { levelOf } from '../src/sound/level.ts';
import { whyNot } from '../src/sound/microphone.ts';
import { CLIMB_MS, climbed } from '../src/totals/climb.ts';

/** Every sentence of a dictionary; those that take values are given plain ones. */
function sentencesOf(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (typeof part === 'function')
    return [1, 2].map((count) => (part as (count: number, text: string) => string)(count, 'x'));
  return Object.values(part as Record<string, unknown>).flatMap(sentencesOf);
}

test('[SCREEN-1] French has its no-break spaces and its apostrophes', () => {
  for (const sentence of sentencesOf(french)) {
    assert.doesNotMatch(sentence, / [:;!?»]|« /, sentence);
    assert.doesNotMatch(sentence, /'/, sentence);
  }
});

test('[FLOOR-5] how long something has been so, never negative', () => {
  assert.equal(duration(1_000, 8_999), '0:07');
  assert.equal(duration(0, 760_000), '12:40');
  assert.equal(duration(0, 3_729_000), '1:02:09');
  assert.equal(duration(5_000, 0), '0:00');
});

test('[SCREEN-1] no sentence is empty, in either language', () => {
  for (const sentence of [...sentencesOf(french), ...sentencesOf(english)]) assert.notEqual(sentence, '');
});

test('[SCREEN-1] the language is the one chosen, else the browser’s, else French', () => {
  assert.equal(languageOf('en', ['fr-FR']), 'en');
  assert.equal(languageOf(null, ['de-DE', 'en-GB', 'fr-FR']), 'en');
  assert.equal(languageOf('xx', ['de-DE']), 'fr');
});

test('[DESK-16] what was heard is not heard again, and a new epoch counts anew', () => {
  const place = heardAt(null, { epoch: 'a', seq: 7 });
  assert.deepEqual(place, { epoch: 'a', seq: 7 });
  assert.equal(heardAt(place, { epoch: 'a', seq: 7 }), null);
  assert.equal(heardAt(place, { epoch: 'a', seq: 6 }), null);
  assert.deepEqual(heardAt(place, { epoch: 'b', seq: 1 }), { epoch: 'b', seq: 1 });
});

test('[DESK-16] a returning browser says how far it has heard', () => {
  assert.equal(
    liveAddress('/api/live/desk', 'https://line.example', null),
    'wss://line.example/api/live/desk',
  );
  assert.equal(
    liveAddress('/api/live/desk', 'http://localhost:8110', { epoch: 'e1', seq: 4 }),
    'ws://localhost:8110/api/live/desk?after=e1.4',
  );
});

test('waits double up to their bound and never all come at once', () => {
  const backoff = { firstMs: 400, mostMs: 8000 };
  assert.equal(waitMs(backoff, 0, 1), 400);
  assert.equal(waitMs(backoff, 0, 0), 200);
  assert.equal(waitMs(backoff, 90, 1), 8000);
});

test('[SCREEN-5] a figure climbs, arrives, and is never beyond', () => {
  let last = 100;
  for (let elapsed = 0; elapsed <= CLIMB_MS * 2; elapsed += 16) {
    const at = climbed(100, 5100, elapsed);
    assert.ok(at >= last && at <= 5100);
    last = at;
  }
  assert.equal(last, 5100);
});

test('[SCREEN-6] only a web address becomes a link', () => {
  assert.equal(safeLink('javascript:alert(1)', 'http://line'), null);
  assert.equal(safeLink('data:text/html,x', 'http://line'), null);
  assert.equal(safeLink('/give/1', 'http://line'), 'http://line/give/1');
});

test('an address carries its parameters escaped', () => {
  assert.equal(addressOf('/api/desk/calls/:call/hang-up', { call: 'a/b' }), '/api/desk/calls/a%2Fb/hang-up');
});

test('keys of the desk are ours, others are the browser’s', () => {
  const plain = { ctrl: false, shift: false, alt: false };
  assert.deepEqual(deskKey({ ...plain, key: 'F10' }), { kind: 'hang-up' });
  assert.deepEqual(deskKey({ ...plain, key: 'F2' }), { kind: 'person', index: 1 });
  assert.deepEqual(deskKey({ ...plain, ctrl: true, key: 'Enter' }), { kind: 'save' });
  assert.equal(deskKey({ ...plain, key: 'F5' }), null);
  assert.equal(deskKey({ ...plain, shift: true, key: 'F10' }), null);
  assert.deepEqual(deskKey({ ...plain, key: 'Escape' }), { kind: 'back' });
  assert.deepEqual(fieldKey({ ...plain, key: '2' }, 'way'), { kind: 'choose', index: 1 });
  assert.equal(fieldKey({ ...plain, key: '3' }, 'frequency'), null);
  assert.equal(fieldKey({ ...plain, key: '2' }, 'postcode'), null);
  assert.deepEqual(fieldKey({ ...plain, key: 'Enter' }, 'read-back'), { kind: 'save' });
  assert.deepEqual(fieldKey({ ...plain, shift: true, key: 'Enter' }, 'read-back'), { kind: 'back' });
});

test('[POSITIONS-1] an address of a phone is shown and typed without the word that is always the same', () => {
  assert.equal(shownAddress('sip:agent17@192.0.2.4:5070'), 'agent17@192.0.2.4:5070');
  assert.equal(typedAddress(' agent17@192.0.2.4 '), 'sip:agent17@192.0.2.4');
  assert.equal(typedAddress('SIP:agent17@192.0.2.4'), 'sip:agent17@192.0.2.4');
  assert.equal(typedAddress('  '), '');
});

test('a number is read as it is said, and landlines take no texts', () => {
  assert.equal(readPhone('06 12 34 56 78'), '+33612345678');
  assert.equal(readPhone('0033 6 12 34 56 78'), '+33612345678');
  assert.equal(readPhone('06 12'), null);
  assert.equal(readPhone(''), '');
  assert.equal(takesMessages('+33612345678'), true);
  assert.equal(takesMessages('+33231000000'), false);
  assert.equal(takesMessages('+262692000000'), true);
  assert.equal(takesMessages('+447400123456'), true);
  assert.equal(takesMessages(''), false);
});

test('each missing microphone has its own remedy', () => {
  assert.equal(whyNot('NotAllowedError'), 'refused');
  assert.equal(whyNot('NotFoundError'), 'missing');
  assert.equal(whyNot('NotReadableError'), 'busy');
});

test('silence shows nothing, a full voice everything', () => {
  assert.equal(levelOf(new Float32Array(512)), 0);
  assert.equal(levelOf(new Float32Array(512).fill(0.9)), 1);
});
