/** Everything has a limit; what happens beyond it is said beside it and in SPEC.md. */
export const LIMITS = {
  /** Longer messages are answered 513 where they can be, and end a stream. */
  messageBytesMax: 65_535,
  /** More headers than this are answered 400. */
  headersMax: 200,
  /** Entries of one list header (Via, Route …) or parameters of one value; more is malformed. */
  listMax: 200,
  /** Lines of a session description; more is malformed. */
  sdpLinesMax: 1_000,
  /** Media descriptions in an offer, each of which must be answered. */
  sdpMediaMax: 16,
  /**
   * Transactions that live at once; new requests beyond are answered 503 without keeping anything. A call leaves three
   * for 32 s and one for 5 s, 1.2 KB each: 860 calls a second are 87,000 of them.
   */
  transactionsMax: 120_000,
  /** Calls that live at once; new INVITEs beyond are answered 503. */
  legsMax: 10_000,
  /** Headers, bytes, of the text that the shell may put into an outgoing request. */
  extraHeadersMax: 20,
  /** Peers whose challenges are remembered; the one longest not asked is forgotten, and challenges anew. */
  digestSpacesMax: 1_000,
  /** What the DNS says of one destination: ways, hosts and targets that are looked at; the rest is passed over. */
  locateServicesMax: 8,
  locateHostsMax: 16,
  locateTargetsMax: 32,
  /** Peers that are remembered as bad; of more the one that failed longest ago is good again. */
  badPeersMax: 1_000,
  /** How long the shell may think about another offer of the peer's; then it is answered 504. */
  /** Early dialogs of one call of ours; provisional responses of further forks are not kept. */
  earlyDialogsMax: 16,
  /** CSeq up to which a call of ours says PRACK, and ends other forks with BYE: a peer that wants more gets no more. */
  forkRequestsMax: 200,
  /** How long a telephone waits to hear what became of its REFER; then it is told 408. */
  referralMs: 180_000,
  answerAgainMs: 10_000,
  /** How often what was refused is said again in another way, or later where both sides began at once. */
  askTriesMax: 8,
  /** A re-INVITE that got a provisional answer only; then the call is over, as after 408 (§16.6: a proxy's timer C). */
  reinviteMs: 180_000,
  /** A refresh of the session that was refused is tried again after this long, until the session expires. */
  refreshAgainMs: 10_000,
} as const;

/** RFC 3261 §17.1.1.1 and Table 4, in milliseconds. Passed in, so a test can shrink them and a slow trunk stretch them. */
export interface SipTimers {
  /** Estimate of the round trip. */
  readonly t1Ms: number;
  /** Longest interval between two sendings of the same message. */
  readonly t2Ms: number;
  /** How long a message may stay in the network. */
  readonly t4Ms: number;
}
/** RFC 4028 §4: half an hour, and no less than a minute and a half; the shell may say otherwise. */
export const SESSION = { intervalSeconds: 1_800, minSeconds: 90 } as const;
/** A session that is to last longer than a day has no end that matters, and no timer. */
export const SESSION_SECONDS_MAX = 86_400;

export const RFC_TIMERS: SipTimers = { t1Ms: 500, t2Ms: 4_000, t4Ms: 5_000 };
