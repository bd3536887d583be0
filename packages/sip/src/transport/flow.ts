export type TransportName = 'udp' | 'tcp' | 'tls';

export interface Endpoint {
  /** IPv4 or IPv6 literal without brackets. */
  readonly address: string;
  readonly port: number;
}

/**
 * Where bytes came from and where they go. The shell knows the socket: for UDP it sends from the socket bound to
 * `local`; for a stream it writes to the connection `id`. An empty `id` on a stream means that no connection is
 * known: the shell takes or opens one to `remote`, and says `flow-failed` if it cannot.
 */
export interface Flow {
  readonly transport: TransportName;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** The stream connection's id; any constant for UDP. */
  readonly id: string;
  /** Where the other side finds us, if that is not `local`: behind address translation. */
  readonly seenAs?: Endpoint;
}

/** Whether the transport delivers by itself, so that timers A, E, G and the waits I, J, K, D fall to nothing. */
export const isReliable = (transport: TransportName): boolean => transport !== 'udp';

export const isSameFlow = (one: Flow, other: Flow): boolean =>
  one.transport === other.transport &&
  one.id === other.id &&
  one.remote.address === other.remote.address &&
  one.remote.port === other.remote.port;
