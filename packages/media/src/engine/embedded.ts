import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { failed, ok, unreachable, type AgentId, type CallId, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import type {
  End,
  LegRequest,
  LegSound,
  Media,
  MediaEvent,
  MediaFault,
  MediaSessions,
  PhoneAim,
  PhoneLineRequest,
  PromptName,
  SoundAddress,
} from '../port.ts';
import { addressFor } from './addresses.ts';
import { Leg } from './leg.ts';
import { Line } from './line.ts';
import { Peer, type PeerPlace } from './peer.ts';
import { Players } from './player.ts';
import { RtpPorts, type PortRange } from './ports.ts';
import { loadRecordings, recordingOf, type Recording } from './recordings.ts';
import { readOffer } from './sdp.ts';
import { Turns } from './turns.ts';
import { Wire } from './wire.ts';

export interface EmbeddedSettings extends PeerPlace {
  readonly rtpPorts: PortRange;
  /** How long a session lives that nobody renews. */
  readonly leaseMs: number;
  /** Without a packet from a browser for this long, its line is lost. */
  readonly lineSilentMs: number;
  /** Without a packet from a caller for this long, leg-silent is told. */
  readonly legSilentMs: number;
  /** How often sessions are looked at. */
  readonly lookEveryMs: number;
}

export const EMBEDDED_DEFAULTS = {
  icePort: null,
  leaseMs: 60_000,
  lineSilentMs: 1_500,
  legSilentMs: 30_000,
  lookEveryMs: 250,
} as const;

const QUIET = recordingOf(new Int16Array(160));

/** The sound of the line inside this process: plain RTP to carriers and desk phones, WebRTC to browsers. */
export class EmbeddedMedia implements Media {
  readonly #settings: EmbeddedSettings;
  readonly #now: () => number;
  readonly #legs = new Map<CallId, Leg>();
  readonly #lines = new Map<AgentId, Line>();
  readonly #ports = new Map<string, RtpPorts>();
  readonly #recordings: ReadonlyMap<PromptName, Recording>;
  readonly #players: Players;
  readonly #turns = new Turns();
  readonly #look: NodeJS.Timeout;
  #lookedAt: number;
  #hear: (event: MediaEvent) => void = () => {};

  constructor(settings: EmbeddedSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
    this.#recordings = loadRecordings();
    this.#players = new Players(now);
    this.#lookedAt = now();
    this.#look = setInterval(() => this.#lookAtAll(), settings.lookEveryMs);
  }

  listen(hear: (event: MediaEvent) => void): void {
    this.#hear = hear;
  }

  openLeg(request: LegRequest): Promise<Result<LegSound, MediaFault>> {
    return this.#turns.take(`leg ${request.call}`, () => this.#openLeg(request));
  }

  async #openLeg(request: LegRequest): Promise<Result<LegSound, MediaFault>> {
    if (isIP(request.remote.address) === 0) return failed('BAD_OFFER');
    const open = this.#legs.get(request.call);
    if (open !== undefined) {
      open.follow(request);
      return ok({ local: open.local });
    }
    if (this.#legs.size >= LIMITS.legsMax) return failed('TOO_MANY');
    const address = addressFor(request.remote.address, this.#settings.addresses);
    if (address === null) return failed('BAD_OFFER');
    const socket = await this.#portsOf(address).open(request.port);
    if (!socket.ok) return socket;
    const leg = new Leg(
      request,
      socket.value,
      this.#leaseEnd(),
      (event) => this.#toldByLeg(event),
      this.#now,
    );
    this.#legs.set(request.call, leg);
    return ok({ local: leg.local });
  }

  #portsOf(address: string): RtpPorts {
    const known = this.#ports.get(address);
    if (known !== undefined) return known;
    const ports = new RtpPorts(address, this.#settings.rtpPorts);
    this.#ports.set(address, ports);
    return ports;
  }

  #toldByLeg(event: MediaEvent): void {
    if (event.kind === 'leg-heard') {
      const leg = this.#legs.get(event.call);
      if (leg !== undefined) this.#settle(leg);
    }
    this.#hear(event);
  }

  openLine(line: {
    readonly agent: AgentId;
    readonly offer: string;
  }): Promise<Result<{ readonly answer: string }, MediaFault>> {
    return this.#turns.take(`line ${line.agent}`, () => this.#openLine(line.agent, line.offer));
  }

  async #openLine(agent: AgentId, sdp: string): Promise<Result<{ readonly answer: string }, MediaFault>> {
    const offer = readOffer(sdp);
    if (!offer.ok) return offer;
    const line = this.#lineOf(agent);
    if (line === null) return failed('TOO_MANY');
    const opened = await Peer.answer(offer.value, line.listener.ssrc, this.#settings, {
      packet: (packet) => line.take(packet),
      lost: () => line.lost(),
    });
    if (!opened.ok) return opened;
    line.attach(opened.value.peer, offer.value.codec);
    this.#keep(line);
    return ok({ answer: opened.value.answer });
  }

  /** The agent's line, or one that is not kept yet; null: there are as many as there may be. */
  #lineOf(agent: AgentId): Line | null {
    const open = this.#lines.get(agent);
    if (open !== undefined) return open;
    if (this.#lines.size >= LIMITS.linesMax) return null;
    return new Line(agent, this.#leaseEnd(), (event) => this.#hear(event), this.#now);
  }

  /** A lease that ended while the line was being opened has taken it away. */
  #keep(line: Line): void {
    this.#lines.set(line.agent, line);
    line.leaseUntilMs = this.#leaseEnd();
    if (line.talksTo !== null) this.#settle(line.talksTo);
  }

  openPhoneLine(request: PhoneLineRequest): Promise<Result<LegSound, MediaFault>> {
    return this.#turns.take(`line ${request.agent}`, () => this.#openPhoneLine(request));
  }

  async #openPhoneLine({ agent, near, port }: PhoneLineRequest): Promise<Result<LegSound, MediaFault>> {
    const address = this.#addressNear(near);
    if (address === null) return failed('BAD_OFFER');
    const line = this.#lineOf(agent);
    if (line === null) return failed('TOO_MANY');
    const open = line.phone?.local;
    if (open !== undefined && (near === null || open.address === address)) {
      this.#keep(line);
      return ok({ local: open });
    }
    const socket = await this.#portsOf(address).open(port);
    if (!socket.ok) return socket;
    const wire = new Wire(socket.value, line.ears, this.#now);
    line.attachPhone(wire);
    this.#keep(line);
    return ok({ local: wire.local });
  }

  #addressNear(near: SoundAddress['address'] | null): string | null {
    if (near === null) return this.#settings.addresses[0] ?? null;
    return isIP(near) === 0 ? null : addressFor(near, this.#settings.addresses);
  }

  aimPhoneLine(aim: PhoneAim): Promise<Result<null, MediaFault>> {
    return this.#turns.take(`line ${aim.agent}`, async () => {
      const line = this.#lines.get(aim.agent);
      const local = line?.phone?.local;
      if (line === undefined || local === undefined) return failed('NO_SUCH_SESSION');
      if (isIP(aim.remote.address) !== isIP(local.address)) return failed('BAD_OFFER');
      line.aim(aim);
      if (line.talksTo !== null) this.#settle(line.talksTo);
      return ok(null);
    });
  }

  restPhoneLine(agent: AgentId): Promise<void> {
    return this.#turns.take(`line ${agent}`, async () => {
      const line = this.#lines.get(agent);
      if (line === undefined || line.phone === null) return;
      this.#stop(line);
      line.rest();
      if (line.talksTo !== null) this.#settle(line.talksTo);
    });
  }

  async bridge(ends: { readonly call: CallId; readonly agent: AgentId }): Promise<Result<null, MediaFault>> {
    const leg = this.#legs.get(ends.call);
    const line = this.#lines.get(ends.agent);
    if (leg === undefined || line === undefined) return failed('NO_SUCH_SESSION');
    this.#stop(leg);
    this.#stop(line);
    line.echo(false);
    if (leg.talksTo === line) return ok(null);
    this.#part(leg);
    if (line.talksTo !== null) this.#part(line.talksTo);
    leg.talkTo(line);
    line.talkTo(leg);
    this.#settle(leg);
    return ok(null);
  }

  async unbridge(call: CallId): Promise<void> {
    const leg = this.#legs.get(call);
    if (leg !== undefined) this.#part(leg);
  }

  #part(leg: Leg): void {
    const line = leg.talksTo;
    if (line === null) return;
    line.talkTo(null);
    leg.talkTo(null);
    this.#settle(leg);
  }

  async play(request: {
    readonly to: End;
    readonly prompt: PromptName;
    readonly repeat: boolean;
  }): Promise<Result<null, MediaFault>> {
    const { to, prompt, repeat } = request;
    const end = this.#end(to);
    const recording = this.#recordings.get(prompt);
    if (end === undefined || recording === undefined) return failed('NO_SUCH_SESSION');
    this.#stop(end);
    end.begun();
    const ended = (): void => {
      this.#quieten(end);
      this.#hear({ kind: 'prompt-ended', to, prompt });
    };
    end.player = this.#players.start({ to: end.listener, recording, repeat, ended });
    return ok(null);
  }

  async silence(to: End): Promise<void> {
    const end = this.#end(to);
    if (end !== undefined) this.#quieten(end);
  }

  #end(end: End): Leg | Line | undefined {
    switch (end.kind) {
      case 'caller':
        return this.#legs.get(end.call);
      case 'agent':
        return this.#lines.get(end.agent);
      default:
        return unreachable(end);
    }
  }

  #stop(end: Leg | Line): void {
    this.#players.stop(end.player);
    end.player = null;
  }

  #quieten(end: Leg | Line): void {
    this.#stop(end);
    if (end instanceof Leg) this.#settle(end);
  }

  /** A caller to whom nobody speaks hears silence, not nothing: carriers end calls whose sound has stopped. */
  #settle(leg: Leg): void {
    const spokenTo = leg.talksTo?.speaks ?? false;
    if (spokenTo && leg.player?.recording === QUIET) this.#stop(leg);
    if (spokenTo || leg.player !== null) return;
    leg.player = this.#players.start({ to: leg.listener, recording: QUIET, repeat: true, ended: () => {} });
  }

  async echo(request: { readonly agent: AgentId; readonly on: boolean }): Promise<Result<null, MediaFault>> {
    const line = this.#lines.get(request.agent);
    if (line === undefined) return failed('NO_SUCH_SESSION');
    line.echo(request.on);
    return ok(null);
  }

  closeLeg(call: CallId): Promise<void> {
    return this.#turns.take(`leg ${call}`, async () => this.#endLeg(call));
  }

  #endLeg(call: CallId): void {
    const leg = this.#legs.get(call);
    if (leg === undefined) return;
    this.#part(leg);
    this.#stop(leg);
    this.#legs.delete(call);
    leg.close();
  }

  closeLine(agent: AgentId): Promise<void> {
    return this.#turns.take(`line ${agent}`, async () => this.#endLine(agent));
  }

  #endLine(agent: AgentId): void {
    const line = this.#lines.get(agent);
    if (line === undefined) return;
    if (line.talksTo !== null) this.#part(line.talksTo);
    this.#stop(line);
    this.#lines.delete(agent);
    line.close();
  }

  async renew(leaseMs: number): Promise<void> {
    const until = this.#now() + Math.min(leaseMs, LIMITS.leaseMsMax);
    for (const session of [...this.#legs.values(), ...this.#lines.values()]) session.leaseUntilMs = until;
  }

  #leaseEnd(): number {
    return this.#now() + this.#settings.leaseMs;
  }

  async sessions(): Promise<Result<MediaSessions, MediaFault>> {
    return ok({
      legs: [...this.#legs.values()].map(({ call, talksTo, local }) => ({
        call,
        bridgedTo: talksTo?.agent ?? null,
        local,
      })),
      lines: [...this.#lines.values()].map(({ session }) => session),
    });
  }

  #lookAtAll(): void {
    const now = this.#now();
    // A machine that was stopped has heard nobody: that is not their silence.
    const stoodStill = Math.max(0, now - this.#lookedAt - 2 * this.#settings.lookEveryMs);
    this.#lookedAt = now;
    for (const leg of this.#legs.values()) {
      if (leg.leaseUntilMs <= now) this.#endLeg(leg.call);
      else leg.look(this.#settings.legSilentMs, stoodStill);
    }
    for (const line of this.#lines.values()) {
      if (line.leaseUntilMs <= now) this.#endLine(line.agent);
      else line.look(this.#settings, stoodStill);
    }
  }

  /** Ends every session; the engine is of no use afterwards. */
  close(): void {
    clearInterval(this.#look);
    for (const call of this.#legs.keys()) this.#endLeg(call);
    for (const agent of this.#lines.keys()) this.#endLine(agent);
    this.#players.close();
  }
}
