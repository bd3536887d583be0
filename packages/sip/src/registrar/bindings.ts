import { earliest, type Instant } from '@pledgeline/core';
import { isSameFlow, type Flow } from '../transport/flow.ts';
import { pushWake } from '../user-agent/wakes.ts';
import type { Run } from './state.ts';
import type { Binding, UnboundBecause } from './types.ts';

export const bindingsOf = ({ state, now }: Run, user: string): readonly Binding[] =>
  (state.phones.get(user)?.bindings ?? []).filter(({ until }) => until > now);

/** Puts these in the place of all that a phone had, and tells what became of each. */
export function replaceBindings(
  run: Run,
  user: string,
  next: readonly Binding[],
  because: (gone: Binding) => UnboundBecause,
): void {
  const before = run.state.phones.get(user)?.bindings ?? [];
  const kept = new Set(next.map(({ contact }) => contact));
  for (const gone of before)
    if (!kept.has(gone.contact)) tellGone(run, gone, gone.until <= run.now ? 'expired' : because(gone));
  for (const each of next) if (!before.includes(each)) tellBound(run, each);
  putBindings(run, user, next);
}

/** As `replaceBindings`, with nothing told: after a restart it is known. */
export function putBindings(run: Run, user: string, next: readonly Binding[]): void {
  const { state } = run;
  const phone = state.phones.get(user) ?? { bindings: [], scheduled: null };
  state.bound += next.length - phone.bindings.length;
  phone.bindings = next;
  // One that comes and goes is kept until its moment that is noted, or each time would note another.
  if (next.length === 0 && phone.scheduled === null) state.phones.delete(user);
  else {
    state.phones.set(user, phone);
    schedule(run, user, earliest(...next.map(({ until }) => until)));
  }
}

/** Notes when the first of a phone's devices ends, unless an earlier look is noted. */
function schedule({ state }: Run, user: string, wake: Instant | null): void {
  const phone = state.phones.get(user);
  if (phone === undefined || wake === null || (phone.scheduled !== null && phone.scheduled <= wake)) return;
  phone.scheduled = wake;
  pushWake(state.wakes, { at: wake, owner: user });
}

export function tickPhone(run: Run, user: string): void {
  const phone = run.state.phones.get(user);
  if (phone === undefined || phone.scheduled === null || phone.scheduled > run.now) return;
  phone.scheduled = null;
  replaceBindings(run, user, bindingsOf(run, user), () => 'expired');
}

/** [RGR-12] A stream that is gone takes with it what was bound over it: no call finds the phone there any more. */
export function failFlow(run: Run, flow: Flow): void {
  if (flow.transport === 'udp') return;
  for (const [user, { bindings }] of run.state.phones) {
    const left = bindings.filter((each) => !isSameFlow(each.flow, flow));
    if (left.length < bindings.length) replaceBindings(run, user, left, () => 'flow-failed');
  }
}

function tellBound({ effects }: Run, { user, contact, flow, until }: Binding): void {
  effects.push({ kind: 'bound', user, contact, flow, until });
}
function tellGone({ effects }: Run, { user, contact }: Binding, because: UnboundBecause): void {
  effects.push({ kind: 'unbound', user, contact, because });
}

/** Seconds that are left, of which at least one is said. */
export const secondsLeft = (until: Instant, now: Instant): number =>
  Math.max(1, Math.round((until - now) / 1_000));
