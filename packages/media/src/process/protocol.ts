/**
 * What is said over the media process's socket: one JSON object a line. The process greets first; then every request
 * gets one reply with its id, and events come between them.
 */
import { isIP } from 'node:net';
import {
  failed,
  ok,
  promptOf,
  type AgentId,
  type CallId,
  type PromptName,
  type Result,
} from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import type {
  Codec,
  End,
  LegRequest,
  MediaEvent,
  MonitorMode,
  MonitorRequest,
  PhoneAim,
  PhoneLineRequest,
  PlayRequest,
  SoundAddress,
} from '../port.ts';

export const PROTOCOL = 3;

export interface Hello {
  readonly hello: 'pledgeline-media';
  readonly protocol: number;
  /** Another one means: another process, and every session of the former is gone. */
  readonly process: string;
  readonly pid: number;
}

export type Command =
  | { readonly kind: 'open-leg'; readonly leg: LegRequest }
  | { readonly kind: 'open-line'; readonly agent: AgentId; readonly offer: string }
  | ({ readonly kind: 'open-phone-line' } & PhoneLineRequest)
  | ({ readonly kind: 'aim-phone-line' } & PhoneAim)
  | { readonly kind: 'rest-phone-line'; readonly agent: AgentId }
  | { readonly kind: 'bridge'; readonly call: CallId; readonly agent: AgentId }
  | { readonly kind: 'join'; readonly call: CallId; readonly other: CallId }
  | { readonly kind: 'unbridge'; readonly call: CallId }
  | { readonly kind: 'consult'; readonly agent: AgentId; readonly other: AgentId }
  | { readonly kind: 'unconsult'; readonly agent: AgentId }
  | ({ readonly kind: 'monitor' } & MonitorRequest)
  | { readonly kind: 'unmonitor'; readonly agent: AgentId }
  | ({ readonly kind: 'play' } & PlayRequest)
  /** `wav` in base64. */
  | { readonly kind: 'set-prompt'; readonly prompt: PromptName; readonly wav: string | null }
  | { readonly kind: 'silence'; readonly to: End }
  | { readonly kind: 'echo'; readonly agent: AgentId; readonly on: boolean }
  | { readonly kind: 'close-leg'; readonly call: CallId }
  | { readonly kind: 'close-line'; readonly agent: AgentId }
  | { readonly kind: 'renew'; readonly leaseMs: number }
  | { readonly kind: 'sessions' }
  /** Events are told to this connection from now on, and first what happened while nobody listened. */
  | { readonly kind: 'listen' };

export interface Request {
  readonly id: number;
  readonly command: Command;
}

export type Said =
  | Hello
  | { readonly id: number; readonly result: Result<unknown, string> }
  | { readonly event: MediaEvent }
  /** The line before was none of the above. */
  | { readonly bad: string };

export const writeLine = (said: Said | Request): string => `${JSON.stringify(said)}\n`;

type Fields = { readonly [name: string]: unknown };

/** A request from outside. The failure says what is wrong with it, without repeating it. */
export function readRequest(line: string): Result<Request, string> {
  const whole = parse(line);
  if (whole === null) return failed('not a JSON object');
  const { id } = whole;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return failed('no id');
  const fields = objectOf(whole['command']);
  const command = fields === null ? null : readCommand(fields);
  return command === null ? failed('no such command') : ok({ id, command });
}

export function parse(line: string): Fields | null {
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return null;
  }
}

const objectOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

function readCommand(fields: Fields): Command | null {
  const call = readCall(fields['call']);
  const agent = readAgent(fields['agent']);
  switch (fields['kind']) {
    case 'open-leg':
      return readLeg(objectOf(fields['leg']));
    case 'open-line':
      return agent !== null && isOffer(fields['offer'])
        ? { kind: 'open-line', agent, offer: fields['offer'] }
        : null;
    case 'open-phone-line':
      return readPhoneLine(agent, fields);
    case 'aim-phone-line':
      return readPhoneAim(agent, fields);
    case 'rest-phone-line':
      return agent !== null ? { kind: 'rest-phone-line', agent } : null;
    case 'bridge':
      return call !== null && agent !== null ? { kind: 'bridge', call, agent } : null;
    case 'join':
      return withTwo(call, readCall(fields['other']), (one, other) => ({ kind: 'join', call: one, other }));
    case 'unbridge':
      return call !== null ? { kind: 'unbridge', call } : null;
    case 'consult':
      return withTwo(agent, readAgent(fields['other']), (one, other) => ({
        kind: 'consult',
        agent: one,
        other,
      }));
    case 'unconsult':
      return agent !== null ? { kind: 'unconsult', agent } : null;
    case 'monitor':
      return call !== null && agent !== null && isMode(fields['mode'])
        ? { kind: 'monitor', call, agent, mode: fields['mode'] }
        : null;
    case 'unmonitor':
      return agent !== null ? { kind: 'unmonitor', agent } : null;
    case 'play':
      return readPlay(fields);
    case 'set-prompt':
      return readRecording(fields);
    case 'silence':
      return withEnd(fields['to'], (to) => ({ kind: 'silence', to }));
    case 'echo':
      return agent !== null && typeof fields['on'] === 'boolean'
        ? { kind: 'echo', agent, on: fields['on'] }
        : null;
    case 'close-leg':
      return call !== null ? { kind: 'close-leg', call } : null;
    case 'close-line':
      return agent !== null ? { kind: 'close-line', agent } : null;
    case 'renew':
      return isWhole(fields['leaseMs'], 1, LIMITS.leaseMsMax)
        ? { kind: 'renew', leaseMs: fields['leaseMs'] }
        : null;
    case 'sessions':
      return { kind: 'sessions' };
    case 'listen':
      return { kind: 'listen' };
    default:
      return null;
  }
}

function readLeg(leg: Fields | null): Command | null {
  if (leg === null) return null;
  const call = readCall(leg['call']);
  const voice = readVoice(leg);
  const wish = readWish(leg);
  if (call === null || voice === null || wish === null) return null;
  return { kind: 'open-leg', leg: { call, ...voice, ...wish } };
}

function readPhoneLine(agent: AgentId | null, fields: Fields): Command | null {
  const { near } = fields;
  const wish = readWish(fields);
  if (agent === null || wish === null || !(near === null || isAddress(near))) return null;
  return { kind: 'open-phone-line', agent, near, ...wish };
}

function readPhoneAim(agent: AgentId | null, fields: Fields): Command | null {
  const voice = readVoice(fields);
  return agent !== null && voice !== null ? { kind: 'aim-phone-line', agent, ...voice } : null;
}

/** Where somebody's sound goes, and in which form: what an offer or an answer has said of it. */
function readVoice(fields: Fields): Omit<PhoneAim, 'agent'> | null {
  const { codec, keysPayloadType } = fields;
  const remote = readAddress(objectOf(fields['remote']));
  if (remote === null || !isCodec(codec)) return null;
  if (keysPayloadType !== null && !isWhole(keysPayloadType, 0, 127)) return null;
  return { remote, codec, keysPayloadType };
}

function readWish({ port }: Fields): { readonly port?: number } | null {
  if (port === undefined) return {};
  return isWhole(port, 1, 65_535) ? { port } : null;
}

function readPlay(fields: Fields): Command | null {
  const { prompt, repeat } = fields;
  if (!(isPromptName(prompt) || isSequence(prompt)) || typeof repeat !== 'boolean') return null;
  return withEnd(fields['to'], (to) => ({ kind: 'play', to, prompt, repeat }));
}

function readRecording({ prompt, wav }: Fields): Command | null {
  if (!isPromptName(prompt) || !(wav === null || typeof wav === 'string')) return null;
  return { kind: 'set-prompt', prompt, wav };
}

const isPromptName = (name: unknown): name is PromptName => promptOf(name) !== null;
const isSequence = (value: unknown): value is readonly PromptName[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= LIMITS.promptsInSequenceMax &&
  value.every(isPromptName);

function withEnd(value: unknown, make: (end: End) => Command): Command | null {
  const fields = objectOf(value);
  if (fields === null) return null;
  const call = readCall(fields['call']);
  const agent = readAgent(fields['agent']);
  if (fields['kind'] === 'caller' && call !== null) return make({ kind: 'caller', call });
  if (fields['kind'] === 'agent' && agent !== null) return make({ kind: 'agent', agent });
  return null;
}

function readAddress(fields: Fields | null): SoundAddress | null {
  if (fields === null) return null;
  const { address, port } = fields;
  return isAddress(address) && isWhole(port, 0, 65_535) ? { address, port } : null;
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && isIP(value) !== 0;

const withTwo = <Id>(
  one: Id | null,
  other: Id | null,
  make: (one: Id, other: Id) => Command,
): Command | null => (one !== null && other !== null ? make(one, other) : null);

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 200;
const readCall = (value: unknown): CallId | null => (isId(value) ? (value as CallId) : null);
const readAgent = (value: unknown): AgentId | null => (isId(value) ? (value as AgentId) : null);
const isOffer = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LIMITS.offerCharactersMax;
const isMode = (value: unknown): value is MonitorMode =>
  value === 'listen' || value === 'whisper' || value === 'barge';
const isCodec = (value: unknown): value is Codec => value === 'PCMA' || value === 'PCMU';
const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
