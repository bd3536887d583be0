import type { Instant } from '@pledgeline/core';
import type { DigestAlgorithm } from '../digest/algorithm.ts';
import type { Flow } from '../transport/flow.ts';
import type { RegisterRequest } from '../user-agent/register-request.ts';
import type { AskId } from '../user-agent/types.ts';
import type { RegistrarLimits } from './limits.ts';

export interface RegistrarSettings {
  /** Octets; part of every password's hash: another realm wants all hashes anew. */
  readonly realm: string;
  /** What is offered, the strongest first; where none is given, SHA-256 and MD5. */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly limits: RegistrarLimits;
}

/** H(A1) of RFC 7616 §3.4.2 for one name in our realm, in lower case hexadecimal. As good as the password. */
export interface PasswordHashes {
  readonly md5: string;
  readonly sha256: string;
}

export type RegistrarInput =
  /** As the user agent tells it. `trusted`: whether this address may register here at all. */
  | {
      readonly kind: 'register';
      readonly id: AskId;
      readonly flow: Flow;
      readonly request: RegisterRequest;
      readonly trusted: boolean;
    }
  /** A phone that may register, or its new password, which takes its devices off. */
  | { readonly kind: 'account'; readonly user: string; readonly hashes: PasswordHashes }
  | { readonly kind: 'account-gone'; readonly user: string }
  /** A stream is gone, and with it the way to the phones behind it. */
  | { readonly kind: 'flow-failed'; readonly flow: Flow }
  | { readonly kind: 'clock' };

/** One device of a phone's, and how to call it: `call` with `target: contact` over `flow`, whatever the contact's host says. */
export interface Binding {
  readonly user: string;
  readonly contact: string;
  readonly flow: Flow;
  readonly until: Instant;
  /** RFC 5626: the device, where it says so. */
  readonly instance: string | null;
  readonly callId: string;
  readonly sequence: number;
}

export type UnboundBecause = 'expired' | 'unregistered' | 'replaced' | 'flow-failed' | 'account-changed';

export type RegistrarEffect =
  /** A `reply` for the user agent. */
  | {
      readonly kind: 'reply';
      readonly id: AskId;
      readonly status: number;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
    }
  /** New, or kept for longer, or reached another way. */
  | {
      readonly kind: 'bound';
      readonly user: string;
      readonly contact: string;
      readonly flow: Flow;
      readonly until: Instant;
    }
  | {
      readonly kind: 'unbound';
      readonly user: string;
      readonly contact: string;
      readonly because: UnboundBecause;
    }
  /** A fixed word, for a counter. */
  | {
      readonly kind: 'refused';
      readonly because: 'not-trusted' | 'malformed' | 'wrong-password' | 'locked' | 'full' | 'too-brief';
    };

/** What goes on after a restart, as JSON: seal it, it says where the phones are. Accounts are given anew. */
export interface RegistrarSnapshot {
  readonly bindings: readonly Binding[];
  readonly locks: readonly Lock[];
}
/** Wrong passwords for one name from one address. `until`: all is refused as long; it may have passed. */
export interface Lock {
  readonly user: string;
  readonly address: string;
  readonly wrong: number;
  readonly until: Instant;
  readonly forgetAt: Instant;
}
