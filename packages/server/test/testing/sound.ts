import { failed, ok, type AgentId, type CallId } from '@pledgeline/core';
import type {
  LegRequest,
  Media,
  MediaEvent,
  MonitorRequest,
  PlayRequest,
  PromptRecording,
} from '@pledgeline/media';

const PHONE_LINE = { address: '127.0.0.1', port: 41_000 };

/** Sound without packets: remembers what it was asked, and tells what a test makes it tell. */
export class StillSound implements Media {
  readonly asked: string[] = [];
  readonly legs = new Map<CallId, AgentId | null>();
  readonly lines = new Set<AgentId>();
  readonly phones = new Set<AgentId>();
  readonly monitors = new Map<AgentId, Omit<MonitorRequest, 'agent'>>();
  /** The charity's own recordings that it was given. */
  readonly prompts = new Map<string, Uint8Array>();
  /** The port at which the last leg that was opened wants its sound. */
  wanted = 0;
  /** As while the process of the sound is being started again. */
  away = false;
  /** No leg can be opened. */
  refuses = false;
  #lastPort = 40_000;
  #hear: (event: MediaEvent) => void = () => undefined;

  tell(event: MediaEvent): void {
    if (event.kind === 'line-up') this.lines.add(event.agent);
    if (event.kind === 'line-lost') this.lines.delete(event.agent);
    this.#hear(event);
  }

  /** As when its process is killed. */
  die(): void {
    this.legs.clear();
    this.lines.clear();
    this.tell({ kind: 'media-lost' });
  }

  listen(hear: (event: MediaEvent) => void): void {
    this.#hear = hear;
  }

  async openLeg({ call, remote }: LegRequest) {
    this.asked.push('open leg');
    this.wanted = remote.port;
    if (this.refuses) return failed('NO_PORT_LEFT' as const);
    // A leg that is still there keeps its port; one that was lost gets another.
    if (!this.legs.has(call)) this.#lastPort += 2;
    if (!this.legs.has(call)) this.legs.set(call, null);
    return ok({ local: { address: '127.0.0.1', port: this.#lastPort } });
  }

  async openLine({ agent }: { readonly agent: AgentId }) {
    this.lines.add(agent);
    return ok({ answer: 'v=0' });
  }

  async openPhoneLine({ agent }: { readonly agent: AgentId }) {
    if (this.away) return failed('MEDIA_AWAY' as const);
    this.lines.add(agent);
    this.phones.add(agent);
    return ok({ local: PHONE_LINE });
  }

  async aimPhoneLine() {
    this.asked.push('aim phone line');
    return ok(null);
  }

  async restPhoneLine() {
    this.asked.push('rest phone line');
  }

  async bridge({ call, agent }: { readonly call: CallId; readonly agent: AgentId }) {
    this.asked.push('bridge');
    if (!this.legs.has(call) || !this.lines.has(agent)) return failed('NO_SUCH_SESSION' as const);
    this.legs.set(call, agent);
    return ok(null);
  }

  async join({ call, other }: { readonly call: CallId; readonly other: CallId }) {
    this.asked.push('join');
    return this.legs.has(call) && this.legs.has(other) ? ok(null) : failed('NO_SUCH_SESSION' as const);
  }

  async consult({ agent, other }: { readonly agent: AgentId; readonly other: AgentId }) {
    this.asked.push('consult');
    const both = this.lines.has(agent) && this.lines.has(other);
    return both ? ok(null) : failed('NO_SUCH_SESSION' as const);
  }

  async unconsult() {
    this.asked.push('unconsult');
  }

  async monitor({ agent, call, mode }: MonitorRequest) {
    this.asked.push(`monitor ${mode}`);
    if (!this.legs.has(call) || !this.lines.has(agent)) return failed('NO_SUCH_SESSION' as const);
    this.monitors.set(agent, { call, mode });
    return ok(null);
  }

  async unmonitor(agent: AgentId) {
    this.asked.push('unmonitor');
    this.monitors.delete(agent);
  }

  async unbridge(call: CallId) {
    this.asked.push('unbridge');
    if (this.legs.has(call)) this.legs.set(call, null);
  }

  async play({ prompt }: PlayRequest) {
    this.asked.push(`play ${[prompt].flat().join(' ')}`);
    return ok(null);
  }

  async setPrompt({ prompt, wav }: PromptRecording) {
    if (wav === null) this.prompts.delete(prompt);
    else this.prompts.set(prompt, wav);
    return ok(null);
  }

  async silence() {
    this.asked.push('silence');
  }

  async echo() {
    return ok(null);
  }

  async closeLeg(call: CallId) {
    this.asked.push('close leg');
    this.legs.delete(call);
  }

  async closeLine(agent: AgentId) {
    this.lines.delete(agent);
  }

  async renew() {
    this.asked.push('renew');
  }

  async sessions() {
    if (this.away) return failed('MEDIA_AWAY' as const);
    return ok({
      legs: [...this.legs].map(([call, bridgedTo]) => ({
        call,
        bridgedTo,
        joinedTo: null,
        monitors: [...this.monitors].flatMap(([agent, monitor]) =>
          monitor.call === call ? [{ agent, mode: monitor.mode }] : [],
        ),
        local: { address: '127.0.0.1', port: 40_000 },
      })),
      lines: [...this.lines].map((agent) => ({
        agent,
        connected: true,
        consults: null,
        ...(this.phones.has(agent)
          ? { kind: 'phone' as const, aimed: false, local: PHONE_LINE }
          : { kind: 'browser' as const }),
      })),
    });
  }
}
