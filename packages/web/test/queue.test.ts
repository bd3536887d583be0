import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PledgeForm } from '@pledgeline/contract';
import type { Instant, PledgeId } from '@pledgeline/core';
import fc from 'fast-check';
import { check } from '../src/desk/check.ts';
import { draftOf } from '../src/drafts/draft.ts';
import {
  EMPTY_QUEUE,
  step,
  wakeAt,
  type Outcome,
  type Queue,
  type QueueEffect,
  type QueueInput,
} from '../src/drafts/queue.ts';
import { outcomeOf } from '../src/drafts/outcome.ts';
import { fill } from '../src/desk/form.ts';
import { knownCaller, marie } from './browser/evening.ts';
import { blank, complete, idOf, TAKEN, withText } from './forms.ts';

function pledgeOf(number: number, revision = 1): PledgeForm {
  const checked = check({ ...complete(number), revision: revision - 1 }, TAKEN);
  assert.ok(checked.ok);
  return checked.value;
}
const saved: Outcome = { kind: 'saved', savedAt: TAKEN.takenAt };
const later: Outcome = { kind: 'later' };
const save = (number: number, revision = 1): QueueInput => ({
  kind: 'save',
  id: idOf(number),
  pledge: pledgeOf(number, revision),
});
const answered = (number: number, outcome: Outcome, revision = 1): QueueInput => ({
  kind: 'answered',
  id: idOf(number),
  revision,
  outcome,
  random: 1,
});

function play(...inputs: readonly [QueueInput, number][]): { queue: Queue; did: string[] } {
  let queue = EMPTY_QUEUE;
  const did: string[] = [];
  for (const [input, now] of inputs) {
    const { state, effects } = step(queue, input, now as Instant);
    queue = state;
    did.push(...effects.map(said));
  }
  return { queue, did };
}
const said = (effect: QueueEffect): string => {
  const of = Number(effect.id.slice(-12));
  return effect.kind === 'tell' ? `tell ${of} ${effect.outcome.kind}` : `${effect.kind} ${of}`;
};

test('[DESK-18] kept first, sent at once, forgotten when it is answered', () => {
  const { queue, did } = play([save(1), 0], [answered(1, saved), 50]);
  assert.deepEqual(did, ['keep 1', 'send 1', 'forget 1', 'tell 1 saved']);
  assert.deepEqual(queue, EMPTY_QUEUE);
});

test('[DESK-18] without an answer it is tried again, each time a little later', () => {
  const first = play([save(1), 0], [answered(1, later), 0]);
  assert.equal(wakeAt(first.queue), 1000);
  const second = play(
    [save(1), 0],
    [answered(1, later), 0],
    [{ kind: 'clock' }, 999],
    [{ kind: 'clock' }, 1000],
    [answered(1, later), 1000],
  );
  assert.deepEqual(second.did, ['keep 1', 'send 1', 'tell 1 later', 'send 1', 'tell 1 later']);
  assert.equal(wakeAt(second.queue), 3000);
});

test('[DESK-18] when the network is back nothing waits', () => {
  const { did } = play([save(1), 0], [answered(1, later), 0], [{ kind: 'online' }, 10]);
  assert.equal(did.at(-1), 'send 1');
});

test('[DESK-18] what lay in the browser is sent after a reload', () => {
  const kept = [{ id: idOf(1), pledge: pledgeOf(1) }];
  assert.deepEqual(play([{ kind: 'loaded', kept }, 0]).did, ['send 1']);
  assert.deepEqual(play([save(1, 2), 0], [{ kind: 'loaded', kept }, 1]).queue.unsent[0]?.pledge.revision, 2);
});

test('[DESK-19] a newer save takes the older one’s place while that is on its way', () => {
  const { did, queue } = play([save(1), 0], [save(1, 2), 10], [answered(1, saved, 1), 20]);
  assert.deepEqual(did, ['keep 1', 'send 1', 'keep 1', 'send 1']);
  assert.equal(queue.unsent[0]?.pledge.revision, 2);
});

test('[DESK-20] refused is not tried again', () => {
  const refused: Outcome = { kind: 'refused', fault: 'BAD_INPUT', fields: [] };
  assert.deepEqual(play([save(1), 0], [answered(1, refused), 1]).did.slice(2), [
    'forget 1',
    'tell 1 refused',
  ]);
});

test('[DESK-18] only what cannot change is refused; a lost session waits', () => {
  const of = (fault: 'BAD_INPUT' | 'CARD_NUMBER' | 'NOT_SIGNED_IN' | 'UNAVAILABLE') =>
    outcomeOf({ kind: 'fault', fault, fields: [] }).kind;
  assert.deepEqual(
    [of('BAD_INPUT'), of('CARD_NUMBER'), of('NOT_SIGNED_IN'), of('UNAVAILABLE')],
    ['refused', 'refused', 'later', 'later'],
  );
  assert.equal(outcomeOf({ kind: 'unreachable' }).kind, 'later');
});

test('[DESK-22] whatever happens, each pledge is in the queue until it is answered, and one is sent at a time', () => {
  const number = fc.integer({ min: 1, max: 3 });
  const outcome = fc.constantFrom(saved, later);
  const act = fc.oneof(
    fc.record({ kind: fc.constant('save' as const), number }),
    fc.record({ kind: fc.constant('answer' as const), outcome }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      let queue = EMPTY_QUEUE;
      let now = 0;
      const owed = new Set<PledgeId>();
      const feed = (input: QueueInput): void => {
        const before = queue.sending;
        const { state, effects } = step(queue, input, now as Instant);
        queue = state;
        const sends = effects.filter((effect) => effect.kind === 'send').length;
        assert.ok(sends <= 1 && !(sends === 1 && before !== null && input.kind !== 'answered'));
      };
      for (const one of acts) {
        if (one.kind === 'save') {
          owed.add(idOf(one.number));
          feed(save(one.number));
        } else if (one.kind === 'answer' && queue.sending !== null) {
          const id = queue.sending;
          if (one.outcome.kind === 'saved') owed.delete(id);
          feed({ kind: 'answered', id, revision: 1, outcome: one.outcome, random: 0.5 });
        } else if (one.kind === 'wait') {
          now += one.ms;
          feed({ kind: 'clock' });
        }
        assert.deepEqual(new Set(queue.unsent.map((kept) => kept.id)), owed);
      }
    }),
  );
});

test('[DESK-21] a draft has what a hand typed, and neither the number nor the look-up', () => {
  const form = withText(fill(blank(), knownCaller(marie), 0), 'town', 'Bayeux');
  const draft = draftOf(form);
  assert.deepEqual(draft.typed, { town: 'Bayeux' });
  assert.ok(!JSON.stringify(draft).includes('12 34'));
  assert.ok(!JSON.stringify(draft).includes('Lef'));
});

test('[DESK-6] the beginning of a card number is in no draft', () => {
  for (let length = 7; length < 16; length += 1) {
    const begun = '4111111111111111'.slice(0, length);
    assert.ok(!JSON.stringify(draftOf(withText(blank(), 'street', begun))).includes(begun));
    assert.ok(!JSON.stringify(draftOf(withText(blank(), 'note', begun))).includes(begun));
  }
});
