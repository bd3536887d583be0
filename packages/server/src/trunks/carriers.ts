import type { TrunkId } from '@pledgeline/core';
import type {
  Credentials,
  Endpoint,
  Flow,
  RequestId,
  Target,
  UserAgentEffect,
  UserAgentInput,
} from '@pledgeline/sip';
import type { Clock } from '../adapters/clock/clock.ts';
import type { TrunkBook } from './book.ts';
import { Carrier, type Responded } from './carrier.ts';
import type { Names } from './names.ts';
import type { Passwords } from './password.ts';
import type { Trunk } from './trunk.ts';

/** What sends our requests. */
export interface Sender {
  feed(input: UserAgentInput): void;
  flowTo(target: Target): Flow | null;
}

export interface CarriersDeps {
  readonly book: TrunkBook;
  readonly names: Names;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly fault: (error: unknown) => void;
}

/** Every trunk's carrier: asked whether it is there, registered with, and followed through changes. */
export class Carriers {
  readonly #deps: CarriersDeps;
  readonly #carriers = new Map<TrunkId, Carrier>();
  readonly #waiting = new Map<RequestId, (responded: Responded) => void>();
  #sender: Sender | null = null;
  #asked = 0;

  constructor(deps: CarriersDeps) {
    this.#deps = deps;
  }

  /** From now on there is somebody who sends; with null, there is not. */
  connect(sender: Sender | null): void {
    for (const carrier of this.#carriers.values()) carrier.stop();
    this.#carriers.clear();
    this.#waiting.clear();
    this.#sender = sender;
    this.#meet();
  }

  /** [TRUNK-42] Takes every registration back, and waits for the registrars, but not for long. */
  async leave(limitMs: number): Promise<void> {
    const leaving = [...this.#carriers.values()].map((carrier) => carrier.leave());
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise((pass) => (timer = setTimeout(pass, limitMs)));
    await Promise.race([Promise.all(leaving), limit]);
    clearTimeout(timer);
  }

  /** Follows the trunks as they are now. A carrier for whom nothing has changed that concerns it is left alone. */
  async follow(): Promise<void> {
    const trunks = this.#deps.book.all();
    for (const [id, carrier] of this.#carriers) {
      const next = trunks.find((trunk) => trunk.id === id) ?? null;
      if (next !== null && concern(next) === concern(carrier.trunk)) continue;
      // The same account goes on: taking the old registration back could take the new one with it.
      if (next !== null && isSameAccount(next, carrier.trunk)) carrier.stop();
      else void carrier.leave();
      this.#carriers.delete(id);
    }
    await this.#deps.names.follow();
    this.#meet();
  }

  /** How a request of ours ended. */
  told(effect: UserAgentEffect): void {
    if (effect.kind !== 'responded') return;
    const ended = this.#waiting.get(effect.id);
    this.#waiting.delete(effect.id);
    ended?.(effect);
  }

  /** A registration lives on its connection: where that is gone, the carrier would ring in vain. */
  flowGone({ transport, remote }: Flow): void {
    if (transport === 'udp') return;
    const trunk = this.#deps.book.of(remote.address);
    if (trunk !== null) this.#carriers.get(trunk.id)?.cutOff();
  }

  /** [TRUNK-41] Where the carrier with which we register sees us, over UDP; null: where we are, or it did not say. */
  seenAs({ transport, remote }: Flow): Endpoint | null {
    // Asked for each message that comes: whose address it is costs more than whether anybody has said so.
    if (transport !== 'udp' || [...this.#carriers.values()].every((carrier) => carrier.seenAs === null))
      return null;
    const trunk = this.#deps.book.of(remote.address);
    return trunk === null ? null : (this.#carriers.get(trunk.id)?.seenAs ?? null);
  }

  /** The ways to a trunk are other ones. */
  moved(id: TrunkId): void {
    this.#carriers.get(id)?.again();
  }

  /** Who we are to that trunk's carrier; null: it knows us by our address, or the password cannot be read here. */
  credentialsOf(trunk: Trunk): Credentials | null {
    const { registration } = trunk;
    const sealed = registration?.sealedPassword ?? null;
    const password = sealed === null ? null : this.#deps.passwords.open(trunk.id, sealed);
    if (registration === null || password === null) return null;
    return { username: registration.authUser ?? registration.user, password };
  }

  of(id: TrunkId): Carrier | null {
    return this.#carriers.get(id) ?? null;
  }

  #meet(): void {
    const sender = this.#sender;
    if (sender === null) return;
    for (const trunk of this.#deps.book.all())
      if (!this.#carriers.has(trunk.id)) this.#carriers.set(trunk.id, this.#carrier(trunk, sender));
  }

  #carrier(trunk: Trunk, sender: Sender): Carrier {
    const { names, passwords, clock, fault } = this.#deps;
    const sealed = trunk.registration?.sealedPassword ?? null;
    return new Carrier(trunk, {
      clock,
      fault,
      targets: () => names.targetsOf(trunk.id),
      flowTo: (target) => sender.flowTo(target),
      password: sealed === null ? null : passwords.open(trunk.id, sealed),
      send: (request, ended) => {
        this.#asked += 1;
        const id = `trunk ${this.#asked}` as RequestId;
        this.#waiting.set(id, ended);
        sender.feed({ ...request, id });
      },
    });
  }
}

/** What of a trunk concerns the carrier: not its name, nor how many calls it may have. */
const concern = ({
  enabled,
  transport,
  registration,
  outboundProxy,
  keepAliveSeconds,
  ...rest
}: Trunk): string =>
  JSON.stringify([enabled, transport, registration, outboundProxy, keepAliveSeconds, rest.addresses]);

const isSameAccount = (one: Trunk, other: Trunk): boolean =>
  one.enabled &&
  one.registration !== null &&
  one.registration.registrar === other.registration?.registrar &&
  one.registration.user === other.registration.user;
