import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskCall, DeskEvent } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import { NEW_DESK, step, wakeAt, type Desk, type DeskEffect, type DeskInput } from '../src/desk/desk.ts';
import { hoaxKey } from '../src/desk/hoax.ts';
import { deskKey } from '../src/desk/keys.ts';
import { callFrom, knownCaller, marie } from './browser/evening.ts';
import { idOf, TAKEN } from './forms.ts';

const call = callFrom(knownCaller(marie));
const talking: DeskCall = { ...call, state: 'talking', connectedAt: 5 };
const asked: DeskCall = { ...talking, hoax: { state: 'asked', linesAt: 10_000, by: null } };
const given: DeskCall = { ...talking, hoax: { state: 'given', linesAt: null, by: null } };
const taken: DeskCall = {
  ...talking,
  state: 'ended',
  endedBy: 'supervisor',
  hoax: { state: 'given', linesAt: null, by: 'Camille' },
};

/** Plays a desk from one thing to the next; answers where it stands and what it did last. */
function played(...inputs: readonly (readonly [number, DeskInput])[]): {
  readonly desk: Desk;
  readonly did: readonly DeskEffect['kind'][];
} {
  let desk: Desk = NEW_DESK;
  let did: readonly DeskEffect['kind'][] = [];
  for (const [now, input] of inputs) {
    const { state, effects } = step(desk, input, now as Instant);
    desk = state;
    did = effects.map(({ kind }) => kind);
  }
  return { desk, did };
}
const heard = (event: DeskEvent): DeskInput => ({ kind: 'event', event, newId: idOf(1) });
const changed = (to: DeskCall): DeskInput => heard({ kind: 'call', call: to });
const onCall = [
  [0, heard({ kind: 'offered', call })],
  [5, changed(talking)],
] as const;
const typed = [6, { kind: 'edit', change: { field: 'town', text: 'Bayeux' } }] as const;

test('[HXW-1] F6 asks, asked it withdraws, and for whoever came to help it turns the page', () => {
  assert.deepEqual(deskKey({ key: 'F6', ctrl: false, shift: false, alt: false }), { kind: 'hoax' });
  assert.deepEqual([null, call, talking, asked, given, taken].map(hoaxKey), [
    null,
    null,
    'ask',
    'withdraw',
    'turn',
    null,
  ]);
});

test('[HXW-2] nobody has come: the lines are there when it is time, and not before', () => {
  const { desk } = played(...onCall, [7, changed(asked)]);
  assert.equal(desk.script, 'follows');
  assert.equal(wakeAt(desk), 10_000);
  assert.equal(played(...onCall, [7, changed(asked)], [9_999, { kind: 'clock' }]).desk.script, 'follows');
  const late = played(...onCall, [7, changed(asked)], [10_000, { kind: 'clock' }]).desk;
  assert.deepEqual([late.script, wakeAt(late)], ['hoax', null]);
});

test('[HXW-2] help that is withdrawn takes the lines away; whoever comes to help has them at once, and may turn to the form', () => {
  const withdrawn = played(
    ...onCall,
    [7, changed(asked)],
    [10_000, { kind: 'clock' }],
    [11_000, changed(talking)],
  );
  assert.equal(withdrawn.desk.script, 'follows');
  const helper = [[0, changed(given)]] as const;
  assert.equal(played(...helper).desk.script, 'hoax');
  const turned = played(...helper, [1, { kind: 'script', show: 'hoax' }], [2, changed(given)]).desk;
  assert.equal(turned.script, 'follows');
});

test('[HXW-3] whoever is relieved of a hoax has nothing left of it, and calls are not held back for it', () => {
  const relieved = played(...onCall, typed, [7, changed(asked)], [8, changed(taken)]);
  assert.equal(relieved.desk.form, null);
  assert.deepEqual(relieved.did, ['drop-draft']);
  const wrapping = heard({ kind: 'status', status: { kind: 'wrapping-up', until: 20_000, latest: 60_000 } });
  const after = played(...onCall, typed, [7, changed(asked)], [8, changed(taken)], [9, wrapping]).desk;
  assert.deepEqual([wakeAt(after), after.aside], [null, []]);
});

test('[HXW-3] a call that a supervisor takes over and that is no hoax leaves its form; so does a pledge on its way', () => {
  const { hoax: _, ...plain } = taken;
  assert.equal(played(...onCall, typed, [8, changed(plain)]).desk.form?.donor.town, 'Bayeux');
  const amount = { kind: 'edit', change: { field: 'amount', amount: { cents: 5_000, text: '50' } } } as const;
  const save = { kind: 'save', ...TAKEN } as const;
  const form = played(...onCall, typed, [7, amount as unknown as DeskInput], [7, save], [8, changed(taken)])
    .desk.form;
  assert.equal(form?.saving.kind, 'sending');
});
