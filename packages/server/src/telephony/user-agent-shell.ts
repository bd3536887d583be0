import { randomUUID } from 'node:crypto';
import {
  LIMITS,
  RFC_TIMERS,
  createUserAgent,
  restoreDialogs,
  stepUserAgent,
  userAgentWakesAt,
  type Credentials,
  type DialogSnapshot,
  type Endpoint,
  type Flow,
  type LegId,
  type TransportName,
  type UserAgentEffect,
  type UserAgentInput,
  type UserAgentState,
} from '@pledgeline/sip';
import type { Instant } from '@pledgeline/core';
import { addressFor } from '@pledgeline/media';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import {
  openSipSockets,
  TLS_PORT_NAMED,
  type SipListener,
  type SipPlaces,
  type SipSockets,
  type Source,
} from '../adapters/sip-sockets/sockets.ts';
import type { TrunkNews } from './switchboard.ts';

/** Who keeps what operators see of the messages. */
export interface MessageTrace {
  /** What the user agent is about to take, and what it then did. */
  before(input: UserAgentInput, now: Instant): void;
  after(effect: UserAgentEffect): void;
  /** What came to the port and was not even read. */
  dropped(because: string, from: Source | null, now: Instant): void;
  /** Dialogs of an earlier life. */
  adopt(dialogs: readonly DialogSnapshot[], now: Instant): void;
}

/** What a user agent without calls holds nothing of. */
export interface HeldByUserAgent {
  readonly transactions: number;
  readonly legs: number;
  readonly dialogs: number;
  /** Moments at which it wants to be told the time. */
  readonly timers: number;
}

export interface UserAgentShellDeps {
  readonly clock: Clock;
  /** Whether a peer's address is one that we talk to at all. */
  readonly admits: (address: string, transport: TransportName) => boolean;
  /** Whether an address is heard for its transport's sake alone. */
  readonly isStranger?: (address: string) => boolean;
  /** Whether this message is read, where not all is that comes from there. */
  readonly hears?: (flow: Flow, bytes: Uint8Array) => boolean;
  /** Whether phones may register here. */
  readonly registrar?: boolean;
  /** Without it, nobody is connected to over TLS. */
  readonly tls?: Pick<SipListener, 'tlsPeerOf' | 'tlsTold'>;
  /** Where the other side of this flow finds us, if that is not where we are. */
  readonly seenAs?: (flow: Flow) => Endpoint | null;
  /** A way that somebody may count on is gone. */
  readonly flowGone?: (flow: Flow) => void;
  /** Shown what goes in and out, and changes none of it. */
  readonly trace?: MessageTrace;
  readonly perform: (effect: TrunkNews) => void;
  readonly dropped: (because: string) => void;
  readonly fault: (error: unknown) => void;
}

/** Where the SIP user agent meets its sockets. */
export class UserAgentShell {
  readonly #shell: MachineShell<UserAgentState, UserAgentInput, UserAgentEffect>;
  readonly #deps: UserAgentShellDeps;
  readonly #dialogs = new Map<LegId, DialogSnapshot>();
  #sockets: SipSockets | null = null;
  #addresses: readonly string[] = [];

  constructor(deps: UserAgentShellDeps) {
    this.#deps = deps;
    // The seed makes tags and branches that nobody outside can foretell; the rest of them is arithmetic.
    const state = createUserAgent(
      {
        name: 'Pledgeline',
        timers: RFC_TIMERS,
        registrar: deps.registrar ?? false,
        limits: { transactionsMax: LIMITS.transactionsMax, legsMax: LIMITS.legsMax },
      },
      randomUUID(),
    );
    this.#shell = new MachineShell<UserAgentState, UserAgentInput, UserAgentEffect>(
      {
        state,
        step: stepUserAgent,
        wakeAt: userAgentWakesAt,
        tick: { kind: 'clock' },
        before: (input, now) => this.#traced((trace) => trace.before(input, now)),
        perform: (effect) => this.#perform(effect),
        fault: deps.fault,
      },
      deps.clock,
    );
  }

  async open(places: SipPlaces): Promise<SipSockets> {
    this.#addresses = places.addresses;
    const { clock, ...deps } = this.#deps;
    const listener: SipListener = {
      admits: deps.admits,
      isStranger: (address) => deps.isStranger?.(address) ?? false,
      received: (flow, bytes) => {
        if (deps.hears?.(flow, bytes) ?? true) this.feed({ kind: 'received', flow, bytes });
        else deps.dropped('unknown-source');
      },
      flowFailed: (flow) => {
        this.feed({ kind: 'flow-failed', flow });
        deps.flowGone?.(flow);
      },
      dropped: (because, from) => {
        deps.dropped(because);
        this.#traced((trace) => trace.dropped(because, from ?? null, clock()));
      },
      tlsPeerOf: (address) => deps.tls?.tlsPeerOf(address) ?? null,
      tlsTold: (address, fault) => deps.tls?.tlsTold(address, fault),
    };
    this.#sockets = await openSipSockets(places, listener, clock);
    return this.#sockets;
  }

  /** Shows a certificate that was renewed. */
  renew(): void {
    this.#sockets?.renew();
  }

  feed(input: UserAgentInput): void {
    this.#shell.feed('flow' in input ? { ...input, flow: this.#seen(input.flow) } : input);
  }

  /** Says of a flow where the other side finds us, if that is not where we are. */
  #seen({ seenAs: _before, ...flow }: Flow): Flow {
    const seenAs = this.#deps.seenAs?.(flow) ?? null;
    return seenAs === null ? flow : { ...flow, seenAs };
  }

  /** A way to this peer from the address of ours that is nearest to it; null: no address of ours leads there. */
  flowTo({ transport, address, port }: Endpoint & { readonly transport: TransportName }): Flow | null {
    const near = this.#sockets === null ? null : addressFor(address, this.#addresses);
    if (this.#sockets === null || near === null) return null;
    const ours = transport === 'tls' ? this.#sockets.tlsPort : this.#sockets.port;
    const local = { address: near, port: ours ?? TLS_PORT_NAMED };
    return this.#seen({ transport, local, remote: { address, port }, id: transport === 'udp' ? 'udp' : '' });
  }

  restore(
    snapshots: readonly DialogSnapshot[],
    credentialsOf: (snapshot: DialogSnapshot) => Credentials | null = () => null,
  ): void {
    restoreDialogs(this.#shell.state, snapshots, credentialsOf);
    for (const dialog of snapshots) this.#dialogs.set(dialog.leg, dialog);
    this.#traced((trace) => trace.adopt(snapshots, this.#deps.clock()));
  }

  held(): HeldByUserAgent {
    const { transactions, legs, dialogs, wakes } = this.#shell.state;
    return {
      transactions: transactions.size,
      legs: legs.size,
      dialogs: dialogs.size,
      timers: wakes.length,
    };
  }

  /** The dialogs as they are now, for a log that is written anew. */
  dialogs(): readonly DialogSnapshot[] {
    return [...this.#dialogs.values()];
  }

  async close(): Promise<void> {
    this.#shell.stop();
    await this.#sockets?.close();
  }

  /** A bug there costs a line on a screen, and no call anything. */
  #traced(show: (trace: MessageTrace) => void): void {
    if (this.#deps.trace === undefined) return;
    try {
      show(this.#deps.trace);
    } catch (error) {
      this.#deps.fault(error);
    }
  }

  #perform(effect: UserAgentEffect): void {
    this.#traced((trace) => trace.after(effect));
    if (effect.kind === 'send') return this.#sockets?.send(effect.flow, effect.bytes);
    if (effect.kind === 'dialog') {
      if (effect.dialog === null) this.#dialogs.delete(effect.leg);
      else this.#dialogs.set(effect.leg, effect.dialog);
    }
    this.#deps.perform(effect);
  }
}
