import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceMessage } from '@pledgeline/contract';
import { english } from '../src/language/english.ts';
import { french } from '../src/language/french.ts';
import {
  bodyOf,
  headOf,
  inOrder,
  lasted,
  placesOf,
  refusalWords,
  sequenceOf,
  stateWord,
  wayOf,
} from '../src/trace/reading.ts';
import { FakeTrace } from './browser/fake-trace.ts';

const words = french.trace;
const trace = new FakeTrace();
const [first] = trace.ladderOf('talking')?.steps ?? [];
const invite = first as TraceMessage;

test('[OPS-1] calls that are on stand first, and each has a word for its state', () => {
  const shown = inOrder(trace.calls).map((call) => `${call.id} ${stateWord(call, words)}`);
  assert.deepEqual(shown, [
    'waiting En attente',
    'talking En conversation',
    'refused Refusé, 404',
    'browser Terminé',
    'taken-up Terminé',
  ]);
});

test('[OPS-1] a call lasts from its INVITE to its end, or until now', () => {
  const [call] = trace.calls;
  assert.ok(call !== undefined);
  const at = Date.parse(call.arrivedAt);
  assert.equal(lasted({ ...call, endedAt: null }, at + 68_400), '1:08');
  assert.equal(lasted({ ...call, endedAt: new Date(at + 723_000).toISOString() }, at), '12:03');
  assert.equal(lasted({ ...call, endedAt: null }, at - 5_000), '0:00');
});

test('[OPS-3] a message is read as who to whom, what, and its sound', () => {
  assert.equal(wayOf(invite, words), 'De l’opérateur à Pledgeline :');
  assert.equal(
    wayOf({ ...invite, with: 'phone', direction: 'out' }, english.trace),
    'From Pledgeline to the telephone:',
  );
  assert.deepEqual([headOf(invite), sequenceOf(invite)], ['INVITE', 'CSeq 102']);
  const ringing = { ...invite, status: 180, reason: 'Ringing' };
  assert.deepEqual([headOf(ringing), sequenceOf(ringing)], ['180 Ringing', 'CSeq 102 INVITE']);
  assert.equal(headOf({ ...invite, status: 699 }), '699');
  assert.equal(bodyOf(invite, words), 'PCMA, port 41000, dans les deux sens');
  assert.equal(bodyOf({ ...invite, body: { kind: 'none' } }, words), '');
  assert.equal(bodyOf({ ...invite, body: { kind: 'other' } }, english.trace), 'other content');
  const ladder = trace.ladderOf('talking');
  assert.ok(ladder !== null);
  assert.deepEqual(placesOf(ladder, 'carrier'), ['UDP 198.51.100.7:5060']);
});

test('[OPS-7] what was refused is said in words, and what has none is named as the server names it', () => {
  const said = trace.refusals.map((one) => refusalWords(one, english.trace));
  assert.deepEqual(said, [
    'The number dialed is none of ours',
    'The address belongs to no trunk',
    'A desk phone refused (486)',
    'Malformed message',
    'Too many open connections',
  ]);
  const [one] = trace.refusals;
  assert.ok(one !== undefined);
  assert.equal(refusalWords({ ...one, status: 699 }, english.trace), 'Refused');
  assert.equal(refusalWords({ ...one, status: null, because: 'no-via' }, english.trace), 'Ignored (no-via)');
});
