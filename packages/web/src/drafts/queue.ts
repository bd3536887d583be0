import type { Fault, PledgeForm } from '@pledgeline/contract';
import { after, earliest, unreachable, type Instant, type PledgeId, type Step } from '@pledgeline/core';
import { waitMs } from '../app/backoff.ts';

/** A pledge that the server has not answered yet. It lies in this browser until it has. */
export interface Unsent {
  readonly id: PledgeId;
  readonly pledge: PledgeForm;
  readonly tries: number;
  readonly nextTry: Instant;
}
export interface Queue {
  readonly unsent: readonly Unsent[];
  /** One at a time: a server that comes back is not met by a heap. */
  readonly sending: PledgeId | null;
}
export type Outcome =
  | { readonly kind: 'saved'; readonly savedAt: string }
  | {
      readonly kind: 'refused';
      readonly fault: Fault;
      readonly fields: readonly { readonly path: string; readonly message: string }[];
    }
  /** Not answered, or not now: it stays and is tried again. */
  | { readonly kind: 'later' };
export type QueueInput =
  | { readonly kind: 'save'; readonly id: PledgeId; readonly pledge: PledgeForm }
  | {
      readonly kind: 'loaded';
      readonly kept: readonly { readonly id: PledgeId; readonly pledge: PledgeForm }[];
    }
  | {
      readonly kind: 'answered';
      readonly id: PledgeId;
      readonly revision: number;
      readonly outcome: Outcome;
      readonly random: number;
    }
  /** The call in which they were taken is forgotten; they stay. */
  | { readonly kind: 'unlink'; readonly call: string }
  /** The network is back, or somebody pressed "try again". */
  | { readonly kind: 'online' }
  | { readonly kind: 'clock' };
export type QueueEffect =
  | { readonly kind: 'keep'; readonly id: PledgeId; readonly pledge: PledgeForm }
  | { readonly kind: 'send'; readonly id: PledgeId; readonly pledge: PledgeForm }
  | { readonly kind: 'forget'; readonly id: PledgeId }
  | {
      readonly kind: 'tell';
      readonly id: PledgeId;
      readonly pledge: PledgeForm;
      readonly outcome: Outcome;
    };
type Next = Step<Queue, QueueEffect>;

export const EMPTY_QUEUE: Queue = { unsent: [], sending: null };
const RETRY = { firstMs: 1_000, mostMs: 20_000 };

export function step(queue: Queue, input: QueueInput, now: Instant): Next {
  const changed = apply(queue, input, now);
  const sent = sendOne(changed.state, now);
  return { state: sent.state, effects: [...changed.effects, ...sent.effects] };
}

export function wakeAt(queue: Queue): Instant | null {
  return queue.sending === null ? earliest(...queue.unsent.map((one) => one.nextTry)) : null;
}

function apply(queue: Queue, input: QueueInput, now: Instant): Next {
  switch (input.kind) {
    case 'save': {
      const one: Unsent = { id: input.id, pledge: input.pledge, tries: 0, nextTry: now };
      return {
        state: { ...queue, unsent: [...without(queue, input.id), one] },
        effects: [{ kind: 'keep', id: input.id, pledge: input.pledge }],
      };
    }
    case 'loaded': {
      // What was saved since this page opened is newer than what lay here before.
      const older = input.kept.filter((one) => !queue.unsent.some((known) => known.id === one.id));
      const unsent = [...older.map((one) => ({ ...one, tries: 0, nextTry: now })), ...queue.unsent];
      return { state: { ...queue, unsent }, effects: [] };
    }
    case 'answered':
      return answered(queue, input, now);
    case 'unlink':
      return unlinked(queue, input.call);
    case 'online':
      return {
        state: { ...queue, unsent: queue.unsent.map((one) => ({ ...one, tries: 0, nextTry: now })) },
        effects: [],
      };
    case 'clock':
      return { state: queue, effects: [] };
    default:
      return unreachable(input);
  }
}

/** [CHW-2] A pledge that was said to be saved is saved, but nobody can tell any more in which call. */
function unlinked(queue: Queue, call: string): Next {
  const of = queue.unsent.filter(({ pledge }) => pledge.call === call);
  const without = of.map((one): Unsent => ({ ...one, pledge: { ...one.pledge, call: null } }));
  return {
    state: {
      ...queue,
      unsent: queue.unsent.map((one) => without.find(({ id }) => id === one.id) ?? one),
    },
    effects: without.map(({ id, pledge }) => ({ kind: 'keep', id, pledge })),
  };
}

function answered(queue: Queue, input: Extract<QueueInput, { kind: 'answered' }>, now: Instant): Next {
  const state = { ...queue, sending: queue.sending === input.id ? null : queue.sending };
  const one = queue.unsent.find((known) => known.id === input.id);
  // A newer save of the same pledge has taken its place meanwhile: that one is still to be answered.
  if (one === undefined || one.pledge.revision !== input.revision) return { state, effects: [] };
  const tell: QueueEffect = { kind: 'tell', id: one.id, pledge: one.pledge, outcome: input.outcome };
  if (input.outcome.kind !== 'later')
    return {
      state: { ...state, unsent: without(queue, one.id) },
      effects: [{ kind: 'forget', id: one.id }, tell],
    };
  const nextTry = after(now, waitMs(RETRY, one.tries, input.random));
  const again: Unsent = { ...one, tries: one.tries + 1, nextTry };
  return { state: { ...state, unsent: [...without(queue, one.id), again] }, effects: [tell] };
}

function sendOne(queue: Queue, now: Instant): Next {
  if (queue.sending !== null) return { state: queue, effects: [] };
  const due = queue.unsent.find((one) => one.nextTry <= now);
  if (due === undefined) return { state: queue, effects: [] };
  return {
    state: { ...queue, sending: due.id },
    effects: [{ kind: 'send', id: due.id, pledge: due.pledge }],
  };
}

const without = (queue: Queue, id: PledgeId): readonly Unsent[] =>
  queue.unsent.filter((one) => one.id !== id);
