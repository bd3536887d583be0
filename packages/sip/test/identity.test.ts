import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAgentEffect } from '../src/index.ts';
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

test('[ID-3] what was dialed is told as it is, without escapes and parameters', () => {
  for (const [uri, dialed] of [
    ['sip:110@192.0.2.10', '110'],
    ['sip:%2B33110@192.0.2.10', '+33110'],
    ['sips:+33110;npdi;rn=+33199@192.0.2.10:5061', '+33110'],
    ['sip:110;rn=+33199;npdi@192.0.2.10', '110'],
    ['sip:110;phone-context=carrier.example@192.0.2.10;user=phone', '110'],
    ['tel:+33-1-23-45-67-89', '+33-1-23-45-67-89'],
    ['tel:0123456789;phone-context=+33', '0123456789'],
    ['sip:alice@192.0.2.10', 'alice'],
  ] as const)
    equal(invited({ uri }).dialed, dialed, uri);
});
