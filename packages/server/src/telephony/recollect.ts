import { hasLeft, legsOf, liveCalls } from '@pledgeline/calls';
import type { CallId, PhoneLegId } from '@pledgeline/core';
import type { LegId } from '@pledgeline/sip';
import { setTimeout as pause } from 'node:timers/promises';
import { isOutsideSipLeg } from '../outside/leg-names.ts';
import { forgetAgain } from './forget-caller.ts';
import { callOf, legOf, sipLegOf } from './leg-names.ts';
import { credentialsOf, isDeskPhonesLeg } from './outside-side.ts';
import { recoverDialogs } from './recovery.ts';
import { differences, mendMonitors, mendSound, type TakenUp } from './take-up.ts';
import type { Assembly } from './assembly.ts';
import type { TelephonyDeps } from './telephony.ts';

export interface Recollection {
  readonly takenUp: TakenUp;
  /** Dialogs of legs that are over here, whose BYE may not have been sent: a crash came between. */
  readonly over: readonly LegId[];
}

/** How soon media that did not say what it has is asked again. */
const ASK_AGAIN_MS = 500;

/** Gives the parts back what belongs to the calls that the log says are on. */
export async function takeUp(deps: TelephonyDeps, line: Assembly): Promise<Recollection> {
  const { exchange, floorLog } = line;
  const keys = line.drafts.restore(await deps.keys.all());
  const { calls } = exchange.state;
  const onNow = liveCalls(exchange.state);
  const live = (call: CallId): boolean => onNow.has(call);
  const dialogs = recoverDialogs(floorLog.read(), keys);
  line.callers.restore(floorLog.read(), keys, live);
  line.legs.restore(floorLog.read(), live, (call) => dialogs.get(legOf(call)));
  for (const call of calls.values()) if (hasLeft(call)) line.legs.vacate(call.call);
  line.userAgent.restore([...dialogs.values()], credentialsOf(deps));
  for (const [leg, { flow }] of dialogs) {
    const call = callOf(leg);
    if (isDeskPhonesLeg(leg)) continue;
    deps.trunks.hold(flow.remote.address, call);
    if (isOutsideSipLeg(leg)) continue;
    const trunk = deps.trunks.of(flow.remote.address)?.name ?? null;
    deps.trace?.place(call, { line: line.legs.get(call)?.lineNumber ?? null, trunk });
  }
  forgetAgain(line, deps.trace);
  line.desks.restore();
  const wanted = new Set(line.outside.restore(floorLog.read(), dialogs, live));
  for (const call of onNow) wanted.add(legOf(call));
  const talkedOn = new Set(dialogs.keys());
  const farOf = (leg: PhoneLegId): string | null => dialogs.get(sipLegOf(leg))?.flow.remote.address ?? null;
  for (const call of calls.values()) {
    for (const { leg, agent } of legsOf(call)) {
      wanted.add(sipLegOf(leg));
      if (agent !== null) line.phones.legs.restore(agent, leg, farOf(leg));
      else if (line.outside.hasSound(leg)) talkedOn.add(sipLegOf(leg));
    }
  }
  for (const [agent, { phone }] of line.exchange.state.monitors)
    if (phone !== null) {
      wanted.add(sipLegOf(phone.leg));
      line.phones.legs.restore(agent, phone.leg, farOf(phone.leg));
    }
  return {
    takenUp: { calls: [...onNow], dialogs: talkedOn },
    over: [...dialogs.keys()].filter((leg) => !wanted.has(leg)),
  };
}

/** Makes exchange and sound agree about what was taken up; false: media does not say what it has. */
export async function agree(deps: TelephonyDeps, line: Assembly, takenUp: TakenUp): Promise<boolean> {
  // A leg that media has not told us of yet may still be opening; what it knows now is what survived.
  const sessions = await deps.media.sessions();
  if (!sessions.ok) return false;
  for (const input of differences(line.exchange.state, takenUp, sessions.value)) line.exchange.feed(input);
  line.outside.mend(sessions.value);
  const isOutside = (leg: CallId): boolean => line.outside.hasSound(leg);
  await mendSound(deps.media, { exchange: line.exchange.state, isOutside }, sessions.value);
  for (const input of await mendMonitors(deps.media, line.exchange.state, sessions.value))
    line.exchange.feed(input);
  return true;
}

/** The timer was set by the clock that stood: it is set anew. */
export function goOn({ exchange, floorClock }: Assembly): void {
  exchange.stop();
  floorClock.goOn();
  exchange.feed({ kind: 'clock' });
}

/** Media that was killed with us is there a little later; a call that it lost must not stay on for ever. */
export async function agreeLater(
  deps: TelephonyDeps,
  line: Assembly,
  takenUp: TakenUp,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted && !(await agree(deps, line, takenUp).catch(() => false)))
    await pause(ASK_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined);
}
