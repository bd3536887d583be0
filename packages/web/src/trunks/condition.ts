import type { Trunk } from '@pledgeline/contract';

/** How a trunk is, in one word: what keeps calls away first, then what speaks for it. */
export type Condition =
  | 'closed'
  | 'unregistered'
  | 'registering'
  | 'down'
  | 'refused'
  | 'full'
  | 'registered'
  | 'up'
  | 'open';

/** What somebody must look at; the rest may be as it is. */
const BAD: ReadonlySet<Condition> = new Set(['unregistered', 'down', 'refused']);
const GOOD: ReadonlySet<Condition> = new Set(['registered', 'up', 'open']);

export function conditionOf({ form, state }: Trunk): Condition {
  if (!form.enabled) return 'closed';
  if (state.tlsFault !== null) return 'refused';
  if (state.registration !== 'none' && state.registration !== 'registered')
    return state.registration === 'registering' ? 'registering' : 'unregistered';
  if (state.reach === 'down') return 'down';
  if (state.calls >= form.callsMax) return 'full';
  if (state.registration === 'registered') return 'registered';
  return state.reach === 'up' ? 'up' : 'open';
}

export const toneOf = (condition: Condition): 'good' | 'bad' | 'still' =>
  BAD.has(condition) ? 'bad' : GOOD.has(condition) ? 'good' : 'still';
