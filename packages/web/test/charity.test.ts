import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskCall, DeskEvent } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import { check } from '../src/desk/check.ts';
import { NEW_DESK, step, type Desk, type DeskEffect, type DeskInput } from '../src/desk/desk.ts';
import { isUnfinished } from '../src/desk/form.ts';
import { deskKey } from '../src/desk/keys.ts';
import { draftOf } from '../src/drafts/draft.ts';
import { DraftKeeper } from '../src/drafts/keeper.ts';
import { EMPTY_QUEUE, step as stepQueue } from '../src/drafts/queue.ts';
import { openDraft, sealDraft } from '../src/drafts/sealed-draft.ts';
import { callFrom, knownCaller, marie } from './browser/evening.ts';
import { complete, idOf, TAKEN, withText } from './forms.ts';

const offered = callFrom(knownCaller(marie));
const talking: DeskCall = { ...offered, state: 'talking', connectedAt: 5 };
const KEY = Buffer.alloc(32, 7).toString('base64');

function play(...inputs: readonly (DeskInput | DeskEvent)[]): { desk: Desk; effects: readonly DeskEffect[] } {
  let desk = NEW_DESK;
  let effects: readonly DeskEffect[] = [];
  for (const [index, said] of inputs.entries()) {
    const isInput = said.kind === 'edit' || said.kind === 'no-listener';
    const input: DeskInput = isInput
      ? said
      : { kind: 'event', event: said as DeskEvent, newId: idOf(10 + index) };
    ({ state: desk, effects } = step(desk, input, 0 as Instant));
  }
  return { desk, effects };
}
const onCall: readonly (DeskInput | DeskEvent)[] = [
  { kind: 'offered', call: offered },
  { kind: 'status', status: { kind: 'talking' } },
  { kind: 'call', call: talking },
  { kind: 'edit', change: { field: 'lastName', text: 'Quillebœuf' } },
];

test('[CHW-1] what is on the desk of a call that was handed over goes, with its draft, and the desk says so', () => {
  const { desk, effects } = play(...onCall, { kind: 'forgotten', call: offered.id });
  assert.deepEqual([desk.form, desk.call, desk.aside, desk.notice], [null, null, [], 'with-charity']);
  assert.deepEqual(
    effects.map(({ kind }) => kind),
    ['drop-draft', 'forget-call'],
  );
  assert.ok(!JSON.stringify(desk).includes('Quillebœuf'));
});

test('[CHW-1] a form that lay aside goes too, and the call that is on by then stays', () => {
  const other = callFrom({ kind: 'withheld' }, 'call-2');
  const { desk, effects } = play(
    ...onCall,
    { kind: 'offered', call: other },
    { kind: 'forgotten', call: offered.id },
  );
  assert.deepEqual(
    [desk.call?.id, desk.form?.call, desk.aside, desk.notice],
    ['call-2', 'call-2', [], 'none'],
  );
  assert.equal(effects.length, 2);
});

test('[CHW-2] a pledge that was said to be saved stays, of no call', () => {
  const checked = check(complete(1), TAKEN);
  assert.ok(checked.ok);
  const saved = stepQueue(
    EMPTY_QUEUE,
    { kind: 'save', id: idOf(1), pledge: { ...checked.value, call: 'call-1' } },
    0 as Instant,
  );
  const { state, effects } = stepQueue(saved.state, { kind: 'unlink', call: 'call-1' }, 0 as Instant);
  assert.deepEqual(
    state.unsent.map(({ id, pledge }) => [id, pledge.call]),
    [[idOf(1), null]],
  );
  assert.deepEqual(effects, [{ kind: 'keep', id: idOf(1), pledge: { ...checked.value, call: null } }]);
  assert.deepEqual(stepQueue(state, { kind: 'unlink', call: 'call-2' }, 0 as Instant).effects, []);
});

test('[CHW-3] one key; without a listener the words to say stand there until the call is another', () => {
  const press = { key: 'F11', ctrl: false, shift: false, alt: false };
  assert.deepEqual(deskKey(press), { kind: 'charity' });
  const asked = play(...onCall, { kind: 'no-listener', call: offered.id }).desk;
  assert.equal(asked.noListener, true);
  assert.ok(asked.form !== null && isUnfinished(asked.form), 'nothing is forgotten yet');
  const late = play(...onCall, { kind: 'no-listener', call: 'call-9' }).desk;
  assert.equal(late.noListener, false);
  const next = callFrom({ kind: 'withheld' }, 'call-2');
  const after = play(...onCall, { kind: 'no-listener', call: offered.id }, { kind: 'offered', call: next });
  assert.equal(after.desk.noListener, false);
});

test('[CHW-4] a draft is kept under the key of its call, and opens under no other', async () => {
  const draft = draftOf(withText(complete(1), 'lastName', 'Quillebœuf'));
  const sealed = await sealDraft(draft, KEY);
  assert.ok(!Buffer.from(sealed.sealed).toString().includes('Quillebœuf'));
  assert.deepEqual(Object.keys(sealed).toSorted(), ['call', 'id', 'nonce', 'sealed']);
  assert.deepEqual(await openDraft(sealed, KEY), draft);
  assert.equal(await openDraft(sealed, Buffer.alloc(32, 8).toString('base64')), null);
});

test('[CHW-4] the key is used while the call may still be handed over, and no longer', () => {
  const kept: (string | null)[] = [];
  const keeper = new DraftKeeper({
    keepDraft: (_, key) => void kept.push(key),
    dropDraft: () => undefined,
  });
  const form = { ...complete(1), call: offered.id };
  const ended = { ...talking, draftKey: KEY, state: 'ended' } as const;
  keeper.heard({ ...talking, draftKey: KEY }, [form]);
  keeper.keep(form);
  keeper.heard({ ...ended, endedBy: 'handed-over' }, [form]);
  keeper.keep(form);
  keeper.heard({ ...ended, endedBy: 'caller' }, [form]);
  keeper.keep(form);
  assert.deepEqual(kept, [KEY, KEY, null, null], 'written anew when it is over');
});

test('[CHW-5] with a call from the charity’s key no form comes up, and what lay there stays aside', () => {
  const { confidential, ...call } = {
    ...callFrom({ kind: 'withheld' }, 'call-2'),
    confidential: true as const,
  };
  const { desk, effects } = play(...onCall, { kind: 'offered', call: { ...call, confidential } });
  assert.deepEqual([desk.form, desk.call?.id, desk.aside.length], [null, 'call-2', 1]);
  assert.deepEqual(
    effects.map(({ kind }) => kind),
    ['tone', 'signal'],
  );
});
