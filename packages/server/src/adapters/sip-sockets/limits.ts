/** Everything has a limit; what happens beyond it stands beside it. */
export const SOCKET_LIMITS = {
  /** Connections on one port beyond are refused: a carrier holds a few, phones in a room some hundreds. */
  connectionsMax: 2_000,
  /** So many of them may be strangers', who have proved nothing yet: carriers always find room beside them. */
  strangersMax: 1_000,
  /** A peer that reads nothing while this much waits for it is cut off; its calls are told. */
  unsentBytesMax: 1_000_000,
  /** A connection on which nothing was said for so long is closed; dialogs open a new one (RFC 3261 §18). */
  idleMs: 3_600_000,
  /** A connection that is not open, handshake and all, after so long is given up: what waits for it fails. */
  openWithinMs: 10_000,
  /** New requests from one address each second; a carrier's evening at its peak is a third of it. In dialogs: no limit. */
  newRequestsPerSecond: 1_000,
  /** So many may come at once, after a quiet time. More are dropped and counted. */
  newRequestsAtOnce: 5_000,
  /** Addresses whose pace is remembered; beyond, the one that was quiet longest is forgotten. */
  addressesMax: 10_000,
} as const;
