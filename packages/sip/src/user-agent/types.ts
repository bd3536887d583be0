import type { SessionSettings, SessionTimer } from '../dialog/session-timer.ts';
import type { SipTimers } from '../limits.ts';
import type { Credentials } from '../digest/response.ts';
import type { Diverted } from '../identity/diverted.ts';
import type { Direction, Negotiated } from '../offer-answer/media.ts';
import type { Endpoint, Flow } from '../transport/flow.ts';
import type { RegisterRequest } from './register-request.ts';

/** One SIP call between us and a peer, from INVITE to BYE. */
export type LegId = string & { readonly __id: 'leg' };
/** The asker's own name for a request outside of calls. */
export type RequestId = string & { readonly __id: 'request' };

/** A request of a peer's that the shell answers. */
export type AskId = string & { readonly __id: 'ask' };

export interface UserAgentSettings {
  /** Written into User-Agent and Server. */
  readonly name: string;
  readonly timers: SipTimers;
  /** How long a call stands that nobody refreshes (RFC 4028); `SESSION` where it is not said. */
  readonly session?: SessionSettings;
  readonly limits: UserAgentLimits;
  /** Whether phones may register here: REGISTER is told by `registering`; else it is 405. */
  readonly registrar?: boolean;
}
export interface UserAgentLimits {
  readonly transactionsMax: number;
  readonly legsMax: number;
}

export type UserAgentInput =
  /** One datagram, or one message that `frame` cut out of a stream. Withheld numbers are removed in here, first. */
  | { readonly kind: 'received'; readonly flow: Flow; readonly bytes: Uint8Array }
  /** 180 to an INVITE; said again each minute until it is answered (RFC 3261 §13.3.1.1). */
  | { readonly kind: 'ring'; readonly leg: LegId }
  /** 200 with our SDP: an answer, or an offer where the INVITE had none. */
  | {
      readonly kind: 'answer';
      readonly leg: LegId;
      readonly sdp: string;
      /** Whether the peer may hand the call on (`referred`); no unless said. */
      readonly acceptsRefer?: boolean;
      /** For the peer's challenges inside the call, as for `call`; heard only on the way by which the call came. */
      readonly credentials?: Credentials;
    }
  | {
      readonly kind: 'refuse';
      readonly leg: LegId;
      /** 300 to 699. */
      readonly status: number;
      readonly reason?: string;
      readonly retryAfterSeconds?: number;
    }
  /** From now on the call is as if its number had been withheld from the first: what the dialog holds of it goes. */
  | { readonly kind: 'withhold'; readonly leg: LegId }
  /** Ends the leg in whatever way its state wants: 480, CANCEL, BYE. */
  | { readonly kind: 'hang-up'; readonly leg: LegId }
  /** An outgoing INVITE over `flow`. `leg` must be new; `target` and `from` are URIs. */
  | {
      readonly kind: 'call';
      readonly leg: LegId;
      readonly flow: Flow;
      readonly target: string;
      readonly from: string;
      readonly sdp: string;
      readonly extraHeaders?: readonly { readonly name: string; readonly value: string }[];
      /** Whether whom we call may hand the call on (`referred`); no unless said. */
      readonly acceptsRefer?: boolean;
      /** For the peer's challenges, in this call as long as it lasts. Kept in memory, in no effect and no snapshot. */
      readonly credentials?: Credentials;
    }
  /** OPTIONS or REGISTER outside of calls; `responded` tells how it ended, once. */
  | {
      readonly kind: 'request';
      readonly id: RequestId;
      readonly flow: Flow;
      readonly method: 'OPTIONS' | 'REGISTER';
      /** URIs: the Request-URI, From and To. */
      readonly target: string;
      readonly from: string;
      readonly to: string;
      /** Registrations keep the first and raise the second (RFC 3261 §10.2); where none is given, new ones. */
      readonly callId?: string;
      readonly sequence?: number;
      /** User part of our Contact, as a URI has it; null: no Contact, which only asks a registrar what it has. */
      readonly contactUser?: string | null;
      readonly headers?: readonly { readonly name: string; readonly value: string }[];
      readonly credentials?: Credentials;
    }
  /** Gives up an outgoing call that is not answered yet. */
  | { readonly kind: 'cancel'; readonly leg: LegId }
  /** The answer to `registering`, once. */
  | {
      readonly kind: 'reply';
      readonly id: AskId;
      /** 200 to 699. */
      readonly status: number;
      readonly headers?: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'flow-failed'; readonly flow: Flow }
  | { readonly kind: 'clock' }
  | InCallInput;

/** What is wished inside a call. */
type InCallInput =
  /**
   * 183 with our description before the answer (early media); reliably where the INVITE knows RFC 3262, and then it is
   * the answer to its offer: what `answer` says later is not said again.
   */
  | { readonly kind: 'progress'; readonly leg: LegId; readonly sdp: string }
  /** Offers another description. Where it may not be said at once (RFC 3261 §14.1) it waits for its moment. */
  | { readonly kind: 'modify'; readonly leg: LegId; readonly sdp: string }
  /** Our answer to `offered-again`. */
  | { readonly kind: 'answer-again'; readonly leg: LegId; readonly sdp: string }
  /** No to `offered-again`: 488 unless said otherwise, and the call goes on as it was. */
  | { readonly kind: 'refuse-again'; readonly leg: LegId; readonly status?: number }
  /** What became of `referred`: 100 to 199 while it goes on, else the end of it. */
  | { readonly kind: 'refer-outcome'; readonly leg: LegId; readonly status: number };

export type Caller =
  /** `number` is what the carrier sent: the user part of P-Asserted-Identity (sip or tel), else of From. */
  | { readonly kind: 'number'; readonly number: string }
  /** Withheld, or none was sent. */
  | { readonly kind: 'withheld' };

export type LostBecause =
  | 'no-ack'
  /** The caller did not acknowledge what it asked to be told reliably (RFC 3262). */
  | 'no-prack'
  | 'flow-failed'
  | 'given-up'
  /** The peer no longer knows the call (481), or is silent within it. */
  | 'dialog-gone'
  /** Nobody refreshed the session (RFC 4028). */
  | 'session-expired';

export type UserAgentEffect =
  | { readonly kind: 'send'; readonly flow: Flow; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'invited';
      readonly leg: LegId;
      /** User part of the Request-URI; of To where that has none. */
      readonly dialed: string;
      readonly caller: Caller;
      /** The call came over a forwarded number; null: it did not, or that is hidden. */
      readonly diverted: Diverted | null;
      /** null: a late offer is wanted: answer with `offer()`. */
      readonly sdp: string | null;
      readonly flow: Flow;
      /** The call of ours whose place it wants to take (RFC 3891): whether it may is the shell's to say; it ends that one. */
      readonly replaces: LegId | null;
      /** May carry anything the caller's device wrote, a number too: keep it in memory or sealed, never in a log. */
      readonly callId: string;
    }
  /** The caller gave up before our answer. */
  | { readonly kind: 'cancelled'; readonly leg: LegId }
  /** The ACK of our 200 came; `sdp` is the answer to a late offer. */
  | { readonly kind: 'acknowledged'; readonly leg: LegId; readonly sdp: string | null }
  /** The peer sent BYE. */
  | { readonly kind: 'hung-up'; readonly leg: LegId }
  /** The leg is over without either side having ended it. */
  | { readonly kind: 'lost'; readonly leg: LegId; readonly because: LostBecause }
  /** Somebody has an outgoing call (100): a way that says not even that may be left for another. */
  | { readonly kind: 'trying'; readonly leg: LegId }
  /** An outgoing call rings (18x). `sdp`: sound that may be heard before the answer; null: ring yourself. */
  | { readonly kind: 'progress'; readonly leg: LegId; readonly status: number; readonly sdp: string | null }
  | { readonly kind: 'answered'; readonly leg: LegId; readonly sdp: string }
  /** The final refusal, 408 for silence, 503 for a failed flow, 487 where we gave up. */
  | { readonly kind: 'call-failed'; readonly leg: LegId; readonly status: number }
  /** A phone wants to register: to be answered with `reply`. Not for a log: it bears a digest and an address. */
  | {
      readonly kind: 'registering';
      readonly id: AskId;
      /** What it came on, and by which the phone can be reached, behind a NAT too. */
      readonly flow: Flow;
      readonly request: RegisterRequest;
    }
  /** How a `request` ended: the final status, 408 for silence, 503 for a failed flow, 400 where it cannot be sent. */
  | {
      readonly kind: 'responded';
      readonly id: RequestId;
      readonly status: number;
      /** CSeq of the last that was sent: an answered challenge raises it. */
      readonly sequence: number;
      /** How long a registrar keeps our Contact; null: it does not say. */
      readonly expiresSeconds: number | null;
      /** Min-Expires of a 423. */
      readonly minExpiresSeconds: number | null;
      readonly retryAfterSeconds: number | null;
      /** Where the peer saw our request come from, over UDP, if it says so (RFC 3581). */
      readonly seenAs: Endpoint | null;
    }
  /** Nothing was done with what came. A fixed word, for a counter. */
  | { readonly kind: 'dropped'; readonly because: string }
  /** For the log: the dialog as it is now; null: gone. Seal it: it carries the caller's address unless withheld. */
  | { readonly kind: 'dialog'; readonly leg: LegId; readonly dialog: DialogSnapshot | null }
  | InCallEffect;

/** What happens inside a call. */
type InCallEffect =
  /** The PRACK of a reliable `progress` came; `sdp` is the answer to a late offer. */
  | { readonly kind: 'progress-acknowledged'; readonly leg: LegId; readonly sdp: string | null }
  /** The peer's answer to another description of ours: to `modify`, or where it asked for our offer again. */
  | { readonly kind: 'modified'; readonly leg: LegId; readonly sdp: string }
  /** `modify` was refused, or may not be said (491): the call goes on as it was. */
  | { readonly kind: 'modify-failed'; readonly leg: LegId; readonly status: number }
  /** The peer wants another address, codec or numbers: say `answer-again` or `refuse-again`, within ten seconds. */
  | { readonly kind: 'offered-again'; readonly leg: LegId; readonly sdp: string }
  /** The peer took `offered-again` back, or nobody answered it in time: the sound stays as it was before. */
  | { readonly kind: 'offer-withdrawn'; readonly leg: LegId }
  /** What we do with the sound from now on: the peer holds the call, or takes it up again. */
  | { readonly kind: 'direction'; readonly leg: LegId; readonly direction: Direction }
  /**
   * A telephone hands its call on (RFC 3515): to a URI, or to the other end of another call of ours. It was answered
   * 202; say what becomes of it with `refer-outcome`.
   */
  | { readonly kind: 'referred'; readonly leg: LegId; readonly to: string; readonly replaces: LegId | null }
  /** A key was pressed: one of `0`–`9`, `*`, `#`, `A`–`D`, told by INFO. */
  | { readonly kind: 'key'; readonly leg: LegId; readonly key: string };

/** A dialog (RFC 3261 §12) as JSON. */
export interface DialogSnapshot {
  readonly leg: LegId;
  readonly withheld: boolean;
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From or To of our requests without tag, as written on the wire. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly localSequence: number;
  readonly remoteSequence: number | null;
  readonly remoteTarget: string;
  readonly routeSet: readonly string[];
  /** Over what the dialog was set up; a stream's `id` is empty after a restart. */
  readonly flow: Flow;
  readonly localSdp: string | null;
  readonly media: Negotiated | null;
  /** Whether we placed the call; missing in what older versions wrote: no. */
  readonly calling?: boolean;
  /** What our side wants of the sound; missing: `sendrecv`. */
  readonly wish?: Direction;
  /** Whether the peer takes UPDATE; missing: no. */
  readonly updates?: boolean;
  /** Missing: no. */
  readonly acceptsRefer?: boolean;
  /** Missing: the call stands until somebody ends it. */
  readonly session?: SessionTimer | null;
}
