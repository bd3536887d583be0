import type { AgentProfile, AgentState, Floor, FloorRules, MomentQueue, StandDown } from '@pledgeline/acd';
import type { AgentId, CallId, Instant, LineId, PhoneLegId, SiteId } from '@pledgeline/core';
import type { Announced } from './announced-call.ts';
import type { CharityTarget } from './charity.ts';
import type { NotRung } from './call-input.ts';
import type { Helper } from './needs.ts';
import type {
  BarredPrompt,
  Call,
  CallbackPrompt,
  CallRecord,
  ClosedPrompt,
  EndReason,
  HandingId,
  HoldPrompt,
  Monitor,
  MonitorMode,
  OutsideId,
  RefuseStatus,
} from './call.ts';

/** How callers are called back. */
export interface CallbackRules {
  /** How often one is rung who does not answer. */
  readonly triesMax: number;
  /** How long after that he is rung again. */
  readonly retryMs: number;
  /** After so long nobody is called back any more. */
  readonly keepMs: number;
}

export interface ExchangeRules extends FloorRules {
  readonly callback: CallbackRules;
  /** How long the answer waits for the form, once the desk has picked up: a hidden tab paints nothing. */
  readonly formShownMs: number;
  /** How long calls wait for the media process to come back. */
  readonly mediaBackMs: number;
  /** How long a BYE is held back for the ACK of our 200. RFC 3261 §15 and §13.3.1.4: 64 × T1. */
  readonly acknowledgeMs: number;
}

/**
 * The telephone exchange: every live call with its legs, its sound and its place on the floor. Changed in place, by
 * `step` alone.
 */
export interface Exchange {
  rules: ExchangeRules;
  readonly floor: Floor;
  readonly calls: Map<CallId, Call>;
  /** Agents whose line carries sound. */
  readonly lines: Set<AgentId>;
  /** Agents who hear and speak at a desk phone, which each offer rings. */
  readonly phones: Set<AgentId>;
  /** Supervisors who are on a call that another agent has, or waits for one. */
  readonly monitors: Map<AgentId, Monitor>;
  /** How often a desk phone was rung: each ring has a number of its own. */
  phoneLegs: number;
  /** When a call must be looked at again: it is connected or given up, come what may, or the carrier is rung again. */
  readonly due: MomentQueue<CallId>;
  /** While the media process is away: when calls without sound are given up; null: it is there. */
  mediaBackBy: Instant | null;
  /** Agents who were at work when the media process was lost: they are free again as soon as they have sound. */
  readonly interrupted: Set<AgentId>;
  /** Calls that are over but for the BYE, which waits for the ACK until the moment given. */
  readonly releasing: MomentQueue<CallId>;
  /** Calls that hear that the line is closed: they have no place on the floor. */
  readonly announced: Map<CallId, Announced>;
}

/** What an agent hears and speaks with. */
export type AgentSound = 'browser' | 'phone';

/** To whom a call is handed over. */
export type Target =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  /** The line of those who wait; its language is spoken to the caller from then on. */
  | {
      readonly kind: 'line';
      readonly line: LineId;
      readonly language: 'fr' | 'en';
      /** Whether it takes calls at this moment. */
      readonly open: boolean;
    }
  /** Whoever of them has been free longest. */
  | { readonly kind: 'helper'; readonly helper: Helper }
  | { readonly kind: 'outside'; readonly to: OutsideId };
/** Who can be spoken with before. */
export type Counsel = Exclude<Target, { readonly kind: 'line' | 'helper' }>;
/** Whom an agent speaks with instead of the caller. */
export type Voice =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'outside'; readonly leg: PhoneLegId };

/** All of them are JSON. None carries a telephone number: who calls is kept elsewhere, sealed. */
export type ExchangeInput =
  // from the trunk (the SIP user agent)
  | {
      readonly kind: 'invited';
      readonly call: CallId;
      readonly line: LineId;
      readonly language: 'fr' | 'en';
      /** Whether the line takes calls at this moment. */
      readonly open: boolean;
      /** Whether the trunk wants the waiting sound before the answer; missing: no. */
      readonly early?: boolean;
      /** Whose agents come first; missing: any site's. */
      readonly site?: SiteId;
      /** Whether its number is not to be taken; missing: it is. */
      readonly barred?: boolean;
    }
  /** CANCEL; the SIP layer has answered both it (200) and the INVITE (487). Ignored once the 200 is ordered. */
  | { readonly kind: 'cancelled'; readonly call: CallId }
  /** The ACK of our 200. */
  | { readonly kind: 'acknowledged'; readonly call: CallId }
  /** BYE; the SIP layer has answered it. */
  | { readonly kind: 'caller-hung-up'; readonly call: CallId }
  /** No ACK came, or the transport is gone. */
  | { readonly kind: 'caller-lost'; readonly call: CallId }
  // from the caller's keys; which they were stands in no input
  /** He knows what else there is, and pressed a key that means nothing. */
  | { readonly kind: 'choice-again'; readonly call: CallId }
  | { readonly kind: 'keypad-chosen'; readonly call: CallId }
  /** He has promised, or given it up, and waits again. */
  | { readonly kind: 'keyed-out'; readonly call: CallId }
  // from an agent's desk phone, of the leg that rings it
  | { readonly kind: 'phone-answered'; readonly call: CallId; readonly leg: PhoneLegId }
  /** Busy, declined, unreachable, silent. */
  | { readonly kind: 'phone-failed'; readonly call: CallId; readonly leg: PhoneLegId }
  | { readonly kind: 'phone-hung-up'; readonly call: CallId; readonly leg: PhoneLegId }
  /** The leg ended and nobody ended it. */
  | { readonly kind: 'phone-lost'; readonly call: CallId; readonly leg: PhoneLegId }
  /** The phone of this agent can be rung no more: what it talks on goes on, and no other call comes. */
  | { readonly kind: 'phone-gone'; readonly agent: AgentId }
  // from the trunk, of the leg that rings somebody outside
  | { readonly kind: 'outside-answered'; readonly call: CallId; readonly leg: PhoneLegId }
  /** Busy, declined, unreachable, lost. `because`: nothing has rung. */
  | {
      readonly kind: 'outside-failed';
      readonly call: CallId;
      readonly leg: PhoneLegId;
      readonly because?: NotRung;
    }
  /** Has hung up. */
  | { readonly kind: 'outside-ended'; readonly call: CallId; readonly leg: PhoneLegId }
  // from media
  | { readonly kind: 'sound-ready'; readonly call: CallId }
  /** The leg could not be opened. */
  | { readonly kind: 'sound-refused'; readonly call: CallId }
  /** A leg that was open is not there any more, and may be opened again. */
  | { readonly kind: 'leg-gone'; readonly call: CallId }
  | { readonly kind: 'leg-silent'; readonly call: CallId }
  /** What was played once has come to its end. */
  | { readonly kind: 'prompt-ended'; readonly call: CallId }
  /** The browser's line carries sound, or the desk phone can be rung. */
  | { readonly kind: 'line-up'; readonly agent: AgentId }
  | { readonly kind: 'line-lost'; readonly agent: AgentId }
  /** The media process died, and every leg and line with it. */
  | { readonly kind: 'media-lost' }
  | { readonly kind: 'media-back' }
  // from the desk
  | {
      readonly kind: 'agent-came';
      readonly agent: AgentId;
      readonly sound: AgentSound;
      /** Where it sits, and what it can do: the languages it speaks are skills. */
      readonly profile: AgentProfile;
    }
  | { readonly kind: 'agent-ready'; readonly agent: AgentId }
  | {
      readonly kind: 'agent-away';
      readonly agent: AgentId;
      readonly because: Exclude<StandDown, 'listening'>;
    }
  | { readonly kind: 'agent-left'; readonly agent: AgentId }
  | { readonly kind: 'wrapped-up'; readonly agent: AgentId }
  /** Keys are pressed in the form while it wraps up. */
  | { readonly kind: 'still-typing'; readonly agent: AgentId }
  /** The browser took the offer, by itself. */
  | { readonly kind: 'picked-up'; readonly agent: AgentId; readonly call: CallId }
  /** The form is on the glass. */
  | { readonly kind: 'form-shown'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'hang-up'; readonly agent: AgentId; readonly call: CallId }
  /** [CAL-140] Says that the call is a hoax, and asks for help; or needs none any more. */
  | { readonly kind: 'help-asked' | 'help-withdrawn'; readonly agent: AgentId; readonly call: CallId }
  /** Gives the call that it talks on away, and is done with it. */
  | {
      readonly kind: 'hand-over';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly to: Target;
    }
  /** Speaks with somebody first: the caller waits. */
  | {
      readonly kind: 'consult';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly with: Counsel;
    }
  /** Of the agent who consults: all three talk; the other one gets the call; or the caller comes back. */
  | {
      readonly kind: 'talk-together' | 'complete' | 'take-back';
      readonly agent: AgentId;
      readonly call: CallId;
    }
  /** To the charity's own listeners, or to nobody: from then on nothing is known of its caller. */
  | {
      readonly kind: 'hand-to-charity';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly to: CharityTarget;
      readonly handing: HandingId;
    }
  // from a supervisor, who has a line and a desk as any agent; that he is one is for the shell to know
  /** Hears the call from now on, or is heard on it otherwise than before. */
  | {
      readonly kind: 'monitor';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly mode: MonitorMode;
      /** The one site whose agents he may hear; missing: all. */
      readonly only?: SiteId;
    }
  /** Leaves this call; whoever is on another one by now stays there. */
  | { readonly kind: 'unmonitor'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'take-over'; readonly agent: AgentId; readonly call: CallId }
  /** The caller, who waits, wants to be called back at the number that he calls from, which may be done. */
  | { readonly kind: 'callback-chosen'; readonly call: CallId }
  // from the shell
  /** The line is closed at once: whoever waits hears so and is let go. */
  | { readonly kind: 'let-go' }
  | { readonly kind: 'rules-set'; readonly rules: ExchangeRules }
  /** The line is being shut down: every call is told. */
  | { readonly kind: 'shut-down' }
  | { readonly kind: 'clock' };

/** In the order in which they are to be carried out. */
export type ExchangeEffect =
  // to the trunk
  | { readonly kind: 'ring'; readonly call: CallId }
  /** 183 with our description: what is played is heard before the answer. */
  | { readonly kind: 'progress'; readonly call: CallId }
  /** 200. Where the INVITE is answered already (a CANCEL was quicker), the trunk says `caller-lost`. */
  | { readonly kind: 'answer'; readonly call: CallId }
  | { readonly kind: 'refuse'; readonly call: CallId; readonly status: RefuseStatus }
  /** BYE. Never ordered before the ACK, or the end of waiting for it. */
  | { readonly kind: 'release'; readonly call: CallId }
  // to the agents' desk phones
  | {
      readonly kind: 'ring-phone';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly leg: PhoneLegId;
    }
  /** CANCEL or BYE, whatever the leg wants. */
  | { readonly kind: 'hang-up-phone'; readonly agent: AgentId; readonly leg: PhoneLegId }
  // to the trunk, for somebody outside; `join` and `consult` name the leg to media as a caller's
  | {
      readonly kind: 'ring-outside';
      readonly call: CallId;
      readonly leg: PhoneLegId;
      readonly to: OutsideId;
    }
  /** The caller himself, who is to be called back. What comes of it is told as of anybody outside; the leg is his. */
  | { readonly kind: 'ring-back'; readonly call: CallId; readonly leg: PhoneLegId }
  | { readonly kind: 'hang-up-outside'; readonly call: CallId; readonly leg: PhoneLegId }
  // to media
  | { readonly kind: 'open-leg'; readonly call: CallId }
  | { readonly kind: 'close-leg'; readonly call: CallId }
  | { readonly kind: 'bridge'; readonly call: CallId; readonly agent: AgentId }
  | { readonly kind: 'unbridge'; readonly call: CallId }
  /** The caller and whoever was rung outside hear each other; `unbridge` parts them. */
  | { readonly kind: 'join'; readonly call: CallId; readonly leg: PhoneLegId }
  /** The agent and the other one hear each other, and neither hears the caller. */
  | {
      readonly kind: 'consult';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly with: Voice;
    }
  | {
      readonly kind: 'unconsult';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly with: Voice;
    }
  /** A third voice: hears, and is heard by, the two who are connected on the call. */
  | { readonly kind: 'join-in'; readonly agent: AgentId; readonly call: CallId }
  | { readonly kind: 'step-out'; readonly agent: AgentId; readonly call: CallId }
  | {
      readonly kind: 'play';
      readonly call: CallId;
      readonly prompt: HoldPrompt | ClosedPrompt | BarredPrompt | CallbackPrompt;
      readonly repeat: boolean;
    }
  /** The caller is told what else there is than waiting; `again`: after a key that means nothing. `prompt-ended` follows. */
  | { readonly kind: 'offer-choice'; readonly call: CallId; readonly again: boolean }
  /** The caller keys from now on; said again where what he heard last may have been lost with the sound. */
  | { readonly kind: 'key-in'; readonly call: CallId }
  /** He has keyed for as long as anybody may: he waits again. */
  | { readonly kind: 'keying-over'; readonly call: CallId }
  /** Also for a change of the mode. */
  | {
      readonly kind: 'monitor';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly mode: MonitorMode;
    }
  | { readonly kind: 'unmonitor'; readonly agent: AgentId; readonly call: CallId }
  // to the desk
  /** Of a call that another one keeps: it is asked to speak with that one. */
  | { readonly kind: 'offer'; readonly agent: AgentId; readonly call: CallId; readonly until: Instant }
  | {
      readonly kind: 'withdraw';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly because: 'caller-gone' | 'missed' | 'agent-away' | 'taken-back';
    }
  /** Of a call that was taken over, the desk hears nothing before: the form comes with it. */
  | { readonly kind: 'connected'; readonly agent: AgentId; readonly call: CallId }
  /** Help with a hoax is asked for, or not any more. */
  | { readonly kind: 'help'; readonly agent: AgentId; readonly call: CallId }
  /** The caller of this call is rung, and the agent waits for him. */
  | { readonly kind: 'calling-back'; readonly agent: AgentId; readonly call: CallId }
  /** What the two of a consultation are to each other has changed, but for its end. */
  | { readonly kind: 'consulting'; readonly agent: AgentId; readonly call: CallId }
  /** The talk is over for this agent; by 'agent-lost', 'taken-over', 'handed-over' and 'not-answered' the call itself goes on without it. */
  | {
      readonly kind: 'ended';
      readonly agent: AgentId;
      readonly call: CallId;
      readonly by: EndReason | 'agent-lost' | 'taken-over' | 'handed-over' | 'not-answered';
    }
  | { readonly kind: 'agent-changed'; readonly agent: AgentId; readonly state: AgentState }
  | { readonly kind: 'agent-gone'; readonly agent: AgentId }
  | { readonly kind: 'agent-refused'; readonly agent: AgentId; readonly because: 'floor-full' }
  // for the records
  | { readonly kind: 'call-ended'; readonly call: CallId; readonly record: CallRecord }
  /** What is known of the caller is destroyed, wherever it is; whoever gets the call next gets it after that. */
  | { readonly kind: 'forget-caller'; readonly call: CallId }
  /** In place of `call-ended`: it is counted, and no record is kept of it. */
  | {
      readonly kind: 'charity-call-ended';
      readonly call: CallId;
      readonly line: LineId;
      readonly handing: HandingId;
      readonly reason: EndReason;
    };
