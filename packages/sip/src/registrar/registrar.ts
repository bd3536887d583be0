import { earliest, unreachable, type Instant, type Step } from '@pledgeline/core';
import { popDue } from '../user-agent/wakes.ts';
import { failFlow, putBindings, replaceBindings, tickPhone } from './bindings.ts';
import { keepLock, sweep } from './locks.ts';
import { register } from './register.ts';
import type { RegistrarState, Run } from './state.ts';
import type {
  Binding,
  PasswordHashes,
  RegistrarEffect,
  RegistrarInput,
  RegistrarSettings,
  RegistrarSnapshot,
} from './types.ts';

/** `secret`: at least 128 random bits as text, new at each start of the process; all nonces come from it. */
export const createRegistrar = (settings: RegistrarSettings, secret: string): RegistrarState => ({
  settings,
  secret,
  accounts: new Map(),
  phones: new Map(),
  bound: 0,
  locks: new Map(),
  silent: new Map(),
  serial: 0,
  sweepAt: null,
  wakes: [],
});

/** One thing that happened. The state is changed in place and given back; effects are to be done in their order. */
export function stepRegistrar(
  state: RegistrarState,
  input: RegistrarInput,
  now: Instant,
): Step<RegistrarState, RegistrarEffect> {
  const run: Run = { state, now, effects: [] };
  take(run, input);
  return { state, effects: run.effects };
}

/** The moment at which `clock` must next be fed; null: never. It may come early for nothing. */
export const registrarWakesAt = (state: RegistrarState): Instant | null =>
  earliest(state.wakes[0]?.at ?? null, state.sweepAt);

function take(run: Run, input: RegistrarInput): void {
  switch (input.kind) {
    case 'register':
      return register(run, input);
    case 'account':
      return keepAccount(run, input.user, input.hashes);
    case 'account-gone':
      run.state.accounts.delete(input.user);
      return replaceBindings(run, input.user, [], () => 'account-changed');
    case 'flow-failed':
      return failFlow(run, input.flow);
    case 'clock':
      return tick(run);
    default:
      return unreachable(input);
  }
}

/** [RGR-2] The same password given again changes nothing; another takes the devices off that used the old one. */
function keepAccount(run: Run, user: string, hashes: PasswordHashes): void {
  const { accounts, settings } = run.state;
  const known = accounts.get(user);
  if (known?.hashes.md5 === hashes.md5 && known.hashes.sha256 === hashes.sha256) return;
  if (known === undefined && accounts.size >= settings.limits.accountsMax) {
    run.effects.push({ kind: 'refused', because: 'full' });
    return;
  }
  accounts.set(user, { hashes, used: known?.used ?? new Map<number, number>(), floor: known?.floor ?? 0 });
  if (known !== undefined) replaceBindings(run, user, [], () => 'account-changed');
}

function tick(run: Run): void {
  for (let due = popDue(run.state.wakes, run.now); due !== null; due = popDue(run.state.wakes, run.now))
    tickPhone(run, due.owner);
  sweep(run);
}

/** Where a phone's devices are now. */
export const devicesOf = (state: RegistrarState, user: string): readonly Binding[] =>
  state.phones.get(user)?.bindings ?? [];

export const snapshotRegistrar = (state: RegistrarState): RegistrarSnapshot => ({
  bindings: [...state.phones.values()].flatMap(({ bindings }) => bindings),
  locks: [...state.locks.values()],
});

/**
 * [RGR-13] Goes on after a restart: devices, and locks of those who guessed. A stream of the process before is gone,
 * and the shell opens another to where it led. What has ended meanwhile is told at the next `clock`.
 */
export function restoreRegistrar(
  state: RegistrarState,
  { bindings, locks }: RegistrarSnapshot,
  now: Instant,
): void {
  const run: Run = { state, now, effects: [] };
  const byUser = Map.groupBy(bindings, ({ user }) => user);
  for (const [user, theirs] of byUser)
    putBindings(
      run,
      user,
      theirs.map((each) =>
        each.flow.transport === 'udp' ? each : { ...each, flow: { ...each.flow, id: '' } },
      ),
    );
  for (const lock of locks) keepLock(run, lock);
}
