import { Mix } from '../rtp/mix.ts';
import type { RtpHeader } from '../rtp/packet.ts';
import type { Codec, MonitorMode } from '../port.ts';
import { partiesOf, voicesFor, type Conversation } from './hearing.ts';
import { Leg } from './leg.ts';
import type { Line } from './line.ts';
import type { Hearer, Party } from './party.ts';

/**
 * Who is connected with whom. Every change works out who hears whom anew, for those whom it touches; whoever hears one
 * voice is given its packets as they come, straight from the one who speaks, and only who hears several gets a mix.
 */
export class Cords {
  /** Both ways. */
  readonly #partners = new Map<Party, Party>();
  readonly #supervisors = new Map<Leg, Map<Line, MonitorMode>>();
  readonly #monitored = new Map<Line, Leg>();
  readonly #voices = new Map<Party, readonly Party[]>();
  readonly #mixes = new Map<Party, Mix<Party>>();
  readonly #changed: (party: Party) => void;

  /** `changed` is told of everybody who hears others than before, once all are connected. */
  constructor(changed: (party: Party) => void) {
    this.#changed = changed;
  }

  partnerOf(party: Party): Party | null {
    return this.#partners.get(party) ?? null;
  }

  supervisorsOf(leg: Leg): ReadonlyMap<Line, MonitorMode> {
    return this.#supervisors.get(leg) ?? new Map<Line, MonitorMode>();
  }

  voicesOf(party: Party): readonly Party[] {
    return this.#voices.get(party) ?? [];
  }

  hearersOf(speaker: Party): readonly Party[] {
    return partiesOf(this.#conversationOf(speaker)).filter((party) => this.voicesOf(party).includes(speaker));
  }

  /** The two hear each other, and whoever they were with before neither of them. Who monitors one of them still does. */
  pair(one: Party, other: Party): void {
    for (const party of [one, other]) if (!(party instanceof Leg)) this.unmonitor(party as Line);
    this.#rearrange([one, other, ...this.#with(one), ...this.#with(other)], () => {
      for (const party of [one, other]) this.#unpair(party);
      this.#partners.set(one, other);
      this.#partners.set(other, one);
    });
  }

  part(party: Party): void {
    this.#rearrange([party, ...this.#with(party)], () => this.#unpair(party));
  }

  monitor(leg: Leg, supervisor: Line, mode: MonitorMode): void {
    const former = this.#monitored.get(supervisor);
    if (former !== undefined && former !== leg) this.unmonitor(supervisor);
    this.#rearrange([leg, supervisor], () => {
      const supervisors = this.#supervisors.get(leg) ?? new Map<Line, MonitorMode>();
      this.#supervisors.set(leg, supervisors.set(supervisor, mode));
      this.#monitored.set(supervisor, leg);
    });
  }

  unmonitor(supervisor: Line): void {
    const leg = this.#monitored.get(supervisor);
    if (leg === undefined) return;
    this.#rearrange([leg, supervisor], () => {
      this.#monitored.delete(supervisor);
      const supervisors = this.#supervisors.get(leg);
      supervisors?.delete(supervisor);
      if (supervisors?.size === 0) this.#supervisors.delete(leg);
    });
  }

  /** It is connected with nobody any more, and nobody monitors it. */
  release(party: Party): void {
    this.part(party);
    if (party instanceof Leg) for (const line of this.supervisorsOf(party).keys()) this.unmonitor(line);
    else this.unmonitor(party as Line);
  }

  #unpair(party: Party): void {
    const partner = this.#partners.get(party);
    this.#partners.delete(party);
    if (partner !== undefined) this.#partners.delete(partner);
  }

  #with(party: Party): readonly Party[] {
    const partner = this.#partners.get(party);
    return partner === undefined ? [] : [partner];
  }

  #conversationOf(party: Party): Conversation<Party> {
    const host = party instanceof Leg ? party : (this.#monitored.get(party as Line) ?? party);
    const ends = [host, ...this.#with(host)];
    const callers = ends.filter((end) => end instanceof Leg);
    return {
      callers,
      agents: ends.filter((end) => !(end instanceof Leg)),
      supervisors: new Map<Party, MonitorMode>(callers.flatMap((leg) => [...this.supervisorsOf(leg)])),
    };
  }

  #rearrange(touched: readonly Party[], act: () => void): void {
    const around = (): readonly Party[] => touched.flatMap((one) => partiesOf(this.#conversationOf(one)));
    const before = around();
    act();
    const parties = new Set([...before, ...around()]);
    const changed = [...parties].filter((party) => this.#attune(party));
    for (const party of parties) party.speakTo(this.#routeOf(party));
    for (const party of changed) this.#changed(party);
  }

  /** Lets a party hear whom it is to hear. False: it does already. */
  #attune(party: Party): boolean {
    const voices = voicesFor(party, this.#conversationOf(party));
    const before = this.voicesOf(party);
    if (voices.length === before.length && voices.every((voice) => before.includes(voice))) return false;
    if (voices.length === 0) this.#voices.delete(party);
    else this.#voices.set(party, voices);
    if (voices.length < 2) this.#mixes.delete(party);
    else this.#mixOf(party).have(voices);
    party.hearOthers(voices);
    return true;
  }

  #mixOf(party: Party): Mix<Party> {
    const known = this.#mixes.get(party);
    if (known !== undefined) return known;
    const mix = new Mix<Party>((sum, nowMs) => party.hearMix(sum, nowMs));
    this.#mixes.set(party, mix);
    return mix;
  }

  #routeOf(speaker: Party): Hearer | null {
    const hearers = this.hearersOf(speaker);
    const mixes = hearers.flatMap((party) => this.#mixes.get(party) ?? []);
    const straight = hearers.filter((party) => !this.#mixes.has(party));
    const [only = null] = straight;
    return mixes.length === 0 && straight.length < 2 ? only : new Fork(speaker, mixes, straight);
  }
}

/** A voice that several hear. */
class Fork implements Hearer {
  readonly #speaker: Party;
  readonly #mixes: readonly Mix<Party>[];
  readonly #straight: readonly Party[];

  constructor(speaker: Party, mixes: readonly Mix<Party>[], straight: readonly Party[]) {
    this.#speaker = speaker;
    this.#mixes = mixes;
    this.#straight = straight;
  }

  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    // The mixes first: whoever hears it straight rewrites it where it lies, so that all but the last get copies.
    for (const mix of this.#mixes) mix.hear(this.#speaker, packet, header, spoken, nowMs);
    const last = this.#straight.length - 1;
    this.#straight.forEach((party, at) =>
      party.hear(at === last ? packet : Buffer.from(packet), header, spoken, nowMs),
    );
  }
}
