import type { Instant } from '@pledgeline/core';
import type { RequestId } from '../user-agent/types.ts';

export interface RegistrationSettings {
  /** Begins the ids of its requests: one for each trunk. */
  readonly name: string;
  /** URI of the registrar, without a user (RFC 3261 §10.2). */
  readonly registrar: string;
  /** URI that is registered. */
  readonly address: string;
  /** User part of our Contact: what the trunk calls when it calls us. */
  readonly contactUser: string;
  /** How long we wish it to last; the registrar decides. */
  readonly expiresSeconds: number;
  /** Of all its requests; new at each start of the process. */
  readonly callId: string;
  /** Spreads the waits of many trunks, or of many lines behind one. */
  readonly seed: number;
}

export type RegistrationInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** The way to the registrar is another one: register now. */
  | { readonly kind: 'again' }
  /** As the user agent tells it; one that is no answer to the latest request is passed over. */
  | {
      readonly kind: 'responded';
      readonly id: RequestId;
      readonly status: number;
      readonly sequence: number;
      readonly expiresSeconds: number | null;
      readonly minExpiresSeconds: number | null;
      readonly retryAfterSeconds: number | null;
    }
  | { readonly kind: 'clock' };

export type RegistrationEffect =
  /** A `request` for the user agent, which knows neither the flow nor the credentials: the shell does. 0 takes it back. */
  | {
      readonly kind: 'send-register';
      readonly id: RequestId;
      readonly target: string;
      readonly address: string;
      readonly contactUser: string;
      readonly callId: string;
      readonly sequence: number;
      readonly expiresSeconds: number;
    }
  | { readonly kind: 'registration-changed'; readonly view: RegistrationView };

/** For a screen. `until`: calls come as long as that, whatever the next attempt brings; null: they do not. */
export type RegistrationView =
  | { readonly kind: 'off' }
  | { readonly kind: 'trying'; readonly until: Instant | null }
  | { readonly kind: 'registered'; readonly until: Instant }
  /** 408 for silence, 503 where the registrar could not be reached. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAt: Instant;
      readonly until: Instant | null;
    };
