import type { AgentId, CallId, Instant, LineId, PhoneLegId } from '@pledgeline/core';

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
}

/**
 * The caller's leg in the media process. `lost`: that process is away, and so is the leg; `reopening`: it is asked for
 * once more.
 */
export type CallSound = 'opening' | 'ready' | 'lost' | 'reopening';

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
  | { readonly kind: 'acknowledged'; readonly answeredAt: Instant };

/** `phone`: the leg to the agent's desk phone; null: the agent hears in the browser, or that leg has ended. */
export type CallPlace =
  | { readonly kind: 'waiting' }
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
    };

/** A supervisor who is on another's call, and who hears him: nobody, the agent, or the caller too. */
export interface Monitor {
  readonly call: CallId;
  readonly mode: MonitorMode;
}
export type MonitorMode = 'listen' | 'whisper' | 'barge';

/** RFC 3261 §21; why each was chosen is in SPEC.md [CAL-3]. */
export type RefuseStatus = 480 | 486 | 487 | 488 | 500;
export type HoldPrompt = 'hold-fr' | 'hold-en';

export type EndReason =
  | 'caller'
  | 'agent'
  | 'caller-lost'
  | 'caller-silent'
  | 'cancelled'
  | 'line-closed'
  | 'line-full'
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
  readonly reason: EndReason;
}
