import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { failed, ok, unreachable, type AgentId, type CallId, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import type {
  End,
  LegRequest,
  LegSession,
  LegSound,
  LineSession,
  Media,
  MediaEvent,
  MediaFault,
  MediaSessions,
  MonitorRequest,
  PhoneAim,
  PhoneLineRequest,
  PlayRequest,
  PromptRecording,
} from '../port.ts';
import { Cords } from './cords.ts';
import { Leg } from './leg.ts';
import { Line } from './line.ts';
import { Peer, type PeerPlace } from './peer.ts';
import type { Party } from './party.ts';
import { Prompts } from './prompts.ts';
import { readOffer } from './sdp.ts';
import { Sockets, type SocketPlace } from './sockets.ts';
import { Turns } from './turns.ts';
import { Wire } from './wire.ts';

export interface EmbeddedSettings extends PeerPlace, SocketPlace {
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
  publicAddress: null,
  leaseMs: 60_000,
  lineSilentMs: 1_500,
  legSilentMs: 30_000,
  lookEveryMs: 250,
} as const;

/** The sound of the line inside this process: plain RTP to carriers and desk phones, WebRTC to browsers. */
export class EmbeddedMedia implements Media {
  readonly #settings: EmbeddedSettings;
  readonly #now: () => number;
  readonly #legs = new Map<CallId, Leg>();
  readonly #lines = new Map<AgentId, Line>();
  readonly #cords = new Cords((party) => this.#settle(party));
  readonly #sockets: Sockets;
  readonly #prompts: Prompts;
  readonly #turns = new Turns();
  readonly #look: NodeJS.Timeout;
  #lookedAt: number;
  #hear: (event: MediaEvent) => void = () => {};

  constructor(settings: EmbeddedSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
    this.#sockets = new Sockets(settings);
    this.#prompts = new Prompts(now);
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
    const socket = await this.#sockets.open(request.remote.address, request.port);
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
    this.#settleHearersOf(line);
  }

  openPhoneLine(request: PhoneLineRequest): Promise<Result<LegSound, MediaFault>> {
    return this.#turns.take(`line ${request.agent}`, () => this.#openPhoneLine(request));
  }

  async #openPhoneLine({ agent, near, port }: PhoneLineRequest): Promise<Result<LegSound, MediaFault>> {
    const address = this.#sockets.addressNear(near);
    if (address === null) return failed('BAD_OFFER');
    const line = this.#lineOf(agent);
    if (line === null) return failed('TOO_MANY');
    const open = line.phone?.local;
    if (open !== undefined && (near === null || open.address === address)) {
      this.#keep(line);
      return ok({ local: open });
    }
    const socket = await this.#sockets.open(near, port);
    if (!socket.ok) return socket;
    const wire = new Wire(socket.value, line.ears, this.#now);
    line.attachPhone(wire);
    this.#keep(line);
    return ok({ local: wire.local });
  }

  aimPhoneLine(aim: PhoneAim): Promise<Result<null, MediaFault>> {
    return this.#turns.take(`line ${aim.agent}`, async () => {
      const line = this.#lines.get(aim.agent);
      const local = line?.phone?.local;
      if (line === undefined || local === undefined) return failed('NO_SUCH_SESSION');
      if (isIP(aim.remote.address) !== isIP(local.address)) return failed('BAD_OFFER');
      line.aim(aim);
      this.#settleHearersOf(line);
      return ok(null);
    });
  }

  restPhoneLine(agent: AgentId): Promise<void> {
    return this.#turns.take(`line ${agent}`, async () => {
      const line = this.#lines.get(agent);
      if (line === undefined || line.phone === null) return;
      this.#prompts.stop(line);
      line.rest();
      this.#settleHearersOf(line);
    });
  }

  async bridge(ends: { readonly call: CallId; readonly agent: AgentId }): Promise<Result<null, MediaFault>> {
    return this.#pair(this.#legs.get(ends.call), this.#lines.get(ends.agent));
  }

  async join(ends: { readonly call: CallId; readonly other: CallId }): Promise<Result<null, MediaFault>> {
    return this.#pair(this.#legs.get(ends.call), this.#legs.get(ends.other));
  }

  async consult(ends: {
    readonly agent: AgentId;
    readonly other: AgentId;
  }): Promise<Result<null, MediaFault>> {
    return this.#pair(this.#lines.get(ends.agent), this.#lines.get(ends.other));
  }

  #pair(one: Party | undefined, other: Party | undefined): Result<null, MediaFault> {
    if (one === undefined || other === undefined || one === other) return failed('NO_SUCH_SESSION');
    for (const party of [one, other]) {
      this.#prompts.stop(party);
      if (party instanceof Line) party.echo(false);
    }
    if (this.#cords.partnerOf(one) !== other) this.#cords.pair(one, other);
    for (const party of [one, other]) this.#settle(party);
    return ok(null);
  }

  async unbridge(call: CallId): Promise<void> {
    const leg = this.#legs.get(call);
    if (leg !== undefined) this.#cords.part(leg);
  }

  async unconsult(agent: AgentId): Promise<void> {
    const line = this.#lines.get(agent);
    if (line !== undefined && this.#cords.partnerOf(line) instanceof Line) this.#cords.part(line);
  }

  async monitor(request: MonitorRequest): Promise<Result<null, MediaFault>> {
    const leg = this.#legs.get(request.call);
    const line = this.#lines.get(request.agent);
    if (leg === undefined || line === undefined) return failed('NO_SUCH_SESSION');
    if (this.#cords.partnerOf(line) !== null) return failed('BUSY');
    const supervisors = this.#cords.supervisorsOf(leg);
    if (!supervisors.has(line) && supervisors.size >= LIMITS.monitorsMax) return failed('TOO_MANY');
    this.#prompts.stop(line);
    line.echo(false);
    this.#cords.monitor(leg, line, request.mode);
    return ok(null);
  }

  async unmonitor(agent: AgentId): Promise<void> {
    const line = this.#lines.get(agent);
    if (line !== undefined) this.#cords.unmonitor(line);
  }

  async play({ to, prompt, repeat }: PlayRequest): Promise<Result<null, MediaFault>> {
    const prompts = [prompt].flat();
    const last = prompts.at(-1);
    const end = this.#end(to);
    const canPlay =
      prompts.length <= LIMITS.promptsInSequenceMax && prompts.every((one) => this.#prompts.has(one));
    if (end === undefined || last === undefined || !canPlay) return failed('NO_SUCH_SESSION');
    const ended = (): void => {
      this.#quieten(end);
      this.#hear({ kind: 'prompt-ended', to, prompt: last });
    };
    this.#prompts.play(end, { prompts, repeat, ended });
    return ok(null);
  }

  async setPrompt({ prompt, wav }: PromptRecording): Promise<Result<null, MediaFault>> {
    return this.#prompts.set(prompt, wav === null ? null : Buffer.from(wav));
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

  #quieten(party: Party): void {
    this.#prompts.stop(party);
    this.#settle(party);
  }

  /** A caller to whom nobody speaks hears silence, not nothing. */
  #settle(party: Party): void {
    if (!(party instanceof Leg)) return;
    if (this.#cords.voicesOf(party).some((voice) => voice.speaks)) this.#prompts.stopRest(party);
    else this.#prompts.rest(party);
  }

  #settleHearersOf(line: Line): void {
    for (const party of this.#cords.hearersOf(line)) this.#settle(party);
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
    this.#cords.release(leg);
    this.#prompts.stop(leg);
    this.#legs.delete(call);
    leg.close();
  }

  closeLine(agent: AgentId): Promise<void> {
    return this.#turns.take(`line ${agent}`, async () => this.#endLine(agent));
  }

  #endLine(agent: AgentId): void {
    const line = this.#lines.get(agent);
    if (line === undefined) return;
    this.#cords.release(line);
    this.#prompts.stop(line);
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
      legs: [...this.#legs.values()].map((leg) => this.#legSession(leg)),
      lines: [...this.#lines.values()].map((line) => this.#lineSession(line)),
    });
  }

  #legSession(leg: Leg): LegSession {
    const partner = this.#cords.partnerOf(leg);
    return {
      call: leg.call,
      bridgedTo: partner instanceof Line ? partner.agent : null,
      joinedTo: partner instanceof Leg ? partner.call : null,
      monitors: [...this.#cords.supervisorsOf(leg)].map(([{ agent }, mode]) => ({ agent, mode })),
      local: leg.local,
    };
  }

  #lineSession(line: Line): LineSession {
    const partner = this.#cords.partnerOf(line);
    return { ...line.presence, consults: partner instanceof Line ? partner.agent : null };
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
    this.#prompts.close();
  }
}
