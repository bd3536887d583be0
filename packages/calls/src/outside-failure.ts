import type { OutsideEnd } from './outside.ts';

/**
 * [OUT-5] RFC 3263 §4.3 lets 503 and silence try the next host of a carrier; another carrier may know better wherever
 * the fault is the first one's own (5xx). What the one who is called says is final.
 */
export const afterFailure = (status: number): 'next-way' | 'final' =>
  status === 408 || (status >= 500 && status < 600) ? 'next-way' : 'final';

/** [OUT-6] What a refusal means to whoever waits for the answer. */
export function endFor(status: number, hasRung: boolean): OutsideEnd {
  if (status === 486 || status === 600) return 'busy';
  if (status === 480 || status === 487) return 'no-answer';
  if (afterFailure(status) === 'next-way') return hasRung ? 'no-answer' : 'unreachable';
  return 'refused';
}
