import type { Instant } from '@pledgeline/core';
import type { Dialog } from '../dialog/dialog.ts';
import type { SessionTimer } from '../dialog/session-timer.ts';
import type { SipRequest } from '../message/message.ts';
import type { Direction, Negotiated } from '../offer-answer/media.ts';
import type { ClientState } from '../transaction/client.ts';
import type { InviteClientState } from '../transaction/invite-client.ts';
import type { InviteServerState } from '../transaction/invite-server.ts';
import type { ServerState } from '../transaction/server.ts';
import type { Wire } from '../transaction/transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { Credentials } from '../digest/response.ts';
import type { Known } from '../digest/answering.ts';
import type { Claim, Claimed } from './claims.ts';
import type { Tokens } from './tokens.ts';
import type { Asked } from './answering.ts';
import type { AskId, LegId, RequestId, UserAgentEffect, UserAgentSettings } from './types.ts';
import type { Wakes } from './wakes.ts';

/** The whole of the user agent: plain data, owned by `stepUserAgent` and changed in place. */
export interface UserAgentState {
  readonly settings: UserAgentSettings;
  readonly tokens: Tokens;
  readonly transactions: Map<string, Transaction>;
  /** Server transactions by `originKey`, to know a request that comes a second time on another path (482). */
  readonly origins: Map<string, string>;
  readonly legs: Map<LegId, Leg>;
  /** By `dialogKey`. */
  readonly dialogs: Map<string, LegId>;
  /** Call-IDs of withheld callers, and how many legs have each: everything else in them is reduced as well. */
  readonly withheldCalls: Map<string, number>;
  /** Challenges that we go on answering, by host and name. Gone with the process: then they are made anew. */
  readonly digests: Map<string, readonly Known[]>;
  /** Requests that wait for the shell's `reply`. */
  readonly asks: Map<AskId, Asked>;
  readonly wakes: Wakes;
}

interface Timed {
  readonly key: string;
  /** The earliest entry that `wakes` has for it. */
  scheduled: Instant | null;
  /** Where its messages go. */
  readonly flow: Flow;
}
export type InviteServer = Timed & {
  readonly role: 'invite-server';
  state: InviteServerState;
  readonly origin: string;
  /** The request without its body, to answer it; without its headers once that is done. */
  request: SipRequest;
  readonly leg: LegId | null;
};
export type Server = Timed & { readonly role: 'server'; state: ServerState; readonly origin: string };
export type InviteClient = Timed & {
  readonly role: 'invite-client';
  state: InviteClientState;
  /** As sent, Via and all: ACK and CANCEL are made from it. After its 2xx what other forks need. */
  request: SipRequest;
  readonly leg: LegId;
  /** The dialog in which it was sent; null: it is to make one. */
  readonly within: Dialog | null;
  /** What a repeated 2xx gets within a dialog; null: none came. */
  ack: Sent | null;
  /** The highest CSeq of any dialog that it has made. */
  said: number;
  /** Without a final response it is over then; null: never. */
  giveUpAt: Instant | null;
  /** What a challenge is answered with. */
  readonly claim?: Claim;
};
/** What was sent, and where to. */
export interface Sent {
  readonly flow: Flow;
  readonly wire: Wire;
}
export type Client = Timed & {
  readonly role: 'client';
  state: ClientState;
  /** The leg that ends with it; null: nobody waits for its outcome. */
  readonly leg: LegId | null;
  /** The leg that hears what became of it (UPDATE); null: none does. */
  readonly told: LegId | null;
  /** Who is told its outcome. */
  readonly asker?: RequestId;
  readonly claim?: Claim;
  /** As sent, where there is an asker or a claim. */
  readonly request?: SipRequest;
};
export type Transaction = InviteServer | Server | InviteClient | Client;

/** One dialog of a leg, and what was said about the sound in it. */
export interface Talk {
  /** Early ones too; null: an outgoing call that nobody has answered. */
  dialog: Dialog | null;
  /** Our latest description. */
  localSdp: string | null;
  /** What was agreed on. */
  media: Negotiated | null;
  /** What our side wants of the sound, whoever holds whom now. */
  wish: Direction;
  ours: Ours | null;
  theirs: Theirs | null;
}

/** A description of ours that is to be agreed on anew, or a refresh of the session. */
export type Ours = {
  /** null: our latest again, which only keeps the session alive. */
  readonly sdp: string | null;
  readonly tries: number;
} & (
  | {
      readonly kind: 'asking';
      readonly method: 'INVITE' | 'UPDATE';
      readonly transaction: string;
      /** Whether its 2xx says how long the session lasts: not before the call's answer. */
      readonly renews: boolean;
      /** What the shell wished meanwhile; null: nothing. */
      readonly next: string | null;
      /** What a challenge is answered with; null: nothing. */
      readonly claimed: Claimed | null;
    }
  /** It may not be said now: both sides began at once (491), or the peer is being answered. */
  | {
      readonly kind: 'waiting';
      readonly at: Instant;
      /** What it was challenged for before; null: nothing yet. */
      readonly claim: Claim | null;
    }
);

/** An offer of the peer's that only the shell can answer. */
export interface Theirs {
  readonly method: 'INVITE' | 'UPDATE';
  /** The request without its body, to answer it. */
  readonly request: SipRequest;
  /** What it came on. */
  readonly flow: Flow;
  readonly transaction: string;
  readonly offered: Negotiated;
  /** Beyond that it is refused. */
  readonly giveUpAt: Instant;
}

/** A dialog of a call of ours before its answer: each fork has one (RFC 3261 §12.1.2). */
export interface Early extends Talk {
  dialog: Dialog;
  /** RSeq of its last reliable response; null: there was none. */
  sequence: number | null;
  /** The peer's answer in a reliable response (RFC 3262 §5); null: it will be in the 2xx. */
  answer: string | null;
}

export interface Leg extends Talk {
  readonly id: LegId;
  withheld: boolean;
  readonly callId: string;
  /** Whether the Call-ID is ours: who waits how long where both begin at once (§14.1). */
  readonly calling: boolean;
  /** Whether the peer takes UPDATE. */
  updates: boolean;
  /** Whether the peer may hand the call on. */
  acceptsRefer: boolean;
  /** The peer waits to hear what became of its REFER; `id` is its CSeq. */
  referral: { readonly id: number; readonly expiresAt: Instant } | null;
  /** null: the call stands until somebody ends it. */
  session: SessionTimer | null;
  phase: Phase;
  /** Of an outgoing call that is not answered yet. */
  early: Early[];
  /** RSeq of our last reliable response; 0: there was none. */
  reliable: number;
  scheduled: Instant | null;
  /** Who we are to the peer, for its challenges; never in a snapshot. */
  credentials?: Credentials;
}
/** RFC 3262 §3: said again, doubling from T1, until its PRACK comes. */
interface Pending {
  readonly wire: Wire;
  readonly describes: 'nothing' | 'offer' | 'answer';
  readonly resendAt: Instant;
  readonly intervalMs: number;
  readonly giveUpAt: Instant;
}
/** What the shell says to a caller. */
export type Said = { readonly kind: 'ring' } | { readonly kind: 'progress' | 'answer'; readonly sdp: string };

export type Phase =
  /** An INVITE of the peer's waits for our answer. */
  | {
      readonly kind: 'ringing';
      readonly transaction: string;
      readonly offered: string | null;
      /** 180 is said again then; null: it was not said yet. */
      readonly remindAt: Instant | null;
      /** The INVITE's Expires; null: it has none. */
      readonly expiresAt: Instant | null;
      /** What the INVITE says of RFC 3262. */
      readonly reliably: 'no' | 'possible' | 'required';
      /** A reliable response of ours that waits for its PRACK. */
      readonly pending: Pending | null;
      /** What is to be said once it came. */
      readonly next: Said | null;
      /** Whether our description was agreed on before the answer. */
      readonly agreed: boolean;
    }
  /** An INVITE of ours waits for the peer's. `giveUpAt`: 64*T1 after CANCEL (§9.1). */
  | {
      readonly kind: 'calling';
      readonly transaction: string;
      readonly heard: boolean;
      readonly cancel: 'none' | 'wanted' | 'sent';
      readonly giveUpAt: Instant | null;
    }
  /** Our 2xx is sent again and again until its ACK comes (§13.3.1.4). */
  | {
      readonly kind: 'unacknowledged';
      readonly ok: Wire;
      readonly sequence: number;
      readonly of: 'answer' | 'late-offer' | 'refresh' | 're-offer';
      /** Where the 2xx goes, by its Via. */
      readonly flow: Flow;
      readonly resendAt: Instant;
      readonly intervalMs: number;
      readonly giveUpAt: Instant;
      readonly thenHangUp: boolean;
    }
  /** `ack` is said again for each repeated 2xx; null: the peer called us, or the process was restarted. */
  | { readonly kind: 'up'; readonly ack: Sent | null }
  /** Our BYE is on its way; the leg goes when it is answered or its transaction gives up. */
  | { readonly kind: 'ending' };

/** One step being taken. */
export interface Run {
  readonly state: UserAgentState;
  readonly now: Instant;
  readonly effects: UserAgentEffect[];
}
