import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dialedNumber, FRANCE, type UserAgentEffect } from '../src/index.ts';
import { Bench } from './testing/bench.ts';
import { invite, type RequestParts } from './testing/messages.ts';

type Invited = UserAgentEffect & { readonly kind: 'invited' };
function invited(parts: RequestParts): Invited {
  const effect = new Bench().receive(invite(parts)).find(({ kind }) => kind === 'invited');
  if (effect?.kind !== 'invited') throw new Error('nobody was invited');
  return effect;
}
const callerOf = (...more: string[]): string => {
  const { caller } = invited({ more });
  return caller.kind === 'withheld' ? 'withheld' : caller.number;
};
const divertedFrom = (...more: string[]): string | null => invited({ more }).diverted?.from ?? null;

test('[ID-1] of several identities the number is taken, whichever stands first', () => {
  equal(
    callerOf('P-Asserted-Identity: "Durand" <sip:durand@carrier>, <tel:+33-1-22;phone-context=+33>'),
    '+33-1-22',
  );
  equal(callerOf('P-Asserted-Identity: <tel:+33122>', 'P-Asserted-Identity: <sip:durand@carrier>'), '+33122');
  equal(callerOf('P-Asserted-Identity: <sip:+33122;cpc=ordinary@carrier;user=phone>'), '+33122');
  equal(callerOf('P-Asserted-Identity: <sip:durand@carrier>'), 'durand');
  equal(callerOf('P-Asserted-Identity: <mailto:a@b>'), '+33612345678');
});

test('[ID-2] the last Diversion is what was dialed first', () => {
  equal(
    divertedFrom(
      'Diversion: <tel:+33800>;reason=user-busy;counter=1, <sip:+33170@carrier>;reason="unconditional"',
      'Diversion: "Accueil" <sip:0140;x=1@carrier>;reason=no-answer;privacy=off',
    ),
    '0140',
  );
  equal(divertedFrom(), null);
  equal(divertedFrom('Diversion: <sip:110@carrier>;reason=unknown'), null);
  equal(divertedFrom('Diversion: rubbish <'), null);
});

test('[ID-2] the first of the History-Info goes before it', () => {
  const history =
    'History-Info: <sip:+33170@carrier>;index=1, <sip:110@192.0.2.10?Reason=SIP%3Bcause%3D302>;index=1.1;mp=1';
  equal(divertedFrom(history, 'Diversion: <sip:0140@carrier>'), '+33170');
  equal(divertedFrom('History-Info: <sip:110@a>;index=1.1', 'History-Info: <tel:+33170>;index=1'), '+33170');
  // Sent on to us by way of another host: nobody forwarded it.
  equal(divertedFrom('History-Info: <sip:110@carrier>;index=1, <sip:110@192.0.2.10>;index=1.1;rc=1'), null);
  equal(divertedFrom('History-Info: <sip:+33170@a>, <sip:x@b>;index=2'), null);
});

test('[ID-2] who forwarded and hides it is not told', () => {
  for (const privacy of ['full', 'name', 'uri', '"full"', 'x'])
    equal(divertedFrom(`Diversion: <sip:0140@carrier>;privacy=${privacy}`), null, privacy);
  equal(divertedFrom('History-Info: <sip:+33170@carrier?Privacy=history>;index=1'), null);
  equal(divertedFrom('History-Info: <sip:+33170@carrier?Reason=SIP&privacy=None>;index=1'), '+33170');
  equal(divertedFrom('Privacy: history', 'Diversion: <sip:0140@carrier>'), null);
});

test('[ID-2] [WH-3] of a withheld caller nothing of it is left', () => {
  for (const privacy of ['Privacy: id', 'Privacy: history;user']) {
    const { caller, diverted } = invited({
      more: [privacy, 'Diversion: <sip:0140@carrier>', 'History-Info: <sip:0141@carrier>;index=1'],
    });
    deepEqual([caller.kind, diverted], ['withheld', null]);
  }
  deepEqual(invited({ from: '<sip:h>;tag=caller', more: ['Diversion: <sip:0140@carrier>'] }).diverted, null);
});

test('[ID-3] what was dialed, in whatever form, is one number', () => {
  const FORMS: readonly (readonly [number: string | null, forms: readonly string[]])[] = [
    [
      '110',
      [
        '110',
        '+33110',
        '0033110',
        '33110',
        '%2B33110',
        'tel:110;phone-context=+33',
        'tel:110;phone-context=carrier.example',
        'tel:+33-110',
        'sip:110@192.0.2.10',
        'sips:+33110;npdi;rn=+33199@192.0.2.10:5061',
        '110;rn=+33199;npdi',
        '1.1-0',
      ],
    ],
    ['3637', ['3637', '+333637', '00333637', '+33 3637']],
    ['118712', ['118712', '118 712', '+33118712']],
    [
      '+33123456789',
      [
        '0123456789',
        '123456789',
        '33123456789',
        '0033123456789',
        '+33123456789',
        '+33 (0)1 23 45 67 89',
        'tel:+33-1-23-45-67-89',
        'tel:0123456789;phone-context=+33',
        '%2b33123456789;npdi;rn=%2b33999',
      ],
    ],
    ['+442071234567', ['+442071234567', '00442071234567', 'tel:2071234567;phone-context=+44']],
    ['1234567', ['1234567']],
    [null, ['', 'alice', 'sip:h', '*21#', '+', '1'.repeat(21), '110x', 'tel:']],
  ];
  for (const [number, forms] of FORMS)
    for (const form of forms) equal(dialedNumber(form, FRANCE), number, form);
});

test('[ID-3] a country without a prefix of its own', () => {
  const plan = { ...FRANCE, countryCode: '45', nationalPrefix: '', nationalLengths: [8], shortLengths: [3] };
  deepEqual(
    ['12345678', '+4512345678', '004512345678', '4512345678', '112', '+45112'].map((form) =>
      dialedNumber(form, plan),
    ),
    ['+4512345678', '+4512345678', '+4512345678', '+4512345678', '112', '112'],
  );
});

test('[ID-3] one form stays the form that it is, and nothing throws', () => {
  const form = fc.oneof(
    fc.string({ unit: fc.constantFrom('0', '1', '3', '+', ';', '%', '=', '-', '(', '.', ')', '@', ':') }),
    fc.string(),
    fc.stringMatching(/^(00|\+|)(33|0|)[1-9]{2,9}$/),
  );
  fc.assert(
    fc.property(form, (written) => {
      const number = dialedNumber(written, FRANCE);
      if (number !== null) equal(dialedNumber(number, FRANCE), number);
    }),
    { numRuns: 2_000 },
  );
});
