import type { PhoneAccount } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import {
  createRegistrar,
  devicesOf,
  REGISTRAR_LIMITS,
  registrarWakesAt,
  restoreRegistrar,
  snapshotRegistrar,
  stepRegistrar,
  type Binding,
  type Flow,
  type RegistrarEffect,
  type RegistrarInput,
  type RegistrarState,
  type TransportName,
  type UserAgentEffect,
  type UserAgentInput,
} from '@pledgeline/sip';
import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import type { Counter, Registry } from 'prom-client';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { isTrial } from '../campaigns/store.ts';
import { phoneFigures, type Outcome } from './figures.ts';
import { PHONE_REALM } from './password.ts';
import { isOfSite, mayBePhone, placesOfPhones, shownPlace, standingOf, type PhonePlaces } from './places.ts';
import { RegistrationsFile } from './registrations-file.ts';
import { phoneAccounts, sites, type KeptAccount } from './store.ts';

export interface PhoneRegistrarDeps {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  /** Where the log of the floor lies. */
  readonly folder: string;
}

/** Whom the registrar speaks to, while there is a telephone side. */
export interface RegistrarPeers {
  readonly toUserAgent: (input: UserAgentInput) => void;
  /** Something has changed about where this phone is. */
  readonly moved: (user: string) => void;
}

/** What another server, or a hand in the database, has changed is in force here after so long. */
const READ_AGAIN_MS = 10_000;
const REGISTER = Buffer.from('REGISTER ');

interface Known {
  readonly accounts: ReadonlyMap<string, KeptAccount>;
  readonly places: PhonePlaces;
}

/** Where the registrar meets the world: accounts from the database, phones from the SIP port, their places on disk. */
export class PhoneRegistrar {
  readonly #deps: PhoneRegistrarDeps;
  readonly #shell: MachineShell<RegistrarState, RegistrarInput, RegistrarEffect>;
  readonly #file: RegistrationsFile;
  readonly #outcomes: Counter<'outcome'>;
  readonly #timer: NodeJS.Timeout;
  /** TLS connections of strangers on which a password was proved. */
  readonly #proven = new Set<string>();
  #known: Known = {
    accounts: new Map(),
    places: placesOfPhones([], { isTrial: false, hasAccounts: false }),
  };
  #peers: RegistrarPeers | null = null;
  /** Whether the REGISTER that is being answered brought a password. */
  #isAnswering = false;
  #reading: Promise<void> = Promise.resolve();

  static async open(deps: PhoneRegistrarDeps): Promise<PhoneRegistrar> {
    const registrar = new PhoneRegistrar(deps);
    await registrar.reload();
    registrar.#goOn();
    return registrar;
  }

  private constructor(deps: PhoneRegistrarDeps) {
    const { log, clock } = deps;
    this.#deps = deps;
    // The secret makes nonces that nobody outside can foretell; with a restart all of them are stale.
    const state = createRegistrar(
      { realm: PHONE_REALM, limits: REGISTRAR_LIMITS },
      randomBytes(32).toString('hex'),
    );
    this.#file = new RegistrationsFile(deps.folder, () => snapshotRegistrar(this.#shell.state), log);
    this.#outcomes = phoneFigures(deps.registry, () => this.#shell.state.bound);
    this.#shell = new MachineShell<RegistrarState, RegistrarInput, RegistrarEffect>(
      {
        state,
        step: stepRegistrar,
        wakeAt: registrarWakesAt,
        tick: { kind: 'clock' },
        perform: (effect) => this.#perform(effect),
        fault: (error) => log.error({ err: error }, 'a registration was lost to a bug'),
      },
      clock,
    );
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        log.warn({ err: error }, 'the phone accounts could not be read again'),
      );
    }, READ_AGAIN_MS).unref();
  }

  connect(peers: RegistrarPeers | null): void {
    this.#peers = peers;
    // What ended while nobody was there is told now.
    if (peers !== null) this.#shell.feed({ kind: 'clock' });
  }

  /** [TEL-17] Takes up what the database has; one after the other, so that what was read first never holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => {
      const { db } = this.#deps;
      const [accounts, all, trial] = await Promise.all([phoneAccounts(db), sites(db), isTrial(db)]);
      this.#take({
        accounts: new Map(accounts.map((account) => [account.user, account])),
        places: placesOfPhones(all, { isTrial: trial, hasAccounts: accounts.length > 0 }),
      });
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  /** Whether a socket reads what comes from there, because a phone of ours may be there. */
  admits(address: string, transport: TransportName): boolean {
    return mayBePhone(this.#known.places, { address, transport });
  }

  /** Whether a site has that address among its networks. */
  knows(address: string): boolean {
    return isOfSite(this.#known.places, address);
  }

  /** [TEL-16] Over TLS from anywhere else only REGISTER is heard, until a password was proved on that connection. */
  hears(flow: Flow, bytes: Uint8Array): boolean {
    if (flow.transport !== 'tls' || this.knows(flow.remote.address)) return true;
    return this.#proven.has(flow.id) || REGISTER.equals(bytes.subarray(0, REGISTER.length));
  }

  /** What the SIP user agent tells. */
  told(effect: UserAgentEffect): void {
    if (effect.kind !== 'registering') return;
    const { id, flow, request } = effect;
    const { user } = request;
    const { address } = flow.remote;
    const account = user === null ? undefined : this.#known.accounts.get(user);
    const from = { address, transport: flow.transport };
    const standing = standingOf(this.#known.places, from, account?.site.id ?? null);
    // Where an account may not be used it is as if there were none: the same answers, and the same work.
    const named = account !== undefined && standing === 'elsewhere' ? `${account.user} elsewhere` : user;
    this.#isAnswering = request.authorization.length > 0;
    this.#shell.feed({
      kind: 'register',
      id,
      flow,
      request: { ...request, user: named },
      trusted: standing !== 'nowhere',
    });
  }

  flowGone(flow: Flow): void {
    this.#proven.delete(flow.id);
    this.#shell.feed({ kind: 'flow-failed', flow });
  }

  /** How the phone of that name is called now: of several devices, the one that is there longest. */
  bindingOf(user: string): Binding | null {
    const [first, ...others] = devicesOf(this.#shell.state, user);
    return first === undefined
      ? null
      : others.reduce((best, each) => (each.until >= best.until ? each : best), first);
  }

  /** Where the phone of that name is, for a screen; null: it is not registered. */
  placeOf(user: string): PhoneAccount['from'] {
    const flow = this.bindingOf(user)?.flow;
    if (flow === undefined) return null;
    return { transport: flow.transport, address: shownPlace(this.#known.places, flow.remote.address) };
  }

  /** An orderly end: where the phones are is on disk. */
  async stop(): Promise<void> {
    this.abandon();
    await this.#file.end();
  }

  /** As a crash does. */
  abandon(): void {
    clearInterval(this.#timer);
    this.#shell.stop();
    this.#file.abandon();
  }

  /** [TEL-18] A stream of an earlier life is gone, and a phone behind a NAT cannot be reached by a new one. */
  #goOn(): void {
    const { bindings, locks } = this.#file.read();
    const reachable = bindings.filter(
      ({ user, flow }) => flow.transport === 'udp' && this.#known.accounts.has(user),
    );
    restoreRegistrar(this.#shell.state, { bindings: reachable, locks }, this.#deps.clock());
    this.#shell.feed({ kind: 'clock' });
  }

  #take(next: Known): void {
    const before = this.#known;
    this.#known = next;
    for (const user of before.accounts.keys())
      if (!next.accounts.has(user)) this.#shell.feed({ kind: 'account-gone', user });
    for (const { user, site, hashes } of next.accounts.values()) {
      // Devices that stand where the account may no longer be used are gone.
      const strayed = devicesOf(this.#shell.state, user).some(({ flow: { transport, remote } }) => {
        const from = { transport, address: remote.address };
        return standingOf(next.places, from, site.id) !== 'here';
      });
      if (strayed) this.#shell.feed({ kind: 'account-gone', user });
      this.#shell.feed({ kind: 'account', user, hashes });
    }
  }

  #perform(effect: RegistrarEffect): void {
    switch (effect.kind) {
      case 'reply':
        this.#count(outcomeOf(effect, this.#isAnswering));
        return this.#peers?.toUserAgent(effect);
      case 'refused':
        this.#count(effect.because);
        return this.#file.changed();
      case 'bound':
        if (effect.flow.transport === 'tls') this.#proven.add(effect.flow.id);
        this.#file.changed();
        return this.#peers?.moved(effect.user);
      case 'unbound':
        this.#file.changed();
        return this.#peers?.moved(effect.user);
      default:
        return unreachable(effect);
    }
  }

  #count(outcome: Outcome | null): void {
    if (outcome !== null) this.#outcomes.inc({ outcome });
  }
}

type Reply = RegistrarEffect & { readonly kind: 'reply' };

/** Null: its refusal was counted. A stale nonce is no wrong password, whatever was answered over it. */
function outcomeOf({ status, headers }: Reply, isAnswering: boolean): Outcome | null {
  if (status === 200) return 'taken';
  if (status !== 401) return null;
  const isStale = headers.some(({ value }) => value.endsWith('stale=true'));
  return isAnswering && !isStale ? 'wrong-password' : 'challenged';
}
