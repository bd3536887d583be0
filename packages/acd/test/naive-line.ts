import type { CallId } from '@pledgeline/core';
import type { Aside, FloorInput } from '../src/index.ts';
import { order, queued } from './naive-change.ts';
import type { NaiveStep } from './naive-floor.ts';

export const overflowed = (on: NaiveStep): NaiveStep => ({
  ...on,
  waiting: on.waiting.map((w) =>
    w.overflowAt !== null && w.overflowAt <= on.now ? { ...w, overflowAt: null } : w,
  ),
});

export function toldChoices(from: NaiveStep): NaiveStep {
  const due = from.waiting
    .flatMap(({ call, choiceAt }) => (choiceAt !== null && choiceAt <= from.now ? [{ call, choiceAt }] : []))
    .toSorted((a, b) => a.choiceAt - b.choiceAt || (a.call < b.call ? -1 : 1));
  let on: NaiveStep = {
    ...from,
    told: [...from.told, ...due.map(({ call }) => call)],
    waiting: from.waiting.map((w) =>
      due.some(({ call }) => call === w.call) ? { ...w, choiceAt: null } : w,
    ),
  };
  for (const { call } of due) on = order(on, { kind: 'choice-due', call });
  return on;
}

export function setAside(on: NaiveStep, { call, until }: FloorInput & { kind: 'set-aside' }): NaiveStep {
  const since = on.waiting.find((w) => w.call === call)?.since ?? on.aside[call]?.since;
  if (since === undefined) return on;
  return {
    ...on,
    waiting: on.waiting.filter((w) => w.call !== call),
    aside: { ...on.aside, [call]: { since, until } },
  };
}

export function backInLine(on: NaiveStep, call: CallId): NaiveStep {
  const was = on.aside[call];
  if (was === undefined) return on;
  const { [call]: _was, ...aside } = on.aside;
  return queued({ ...on, aside }, { call, waitingSince: was.since });
}

export function returned(from: NaiveStep): NaiveStep {
  const due = (Object.entries(from.aside) as [CallId, Aside][]).filter(
    ([, { until }]) => until !== null && until <= from.now,
  );
  let on = from;
  for (const [call] of due) on = backInLine(on, call);
  return on;
}
