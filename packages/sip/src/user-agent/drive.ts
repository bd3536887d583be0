import { earliest, unreachable, type Instant } from '@pledgeline/core';
import { clientWakesAt, stepClient, type ClientInput } from '../transaction/client.ts';
import {
  inviteClientWakesAt,
  stepInviteClient,
  type InviteClientInput,
} from '../transaction/invite-client.ts';
import {
  inviteServerWakesAt,
  stepInviteServer,
  type InviteServerInput,
} from '../transaction/invite-server.ts';
import { serverWakesAt, stepServer, type ServerInput } from '../transaction/server.ts';
import type { Transport, Wire } from '../transaction/transaction.ts';
import { isReliable, type Flow } from '../transport/flow.ts';
import type {
  Client,
  InviteClient,
  InviteServer,
  Run,
  Server,
  Transaction,
  UserAgentState,
} from './state.ts';
import { spendOurs, spendTheirs } from './spent.ts';
import { pushWake } from './wakes.ts';

export const transportOf = (run: Run, flow: Flow): Transport => ({
  reliable: isReliable(flow.transport),
  timers: run.state.settings.timers,
});

export const send = (run: Run, flow: Flow, bytes: Wire): void => {
  run.effects.push({ kind: 'send', flow, bytes });
};

export type Told<Event> = (event: Event) => void;

export function feedInviteServer(run: Run, transaction: InviteServer, input: InviteServerInput): void {
  const next = stepInviteServer(transaction.state, input, run.now, transportOf(run, transaction.flow));
  transaction.state = next.state;
  for (const effect of next.effects) if (effect.kind === 'send') send(run, transaction.flow, effect.wire);
  spendTheirs(transaction);
  settle(run, transaction);
}

export function feedServer(run: Run, transaction: Server, input: ServerInput): void {
  const next = stepServer(transaction.state, input, run.now, transportOf(run, transaction.flow));
  transaction.state = next.state;
  for (const effect of next.effects) send(run, transaction.flow, effect.wire);
  settle(run, transaction);
}

/** `told` hears what is for the user, after the machine has settled. */
export function feedInviteClient(
  run: Run,
  transaction: InviteClient,
  input: InviteClientInput,
  told: Told<'pass-up' | 'timeout' | 'transport-failed'>,
): void {
  const next = stepInviteClient(transaction.state, input, run.now, transportOf(run, transaction.flow));
  transaction.state = next.state;
  for (const effect of next.effects) if (effect.kind === 'send') send(run, transaction.flow, effect.wire);
  settle(run, transaction);
  for (const effect of next.effects) if (effect.kind === 'tell-user') told(effect.event);
  spendOurs(transaction);
}

export function feedClient(
  run: Run,
  transaction: Client,
  input: ClientInput,
  told: Told<'pass-up' | 'timeout' | 'transport-failed'>,
): void {
  const next = stepClient(transaction.state, input, run.now, transportOf(run, transaction.flow));
  transaction.state = next.state;
  for (const effect of next.effects) if (effect.kind === 'send') send(run, transaction.flow, effect.wire);
  settle(run, transaction);
  for (const effect of next.effects) if (effect.kind === 'tell-user') told(effect.event);
}

/** Takes a transaction up, or lets it go if it is over already. */
export function keep(run: Run, transaction: Transaction): void {
  run.state.transactions.set(transaction.key, transaction);
  if ('origin' in transaction) run.state.origins.set(transaction.origin, transaction.key);
  settle(run, transaction);
}

export function remove(state: UserAgentState, transaction: Transaction): void {
  state.transactions.delete(transaction.key);
  if ('origin' in transaction && state.origins.get(transaction.origin) === transaction.key)
    state.origins.delete(transaction.origin);
}

/** After each change: a timer of zero fires at once, what is over goes, and the next moment is noted. */
export function settle(run: Run, transaction: Transaction): void {
  const wake = wakeOf(transaction);
  if (transaction.state.kind === 'terminated' || endsNow(transaction, wake, run.now)) {
    remove(run.state, transaction);
    return;
  }
  schedule(run, transaction, `t ${transaction.key}`, wake);
}

/** Timers D, I, J and K are zero on a stream (§17): the only wait left is over. */
function endsNow({ state }: Transaction, wake: Instant | null, now: Instant): boolean {
  return (
    wake !== null &&
    wake <= now &&
    (state.kind === 'confirmed' || (state.kind === 'completed' && !('timerH' in state)))
  );
}

/** Whether an INVITE of ours still waits for a final response. */
export const isOpen = ({ state: { kind } }: InviteClient): boolean =>
  kind === 'calling' || kind === 'proceeding';

export function wakeOf(transaction: Transaction): Instant | null {
  switch (transaction.role) {
    case 'invite-server':
      return inviteServerWakesAt(transaction.state);
    case 'server':
      return serverWakesAt(transaction.state);
    case 'invite-client':
      return earliest(
        inviteClientWakesAt(transaction.state),
        isOpen(transaction) ? transaction.giveUpAt : null,
      );
    case 'client':
      return clientWakesAt(transaction.state);
    default:
      return unreachable(transaction);
  }
}

/** Notes a moment unless an earlier one is noted; that one will look again. */
export function schedule(
  run: Run,
  timed: { scheduled: Instant | null },
  owner: string,
  wake: Instant | null,
): void {
  if (wake === null || (timed.scheduled !== null && timed.scheduled <= wake)) return;
  timed.scheduled = wake;
  pushWake(run.state.wakes, { at: wake, owner });
}
