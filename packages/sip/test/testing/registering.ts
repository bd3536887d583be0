import { unreachable, type Instant } from '@pledgeline/core';
import { octetsOf } from '../../src/grammar/octets.ts';
import {
  createRegistrar,
  createRegistration,
  createUserAgent,
  REGISTRAR_LIMITS,
  registerRequest,
  registrarWakesAt,
  registrationWakesAt,
  RFC_TIMERS,
  stepRegistrar,
  stepRegistration,
  stepUserAgent,
  userAgentWakesAt,
  type Credentials,
  type Flow,
  type RegistrarEffect,
  type RegistrarInput,
  type RegistrationEffect,
  type RegistrationInput,
  type UserAgentEffect,
  type UserAgentInput,
} from '../../src/index.ts';
import { hashes, REALM } from './registrar-bench.ts';

const PHONE = { address: '192.0.2.20', port: 5060 };
const LINE = { address: '192.0.2.10', port: 5060 };
const SETTINGS = {
  name: 'Pledgeline',
  timers: RFC_TIMERS,
  limits: { transactionsMax: 100, legsMax: 10 },
};

/** What becomes of a message: how long each of its copies takes; none: it is lost. */
export type Network = () => readonly number[];

/** A phone that registers with us: two user agents, a registration, a registrar, and what lies between, on one clock. */
export class Registering {
  nowMs = 0;
  readonly phone = createUserAgent({ ...SETTINGS, name: 'phone' }, 'of the phone');
  readonly line = createUserAgent({ ...SETTINGS, registrar: true }, 'of the line');
  readonly registrar = createRegistrar({ realm: REALM, limits: REGISTRAR_LIMITS }, 'of the registrar');
  registration;
  credentials: Credentials = { username: 'desk-1', password: 'right' };
  /** `ms what`: messages as they were sent, and what each side tells. */
  readonly ladder: string[] = [];
  readonly sent: string[] = [];
  readonly #network: Network;
  #travelling: { readonly atMs: number; readonly to: 'phone' | 'line'; readonly bytes: Uint8Array }[] = [];

  constructor(network: Network = () => [0], expiresSeconds = 600) {
    this.#network = network;
    this.registration = createRegistration({
      name: 'phone',
      registrar: 'sip:192.0.2.10',
      address: 'sip:desk-1@192.0.2.10',
      contactUser: 'desk-1',
      expiresSeconds,
      callId: 'of-the-phone',
      seed: 7,
    });
    this.toRegistrar({ kind: 'account', user: 'desk-1', hashes: hashes('desk-1', 'right') });
  }

  get flows(): { readonly phone: Flow; readonly line: Flow } {
    const phone: Flow = { transport: 'udp', local: PHONE, remote: LINE, id: 'udp' };
    return { phone, line: { ...phone, local: LINE, remote: PHONE } };
  }

  toRegistration(input: RegistrationInput): this {
    const { state, effects } = stepRegistration(this.registration, input, this.nowMs as Instant);
    this.registration = state;
    for (const effect of effects) this.#registrationTold(effect);
    return this;
  }

  toRegistrar(input: RegistrarInput): void {
    const { effects } = stepRegistrar(this.registrar, input, this.nowMs as Instant);
    for (const effect of effects) this.#registrarTold(effect);
  }

  toPhone(input: UserAgentInput): void {
    for (const effect of stepUserAgent(this.phone, input, this.nowMs as Instant).effects)
      if (effect.kind === 'send') this.#send('line', effect.bytes);
      else if (effect.kind === 'responded') this.toRegistration(effect);
  }

  toLine(input: UserAgentInput): void {
    for (const effect of stepUserAgent(this.line, input, this.nowMs as Instant).effects)
      this.#lineTold(effect);
  }

  /** Lets the clock run until then. */
  until(ms: number): this {
    for (let next = this.#next(); next <= ms; next = this.#next()) {
      this.nowMs = Math.max(this.nowMs, next);
      this.#deliver();
      this.#tick();
    }
    this.nowMs = ms;
    return this;
  }

  /** Whatever of calls and requests is left on either side; all quiet: nothing. */
  left(): number {
    return [this.phone, this.line].reduce(
      (sum, { transactions, asks, wakes, origins }) =>
        sum + transactions.size + asks.size + wakes.length + origins.size,
      this.#travelling.length,
    );
  }

  #next(): number {
    return Math.min(
      ...this.#travelling.map(({ atMs }) => atMs),
      ...[
        userAgentWakesAt(this.phone),
        userAgentWakesAt(this.line),
        registrarWakesAt(this.registrar),
        registrationWakesAt(this.registration),
      ].map((wake) => wake ?? Infinity),
    );
  }

  #deliver(): void {
    const due = this.#travelling.filter(({ atMs }) => atMs <= this.nowMs);
    this.#travelling = this.#travelling.filter(({ atMs }) => atMs > this.nowMs);
    for (const { to, bytes } of due)
      if (to === 'line') this.toLine({ kind: 'received', flow: this.flows.line, bytes });
      else this.toPhone({ kind: 'received', flow: this.flows.phone, bytes });
  }

  #tick(): void {
    const due = (wake: Instant | null): boolean => wake !== null && wake <= this.nowMs;
    if (due(userAgentWakesAt(this.phone))) this.toPhone({ kind: 'clock' });
    if (due(userAgentWakesAt(this.line))) this.toLine({ kind: 'clock' });
    if (due(registrarWakesAt(this.registrar))) this.toRegistrar({ kind: 'clock' });
    if (due(registrationWakesAt(this.registration))) this.toRegistration({ kind: 'clock' });
  }

  #send(to: 'phone' | 'line', bytes: Uint8Array): void {
    const text = octetsOf(bytes);
    this.sent.push(text);
    this.ladder.push(`${this.nowMs} ${to === 'line' ? 'phone →' : '← line'} ${text.split('\r\n')[0]}`);
    for (const delayMs of this.#network()) this.#travelling.push({ atMs: this.nowMs + delayMs, to, bytes });
  }

  #registrationTold(effect: RegistrationEffect): void {
    if (effect.kind === 'registration-changed') this.ladder.push(`${this.nowMs} phone: ${effect.view.kind}`);
    else this.toPhone(registerRequest(effect, { flow: this.flows.phone, credentials: this.credentials }));
  }

  #lineTold(effect: UserAgentEffect): void {
    if (effect.kind === 'send') this.#send('phone', effect.bytes);
    else if (effect.kind === 'registering') {
      const { id, flow, request } = effect;
      this.toRegistrar({ kind: 'register', id, flow, request, trusted: true });
    }
  }

  #registrarTold(effect: RegistrarEffect): void {
    switch (effect.kind) {
      case 'reply':
        return this.toLine(effect);
      case 'bound':
        this.ladder.push(`${this.nowMs} line: bound ${effect.contact}`);
        return;
      case 'unbound':
        this.ladder.push(`${this.nowMs} line: unbound, ${effect.because}`);
        return;
      case 'refused':
        this.ladder.push(`${this.nowMs} line: refused, ${effect.because}`);
        return;
      default:
        return unreachable(effect);
    }
  }
}
