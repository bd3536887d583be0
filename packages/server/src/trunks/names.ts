import { isHostName, readHostAndPort } from '@pledgeline/contract';
import type { TrunkId } from '@pledgeline/core';
import type { Target } from '@pledgeline/sip';
import type { TrunkBook } from './book.ts';
import { locateHost, lookAgainMs, type Located, type LocatingDeps } from './locating.ts';
import { hostsOf, targetOf, type Trunk } from './trunk.ts';

export interface NamesDeps extends LocatingDeps {
  readonly book: TrunkBook;
  /** The ways to a trunk are other ones now. */
  readonly moved: (trunk: TrunkId) => void;
}

/** What is known of one trunk's names. */
interface Known {
  readonly trunk: Trunk;
  readonly timer: NodeJS.Timeout | undefined;
  readonly targets: readonly Target[];
  readonly unresolved: readonly string[];
}

/**
 * Keeps the host names of all trunks looked up, each again when its answer has run out. Where no name server answers,
 * or says that there is nothing, the last good answer stays: a carrier does not move in the evening of a campaign.
 */
export class Names {
  readonly #deps: NamesDeps;
  readonly #known = new Map<TrunkId, Known>();
  #isStopped = false;

  constructor(deps: NamesDeps) {
    this.#deps = deps;
  }

  /** Follows the trunks as they are now; what has not changed is left alone. Answers when new names were looked up. */
  async follow(): Promise<void> {
    const trunks = this.#deps.book.all();
    for (const id of this.#known.keys()) if (!trunks.some((trunk) => trunk.id === id)) this.#forget(id);
    const changed = trunks.filter((trunk) => this.#known.get(trunk.id)?.trunk.revision !== trunk.revision);
    await Promise.all(
      changed.map((trunk) => {
        const before = this.#known.get(trunk.id);
        this.#forget(trunk.id);
        const targets = before !== undefined && isSameWay(before.trunk, trunk) ? before.targets : [];
        this.#known.set(trunk.id, { trunk, timer: undefined, targets, unresolved: [] });
        return this.#look(trunk);
      }),
    );
  }

  /** Where our requests to that trunk may go, the first first. */
  targetsOf(id: TrunkId): readonly Target[] {
    return this.#known.get(id)?.targets ?? [];
  }

  unresolvedOf(id: TrunkId): readonly string[] {
    return this.#known.get(id)?.unresolved ?? [];
  }

  stop(): void {
    this.#isStopped = true;
    for (const id of this.#known.keys()) this.#forget(id);
  }

  #forget(id: TrunkId): void {
    clearTimeout(this.#known.get(id)?.timer);
    this.#known.delete(id);
  }

  async #look(trunk: Trunk): Promise<void> {
    const target = targetOf(trunk);
    const [way, ...sources] = await Promise.all([
      target === null ? NOWHERE : this.#locate(trunk, target),
      ...hostsOf(trunk)
        .filter(isHostName)
        .map((host) => this.#source(trunk, host)),
    ]);
    // It was changed or removed while the name servers were asked.
    const known = this.#known.get(trunk.id);
    if (this.#isStopped || known?.trunk !== trunk) return;
    for (const { host, addresses } of sources)
      if (addresses.length > 0 && addresses.join() !== this.#deps.book.resolvedOf(host).join())
        this.#deps.book.resolve(host, addresses);
    const targets = way.targets.length > 0 ? way.targets : known.targets;
    const unresolved = sources.flatMap(({ host, addresses }) => (addresses.length === 0 ? [host] : []));
    const all = [way, ...sources];
    const timer = this.#lookAgain(trunk, all, unresolved.length > 0 || all.some(({ isAway }) => isAway));
    this.#known.set(trunk.id, { trunk, timer, targets, unresolved });
    if (JSON.stringify(targets) !== JSON.stringify(known.targets)) this.#deps.moved(trunk.id);
  }

  #lookAgain(
    trunk: Trunk,
    answers: readonly Pick<Located, 'ttlSeconds'>[],
    isSoon: boolean,
  ): NodeJS.Timeout | undefined {
    if (!hostsOf(trunk).some(isHostName)) return undefined;
    const waitMs = lookAgainMs(
      answers.map(({ ttlSeconds }) => ttlSeconds),
      isSoon,
    );
    return setTimeout(() => void this.#look(trunk), waitMs).unref();
  }

  #locate(trunk: Trunk, place: string): Promise<Located> {
    const { host, port } = readHostAndPort(place) ?? { host: place, port: null };
    const destination = { host, port, transport: null, secure: trunk.transport === 'tls' };
    return locateHost(this.#deps, destination, [trunk.transport]);
  }

  /** A carrier that calls from a name calls from its SIP hosts, or from the host that bears it. */
  async #source(trunk: Trunk, host: string) {
    const both = await Promise.all([this.#locate(trunk, host), this.#locate(trunk, `${host}:5060`)]);
    const addresses = [...new Set(both.flatMap(({ targets }) => targets.map(({ address }) => address)))];
    const ttls = both.flatMap(({ ttlSeconds }) => ttlSeconds ?? []);
    const ttlSeconds = ttls.length === 0 ? null : Math.min(...ttls);
    return { host, addresses: addresses.toSorted(), ttlSeconds, isAway: both.some(({ isAway }) => isAway) };
  }
}

/** Whether what was found for the one still serves for the other. */
const isSameWay = (one: Trunk, other: Trunk): boolean =>
  targetOf(one) === targetOf(other) && one.transport === other.transport;

const NOWHERE: Located = { targets: [], ttlSeconds: null, isAway: false };
