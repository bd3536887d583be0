import { after, assert, type CallId, type Instant } from '@pledgeline/core';
import type { FloorInput } from './floor.ts';
import type { Turn } from './turn.ts';

/**
 * [ACD-51][ACD-60] The call waits in the place that its arrival gives, with the preference that its age leaves it.
 * `waitsFrom`: later than its arrival where somebody has talked on it since.
 */
export function queue({ floor, now }: Turn, call: CallId, since: Instant, waitsFrom = since): void {
  const { overflowMs, choiceMs } = floor.rules;
  const needs = floor.needs.get(call);
  assert(needs !== undefined, 'what a live call needs is known');
  const overflowAt = after(since, overflowMs);
  const prefers = needs.site !== null && overflowAt > now;
  floor.waiting.put(call, since, prefers ? needs : { ...needs, site: null }, {
    overflowAt: prefers ? overflowAt : null,
    choiceAt: choiceMs === null || floor.told.has(call) ? null : after(waitsFrom, choiceMs),
  });
}

/** [ACD-51] Whoever has waited long enough for the agents of one site may go to any. */
export function overflow({ floor, now }: Turn): void {
  const { overflows } = floor.waiting;
  for (let first = overflows.first(); first !== null && first.at <= now; first = overflows.first())
    floor.waiting.preferNoSite(first.id);
}

/** [ACD-60] Whoever still waits is told, in the order in which it is due. */
export function tellChoices({ floor, now, effects }: Turn): void {
  const { choices } = floor.waiting;
  for (let first = choices.first(); first !== null && first.at <= now; first = choices.first()) {
    choices.remove(first.id);
    floor.told.add(first.id);
    effects.push({ kind: 'choice-due', call: first.id });
  }
}

/** [ACD-61] */
export function setAside({ floor }: Turn, { call, until }: FloorInput & { kind: 'set-aside' }): void {
  const since = floor.waiting.momentOf(call) ?? floor.aside.get(call)?.since ?? null;
  if (since === null) return;
  floor.waiting.remove(call);
  floor.returns.remove(call);
  floor.aside.set(call, { since, until });
  if (until !== null) floor.returns.put(call, until);
}

/** [ACD-61] */
export function backInLine(turn: Turn, call: CallId): void {
  const since = turn.floor.aside.get(call)?.since;
  if (since === undefined) return;
  forgetAside(turn, call);
  queue(turn, call, since);
}

/** [ACD-61] Those whose moment has come. */
export function returnAll(turn: Turn): void {
  const { returns } = turn.floor;
  for (let first = returns.first(); first !== null && first.at <= turn.now; first = returns.first())
    backInLine(turn, first.id);
}

/** False: it was not set aside. */
export function forgetAside({ floor }: Turn, call: CallId): boolean {
  floor.returns.remove(call);
  return floor.aside.delete(call);
}
