import { isHostName, type DeskPhoneAddress } from '@pledgeline/contract';
import { inOrder, markBad, markGood, NO_PEERS, targetKey, type Target } from '@pledgeline/sip';
import { locateHost, lookAgainMs, type LocatingDeps } from '../trunks/locating.ts';

export interface PhoneNamesDeps extends LocatingDeps {
  /** Phones are found, or found elsewhere. */
  readonly moved: () => void;
}

/** One name, for as long as somebody sits at a phone of that name. */
interface Known {
  targets: readonly Target[];
  timer: NodeJS.Timeout | undefined;
}

/**
 * Where desk phones at a fixed address are. A name is looked up in the background, and again when its answer has run
 * out; a call takes what is known at that moment. Extensions of one exchange are one name.
 */
export class PhoneNames {
  readonly #deps: PhoneNamesDeps;
  readonly #known = new Map<string, Known>();
  #peers = NO_PEERS;

  constructor(deps: PhoneNamesDeps) {
    this.#deps = deps;
  }

  /** Looks up the names of these phones, and forgets those that none of them has. */
  follow(phones: readonly DeskPhoneAddress[]): void {
    const wanted = new Map(
      phones.filter(({ host }) => isHostName(host)).map((phone) => [placeOf(phone), phone]),
    );
    for (const place of this.#known.keys()) if (!wanted.has(place)) this.#forget(place);
    for (const [place, phone] of wanted) {
      if (this.#known.has(place)) continue;
      const known: Known = { targets: [], timer: undefined };
      this.#known.set(place, known);
      void this.#look(known, phone);
    }
  }

  /** [TEL-42] Where it is rung, the first first: whoever did not answer lately comes last (RFC 3263 §4.3). */
  targetsOf(phone: DeskPhoneAddress): readonly Target[] {
    if (isHostName(phone.host)) {
      const targets = this.#known.get(placeOf(phone))?.targets ?? [];
      return inOrder(this.#peers, targets, this.#deps.clock());
    }
    const { host, port, transport } = phone;
    return [{ transport: transport ?? 'udp', address: host, port: port ?? DEFAULT_PORT, host }];
  }

  failed(target: Target): void {
    this.#peers = markBad(this.#peers, target, null, this.#deps.clock());
  }

  answered(target: Target): void {
    this.#peers = markGood(this.#peers, target);
  }

  stop(): void {
    this.follow([]);
  }

  #forget(place: string): void {
    clearTimeout(this.#known.get(place)?.timer);
    this.#known.delete(place);
  }

  async #look(known: Known, phone: DeskPhoneAddress): Promise<void> {
    const { host, port, transport } = phone;
    const destination = { host, port, transport, secure: false };
    const { targets, ttlSeconds, isAway } = await locateHost(this.#deps, destination, ['udp', 'tcp']);
    // Nobody sits at a phone of that name any more, or somebody does again and it is asked for anew.
    if (this.#known.get(placeOf(phone)) !== known) return;
    const waitMs = lookAgainMs([ttlSeconds], isAway || targets.length === 0);
    known.timer = setTimeout(() => void this.#look(known, phone), waitMs).unref();
    if (targets.length === 0 || isSame(targets, known.targets)) return;
    known.targets = targets;
    this.#deps.moved();
  }
}

const DEFAULT_PORT = 5_060;

/** Extensions at the same place are found by one look-up. */
const placeOf = ({ host, port, transport }: DeskPhoneAddress): string =>
  `${host} ${port ?? ''} ${transport ?? ''}`;

/** The order among equals is drawn anew with each look-up: a phone does not move for that. */
const isSame = (some: readonly Target[], others: readonly Target[]): boolean =>
  some.length === others.length && keysOf(some) === keysOf(others);
const keysOf = (targets: readonly Target[]): string => targets.map(targetKey).toSorted().join();
