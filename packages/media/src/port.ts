import type { AgentId, CallId, PromptName, Result } from '@pledgeline/core';

/**
 * The sound of the line. Two kinds of session: a caller's leg (plain RTP to the carrier, one per call) and an agent's
 * line (WebRTC to the browser or plain RTP to a desk phone, one for the whole shift). Connecting them needs no new
 * offer on either side.
 *
 * Sessions are leases: whoever stops renewing them loses them, and whoever comes back in time finds them as they were.
 */
export interface Media {
  /**
   * Opens a caller's leg towards the address in the caller's offer. Opening the same call again answers the same
   * port; where the offer now says another address or codec (a re-INVITE), the sound follows it.
   */
  openLeg(leg: LegRequest): Promise<Result<LegSound, MediaFault>>;
  /** Answers a browser's offer (SDP, whole, with its candidates). A line that the agent had before is replaced in place. */
  openLine(line: {
    readonly agent: AgentId;
    readonly offer: string;
  }): Promise<Result<{ readonly answer: string }, MediaFault>>;
  /**
   * Opens an agent's line at a desk phone, or finds it again: its address stays for the shift, so that an INVITE to the
   * phone can carry it at once. Until it is aimed, nothing is sent or heard. A line at a browser is replaced in place.
   */
  openPhoneLine(line: PhoneLineRequest): Promise<Result<LegSound, MediaFault>>;
  /** The phone has answered: where its sound goes in this call. */
  aimPhoneLine(aim: PhoneAim): Promise<Result<null, MediaFault>>;
  /** No call is on the phone any more: nothing is sent to it, and what still comes is not heard. */
  restPhoneLine(agent: AgentId): Promise<void>;
  /**
   * Sound both ways between the two, until unbridged or connected otherwise. Ends what was being played to either.
   * Whoever they were connected with before hears neither of them.
   */
  bridge(ends: { readonly call: CallId; readonly agent: AgentId }): Promise<Result<null, MediaFault>>;
  /** The same between two callers' legs: a transfer to an outside number. */
  join(ends: { readonly call: CallId; readonly other: CallId }): Promise<Result<null, MediaFault>>;
  /** Parts a caller from the agent or the other caller. Who monitors the call stays with it. */
  unbridge(call: CallId): Promise<void>;
  /** The same between two agents' lines, before a transfer. */
  consult(ends: { readonly agent: AgentId; readonly other: AgentId }): Promise<Result<null, MediaFault>>;
  /** Parts an agent from another agent; a caller stays. */
  unconsult(agent: AgentId): Promise<void>;
  /**
   * A supervisor hears a call, whoever its agent is at the time, and is heard as `mode` says; asked again, the mode is
   * another. Ends when the call's leg is closed and when the supervisor is connected with anybody. `BUSY`: he talks to
   * somebody; `TOO_MANY`: the call has three already.
   */
  monitor(request: MonitorRequest): Promise<Result<null, MediaFault>>;
  unmonitor(agent: AgentId): Promise<void>;
  /** Plays a recording to one end, once or until something else is heard; replaces what was being played. */
  play(request: PlayRequest): Promise<Result<null, MediaFault>>;
  /**
   * The charity's own recording (WAV as [MEDIA-8] says, 60 s at the most) goes before the shipped one of that name, from
   * the next time on that it is played or comes round again; null: the shipped one again. `BAD_RECORDING`: the former
   * stays.
   */
  setPrompt(recording: PromptRecording): Promise<Result<null, MediaFault>>;
  silence(to: End): Promise<void>;
  /** The agent hears himself, so that he knows that microphone and headset work. */
  echo(request: { readonly agent: AgentId; readonly on: boolean }): Promise<Result<null, MediaFault>>;
  closeLeg(call: CallId): Promise<void>;
  closeLine(agent: AgentId): Promise<void>;
  /** Keeps every session of ours for another `leaseMs`. */
  renew(leaseMs: number): Promise<void>;
  /** What is open now: a restarted server takes up what it finds. Away is an answer too: it must not read as «nothing is open». */
  sessions(): Promise<Result<MediaSessions, MediaFault>>;
  /** From now on tells this one, and nobody else, what happens on its own. */
  listen(hear: (event: MediaEvent) => void): void;
}

export type End =
  | { readonly kind: 'caller'; readonly call: CallId }
  | { readonly kind: 'agent'; readonly agent: AgentId };

export interface PlayRequest {
  readonly to: End;
  /** Several are said as one, without a gap; `prompt-ended` then names the last. */
  readonly prompt: PromptName | readonly PromptName[];
  readonly repeat: boolean;
}
export interface PromptRecording {
  readonly prompt: PromptName;
  readonly wav: Uint8Array | null;
}

export type Codec = 'PCMA' | 'PCMU';

export interface LegRequest {
  readonly call: CallId;
  /** Where the offer says that the caller's sound is to go; the first packets may correct it (symmetric RTP). */
  readonly remote: SoundAddress;
  readonly codec: Codec;
  /** The payload type of telephone-event (RFC 4733) in the offer; null: none offered. */
  readonly keysPayloadType: number | null;
  /** The port that this leg had in a process that died: taken again where it is free, so that the carrier notices nothing. */
  readonly port?: number;
}
export interface LegSound {
  readonly local: SoundAddress;
}
export interface PhoneLineRequest {
  readonly agent: AgentId;
  /** The phone's address: the line is opened where the phone can reach it. Null: at the preferred address. */
  readonly near: SoundAddress['address'] | null;
  /** The port that the line had before, as for a leg. */
  readonly port?: number;
}
export interface PhoneAim {
  readonly agent: AgentId;
  readonly remote: SoundAddress;
  readonly codec: Codec;
  readonly keysPayloadType: number | null;
}
export interface MonitorRequest {
  readonly call: CallId;
  readonly agent: AgentId;
  readonly mode: MonitorMode;
}
/** Heard by nobody; by the agent and the other supervisors; by the caller too. */
export type MonitorMode = 'listen' | 'whisper' | 'barge';

export interface SoundAddress {
  readonly address: string;
  readonly port: number;
}

/** `TOO_MANY`: a limit of the engine is reached (legs, lines, supervisors). `MEDIA_AWAY`: no answer from the media process. */
export type MediaFault =
  | 'NO_SUCH_SESSION'
  | 'BAD_OFFER'
  | 'NO_PORT_LEFT'
  | 'TOO_MANY'
  | 'BUSY'
  | 'BAD_RECORDING'
  | 'MEDIA_AWAY';

export interface MediaSessions {
  readonly legs: readonly LegSession[];
  readonly lines: readonly LineSession[];
}
export interface LegSession {
  readonly call: CallId;
  readonly bridgedTo: AgentId | null;
  readonly joinedTo: CallId | null;
  readonly monitors: readonly { readonly agent: AgentId; readonly mode: MonitorMode }[];
  readonly local: SoundAddress;
}
export type LineSession = LinePresence & { readonly consults: AgentId | null };

/** `connected`: sound comes from the browser; of a phone, whose silence means nothing without a call, that it is not lost. */
export type LinePresence = { readonly agent: AgentId; readonly connected: boolean } & (
  | { readonly kind: 'browser' }
  | { readonly kind: 'phone'; readonly local: SoundAddress; readonly aimed: boolean }
);

/** What the sound tells on its own. */
export type MediaEvent =
  /** The browser's line carries sound; or a lost phone's does again. */
  | { readonly kind: 'line-up'; readonly agent: AgentId }
  /**
   * No packet from the browser for a while, or its connection failed: the chair is empty. No packet from a phone with a
   * call for a long while.
   */
  | { readonly kind: 'line-lost'; readonly agent: AgentId }
  /** The first packet came from the caller. */
  | { readonly kind: 'leg-heard'; readonly call: CallId }
  /** No packet from the caller for a long while. */
  | { readonly kind: 'leg-silent'; readonly call: CallId }
  | { readonly kind: 'prompt-ended'; readonly to: End; readonly prompt: PromptName }
  /** A key of the caller's telephone, once for each press. */
  | { readonly kind: 'key'; readonly call: CallId; readonly key: string }
  /** A key of an agent's desk phone, once for each press. */
  | { readonly kind: 'agent-key'; readonly agent: AgentId; readonly key: string }
  /** The media process was lost with all of its sessions; it is being started again. */
  | { readonly kind: 'media-lost' }
  | { readonly kind: 'media-back' };
