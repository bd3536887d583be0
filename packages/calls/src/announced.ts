import { after, earliest, unreachable, type CallId, type Instant } from '@pledgeline/core';
import type { Announced } from './announced-call.ts';
import type { Call, EndReason } from './call.ts';
import { isCallback } from './callback.ts';
import { record } from './ending.ts';
import type { Exchange } from './exchange.ts';
import { farewell } from './farewell.ts';
import { endMonitorsOf } from './monitors.ts';
import { LIMITS } from './rules.ts';
import { keep, toCall, toFloor, type Turn } from './turn.ts';

/** What is heard of somebody to whom an announcement is made. */
export type AnnouncedWord =
  | 'cancelled'
  | 'acknowledged'
  | 'caller-hung-up'
  | 'caller-lost'
  | 'sound-ready'
  | 'sound-refused'
  | 'leg-gone'
  | 'prompt-ended';

export const isAnnounced = ({ exchange }: Turn, call: CallId): boolean => exchange.announced.has(call);

/** Every call that somebody is on, on the floor or not. */
export const liveCalls = ({ calls, announced }: Exchange): ReadonlySet<CallId> =>
  new Set([...calls.keys(), ...announced.keys()]);

/** When the first of them is to be over; null: there is none. */
export const announcedDueAt = ({ announced }: Exchange): Instant | null =>
  earliest(...[...announced.values()].map(({ until }) => until));

/** Of arrival, not of coming here: a restored exchange does not know that one. */
const inOrder = ({ exchange }: Turn): readonly Announced[] =>
  [...exchange.announced.values()].toSorted(({ call: a }, { call: b }) => byArrival(a, b));

const byArrival = (a: Call, b: Call): number => a.arrivedAt - b.arrivedAt || (a.call < b.call ? -1 : 1);

/** [CAL-92] No announcement keeps a call for longer than it is long. */
export function announcedDue(turn: Turn): void {
  for (const one of inOrder(turn)) if (one.until <= turn.now) over(turn, one, one.because);
}

/** [CAL-94] There is nothing to hear any more; [CAL-41] or nobody to say it. */
export function endAnnouncements(turn: Turn): void {
  for (const one of inOrder(turn)) over(turn, one, one.because);
}

export function stepAnnounced(turn: Turn, id: CallId, word: AnnouncedWord): void {
  const announced = turn.exchange.announced.get(id);
  if (announced === undefined) return;
  const { call, because } = announced;
  switch (word) {
    case 'sound-ready':
      return call.sound === 'opening' ? play(turn, { ...call, sound: 'ready' }, because) : undefined;
    case 'acknowledged':
      return acknowledged(turn, announced);
    case 'cancelled':
      // [CAL-6] RFC 3261 §9.2: it comes too late for what was answered.
      return call.signal.kind === 'ringing' ? over(turn, announced, 'cancelled') : undefined;
    case 'caller-hung-up':
      return over(turn, announced, 'caller');
    case 'caller-lost':
      return over(turn, announced, 'caller-lost');
    case 'prompt-ended':
      // A word about what was played before is late.
      return call.signal.kind === 'ringing' ? undefined : over(turn, announced, because);
    case 'sound-refused':
    case 'leg-gone':
      return over(turn, announced, because);
    default:
      return unreachable(word);
  }
}

/** [CAL-95] Whoever waits leaves the floor for the announcement; whoever is offered or talks is served. */
export function letGo(turn: Turn): void {
  const { exchange } = turn;
  // [CAL-155] Whoever waits for the charity's listeners was served by then, and goes on being so.
  const waiting = [...exchange.calls.values()].filter(
    ({ place, confidential }) =>
      (place.kind === 'waiting' || place.kind === 'leaving') && confidential === null,
  );
  for (const call of waiting.toSorted(byArrival)) letGoOne(turn, call);
  for (const call of exchange.calls.values())
    if (call.place.kind === 'keying')
      keep(exchange, call.call, { ...call, place: { ...call.place, closing: true } });
}

/** [CAL-115] Where the line was closed while this one was keying, he is let go as those who waited. */
export function keyedOut(turn: Turn, id: CallId): void {
  const call = turn.exchange.calls.get(id);
  if (call?.place.kind === 'keying' && call.place.closing)
    letGoOne(turn, { ...call, place: { kind: 'waiting' } });
  else toCall(turn, id, { kind: 'keyed-out' });
}

function letGoOne(turn: Turn, call: Call): void {
  const { exchange } = turn;
  if (exchange.announced.size >= LIMITS.announcedMax || !mayHear(call))
    return toCall(turn, call.call, { kind: 'shut-down' });
  // Whoever was handed back to the line may still be listened to.
  endMonitorsOf(turn, call.call);
  keep(exchange, call.call, null);
  toFloor(turn, { kind: 'call-gone', call: call.call });
  const because = 'line-closed';
  const until = after(turn.now, LIMITS.announcedOpenMs);
  if (call.sound === 'ready') play(turn, call, because);
  else exchange.announced.set(call.call, { call, because, until });
}

/** [CAL-130] Whoever left to be called back is not there to hear it, and whoever was called back has just heard the contrary. */
function mayHear(call: Call): boolean {
  if (isCallback(call) || call.signal.kind === 'called-back') return false;
  return call.sound !== 'lost' && call.sound !== 'reopening';
}

/** [CAL-91] Answered first: a carrier lets nothing else through to the caller for certain. */
function play({ exchange, now, effects }: Turn, call: Call, because: Announced['because']): void {
  const { call: id, signal } = call;
  const answered: Call['signal'] =
    signal.kind === 'ringing'
      ? { kind: 'answered', answeredAt: now, ackBy: after(now, exchange.rules.acknowledgeMs) }
      : signal;
  exchange.announced.set(id, {
    call: { ...call, signal: answered },
    because,
    until: after(now, LIMITS.announcedPlayMs),
  });
  if (signal.kind === 'ringing') effects.push({ kind: 'answer', call: id });
  const prompt = `${because === 'barred' ? 'barred' : 'closed'}-${call.language}` as const;
  effects.push({ kind: 'play', call: id, prompt, repeat: false });
}

function acknowledged({ exchange }: Turn, announced: Announced): void {
  const { call } = announced;
  if (call.signal.kind !== 'answered') return;
  const { answeredAt } = call.signal;
  exchange.announced.set(call.call, {
    ...announced,
    call: { ...call, signal: { kind: 'acknowledged', answeredAt } },
  });
}

/** [CAL-145] However a barred call ends, it is nobody's loss, and no caller who gave up. */
function over(turn: Turn, { call, because }: Announced, reason: EndReason): void {
  const { exchange, effects, now } = turn;
  exchange.announced.delete(call.call);
  for (const effect of farewell(call, reason))
    if (effect.kind === 'release-later') exchange.releasing.put(effect.call, effect.by);
    else effects.push(effect);
  effects.push({ kind: 'close-leg', call: call.call });
  const recorded = because === 'barred' ? because : reason;
  effects.push({ kind: 'call-ended', call: call.call, record: record(call, recorded, now) });
}
