import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { Seat } from '@pledgeline/contract';
import { assert } from '@pledgeline/core';
import type { Field } from './form.ts';
import { DeskSession, type View } from './session.ts';

export const SessionContext = createContext<DeskSession | null>(null);

export function useSession(): { readonly session: DeskSession; readonly view: View } {
  const session = use(SessionContext);
  assert(session !== null, 'a part of the desk stands on the desk');
  const view = useSyncExternalStore(session.subscribe, () => session.view);
  return { session, view };
}

/** One session for as long as the desk's screen is open. */
export function useNewSession(sound: Seat['sound']): DeskSession {
  const [session] = useState(() => new DeskSession(focusField));
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  useEffect(() => session.carriedBy(sound), [session, sound]);
  return session;
}

/** The place of a field on the screen; within a row of choices, the one that is chosen. */
export function focusField(field: Field): void {
  const place = document.getElementById(`field-${field}`);
  const chosen =
    place?.querySelector<HTMLElement>('input:checked') ?? place?.querySelector<HTMLElement>('input');
  const target = chosen ?? place;
  target?.focus();
  if (target instanceof HTMLInputElement && target.type !== 'radio') target.select();
}

/** The time, again and again: for countdowns. */
export function useEverySecond(on: boolean): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => setTick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, [on]);
  return tick;
}
