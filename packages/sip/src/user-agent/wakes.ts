import type { Instant } from '@pledgeline/core';

/** When whom to tell the time: a binary heap, the earliest first. Entries whose owner is gone are passed over. */
export type Wakes = Wake[];
export interface Wake {
  readonly at: Instant;
  readonly owner: string;
}

export function pushWake(wakes: Wakes, wake: Wake): void {
  let at = wakes.push(wake) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (wakes[parent]!.at <= wake.at) break;
    wakes[at] = wakes[parent]!;
    at = parent;
  }
  wakes[at] = wake;
}

/** The earliest that is due; null: none is. */
export function popDue(wakes: Wakes, now: Instant): Wake | null {
  const first = wakes[0];
  if (first === undefined || first.at > now) return null;
  const last = wakes.pop()!;
  if (wakes.length > 0) sink(wakes, last);
  return first;
}

function sink(wakes: Wakes, wake: Wake): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= wakes.length) break;
    if (child + 1 < wakes.length && wakes[child + 1]!.at < wakes[child]!.at) child++;
    if (wakes[child]!.at >= wake.at) break;
    wakes[at] = wakes[child]!;
    at = child;
  }
  wakes[at] = wake;
}
