import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Dialogue } from './keying-ladder.ts';

test('[CAL-100] an amount, said back and confirmed, and the link goes to the number that calls', () => {
  const dialogue = new Dialogue().keys('25#').keys('1').keys('#');
  dialogue.tell({ kind: 'pledge-saved' }).heard();
  deepEqual(dialogue.lines, [
    'begin: amount',
    '#: heard-promise heard-20 heard-5 heard-euros confirm',
    '1: number-own',
    '#: save 25 own',
    'pledge-saved: thanks-keypad',
    'said: keyed-out',
  ]);
  equal(dialogue.keying, null);
});

test('[CAL-100] the amount is changed, and another number is keyed in, said back, changed and confirmed', () => {
  const dialogue = new Dialogue().keys('20#').keys('2').keys('30#').keys('1');
  dialogue.keys('0612345678#').keys('2').keys('0712345678#').keys('1');
  deepEqual(dialogue.lines, [
    'begin: amount',
    '#: heard-promise heard-20-euros confirm',
    '2: amount',
    '#: heard-promise heard-30 heard-euros confirm',
    '1: number-own',
    '#: heard-number heard-0 heard-6 heard-1 heard-2 heard-3 heard-4 heard-5 heard-6 heard-7 heard-8 confirm-number',
    '2: number-own',
    '#: heard-number heard-0 heard-7 heard-1 heard-2 heard-3 heard-4 heard-5 heard-6 heard-7 heard-8 confirm-number',
    '1: save 30 +33712345678',
  ]);
});

test('[CAL-100] who withholds his number gives none, by the hash key alone, and hears that no link comes', () => {
  const dialogue = new Dialogue({ hasNumber: false, language: 'en' }).keys('5#').keys('1').keys('#');
  dialogue.tell({ kind: 'pledge-saved' });
  deepEqual(dialogue.lines.slice(2), ['1: number-other', '#: save 5 none', 'pledge-saved: thanks-no-link']);
});

test('[CAL-100] digits are the answer also without the hash key, once nothing more comes', () => {
  deepEqual(new Dialogue().keys('40').silence().lines, [
    'begin: amount',
    'clock: heard-promise heard-40 heard-euros confirm',
  ]);
});

test('[CAL-101] what does not fit is told in words and asked again; the third time in a row is the last', () => {
  const dialogue = new Dialogue().keys('*').keys('0#').keys('50001#');
  deepEqual(dialogue.heard().lines, [
    'begin: amount',
    '*: not-understood amount',
    '#: amount-bounds amount',
    '#: back-in-line',
    'said: keyed-out',
  ]);
  const edges = new Dialogue().keys('#').keys('50000#');
  deepEqual(edges.lines.slice(1), [
    '#: not-understood amount',
    '#: heard-promise heard-50 heard-1000 heard-euros confirm',
  ]);
  const unsure = new Dialogue().keys('25#').keys('7');
  equal(unsure.lines.at(-1), '7: not-understood heard-promise heard-20 heard-5 heard-euros confirm');
  const wrong = new Dialogue().keys('25#').keys('1').keys('0102030405#');
  equal(wrong.lines.at(-1), '#: number-wrong number-own');
});

test('[CAL-101] an answer that fits forgives those that did not', () => {
  const dialogue = new Dialogue().keys('*').keys('*').keys('25#').keys('7').keys('7');
  ok(!dialogue.lines.some((line) => line.includes('back-in-line')));
});

test('[CAL-101] silence is asked once more, and then the caller waits for a volunteer', () => {
  deepEqual(new Dialogue().silence().silence().heard().lines, [
    'begin: amount',
    'clock: amount',
    'clock: back-in-line',
    'said: keyed-out',
  ]);
});

test('[CAL-102] a card number is refused in words, and none of its digits is kept', () => {
  const dialogue = new Dialogue().keys('4970101234');
  const { keying } = dialogue;
  deepEqual(keying?.at, { kind: 'amount', keyed: null });
  equal(dialogue.keys('567890#').lines.at(-1), '#: no-card amount');
  const asNumber = new Dialogue().keys('25#').keys('1').keys('4970101234567890#');
  equal(asNumber.lines.at(-1), '#: no-card number-own');
  const long = new Dialogue().keys('25#').keys('1').keys('497010123456789012');
  deepEqual(long.keying?.at, { kind: 'number', euros: 25, keyed: null });
  equal(long.silence().lines.at(-1), 'clock: no-card number-own');
});

test('[CAL-103] a number that was not confirmed gets no link', () => {
  const silent = new Dialogue().keys('25#').keys('1').keys('0612345678#').silence().silence();
  equal(silent.lines.at(-1), 'clock: save 25 own');
  const withheld = new Dialogue({ hasNumber: false }).keys('25#').keys('1').keys('0612345678#');
  equal(withheld.tell({ kind: 'gone' }).lines.at(-1), 'gone: save 25 none');
});

test('[CAL-104] what was confirmed is saved, whatever comes of the number', () => {
  const confirmed = (): Dialogue => new Dialogue().keys('25#').keys('1');
  equal(confirmed().silence().silence().lines.at(-1), 'clock: save 25 own');
  equal(confirmed().keys('1#').keys('2#').keys('3#').lines.at(-1), '#: save 25 own');
  equal(confirmed().tell({ kind: 'gone' }).lines.at(-1), 'gone: save 25 own');
});

test('[CAL-104] what was not confirmed is not saved', () => {
  for (const keys of ['', '25', '25#']) {
    const dialogue = new Dialogue().keys(keys).tell({ kind: 'gone' });
    equal(dialogue.keying, null);
    ok(!dialogue.effects.some(({ kind }) => kind === 'save-pledge' || kind === 'keyed-out'), keys);
  }
});

test('[CAL-105] what could not be saved is told in words; a save that is told late is thanked for', () => {
  const saving = (): Dialogue => new Dialogue().keys('25#').keys('1').keys('#');
  const failed = saving().tell({ kind: 'pledge-not-saved' });
  deepEqual(failed.heard().lines.slice(-2), ['pledge-not-saved: not-saved', 'said: keyed-out']);
  const slow = saving().silence();
  equal(slow.lines.at(-1), 'clock: not-saved');
  equal(slow.tell({ kind: 'pledge-saved' }).lines.at(-1), 'pledge-saved: thanks-keypad');
  equal(slow.tell({ kind: 'pledge-saved' }).lines.at(-1), 'pledge-saved: thanks-keypad');
  deepEqual(slow.heard().lines.at(-1), 'said: keyed-out');
});

test('[CAL-106] who has promised by keypad before hears that it is noted', () => {
  deepEqual(new Dialogue({ isNoted: true }).keys('25#').lines, ['begin: already-noted', 'said: keyed-out']);
});

test('[CAL-107] a key cuts short what is said, and what was not heard is said again', () => {
  const early = new Dialogue();
  early.tell({ kind: 'key', key: '3' }).tell({ kind: 'key', key: '0' });
  deepEqual(early.lines, ['begin: amount', '3: silence']);
  // The end of what was cut short is told late.
  early.tell({ kind: 'said', prompt: 'amount-fr' });
  deepEqual(early.lines.length, 2);
  equal(early.tell({ kind: 'sound-back' }).lines.at(-1), 'sound-back: amount');
  equal(early.keys('#').lines.at(-1), '#: heard-promise heard-30 heard-euros confirm');
  const thanked = new Dialogue().keys('25#').keys('1').keys('#').tell({ kind: 'pledge-saved' });
  equal(thanked.tell({ kind: 'sound-back' }).lines.at(-1), 'sound-back: thanks-keypad');
});
