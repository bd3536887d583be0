import { after } from '@pledgeline/core';
import type { Announced } from './announced-call.ts';
import type { Call } from './call.ts';
import { LIMITS } from './rules.ts';
import type { Turn } from './turn.ts';

/** [CAL-90] Takes a call that has just been turned away; false: it cannot be announced to. */
export function announce(
  { exchange, now, effects }: Turn,
  call: Call,
  because: Announced['because'],
): boolean {
  if (exchange.announced.size >= LIMITS.announcedMax || call.sound !== 'opening') return false;
  exchange.announced.set(call.call, { call, because, until: after(now, LIMITS.announcedOpenMs) });
  effects.push({ kind: 'open-leg', call: call.call });
  return true;
}
