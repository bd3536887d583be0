import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { MomentQueue } from './moment-queue.ts';

export interface FloorRules {
  /** How long a desk may take to connect an offer before it is stood down. */
  readonly offerMs: number;
  readonly wrapUpMs: number;
  /** How many calls may wait while nobody is free; the next one is turned away. */
  readonly waitingMax: number;
}

export interface Waiting {
  readonly call: CallId;
  /** When the call arrived: it keeps this moment, and so its place, however often it is given back. */
  readonly since: Instant;
}

/** Why an agent is told to stand: by hand, because what it works with is gone, or because it listens to another's call. */
export type StandDown = 'chosen' | 'sound-lost' | 'desk-lost' | 'listening';
/** Why an agent takes no calls. */
export type Standing = StandDown | 'missed-offer' | 'new';

export type AgentState =
  | { readonly kind: 'away'; readonly because: Standing }
  | { readonly kind: 'free'; readonly since: Instant }
  | {
      readonly kind: 'offered';
      readonly call: CallId;
      readonly waitingSince: Instant;
      readonly freeSince: Instant;
      readonly until: Instant;
    }
  | {
      readonly kind: 'talking';
      readonly call: CallId;
      readonly waitingSince: Instant;
      readonly since: Instant;
      readonly next: 'wrap-up' | 'away';
    }
  | { readonly kind: 'wrapping-up'; readonly call: CallId; readonly until: Instant };

/**
 * One floor: who waits and who can answer. It is changed in place, by `step` alone: copying ten thousand agents at
 * each input would cost more than all the rest.
 */
export interface Floor {
  rules: FloorRules;
  readonly agents: Map<AgentId, AgentState>;
  /** Who has been offered a call, or talks on it. */
  readonly holders: Map<CallId, AgentId>;
  readonly waiting: MomentQueue<CallId>;
  readonly free: MomentQueue<AgentId>;
  /** When an offer or a wrap-up ends by itself. */
  readonly leases: MomentQueue<AgentId>;
}

export type FloorInput =
  | { readonly kind: 'call-arrived'; readonly call: CallId; readonly open: boolean }
  /** The call is over, whoever ended it. */
  | { readonly kind: 'call-gone'; readonly call: CallId }
  | { readonly kind: 'agent-came'; readonly agent: AgentId }
  | { readonly kind: 'agent-ready'; readonly agent: AgentId }
  /** 'chosen' in mid-call takes effect after the call, 'listening' never does; the other two give the call back at once. */
  | { readonly kind: 'agent-away'; readonly agent: AgentId; readonly because: StandDown }
  /** Gone from the floor; a call it talked on is given back. */
  | { readonly kind: 'agent-left'; readonly agent: AgentId }
  | { readonly kind: 'picked-up'; readonly agent: AgentId; readonly call: CallId }
  /** The agent would not have this call, or its telephone did not take it. */
  | { readonly kind: 'declined'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'wrapped-up'; readonly agent: AgentId }
  /** This agent goes on with a call that another one talks on. */
  | { readonly kind: 'take-over'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'rules-set'; readonly rules: FloorRules }
  | { readonly kind: 'clock' };

export type TurnAway = 'line-closed' | 'line-full';

export type FloorEffect =
  | { readonly kind: 'admitted'; readonly call: CallId }
  | { readonly kind: 'turn-away'; readonly call: CallId; readonly because: TurnAway }
  | { readonly kind: 'offer'; readonly agent: AgentId; readonly call: CallId; readonly until: Instant }
  | {
      readonly kind: 'withdraw';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly because: 'caller-gone' | 'missed' | 'agent-away';
    }
  | { readonly kind: 'connect'; readonly agent: AgentId; readonly call: CallId }
  /** The call goes on with another agent and has not waited in between. */
  | { readonly kind: 'handed-over'; readonly call: CallId; readonly from: AgentId; readonly to: AgentId }
  /** The call has lost the agent it talked to and waits again, in the place it had. */
  | { readonly kind: 'gave-back'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'agent-changed'; readonly agent: AgentId; readonly state: AgentState }
  | { readonly kind: 'agent-gone'; readonly agent: AgentId }
  | { readonly kind: 'agent-refused'; readonly agent: AgentId; readonly because: 'floor-full' };
