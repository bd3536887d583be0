import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExchange, restore, snapshot } from '../src/index.ts';
import { invitation, Ladder, RULES } from './ladder.ts';

test('[CAL-15] a text that is no snapshot of this version is refused', () => {
  for (const text of ['', '{', 'null', '[]', '{"version":0}', '"1"'])
    deepEqual(restore(text), { ok: false, failure: 'UNKNOWN_SNAPSHOT' });
  equal(restore(snapshot(emptyExchange(RULES))).ok, true);
});

const pickedUp = (): Ladder =>
  new Ladder()
    .withFree('a1')
    .say(10, invitation('c1'))
    .call(11, 'c1', 'sound-ready')
    .desk(20, 'a1', 'picked-up', 'c1');

test('[CAL-17] a CANCEL in the very moment of the answer wins', () => {
  deepEqual(pickedUp().late(420, 'c1', 'cancelled').lines.slice(3), [
    '420 cancelled c1: close-leg c1, c1 ended (cancelled), withdraw a1 c1 caller-gone, a1 free',
  ]);
});

test('[CAL-17] a step that comes late does all that is due by then', () => {
  const ladder = pickedUp().say(30, invitation('c2')).late(70_000, 'c2', 'caller-hung-up');
  deepEqual(ladder.lines.slice(4), [
    '70000 caller-hung-up c2: refuse c2 487, close-leg c2, c2 ended (caller), bridge c1 a1, answer c1, connected a1 c1, a1 talking',
  ]);
});

test('[CAL-19] new rules hold for what begins after them; rules beyond the limits are a bug', () => {
  const ladder = new Ladder().withFree('a1', 'a2').say(10, invitation('c1'));
  ladder.say(20, { kind: 'rules-set', rules: { ...RULES, offerMs: 1_000 } }).say(30, invitation('c2'));
  deepEqual(ladder.until(5_010).lines.slice(3), [
    '1030 clock: withdraw a2 c2 missed, a2 away (missed-offer)',
    '5010 clock: withdraw a1 c1 missed, a1 away (missed-offer)',
  ]);
  for (const wrong of [{ formShownMs: -1 }, { acknowledgeMs: 64_001 }, { offerMs: 0 }, { formShownMs: 0.5 }])
    throws(() => emptyExchange({ ...RULES, ...wrong }), /broken invariant/);
});
