import type { Instant } from '@pledgeline/core';
import type { Dialog } from '../dialog/dialog.ts';
import type { SipRequest } from '../message/message.ts';
import type { Negotiated } from '../offer-answer/media.ts';
import type { ClientState } from '../transaction/client.ts';
import type { InviteClientState } from '../transaction/invite-client.ts';
import type { InviteServerState } from '../transaction/invite-server.ts';
import type { ServerState } from '../transaction/server.ts';
import type { Wire } from '../transaction/transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { Credentials } from '../digest/response.ts';
import type { Known } from '../digest/answering.ts';
import type { Claim } from './claims.ts';
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
  /** The request without its body, to answer it. */
  readonly request: SipRequest;
  readonly leg: LegId | null;
};
export type Server = Timed & { readonly role: 'server'; state: ServerState; readonly origin: string };
export type InviteClient = Timed & {
  readonly role: 'invite-client';
  state: InviteClientState;
  /** As sent, Via and all: ACK and CANCEL are made from it. */
  readonly request: SipRequest;
  readonly leg: LegId;
  /** What a challenge is answered with. */
  readonly claim?: Claim;
};
export type Client = Timed & {
  readonly role: 'client';
  state: ClientState;
  /** The leg that ends with it; null: nobody waits for its outcome. */
  readonly leg: LegId | null;
  /** Who is told its outcome. */
  readonly asker?: RequestId;
  readonly claim?: Claim;
  /** As sent, where there is an asker or a claim. */
  readonly request?: SipRequest;
};
export type Transaction = InviteServer | Server | InviteClient | Client;

export interface Leg {
  readonly id: LegId;
  readonly withheld: boolean;
  readonly callId: string;
  phase: Phase;
  /** The dialog, early ones too; null: an outgoing call that nobody has answered. */
  dialog: Dialog | null;
  /** Our latest description. */
  localSdp: string | null;
  /** What was agreed on. */
  media: Negotiated | null;
  scheduled: Instant | null;
  /** Who we are to the peer, for its challenges; never in a snapshot. */
  readonly credentials?: Credentials;
}
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
      readonly of: 'answer' | 'late-offer' | 'refresh';
      /** Where the 2xx goes, by its Via. */
      readonly flow: Flow;
      readonly resendAt: Instant;
      readonly intervalMs: number;
      readonly giveUpAt: Instant;
      readonly thenHangUp: boolean;
    }
  /** `ack` is said again for each repeated 2xx; null: the peer called us, or the process was restarted. */
  | { readonly kind: 'up'; readonly ack: { readonly flow: Flow; readonly wire: Wire } | null }
  /** Our BYE is on its way; the leg goes when it is answered or its transaction gives up. */
  | { readonly kind: 'ending' };

/** One step being taken. */
export interface Run {
  readonly state: UserAgentState;
  readonly now: Instant;
  readonly effects: UserAgentEffect[];
}
