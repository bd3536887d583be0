import type { AgentId, CallId, Instant } from '@pledgeline/core';
import type { FreeAgents } from './free-agents.ts';
import type { MomentQueue } from './moment-queue.ts';
import type { AgentProfile, CallNeeds, SiteRule } from './profile.ts';
import type { Shares, Sites } from './sites.ts';
import type { Dues, WaitingCalls } from './waiting-calls.ts';

export interface FloorRules {
  /** How long a desk may take to connect an offer before it is stood down. */
  readonly offerMs: number;
  readonly wrapUpMs: number;
  /** How long after its begin a wrap-up ends, whoever is still typing; never sooner than `wrapUpMs`. */
  readonly wrapUpMaxMs: number;
  /** How many calls may wait while nobody is free; the next one is turned away. */
  readonly waitingMax: number;
  /** How long a call that prefers a site waits for its agents, before it may go to any. */
  readonly overflowMs: number;
  /** After how long a caller who waits is told what else there is (to promise by keypad, to be called back); null: never. */
  readonly choiceMs: number | null;
  /** No weight but 1: calls go to whoever has been free longest, wherever that is. */
  readonly sites: readonly SiteRule[];
}

export interface Waiting extends Dues {
  readonly call: CallId;
  /** When the call arrived: it keeps this moment, and so its place, however often it is given back. */
  readonly since: Instant;
}

/** A call that keeps its place and is offered to nobody: its caller is keying, or is to be called back later. */
export interface Aside {
  readonly since: Instant;
  /** When it is in the line again by itself; null: when somebody says so. */
  readonly until: Instant | null;
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
  /** `latest`: to where the typing of its agent may put the end off. */
  | {
      readonly kind: 'wrapping-up';
      readonly call: CallId;
      readonly until: Instant;
      readonly latest: Instant;
    }
  /** Asked to speak with the agent who has this call; `freeSince`: the turn that it goes back to. */
  | { readonly kind: 'asked'; readonly call: CallId; readonly freeSince: Instant; readonly until: Instant }
  /** Speaks with the agent who has this call, and may get it. */
  | {
      readonly kind: 'consulted';
      readonly call: CallId;
      readonly freeSince: Instant;
      readonly next: 'free' | 'away';
    };

/**
 * One floor: who waits and who can answer. It is changed in place, by `step` alone: copying ten thousand agents at
 * each input would cost more than all the rest.
 */
export interface Floor {
  rules: FloorRules;
  readonly agents: Map<AgentId, AgentState>;
  readonly profiles: Map<AgentId, AgentProfile>;
  /** What every live call asks of its agent. */
  readonly needs: Map<CallId, CallNeeds>;
  /** Who has been offered a call, or talks on it. */
  readonly holders: Map<CallId, AgentId>;
  /** Whom the one who talks on a call has asked about it. */
  readonly consulted: Map<CallId, AgentId>;
  readonly waiting: WaitingCalls;
  readonly aside: Map<CallId, Aside>;
  /** When a call that was set aside is in the line again by itself. */
  readonly returns: MomentQueue<CallId>;
  /** Live calls whose callers know what else there is. */
  readonly told: Set<CallId>;
  readonly free: FreeAgents;
  readonly sites: Sites;
  /** Whether the sites' weights say whose turn it is: they do where they are not all 1. */
  byWeight: boolean;
  readonly shares: Shares;
  /** When an offer or a wrap-up ends by itself. */
  readonly leases: MomentQueue<AgentId>;
}

export type FloorInput =
  | {
      readonly kind: 'call-arrived';
      readonly call: CallId;
      readonly open: boolean;
      readonly needs: CallNeeds;
    }
  /** The call waits and is offered to nobody, until it is in the line again: by `back-in-line`, or at that moment. */
  | { readonly kind: 'set-aside'; readonly call: CallId; readonly until: Instant | null }
  | { readonly kind: 'back-in-line'; readonly call: CallId }
  /** The call is over, whoever ended it. */
  | { readonly kind: 'call-gone'; readonly call: CallId }
  | { readonly kind: 'agent-came'; readonly agent: AgentId; readonly profile: AgentProfile }
  | { readonly kind: 'agent-ready'; readonly agent: AgentId }
  /** 'chosen' in mid-call takes effect after the call, 'listening' never does; the other two give the call back at once. */
  | { readonly kind: 'agent-away'; readonly agent: AgentId; readonly because: StandDown }
  /** Gone from the floor; a call it talked on is given back. */
  | { readonly kind: 'agent-left'; readonly agent: AgentId }
  | { readonly kind: 'picked-up'; readonly agent: AgentId; readonly call: CallId }
  /** The agent would not have this call, or its telephone did not take it. */
  | { readonly kind: 'declined'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'wrapped-up'; readonly agent: AgentId }
  /** Its agent types: the wrap-up is not to end under its hands. */
  | { readonly kind: 'still-typing'; readonly agent: AgentId }
  /** This agent goes on with a call that another one talks on. */
  | { readonly kind: 'take-over'; readonly agent: AgentId; readonly call: CallId }
  /** The agent gives up the call that it talks on: to another who is free, or (null) to the line. */
  | {
      readonly kind: 'pass-on';
      readonly agent: AgentId;
      readonly call: CallId;
      /** What it asks for from now on; null: what it did. */
      readonly needs: CallNeeds | null;
      readonly to: AgentId | null;
    }
  /** The agent who talks on the call asks another one who is free, and keeps it meanwhile. */
  | { readonly kind: 'ask'; readonly agent: AgentId; readonly call: CallId; readonly other: AgentId }
  /** The one who asked leaves the call to the one who was asked and has picked up. */
  | { readonly kind: 'complete'; readonly agent: AgentId; readonly call: CallId }
  /** Either of the two ends the asking: the call stays where it is. */
  | { readonly kind: 'take-back'; readonly agent: AgentId; readonly call: CallId }
  /** The agent hands the call to somebody who is not on the floor: the floor forgets it. */
  | { readonly kind: 'pass-out'; readonly agent: AgentId; readonly call: CallId }
  /** Nobody was there for the agent to talk to: the call is set aside until then, and the agent is free. */
  | {
      readonly kind: 'put-back';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly until: Instant;
    }
  /** A call that was handed out is here again: for this agent, if it may have it, or for the line. */
  | {
      readonly kind: 'come-back';
      readonly call: CallId;
      readonly since: Instant;
      readonly needs: CallNeeds;
      readonly to: AgentId | null;
    }
  | { readonly kind: 'rules-set'; readonly rules: FloorRules }
  | { readonly kind: 'clock' };

export type TurnAway = 'line-closed' | 'line-full';

export type FloorEffect =
  | { readonly kind: 'admitted'; readonly call: CallId }
  /** Nobody has been free for this caller: it is time to say what else there is. Said once. */
  | { readonly kind: 'choice-due'; readonly call: CallId }
  | { readonly kind: 'turn-away'; readonly call: CallId; readonly because: TurnAway }
  /** Also to one who is asked about a call that another one keeps. */
  | { readonly kind: 'offer'; readonly agent: AgentId; readonly call: CallId; readonly until: Instant }
  | {
      readonly kind: 'withdraw';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly because: 'caller-gone' | 'missed' | 'agent-away' | 'taken-back';
    }
  | { readonly kind: 'connect'; readonly agent: AgentId; readonly call: CallId }
  /** The call goes on with another agent and has not waited in between. */
  | { readonly kind: 'handed-over'; readonly call: CallId; readonly from: AgentId; readonly to: AgentId }
  /** Its agent has given the call up by hand: it is offered to another, or waits, in the place it had. */
  | { readonly kind: 'passed-on'; readonly agent: AgentId; readonly call: CallId }
  /** The call has lost the agent it talked to and waits again, in the place it had. */
  | { readonly kind: 'gave-back'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'agent-changed'; readonly agent: AgentId; readonly state: AgentState }
  | { readonly kind: 'agent-gone'; readonly agent: AgentId }
  | { readonly kind: 'agent-refused'; readonly agent: AgentId; readonly because: 'floor-full' };
