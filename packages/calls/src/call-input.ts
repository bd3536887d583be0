import type { FloorInput } from '@pledgeline/acd';
import type { AgentId, CallId, Instant, PhoneLegId, Step } from '@pledgeline/core';
import type { Asked, Call } from './call.ts';
import type { ExchangeEffect } from './exchange.ts';

/** What one call is told: by the carrier and the sound, by the floor, by the desk, by the clock. */
export type CallInput =
  | { readonly kind: 'cancelled' | 'acknowledged' | 'caller-hung-up' | 'caller-lost' }
  | { readonly kind: 'sound-ready' | 'sound-refused' | 'leg-gone' | 'leg-silent' | 'prompt-ended' }
  | { readonly kind: 'media-lost' | 'media-back' | 'media-given-up' }
  | {
      readonly kind: 'offered';
      readonly agent: AgentId;
      readonly until: Instant;
      readonly phone: PhoneLegId | null;
    }
  | { readonly kind: 'withdrawn' | 'agent-lost' | 'passed-on'; readonly agent: AgentId }
  /** `back`: the name of the leg that rings a caller who is not on the line. */
  | { readonly kind: 'connect'; readonly agent: AgentId; readonly back: PhoneLegId | null }
  /** `agent` has it no more. */
  | { readonly kind: 'handed-over'; readonly agent: AgentId; readonly to: AgentId }
  | { readonly kind: 'picked-up' | 'form-shown' | 'hang-up'; readonly agent: AgentId }
  | { readonly kind: 'help-asked' | 'help-withdrawn'; readonly agent: AgentId }
  | { readonly kind: 'talk-together' | 'complete' | 'take-back'; readonly agent: AgentId }
  /** Somebody outside is rung, while the agent keeps the call (`asks-outside`) or after it gave it up. */
  /** The agent who has just got the call has it at this phone, which is on already. */
  | { readonly kind: 'at-phone'; readonly agent: AgentId; readonly leg: PhoneLegId }
  | { readonly kind: 'asks-outside'; readonly agent: AgentId; readonly outside: Outside }
  | { readonly kind: 'goes-outside'; readonly agent: AgentId; readonly outside: Outside }
  | OutsideTold
  | { readonly kind: 'callback-chosen' }
  | { readonly kind: PhoneWord; readonly leg: PhoneLegId }
  | { readonly kind: 'choice-due' | ChoiceWord }
  | { readonly kind: 'due' | 'shut-down' };

/** What a caller does who knows what else there is than waiting. */
export type ChoiceWord = 'choice-again' | 'keypad-chosen' | 'keyed-out';

/** What an agent's desk phone says of the leg that rings it. */
export type PhoneWord = 'phone-answered' | 'phone-failed' | 'phone-hung-up' | 'phone-lost';

/** What the trunk says of the leg that rings somebody outside. */
export type OutsideWord = 'outside-answered' | 'outside-failed' | 'outside-ended';
export interface OutsideTold {
  readonly kind: OutsideWord;
  readonly leg: PhoneLegId;
  /** Why nothing rang: nothing may, or nothing can at this moment. Missing: it did, or may have. */
  readonly because?: NotRung;
}
export type NotRung = 'never' | 'later';
export type Outside = Asked & { readonly kind: 'outside' };

interface ToFloor {
  readonly kind: 'to-floor';
  readonly input: FloorInput;
}
/** A BYE that must wait for the ACK of our 200. */
export interface ReleaseLater {
  readonly kind: 'release-later';
  readonly call: CallId;
  readonly by: Instant;
}
export type CallEffect = ExchangeEffect | ReleaseLater | ToFloor;
/** null: the call is over. */
export type CallStep = Step<Call | null, CallEffect>;
