import type { CallId, TrunkId } from '@pledgeline/core';
import type { TlsFault, TlsPeer } from '../adapters/sip-sockets/tls.ts';
import { claimOf, finderOf, isClaimed, type Claim, type Resolved, type TrunkOf } from './finder.ts';
import { hostsOf, type Trunk } from './trunk.ts';

/** Which calls are on, and by which trunk they came. */
export interface CallsOn {
  onTrunk(trunk: TrunkId): number;
  callsOn(trunk: TrunkId): readonly CallId[];
  has(call: CallId): boolean;
}

/** Addresses that are no trunk's any more, and the calls for whose sake what comes from them is still heard. */
interface Leaving {
  readonly hears: (address: string) => boolean;
  readonly calls: readonly CallId[];
}

/** What is known of the trunks at this moment; all of it is replaced in one stroke, never a part of it. */
interface Known {
  readonly trunks: readonly Trunk[];
  readonly resolved: Resolved;
  readonly claims: readonly Claim[];
  readonly find: TrunkOf;
}

/**
 * The trunks as they are now. A call that is on keeps the trunk that it came by: where that one is changed or removed,
 * the addresses that it had are heard until the call has ended, for no new call.
 */
export class TrunkBook {
  #known: Known;
  #leaving: readonly Leaving[] = [];
  readonly #tlsFaults = new Map<TrunkId, TlsFault>();
  #calls: CallsOn = { onTrunk: () => 0, callsOn: () => [], has: () => false };

  constructor(trunks: readonly Trunk[]) {
    this.#known = known(trunks, new Map());
  }

  /** Who can say which calls are on; said once, before the first call. */
  watch(calls: CallsOn): void {
    this.#calls = calls;
  }

  all(): readonly Trunk[] {
    return this.#known.trunks;
  }

  get(id: TrunkId): Trunk | null {
    return this.all().find((trunk) => trunk.id === id) ?? null;
  }

  callsOn(id: TrunkId): number {
    return this.#calls.onTrunk(id);
  }

  /** Whose a new call from there would be. */
  of(address: string): Trunk | null {
    return this.#known.find(address);
  }

  /** Whether what comes from there is heard at all. */
  admits(address: string): boolean {
    return this.of(address) !== null || this.#hears(address);
  }

  resolvedOf(host: string): readonly string[] {
    return this.#known.resolved.get(host) ?? [];
  }

  /** Whom we connect to at that address over TLS: the certificate must be that of the name in the trunk. */
  tlsPeerOf(address: string): TlsPeer | null {
    for (const { authority, ...trunk } of this.all()) {
      const host = hostsOf(trunk).find((one) => one === address || this.resolvedOf(one).includes(address));
      if (host !== undefined) return { host, authority };
    }
    const trunk = this.of(address);
    return trunk === null ? null : { host: address, authority: trunk.authority };
  }

  tlsTold(address: string, fault: TlsFault | null): void {
    const reached = (trunk: Trunk): boolean =>
      hostsOf(trunk).some((host) => host === address || this.resolvedOf(host).includes(address));
    const trunk = this.all().find(reached) ?? this.of(address);
    if (trunk === null) return;
    if (fault === null) this.#tlsFaults.delete(trunk.id);
    else this.#tlsFaults.set(trunk.id, fault);
  }

  /** Why the last connection to that trunk over TLS was refused; null: it was not. */
  tlsFaultOf(id: TrunkId): TlsFault | null {
    return this.#tlsFaults.get(id) ?? null;
  }

  /** The trunks as the database has them now. */
  take(trunks: readonly Trunk[]): void {
    this.#become(known(trunks, this.#known.resolved));
  }

  /** What a host name stands for from now on. */
  resolve(host: string, addresses: readonly string[]): void {
    this.#become(known(this.#known.trunks, new Map(this.#known.resolved).set(host, addresses)));
  }

  /** A call that was taken up from an earlier life is heard, whatever has become of its trunk. */
  hold(address: string, call: CallId): void {
    this.#leaving = [...this.#leaving, { hears: (one) => one === address, calls: [call] }];
  }

  #become(next: Known): void {
    const changed = this.#known.claims.filter((claim) => !next.claims.some((other) => isSame(claim, other)));
    const leaving = changed.flatMap((claim): Leaving[] => {
      const calls = this.#calls.callsOn(claim.trunk.id);
      return calls.length === 0 ? [] : [{ hears: (address) => isClaimed(claim, address), calls }];
    });
    this.#known = next;
    this.#leaving = [...this.#stillLeaving(), ...leaving];
  }

  #hears(address: string): boolean {
    if (this.#leaving.length === 0) return false;
    this.#leaving = this.#stillLeaving();
    return this.#leaving.some(({ hears }) => hears(address));
  }

  #stillLeaving(): readonly Leaving[] {
    return this.#leaving.filter(({ calls }) => calls.some((call) => this.#calls.has(call)));
  }
}

function known(trunks: readonly Trunk[], resolved: Resolved): Known {
  const claims = trunks.map((trunk) => claimOf(trunk, resolved));
  return { trunks, resolved, claims, find: finderOf(claims) };
}

/** Whether the same trunk has the same addresses. */
const isSame = (one: Claim, other: Claim): boolean =>
  one.trunk.id === other.trunk.id &&
  one.written.rules.join() === other.written.rules.join() &&
  one.resolved.rules.join() === other.resolved.rules.join();
