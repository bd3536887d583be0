import type { Instant, Step } from '@pledgeline/core';
import { RFC_TIMERS } from '../../src/index.ts';
import type { Transport } from '../../src/transaction/transaction.ts';

export const UNRELIABLE: Transport = { reliable: false, timers: RFC_TIMERS };
export const RELIABLE: Transport = { reliable: true, timers: RFC_TIMERS };

type Effect = { readonly kind: 'send' } | { readonly kind: 'tell-user'; readonly event: string };

export interface Machine<State, Input> {
  readonly start: Step<State, Effect>;
  readonly step: (
    state: State,
    input: Input | { readonly kind: 'clock' },
    now: Instant,
  ) => Step<State, Effect>;
  readonly wakeAt: (state: State) => Instant | null;
}

/** Runs a transaction on a made-up clock and writes what it does: `ms input: state→state effects`. */
export function ladder<State extends { readonly kind: string }, Input extends { readonly kind: string }>(
  machine: Machine<State, Input>,
  script: readonly (readonly [atMs: number, Input])[] = [],
  untilMs = 60_000,
): string[] {
  let { state } = machine.start;
  const lines: string[] = [];
  const queue = [...script];
  const feed = (now: number, input: Input | { readonly kind: 'clock' }): void => {
    const was = state.kind;
    const next = machine.step(state, input, now as Instant);
    state = next.state;
    const did = next.effects.map((effect) => (effect.kind === 'send' ? 'send' : effect.event)).join(' ');
    if (did !== '' || was !== state.kind)
      lines.push(`${now} ${input.kind}: ${was}→${state.kind}${did === '' ? '' : ` ${did}`}`);
  };
  for (;;) {
    const wake = machine.wakeAt(state) ?? Infinity;
    const scripted = queue[0]?.[0] ?? Infinity;
    if (Math.min(wake, scripted) > untilMs) return lines;
    if (scripted <= wake) feed(scripted, queue.shift()![1]);
    else feed(wake, { kind: 'clock' });
  }
}
