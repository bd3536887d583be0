import type { TransportName } from '../transport/flow.ts';

/** Where a request is to go, as a URI or a setting says it. */
export interface Destination {
  /** A name, or an IPv4 or IPv6 literal without brackets. */
  readonly host: string;
  readonly port: number | null;
  /** null: whichever the peer prefers of ours. */
  readonly transport: TransportName | null;
  /** sips: over TLS or not at all. */
  readonly secure: boolean;
}

/** One way to a peer. */
export interface Target {
  readonly transport: TransportName;
  readonly address: string;
  readonly port: number;
  /** What was asked for: the name that a TLS certificate must bear. */
  readonly host: string;
}

export interface LocateSettings {
  /** What we speak, the dearest first. */
  readonly transports: readonly TransportName[];
  /** Which addresses we can send to, the dearest first. */
  readonly families: readonly ('A' | 'AAAA')[];
  /** For each of three rounds of questions; what was not answered by then is as if there were nothing. */
  readonly timeoutMs: number;
  /** For the choice by weight. */
  readonly seed: number;
}

/** RFC 2915 as `dns.resolveNaptr` gives it. */
export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly regexp: string;
  readonly replacement: string;
}
/** RFC 2782 as `dns.resolveSrv` gives it. */
export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly name: string;
}

export interface Question {
  readonly type: 'NAPTR' | 'SRV' | 'A' | 'AAAA';
  readonly name: string;
}
/** No records: there are none, or nobody could say. */
export type DnsAnswer =
  | { readonly type: 'NAPTR'; readonly name: string; readonly records: readonly NaptrRecord[] }
  | { readonly type: 'SRV'; readonly name: string; readonly records: readonly SrvRecord[] }
  | { readonly type: 'A' | 'AAAA'; readonly name: string; readonly records: readonly string[] };

export type LocateInput =
  | { readonly kind: 'answered'; readonly answer: DnsAnswer }
  | { readonly kind: 'clock' };

export type LocateEffect =
  | { readonly kind: 'lookup'; readonly question: Question }
  /** Once, at the end: the first is to be tried first. None: the host cannot be found. */
  | { readonly kind: 'located'; readonly targets: readonly Target[] };
