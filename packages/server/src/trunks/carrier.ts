import { readHostAndPort, type TrunkState } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import {
  createQualify,
  createRegistration,
  inOrder,
  letsTheNextTry,
  markBad,
  markGood,
  NO_PEERS,
  peerView,
  qualifyWakesAt,
  registerRequest,
  registrationView,
  registrationWakesAt,
  stepQualify,
  stepRegistration,
  targetKey,
  type Endpoint,
  type Flow,
  type QualifyEffect,
  type QualifyInput,
  type QualifyState,
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  type Target,
  type UserAgentEffect,
  type UserAgentInput,
} from '@pledgeline/sip';
import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import { SeenAs } from './seen-as.ts';
import { targetOf, type Registration, type Trunk } from './trunk.ts';
import { uriHost, uriPlace } from './uri.ts';

export type Request = UserAgentInput & { readonly kind: 'request' };
export type Responded = UserAgentEffect & { readonly kind: 'responded' };

export interface CarrierDeps {
  readonly clock: Clock;
  readonly fault: (error: unknown) => void;
  /** Sends a request of ours, under a name of its own, and tells its end once. */
  readonly send: (request: Request, ended: (responded: Responded) => void) => void;
  /** A way to a target; null: no address of ours leads there. */
  readonly flowTo: (target: Target) => Flow | null;
  readonly targets: () => readonly Target[];
  /** Null: there is none, or it cannot be read here. */
  readonly password: string | null;
}

/** One way to a carrier. */
export interface Way {
  readonly target: Target;
  readonly flow: Flow;
}

/** Silences in a row until a carrier counts as down: one may get lost. */
const DOWN_AFTER = 3;

/** The only peer of its machine. */
const PEER = 'carrier';

/** Asks one carrier whether it is there, and registers with it. */
export class Carrier {
  readonly trunk: Trunk;
  readonly #deps: CarrierDeps;
  readonly #qualify: MachineShell<QualifyState, QualifyInput, QualifyEffect> | null;
  readonly #registration: MachineShell<RegistrationState, RegistrationInput, RegistrationEffect> | null;
  #peers = NO_PEERS;
  #since = new Date();
  #answer: TrunkState['answer'] = null;
  readonly #seenAs = new SeenAs();
  #left: () => void = () => undefined;

  constructor(trunk: Trunk, deps: CarrierDeps) {
    this.trunk = trunk;
    this.#deps = deps;
    // Of a carrier that is nothing but blocks nobody knows whom to ask.
    const seconds = targetOf(trunk) === null ? null : trunk.keepAliveSeconds;
    this.#qualify = seconds === null ? null : this.#openQualify(seconds);
    const { registration } = trunk;
    this.#registration =
      registration === null || deps.password === null ? null : this.#openRegistration(registration);
    if (!trunk.enabled) return;
    this.#qualify?.feed({ kind: 'watch', peer: PEER });
    this.#registration?.feed({ kind: 'start' });
  }

  /** The ways to it are other ones. */
  again(): void {
    this.#registration?.feed({ kind: 'again' });
  }

  /** The connection on which it registered is gone. One that never came about is waited for as after any failure. */
  cutOff(): void {
    if (this.#registered().registration === 'registered') this.again();
  }

  /** Takes the registration back; what comes after that is nobody's. Ends when the registrar has answered, or cannot. */
  leave(): Promise<void> {
    this.#qualify?.stop();
    return new Promise((left) => {
      this.#left = left;
      this.#registration?.feed({ kind: 'stop' });
      this.#tellLeft();
    });
  }

  #tellLeft(): void {
    if (this.#registration === null || registrationWakesAt(this.#registration.state) === null) this.#left();
  }

  /** [TRUNK-41] Where the carrier sees us; null: where we are. */
  get seenAs(): Endpoint | null {
    return this.#seenAs.place;
  }

  #learn(flow: Flow, seen: Endpoint | null): void {
    if (!this.#seenAs.learn(flow, seen, this.#deps.clock())) return;
    this.#registration?.feed({ kind: 'stop' });
    this.#registration?.feed({ kind: 'start' });
  }

  stop(): void {
    this.#qualify?.stop();
    this.#registration?.stop();
  }

  state(): Pick<TrunkState, 'reach' | 'since' | 'latencyMs' | 'answer' | 'registration' | 'registeredUntil'> {
    const view = this.#qualify === null ? null : peerView(this.#qualify.state, PEER);
    return {
      reach: view?.kind ?? 'unknown',
      since: this.#since.toISOString(),
      latencyMs: view?.kind === 'up' ? view.latencyMs : null,
      answer: this.#answer,
      ...this.#registered(),
    };
  }

  #registered(): Pick<TrunkState, 'registration' | 'registeredUntil'> {
    if (this.trunk.registration === null) return { registration: 'none', registeredUntil: null };
    if (this.#registration === null) return { registration: 'no-password', registeredUntil: null };
    const view = registrationView(this.#registration.state, this.#deps.clock());
    const until = 'until' in view && view.until !== null ? new Date(view.until).toISOString() : null;
    switch (view.kind) {
      case 'off':
        return { registration: 'registering', registeredUntil: null };
      case 'trying':
        return { registration: until === null ? 'registering' : 'registered', registeredUntil: until };
      case 'registered':
        return { registration: 'registered', registeredUntil: until };
      case 'refused':
        return {
          registration: letsTheNextTry(view.status) ? 'unreachable' : 'refused',
          registeredUntil: until,
        };
      default:
        return unreachable(view);
    }
  }

  #openQualify(seconds: number) {
    const settings = {
      periodMs: 1_000 * seconds,
      downAfter: DOWN_AFTER,
      peersMax: 1,
      seed: randomInt(SEED_MAX),
    };
    return new MachineShell<QualifyState, QualifyInput, QualifyEffect>(
      {
        state: createQualify(settings),
        step: stepQualify,
        wakeAt: qualifyWakesAt,
        tick: { kind: 'clock' },
        fault: this.#deps.fault,
        perform: (effect) => {
          if (effect.kind === 'peer-changed') this.#since = new Date();
          else this.#askWhetherThere(effect);
        },
      },
      this.#deps.clock,
    );
  }

  #askWhetherThere({ id }: QualifyEffect & { readonly kind: 'send-options' }): void {
    const uri = `sip:${uriPlace(targetOf(this.trunk) ?? '')}`;
    const ended = ({ status }: Pick<Responded, 'status'>): void => {
      if (!letsTheNextTry(status)) this.#answer = { status, at: new Date().toISOString() };
      this.#qualify?.feed({ kind: 'responded', id, status });
    };
    const way = this.#way();
    if (way === null) return ended({ status: 503 });
    const from = this.#address(this.trunk.registration);
    this.#send(
      { kind: 'request', id, method: 'OPTIONS', flow: way.flow, target: uri, from, to: uri },
      way,
      ended,
    );
  }

  #openRegistration(registration: Registration) {
    const settings = {
      name: this.trunk.id,
      registrar: `sip:${uriPlace(registration.registrar)}`,
      address: this.#address(registration),
      contactUser: escaped(registration.user),
      expiresSeconds: registration.expiresSeconds,
      callId: randomUUID(),
      seed: randomInt(SEED_MAX),
    };
    return new MachineShell<RegistrationState, RegistrationInput, RegistrationEffect>(
      {
        state: createRegistration(settings),
        step: stepRegistration,
        wakeAt: registrationWakesAt,
        tick: { kind: 'clock' },
        fault: this.#deps.fault,
        perform: (effect) => {
          if (effect.kind === 'send-register') this.#register(effect, registration);
        },
      },
      this.#deps.clock,
    );
  }

  #register(
    wish: RegistrationEffect & { readonly kind: 'send-register' },
    { user, authUser }: Registration,
  ): void {
    const way = this.#way();
    if (way === null) {
      const nothing = { expiresSeconds: null, minExpiresSeconds: null, retryAfterSeconds: null };
      this.#registration?.feed({ kind: 'responded', id: wish.id, status: 503, sequence: 0, ...nothing });
      return this.#tellLeft();
    }
    const credentials = { username: authUser ?? user, password: this.#deps.password ?? '' };
    const request = registerRequest(wish, { flow: way.flow, credentials }) as Request;
    this.#send(request, way, (responded) => {
      // Whatever became of it, what was to be taken back is the old place.
      if (wish.expiresSeconds === 0) this.#seenAs.moved();
      this.#registration?.feed({ ...responded, id: wish.id });
      this.#tellLeft();
      if (responded.status < 300) this.#learn(way.flow, wish.expiresSeconds === 0 ? null : responded.seenAs);
      // RFC 3263 §4.3: another host of the same carrier may know better, and at once.
      if (letsTheNextTry(responded.status) && this.#hasAnother()) this.again();
    });
  }

  /** The ways to it: whoever did not answer lately is tried last. */
  ways(): readonly Way[] {
    return inOrder(this.#peers, this.#deps.targets(), this.#deps.clock()).flatMap((target) => {
      const flow = this.#deps.flowTo(target);
      return flow === null ? [] : [{ target, flow }];
    });
  }

  /** What a host of it has answered. */
  heard({ target }: Way, status: number, retryAfterSeconds: number | null): void {
    this.#peers = letsTheNextTry(status)
      ? markBad(this.#peers, target, retryAfterSeconds, this.#deps.clock())
      : markGood(this.#peers, target);
  }

  #way(): Way | null {
    return this.ways()[0] ?? null;
  }

  #send(request: Request, way: Way, ended: (responded: Responded) => void): void {
    this.#deps.send(request, (responded) => {
      this.heard(way, responded.status, responded.retryAfterSeconds);
      ended(responded);
    });
  }

  #hasAnother(): boolean {
    return this.#deps.targets().some((target) => !this.#peers.has(targetKey(target)));
  }

  #address(registration: Registration | null): string {
    const place = registration?.registrar ?? targetOf(this.trunk) ?? '';
    const user = registration === null ? 'pledgeline' : escaped(registration.user);
    return `sip:${user}@${uriHost(readHostAndPort(place)?.host ?? place)}`;
  }
}

const SEED_MAX = 2 ** 31;

/** RFC 3261 §19.1.2: what may stand in a user part as it is. */
const escaped = (user: string): string =>
  user.replaceAll(/[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/g, encodeURIComponent);
