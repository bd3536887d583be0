import type { ExchangeEffect, ExchangeInput } from '@pledgeline/calls';
import type { Instant } from '@pledgeline/core';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Trace } from './trace.ts';

interface Hooks {
  readonly perform: (effect: ExchangeEffect) => void;
  readonly before?: (input: ExchangeInput, now: Instant) => void;
}

/** The hooks of the exchange's shell, so that a ladder also shows what the desk did. */
export function tracedDesk<H extends Hooks>(hooks: H, trace: Trace | null, clock: Clock): H {
  if (trace === null) return hooks;
  return {
    ...hooks,
    perform(effect: ExchangeEffect) {
      hooks.perform(effect);
      if (effect.kind === 'offer') trace.tell(effect.call, 'offered', clock());
      else if (effect.kind === 'call-ended') trace.end(effect.call, clock());
    },
    before(input: ExchangeInput, now: Instant) {
      hooks.before?.(input, now);
      if (input.kind === 'picked-up' || input.kind === 'form-shown')
        trace.tell(input.call, input.kind, clock());
      else if (input.kind === 'hang-up') trace.tell(input.call, 'hung-up', clock());
    },
  };
}
