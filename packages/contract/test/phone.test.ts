import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPhone, showPhone, type PhoneFault } from '../src/index.ts';

function e164(text: string): string {
  const read = readPhone(text);
  assert.ok(read.ok, `${text} is read`);
  return read.value;
}

test('[PHONE-1] one French line is one number, however it is written', () => {
  const ways = [
    '06 12 34 56 78',
    '0612345678',
    '06.12.34.56.78',
    '(06) 12-34-56-78',
    '+33612345678',
    '+33 (0)6 12 34 56 78',
  ];
  const more = [
    '0033612345678',
    '00 33 6 12 34 56 78',
    '33612345678',
    '٠٦١٢٣٤٥٦٧٨',
    '\u202a+33\u00a06\u00a012\u00a034\u00a056\u00a078\u202c',
  ];
  for (const way of [...ways, ...more]) assert.equal(e164(way), '+33612345678', way);
});

test('[PHONE-1] what is read once reads the same again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^0[1-79]\d{8}$/), (written) => {
      const once = e164(written);
      assert.equal(e164(once), once);
      assert.equal(e164(showPhone(once)), once);
    }),
  );
});

test('[PHONE-2] an overseas number bears its own code, also where the carrier gives France’s', () => {
  const places = {
    '0692 12 34 56': '+262692123456',
    '0690123456': '+590690123456',
    '0694123456': '+594694123456',
  };
  for (const [written, read] of Object.entries(places)) assert.equal(e164(written), read);
  assert.equal(e164('+33696123456'), '+596696123456');
  assert.equal(e164('0508 41 12 34'), '+508411234');
  assert.equal(e164('06 39 98 12 34'), '+33639981234');
});

test('[PHONE-2] a foreign number keeps its code; the country that dials may be another than France', () => {
  assert.equal(e164('+44 20 7946 0958'), '+442079460958');
  assert.deepEqual(readPhone('0470 12 34 56', 'BE'), { ok: true, value: '+32470123456' });
});

test('[PHONE-3] what is no number that could be rung back says why', () => {
  const wrong: Record<string, PhoneFault> = {
    '': 'EMPTY',
    '   ': 'EMPTY',
    '15': 'SHORT_NUMBER',
    '112': 'SHORT_NUMBER',
    '36 37': 'SHORT_NUMBER',
    '06 12': 'TOO_SHORT',
    '061234567890': 'TOO_LONG',
    '4111 1111 1111 1111': 'TOO_LONG',
    anonymous: 'NOT_A_NUMBER',
    '06 12 34 56 7x': 'NOT_A_NUMBER',
  };
  for (const [text, failure] of Object.entries(wrong))
    assert.deepEqual(readPhone(text), { ok: false, failure }, text);
});

test('[PHONE-3] whatever is given, the answer is E.164 or a reason, never a throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d +().\-/]{0,24}$/)), (text) => {
      const read = readPhone(text);
      if (read.ok) assert.match(read.value, /^\+[1-9]\d{5,14}$/);
    }),
    { numRuns: 2_000 },
  );
});

test('[PHONE-4] a French number is shown in pairs, a foreign one with its code', () => {
  assert.equal(showPhone('+33612345678'), '06 12 34 56 78');
  assert.equal(showPhone('+262692123456'), '0692 12 34 56');
  assert.equal(showPhone('+442079460958'), '+44 20 7946 0958');
  assert.equal(showPhone('what'), 'what');
});
