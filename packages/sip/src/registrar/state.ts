import type { Instant } from '@pledgeline/core';
import type { Wakes } from '../user-agent/wakes.ts';
import type { Binding, Lock, PasswordHashes, RegistrarEffect, RegistrarSettings } from './types.ts';

/** The whole of the registrar: plain data, owned by `stepRegistrar` and changed in place. */
export interface RegistrarState {
  readonly settings: RegistrarSettings;
  /** At least 128 random bits, new at each start of the process: nonces of the process before are stale. */
  readonly secret: string;
  readonly accounts: Map<string, Account>;
  readonly phones: Map<string, Phone>;
  /** Bindings in all. */
  bound: number;
  /** By name and address; the one longest not tried is the first. */
  readonly locks: Map<string, Lock>;
  /** Who has come how often in a row without an answer to our challenge, by name and address. */
  readonly silent: Map<string, { readonly times: number; readonly forgetAt: Instant }>;
  /** When locks that are over are next looked for; null: there are none. */
  sweepAt: Instant | null;
  /** Nonces given out so far. */
  serial: number;
  /** Whose first device ends when; the owner is the phone's name. */
  readonly wakes: Wakes;
}
export interface Account {
  readonly hashes: PasswordHashes;
  /** By a nonce's serial: the highest count that came. */
  readonly used: Map<number, number>;
  /** Nonces up to this serial are stale. */
  floor: number;
}
interface Phone {
  bindings: readonly Binding[];
  /** The earliest entry that `wakes` has for it. */
  scheduled: Instant | null;
}

/** One step being taken. */
export interface Run {
  readonly state: RegistrarState;
  readonly now: Instant;
  readonly effects: RegistrarEffect[];
}
