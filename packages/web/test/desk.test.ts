import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskCall, DeskEvent, DeskNotes } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import { NEW_DESK, step, wakeAt, type Desk, type DeskEffect, type DeskInput } from '../src/desk/desk.ts';
import type { DonorField } from '../src/desk/form.ts';
import { deskKey } from '../src/desk/keys.ts';
import { stoodDown } from '../src/desk/stood-down.ts';
import { isPuttingOff } from '../src/desk/typing.ts';
import { formOf, draftOf } from '../src/drafts/draft.ts';
import { callFrom, knownCaller, marie } from './browser/evening.ts';
import { blank, CARD, complete, idOf, TAKEN, withAmount } from './forms.ts';

/** A desk that is told things one after another, and what it did about them. */
class Played {
  desk: Desk = NEW_DESK;
  effects: readonly DeskEffect[] = [];
  #ids = 10;

  feed(input: DeskInput, now = 0): this {
    const { state, effects } = step(this.desk, input, now as Instant);
    this.desk = state;
    this.effects = effects;
    return this;
  }
  hear(event: DeskEvent): this {
    this.#ids += 1;
    return this.feed({ kind: 'event', event, newId: idOf(this.#ids) });
  }
  type(field: DonorField | 'note', text: string): this {
    return this.feed({ kind: 'edit', change: { field, text } });
  }
  get did(): readonly string[] {
    return this.effects.map((effect) => (effect.kind === 'ask' ? effect.what : effect.kind));
  }
}

const call = callFrom(knownCaller(marie));
const talking: DeskCall = { ...call, state: 'talking', connectedAt: 5 };
const ended: DeskCall = { ...call, state: 'ended', endedBy: 'caller' };
const onCall = (): Played =>
  new Played()
    .hear({ kind: 'offered', call })
    .hear({ kind: 'status', status: { kind: 'talking' } })
    .hear({ kind: 'call', call: talking });
const wrappingUp = (): Played =>
  onCall()
    .type('town', 'Bayeux')
    .hear({ kind: 'call', call: ended })
    .hear({ kind: 'status', status: { kind: 'wrapping-up', until: 20_000, latest: 60_000 } });
const save: DeskInput = { kind: 'save', ...TAKEN };

test('[DESK-10] an offer brings form, tone and picked-up in one step', () => {
  const played = new Played().hear({ kind: 'offered', call });
  assert.equal(played.desk.form?.donor.lastName, 'Lefèvre');
  assert.deepEqual(played.did, ['tone', 'signal']);
});

test('[DESK-24] a call that is taken over comes up with its form, without tone and signal', () => {
  assert.equal(new Played().hear({ kind: 'call', call: ended }).desk.form, null);
  const played = new Played().hear({ kind: 'status', status: { kind: 'away', because: 'listening' } });
  played.hear({ kind: 'call', call: talking }).hear({ kind: 'status', status: { kind: 'talking' } });
  assert.deepEqual(played.did, []);
  assert.equal(played.desk.form?.donor.lastName, 'Lefèvre');
  const other: DeskCall = { ...talking, id: 'c2' };
  played.type('town', 'Bayeux').hear({ kind: 'call', call: other });
  assert.deepEqual([played.desk.call?.id, played.desk.aside.length], ['c2', 1]);
});

test('[DESK-10] the same offer heard again neither sounds nor takes the form away', () => {
  const played = new Played().hear({ kind: 'offered', call }).type('town', 'Bayeux');
  const { form } = played.desk;
  played.hear({ kind: 'offered', call });
  assert.deepEqual(played.did, []);
  assert.equal(played.desk.form?.id, form?.id);
  assert.equal(played.desk.form?.donor.town, 'Bayeux');
});

test('[DESK-10] an offer that a returning browser finds in the snapshot is picked up too', () => {
  const played = new Played().hear({
    kind: 'desk',
    status: { kind: 'offered' },
    call,
    lineConnected: true,
  });
  assert.deepEqual(played.did, ['tone', 'signal']);
});

test('[DESK-10] an offer that is still open after a cut is picked up again, without a second tone', () => {
  const played = new Played().hear({ kind: 'offered', call });
  played.hear({ kind: 'desk', status: { kind: 'offered' }, call, lineConnected: true });
  assert.deepEqual(played.did, ['signal']);
});

test('[DESK-3] a look-up that arrives after the first letters leaves them alone', () => {
  const searching = callFrom({ kind: 'searching' });
  const played = new Played().hear({ kind: 'offered', call: searching }).type('lastName', 'Le');
  played.hear({ kind: 'call', call: { ...searching, caller: knownCaller(marie) } });
  assert.equal(played.desk.form?.donor.lastName, 'Le');
  assert.equal(played.desk.form?.donor.town, 'Caen');
  assert.deepEqual(played.did, [], 'and moves nothing, the focus least of all');
});

test('[DESK-12] the caller hangs up: the form stays, through the wrap-up and beyond', () => {
  const played = wrappingUp();
  assert.equal(played.desk.form?.donor.town, 'Bayeux');
  played.hear({ kind: 'status', status: { kind: 'away', because: 'chosen' } });
  assert.equal(played.desk.call, null);
  assert.equal(played.desk.form?.donor.town, 'Bayeux');
});

test('[DESK-12] a form that nobody touched goes with its call', () => {
  const played = onCall()
    .hear({ kind: 'call', call: ended })
    .hear({ kind: 'status', status: { kind: 'free' } });
  assert.equal(played.desk.form, null);
});

test('[AGW-1] what is done in the form after the call is told to the line, once every two seconds', () => {
  const played = onCall().feed({ kind: 'edit', change: { field: 'town', text: 'Caen' } }, 1_000);
  assert.deepEqual(played.did, ['keep-draft'], 'not while the caller is there');
  const after = wrappingUp();
  const typing = (now: number): readonly string[] =>
    after.feed({ kind: 'edit', change: { field: 'town', text: `Caen ${now}` } }, now).did;
  assert.deepEqual(typing(10_000), ['keep-draft', 'signal']);
  assert.deepEqual(typing(11_999), ['keep-draft']);
  assert.deepEqual(typing(12_000), ['keep-draft', 'signal']);
  assert.deepEqual(after.feed({ kind: 'focused', field: 'note' }, 14_000).did, ['signal']);
  assert.deepEqual(after.feed({ kind: 'focused', field: 'phone' }, 14_001).did, []);
});

test('[AGW-1] an end that is put off holds the calls back only shortly before it', () => {
  const played = wrappingUp();
  played.feed({ kind: 'edit', change: { field: 'town', text: 'Caen' } }, 17_000);
  played.hear({ kind: 'status', status: { kind: 'wrapping-up', until: 22_000, latest: 60_000 } });
  assert.deepEqual(played.feed({ kind: 'clock' }, 18_000).did, []);
  assert.deepEqual(played.feed({ kind: 'clock' }, 20_000).did, ['away']);
});

test('[AGW-2] for as long as somebody types the screen says so, and no longer', () => {
  const played = wrappingUp();
  const putOff = (now: number): boolean => isPuttingOff(played.desk, now);
  assert.equal(putOff(10_000), false);
  played.feed({ kind: 'edit', change: { field: 'town', text: 'Caen' } }, 10_000);
  assert.deepEqual([putOff(12_900), putOff(13_000)], [true, false]);
  played.hear({ kind: 'status', status: { kind: 'free' } });
  assert.equal(putOff(10_100), false);
});

test('[AGW-3] who gets no calls without having asked for that is named, with the cause', () => {
  const away = (because: 'missed-offer' | 'sound-lost' | 'desk-lost' | 'chosen' | 'new' | 'listening') =>
    new Played().hear({ kind: 'status', status: { kind: 'away', because } }).desk;
  const because = (note: DeskNotes['break']) => stoodDown(away('chosen'), { break: note });
  const own = { reason: 'meal', since: 1, bySupervisor: false } as const;
  assert.deepEqual(
    (['missed-offer', 'sound-lost', 'desk-lost', 'new', 'listening'] as const).map((one) =>
      stoodDown(away(one), undefined),
    ),
    ['missed-offer', 'sound-lost', 'desk-lost', null, null],
  );
  assert.deepEqual(
    [because(own), because({ ...own, bySupervisor: true }), because(null)],
    [null, 'supervisor', 'unknown'],
  );
  assert.equal(stoodDown(away('chosen'), undefined), null, 'what is not known yet alarms nobody');
  assert.equal(stoodDown(onCall().desk, { break: null }), null);
});

test('[AGW-3] an unfinished form that holds the calls back is no alarm, before and after a reload', () => {
  const held = wrappingUp().feed({ kind: 'clock' }, 18_000);
  held.hear({ kind: 'status', status: { kind: 'away', because: 'chosen' } });
  assert.equal(stoodDown(held.desk, { break: null }), null);
  assert.equal(stoodDown({ ...held.desk, hold: 'none' }, { break: null }), null);
});

test('[DESK-13] shortly before the wrap-up ends, an unfinished form holds the calls back', () => {
  const played = wrappingUp();
  assert.equal(wakeAt(played.desk), 18_000);
  assert.deepEqual(played.feed({ kind: 'clock' }, 17_999).did, []);
  assert.deepEqual(played.feed({ kind: 'clock' }, 18_000).did, ['away']);
  assert.equal(played.desk.hold, 'held');
  assert.deepEqual(played.feed({ kind: 'clock' }, 18_001).did, [], 'once');
});

test('[DESK-13] the desk that held itself back is ready again once the form is on its way', () => {
  const played = wrappingUp().feed({ kind: 'clock' }, 18_000);
  played.hear({ kind: 'status', status: { kind: 'away', because: 'chosen' } });
  played.feed({ kind: 'edit', change: { field: 'amount', amount: complete().amount } });
  assert.deepEqual(played.feed(save).did, ['send', 'drop-draft', 'ready']);
  assert.equal(played.desk.hold, 'none');
});

test('[DESK-13] a break that the volunteer chose stays a break', () => {
  const played = wrappingUp().feed({ kind: 'clock' }, 18_000).feed({ kind: 'away' });
  assert.equal(played.desk.hold, 'none');
  played.feed({ kind: 'edit', change: { field: 'amount', amount: complete().amount } });
  assert.deepEqual(played.feed(save).did, ['send', 'drop-draft']);
});

test('[DESK-13] Ready waits for the form', () => {
  assert.deepEqual(wrappingUp().feed({ kind: 'ready' }).did, []);
  assert.equal(wrappingUp().feed({ kind: 'ready' }).desk.notice, 'finish-first');
});

test('[DESK-14] a call that comes all the same sets the unfinished form aside', () => {
  const played = wrappingUp().hear({ kind: 'offered', call: callFrom({ kind: 'withheld' }, 'call-2') });
  assert.equal(played.desk.form?.call, 'call-2');
  assert.equal(played.desk.form?.donor.town, '');
  assert.deepEqual(
    played.desk.aside.map((form) => form.donor.town),
    ['Bayeux'],
  );
  played.hear({ kind: 'desk', status: { kind: 'free' }, call: null, lineConnected: true });
  const aside = played.desk.aside[0];
  assert.ok(aside !== undefined);
  assert.equal(played.feed({ kind: 'resume', id: aside.id }).desk.form?.donor.town, 'Bayeux');
});

test('[DESK-15] clearing is asked twice, then the draft is gone', () => {
  const played = wrappingUp().feed({ kind: 'dismiss' });
  assert.equal(played.desk.form?.donor.town, 'Bayeux');
  assert.deepEqual(played.feed({ kind: 'dismiss' }).did, ['drop-draft']);
  assert.equal(played.desk.form, null);
});

test('[DESK-15] during the call the cleared form is blank, with what the look-up knew', () => {
  const played = onCall().type('town', 'Bayeux').feed({ kind: 'dismiss' }).feed({ kind: 'dismiss' });
  assert.equal(played.desk.form?.donor.town, 'Caen');
});

test('[DESK-17] saved is what the server answered, nothing before', () => {
  const played = onCall().feed({ kind: 'edit', change: { field: 'amount', amount: complete().amount } });
  const savingOf = (): string | undefined => played.desk.form?.saving.kind;
  played.feed(save);
  assert.equal(savingOf(), 'sending');
  const sent = played.effects[0];
  assert.ok(sent?.kind === 'send');
  played.feed({ kind: 'outcome', id: sent.id, pledge: sent.pledge, outcome: { kind: 'later' } });
  assert.equal(savingOf(), 'kept');
  const saved = { kind: 'saved', savedAt: TAKEN.takenAt } as const;
  played.feed({ kind: 'outcome', id: sent.id, pledge: sent.pledge, outcome: saved });
  assert.equal(savingOf(), 'saved');
});

test('[DESK-19] an answer about what stood there before says nothing about what was typed since', () => {
  const played = onCall().feed({ kind: 'edit', change: { field: 'amount', amount: complete().amount } });
  played.feed(save);
  const sent = played.effects[0];
  assert.ok(sent?.kind === 'send');
  played.type('town', 'Bayeux');
  const saved = { kind: 'saved', savedAt: TAKEN.takenAt } as const;
  played.feed({ kind: 'outcome', id: sent.id, pledge: sent.pledge, outcome: saved });
  assert.equal(played.desk.form?.saving.kind, 'open');
  played.feed(save);
  const again = played.effects[0];
  assert.ok(again?.kind === 'send');
  assert.deepEqual([again.id, again.pledge.revision], [sent.id, 2]);
});

test('[DESK-20] a refused pledge is a form again, its fields marked', () => {
  const played = onCall().feed({ kind: 'edit', change: { field: 'amount', amount: complete().amount } });
  played.feed(save);
  const sent = played.effects[0];
  assert.ok(sent?.kind === 'send');
  const fields = [{ path: 'donor.phone', message: 'PHONE_WRONG' }];
  const outcome = { kind: 'refused', fault: 'BAD_INPUT', fields } as const;
  const { saving } =
    played.feed({ kind: 'outcome', id: sent.id, pledge: sent.pledge, outcome }).desk.form ?? {};
  assert.deepEqual(saving, { kind: 'faulty', faults: [{ field: 'phone', kind: 'PHONE_WRONG' }] });
  const later = new Played().feed({ kind: 'outcome', id: sent.id, pledge: sent.pledge, outcome });
  assert.equal(later.desk.form?.donor.phone, '06 12 34 56 78', 'also after a reload');
});

test('[DESK-6] a card number brings up what to say until the volunteer goes on', () => {
  const played = onCall().type('note', CARD);
  assert.equal(played.desk.script, 'card');
  assert.equal(played.feed({ kind: 'focused', field: 'street' }).desk.script, 'follows');
});

test('[DESK-21] a draft comes back under its call, with the look-up laid under it', () => {
  const kept = formOf(draftOf({ ...withAmount(blank()), call: call.id }));
  const before = new Played().feed({ kind: 'restored', forms: [kept] });
  const snapshot: DeskEvent = {
    kind: 'desk',
    status: { kind: 'talking' },
    call: talking,
    lineConnected: true,
  };
  for (const played of [
    before.hear(snapshot),
    new Played().hear(snapshot).feed({ kind: 'restored', forms: [kept] }),
  ]) {
    assert.equal(played.desk.form?.id, kept.id);
    assert.equal(played.desk.form?.amount.kind, 'key');
    assert.equal(played.desk.form?.donor.lastName, 'Lefèvre');
    assert.deepEqual(played.desk.aside, []);
  }
});

test('an offer that is taken back clears the screen and says why', () => {
  const played = new Played().hear({ kind: 'offered', call });
  played.hear({ kind: 'withdrawn', call: call.id, because: 'caller-gone' });
  assert.equal(played.desk.form, null);
  assert.equal(played.desk.notice, 'caller-gone');
});

test('[DESK-60] the panel opens while there is a caller and nobody else is spoken with, and closes with the call', () => {
  const opened = (played: Played): boolean => played.feed({ kind: 'handing', open: true }).desk.handing;
  assert.equal(opened(new Played()), false);
  assert.equal(opened(new Played().hear({ kind: 'offered', call })), false);
  const spoken = { role: 'asks', stage: 'ringing', name: 'Inès', positionNumber: 4 } as const;
  assert.equal(opened(onCall().hear({ kind: 'call', call: { ...talking, consultation: spoken } })), false);
  const played = onCall().feed({ kind: 'handing', open: true });
  assert.equal(played.hear({ kind: 'call', call: { ...talking, supervised: 'listen' } }).desk.handing, true);
  assert.equal(played.hear({ kind: 'call', call: ended }).desk.handing, false);
  for (const closing of [
    { kind: 'call', call: { ...talking, consultation: spoken } },
    { kind: 'status', status: { kind: 'away', because: 'sound-lost' } },
    { kind: 'call', call: { ...talking, id: 'c2' } },
  ] as const)
    assert.equal(onCall().feed({ kind: 'handing', open: true }).hear(closing).desk.handing, false);
});

test('[DESK-63] a consultation that is taken back takes its form along, unless something was typed', () => {
  const asked = { role: 'asked', stage: 'speaking', name: 'Louise', positionNumber: 2 } as const;
  const consulted = (): Played =>
    new Played().hear({ kind: 'offered', call: { ...call, consultation: { ...asked, stage: 'ringing' } } });
  const back = (played: Played): Desk =>
    played.hear({ kind: 'withdrawn', call: call.id, because: 'taken-back' }).desk;
  assert.deepEqual([back(consulted()).form, back(consulted()).notice], [null, 'none']);
  assert.equal(back(consulted().type('town', 'Bayeux')).form?.donor.town, 'Bayeux');
});

test('[DESK-60] F9, Shift+F9 and Escape are for handing over, alone', () => {
  const press = (key: string, shift = false) => deskKey({ key, shift, ctrl: false, alt: false });
  assert.deepEqual(
    [press('F9'), press('F9', true), press('Escape'), press('Escape', true)],
    [{ kind: 'hand-over' }, { kind: 'together' }, { kind: 'back' }, null],
  );
});

test('[CBK-21] a callback that is not answered leaves the desk, but not what was typed', () => {
  const calling: DeskCall = { ...call, callback: true, state: 'calling' };
  const rung = (): Played =>
    new Played().hear({ kind: 'offered', call }).hear({ kind: 'call', call: calling });
  const over = { kind: 'call', call: { ...calling, state: 'ended', endedBy: 'not-answered' } } as const;
  const played = rung()
    .hear(over)
    .hear({ kind: 'status', status: { kind: 'free' } });
  assert.deepEqual([played.desk.call, played.desk.form, played.desk.notice], [null, null, 'not-answered']);
  const typed = rung().type('town', 'Bayeux').hear(over);
  assert.equal(typed.desk.form?.donor.town, 'Bayeux');
  assert.equal(typed.hear({ kind: 'offered', call }).desk.notice, 'none');
});
