import type { AgentId, CallId, Instant, LineId, PhoneLegId, SiteId } from '@pledgeline/core';

/** One call: what the carrier was told, whether there is sound, and who has it. */
export interface Call {
  readonly call: CallId;
  readonly line: LineId;
  readonly language: 'fr' | 'en';
  readonly arrivedAt: Instant;
  readonly signal: CallSignal;
  readonly sound: CallSound;
  readonly place: CallPlace;
  /** The last agent who talked on it. */
  readonly agent: AgentId | null;
  /** When the first one did; null: nobody yet. */
  readonly connectedAt: Instant | null;
  /** It was handed to the charity: who calls is known to nobody any more. Null: it was not. */
  readonly confidential: HandingId | null;
  /** [CAL-110] What else there is than waiting: due, and the sound or the offer still in the way; or told. */
  readonly choice: 'not-due' | 'due' | 'told';
}

/** Drawn for one handing to the charity, so that it is counted once. It names neither call nor caller. */
export type HandingId = string & { readonly __id: 'handing' };

/**
 * The caller's leg in the media process. `lost`: that process is away, and so is the leg; `reopening`: it is asked for
 * once more; `none`: the caller is not on the line.
 */
export type CallSound = 'opening' | 'ready' | 'lost' | 'reopening' | 'none';

/** What the carrier has been told. */
export type CallSignal =
  /**
   * 180 was sent, and is sent again at the moment given. `early`: the waiting sound before our 200; missing: the trunk
   * wants none; `begun`: the carrier has our description (183).
   */
  | { readonly kind: 'ringing'; readonly againAt: Instant; readonly early?: 'wanted' | 'begun' }
  /** Our 200 is out; no BYE may be sent before its ACK, or the moment given. */
  | { readonly kind: 'answered'; readonly answeredAt: Instant; readonly ackBy: Instant }
  /** The ACK has come: from here on a BYE may be sent. */
  | { readonly kind: 'acknowledged'; readonly answeredAt: Instant }
  /** The caller is not on the line and is to be called back, until the moment given; `tries`: how often he was rung. */
  | {
      readonly kind: 'gone';
      readonly answeredAt: Instant;
      readonly tries: number;
      readonly giveUpAt: Instant;
    }
  /** He was called back and has answered, on a leg that we placed; null: that one has ended. */
  | { readonly kind: 'called-back'; readonly answeredAt: Instant; readonly leg: PhoneLegId | null };

/** An entry of the campaign's list of numbers to which a call may be handed: never the number itself. */
export type OutsideId = string & { readonly __id: 'outside' };

/** Whom the agent who talks has asked about the call; the caller hears the waiting sound meanwhile. */
export interface Consultation {
  readonly with: Asked;
  /** `together`: all three are heard by each other. */
  readonly stage: 'ringing' | 'speaking' | 'together';
}
export type Asked =
  | { readonly kind: 'agent'; readonly agent: AgentId; readonly phone: PhoneLegId | null }
  /** `until`: where nobody answers, it is given up then. */
  | {
      readonly kind: 'outside';
      readonly to: OutsideId;
      readonly leg: PhoneLegId;
      readonly until: Instant;
    };

/** Help with a hoax: asked for since that moment, or whoever came to help has the call. */
export type Hoax = { readonly kind: 'asked'; readonly since: Instant } | { readonly kind: 'given' };

/** `phone`: the leg to the agent's desk phone; null: the agent hears in the browser, or that leg has ended. */
export type CallPlace =
  | { readonly kind: 'waiting' }
  /** Promises by keypad, no longer than `until`. `closing`: the line was closed meanwhile, and he is let go afterwards. */
  | { readonly kind: 'keying'; readonly until: Instant; readonly closing: boolean }
  | {
      readonly kind: 'offered';
      readonly agent: AgentId;
      readonly phone: PhoneLegId | null;
      readonly until: Instant;
      readonly form: 'awaited' | 'shown';
    }
  | {
      readonly kind: 'picked-up';
      readonly agent: AgentId;
      readonly phone: PhoneLegId | null;
      readonly until: Instant;
      readonly form: 'awaited' | 'shown';
      /** From here on the form is not waited for. */
      readonly connectBy: Instant;
    }
  | {
      readonly kind: 'talking';
      readonly agent: AgentId;
      readonly phone: PhoneLegId | null;
      readonly since: Instant;
      readonly consultation: Consultation | null;
      /** Missing: nobody has said that the call is a hoax. */
      readonly hoax?: Hoax;
    }
  /** He has chosen to be called back, and hears so. */
  | { readonly kind: 'leaving'; readonly until: Instant }
  /** The agent hears how he is rung; `leg`: of his telephone; null: that one has ended. */
  | {
      readonly kind: 'calling-back';
      readonly agent: AgentId;
      readonly phone: PhoneLegId | null;
      readonly leg: PhoneLegId | null;
      readonly until: Instant;
    }
  /**
   * Handed out of the house by this agent. `leg`: of whoever is rung or talks there; null: that one has hung up. `until`:
   * nobody has answered yet, and it is given up then.
   */
  | {
      readonly kind: 'outside';
      readonly agent: AgentId;
      readonly to: OutsideId;
      readonly leg: PhoneLegId | null;
      readonly until: Instant | null;
    };

/** A supervisor who is on another's call, and who hears him: nobody, the agent, or the caller too. */
export interface Monitor {
  readonly call: CallId;
  readonly mode: MonitorMode;
  /** The desk phone at which he hears it; null: his browser's line. */
  readonly phone: MonitorPhone | null;
  /** The one site whose agents he may hear; missing: all. */
  readonly only?: SiteId;
}
/** `to-take-over`: it still rings, and once it is picked up the call is his. */
export interface MonitorPhone {
  readonly leg: PhoneLegId;
  readonly stage: 'ringing' | 'to-take-over' | 'on';
}
export type MonitorMode = 'listen' | 'whisper' | 'barge';

/** RFC 3261 §21; why each was chosen is in SPEC.md [CAL-3]. */
export type RefuseStatus = 480 | 486 | 487 | 488 | 500;
export type HoldPrompt = 'hold-fr' | 'hold-en';
export type CallbackPrompt = 'callback-thanks-fr' | 'callback-thanks-en';
export type ClosedPrompt = 'closed-fr' | 'closed-en';
export type BarredPrompt = 'barred-fr' | 'barred-en';

export type EndReason =
  | 'caller'
  | 'agent'
  | 'caller-lost'
  | 'caller-silent'
  | 'cancelled'
  | 'line-closed'
  | 'barred'
  | 'line-full'
  /** He wished to be called back, and could not be reached, or not in time. */
  | 'callback-dropped'
  | 'sound-refused'
  | 'sound-lost';

/** What is kept of a call that is over. */
export interface CallRecord {
  readonly line: LineId;
  readonly arrivedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant;
  /** The last agent who talked on it; null: nobody did. */
  readonly agent: AgentId | null;
  /** When the first one began to; what was announced before is no answer to whoever counts. */
  readonly connectedAt: Instant | null;
  readonly reason: EndReason;
}
