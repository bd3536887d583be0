import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { DialogSnapshot } from '../src/index.ts';
import type { Bench } from './testing/bench.ts';
import { request } from './testing/messages.ts';
import { standing } from './testing/standing.ts';

const NUMBER = /33612345678|0612345678/;
const CALLER = {
  from: '"06 12 34 56 78" <sip:+33612345678@carrier.example>;tag=caller',
  contact: '<sip:+33612345678@192.0.2.1:5060;transport=udp>',
  more: ['P-Asserted-Identity: <sip:+33612345678@carrier.example>'],
};

const dialogsOf = (bench: Bench): (DialogSnapshot | null)[] =>
  bench.effects.flatMap((effect) => (effect.kind === 'dialog' ? [effect.dialog] : []));

test('[WH-10] from then on the dialog holds nothing of who called, and our BYE says nothing of him', () => {
  const { bench } = standing(undefined, CALLER);
  match(JSON.stringify(dialogsOf(bench).at(-1)), NUMBER);
  bench.feed({ kind: 'withhold', leg: bench.leg() });
  const dialog = dialogsOf(bench).at(-1);
  ok(dialog !== null && dialog !== undefined);
  doesNotMatch(JSON.stringify(dialog), NUMBER);
  equal(dialog.withheld, true);
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  const bye = bench.lastSent();
  match(bye, /^BYE sip:192\.0\.2\.1:5060;transport=udp /);
  match(bye, /^To: "Anonymous" <sip:anonymous@anonymous\.invalid>;tag=caller/m);
  doesNotMatch(bye, NUMBER);
});

test('[WH-10] what the caller says later is reduced, and his BYE ends the call', () => {
  const { bench, to } = standing(undefined, CALLER);
  bench.feed({ kind: 'withhold', leg: bench.leg() });
  bench.receive(
    request({ ...CALLER, method: 'UPDATE', branch: 'z9hG4bK-update', sequence: 2, to, body: '' }),
  );
  doesNotMatch(JSON.stringify(dialogsOf(bench).at(-1)), NUMBER);
  bench.receive(request({ ...CALLER, method: 'BYE', branch: 'z9hG4bK-bye', sequence: 3, to, body: '' }));
  ok(bench.effects.some(({ kind }) => kind === 'hung-up'));
  equal(dialogsOf(bench).at(-1), null);
});

test('[WH-10] said twice, or of no call, it changes nothing more', () => {
  const { bench } = standing(undefined, CALLER);
  bench.feed({ kind: 'withhold', leg: bench.leg() });
  const once = JSON.stringify(dialogsOf(bench).at(-1));
  bench.feed({ kind: 'withhold', leg: bench.leg() });
  equal(JSON.stringify(dialogsOf(bench).at(-1)), once);
  equal(bench.state.withheldCalls.size, 1);
  bench.feed({ kind: 'hang-up', leg: bench.leg() });
  bench.feed({ kind: 'withhold', leg: 'nobody' as never });
  ok(bench.effects.some((effect) => effect.kind === 'dropped' && effect.because === 'no-such-leg'));
});
