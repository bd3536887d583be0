import type { CallId } from '@pledgeline/core';
import fc from 'fast-check';
import type { Exchange, ExchangeInput } from '../src/index.ts';

/** Of whoever waits, has been told or not, or keys. */
export interface Chooses {
  readonly kind: 'choice-of' | 'keypad-of' | 'keyed-of' | 'callback-of';
  readonly of: number;
}

export const chooses = fc.record({
  kind: fc.constantFrom('choice-of' as const, 'keypad-of' as const, 'keyed-of' as const, 'keyed-of' as const),
  of: fc.nat(2),
});

export const choosesCallback = fc.record({ kind: fc.constant('callback-of' as const), of: fc.nat(2) });

export const isChoice = (said: { readonly kind: string }): said is Chooses => said.kind in CHOICES;
const CHOICES = {
  'choice-of': 'choice-again',
  'keypad-of': 'keypad-chosen',
  'keyed-of': 'keyed-out',
  'callback-of': 'callback-chosen',
} as const;

export function choice({ calls }: Exchange, { kind, of }: Chooses): ExchangeInput {
  if (kind === 'callback-of') return callback(calls, of);
  const place = kind === 'keyed-of' ? 'keying' : 'waiting';
  const choosing = [...calls.values()].filter((one) => one.place.kind === place && one.choice === 'told');
  const ids = choosing.map(({ call }) => call).toSorted();
  return { kind: CHOICES[kind], call: ids[of % ids.length] ?? NO_CALL };
}

function callback(calls: Exchange['calls'], of: number): ExchangeInput {
  const waiting = [...calls.values()].flatMap(({ call, place, signal }) =>
    place.kind === 'waiting' && signal.kind !== 'ringing' ? [call] : [],
  );
  return { kind: 'callback-chosen', call: waiting.toSorted()[of % waiting.length] ?? NO_CALL };
}

const NO_CALL = 'no-call' as CallId;
