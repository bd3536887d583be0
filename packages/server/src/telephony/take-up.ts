import type { AgentProfile } from '@pledgeline/acd';
import { callOfPhoneLeg, HELPERS, legsOf, type Exchange, type ExchangeInput } from '@pledgeline/calls';
import { Language } from '@pledgeline/contract';
import type { AgentId, CallId, SiteId } from '@pledgeline/core';
import type { Media, MediaSessions } from '@pledgeline/media';
import type { LegId } from '@pledgeline/sip';
import { legOf, sipLegOf } from './leg-names.ts';
import { mendConnection, mendConsultations, thirdsOf } from './mend-consultations.ts';

/** Who sits, and at which desk phone: at a fixed address, or one that registers by an account. Neither: at a browser. */
export interface Sitting {
  readonly agent: AgentId;
  readonly phone: string;
  readonly account?: string | null;
  readonly name?: string;
  readonly positionNumber?: number;
  readonly site?: string;
  readonly siteId?: string;
  /** Missing: all that lines are in. */
  readonly languages?: readonly Language[];
  readonly professional?: boolean;
  readonly listener?: boolean;
}

/** [STE-1] What the floor is told of whoever sits down: where that is, what he speaks, and what he is beside a volunteer. */
const profileOf = (sitting: Sitting): AgentProfile => ({
  site: (sitting.siteId ?? '') as SiteId,
  skills: [
    ...(sitting.languages ?? Language.options),
    ...HELPERS.filter((helper) => sitting[helper] ?? false),
  ],
});

export const soundAt = ({ phone, account = null }: Omit<Sitting, 'agent'>): 'browser' | 'phone' =>
  phone === '' && account === null ? 'browser' : 'phone';

/** What an earlier life of the server left. */
export interface TakenUp {
  readonly calls: readonly CallId[];
  /** SIP dialogs that were found again. */
  readonly dialogs: ReadonlySet<LegId>;
}

/** Who holds a seat now, as the database has it; whoever is on the floor with the same sound comes to no harm by it. */
export const came = (seated: readonly Sitting[]): ExchangeInput[] =>
  seated.map((sitting) => ({
    kind: 'agent-came',
    agent: sitting.agent,
    sound: soundAt(sitting),
    profile: profileOf(sitting),
  }));

/** Who is on the floor and holds no seat any more. */
export function left({ floor }: Exchange, seated: readonly Sitting[]): ExchangeInput[] {
  const sitting = new Set(seated.map(({ agent }) => agent));
  return [...floor.agents.keys()]
    .filter((agent) => !sitting.has(agent))
    .map((agent) => ({ kind: 'agent-left', agent }));
}

/** What the exchange must be told of the calls that were taken up, so that it agrees with what is really there. */
export function differences(exchange: Exchange, takenUp: TakenUp, sessions: MediaSessions): ExchangeInput[] {
  const heard = new Set(sessions.legs.map(({ call }) => call));
  const connected = new Set(sessions.lines.flatMap((line) => (line.connected ? [line.agent] : [])));
  const inputs: ExchangeInput[] = [];
  for (const agent of connected) if (!exchange.lines.has(agent)) inputs.push({ kind: 'line-up', agent });
  for (const id of takenUp.calls) {
    const call = exchange.calls.get(id) ?? exchange.announced.get(id)?.call;
    if (call === undefined) continue;
    // [TEL-11] A phone that was ringing has lost the one who rang it.
    for (const { leg, agent } of legsOf(call))
      if (!takenUp.dialogs.has(sipLegOf(leg)))
        inputs.push({ kind: agent === null ? 'outside-failed' : 'phone-lost', call: id, leg });
    // [TEL-145] Who is to be called back has no leg, and no sound before he answers.
    if (call.signal.kind === 'gone') continue;
    if (call.signal.kind === 'called-back')
      inputs.push({ kind: heard.has(id) ? 'sound-ready' : 'leg-gone', call: id });
    // An INVITE that was not answered is gone with the transaction that held it.
    else if (!takenUp.dialogs.has(legOf(id))) inputs.push({ kind: 'caller-lost', call: id });
    else {
      // An ACK that came while nobody was there does not come again: no BYE is to wait for it.
      if (call.signal.kind === 'answered') inputs.push({ kind: 'acknowledged', call: id });
      inputs.push({ kind: heard.has(id) ? 'sound-ready' : 'leg-gone', call: id });
    }
  }
  for (const { call, phone } of exchange.monitors.values())
    if (phone !== null && !takenUp.dialogs.has(sipLegOf(phone.leg)))
      inputs.push({ kind: 'phone-lost', call, leg: phone.leg });
  for (const agent of exchange.lines) if (!connected.has(agent)) inputs.push({ kind: 'line-lost', agent });
  // [TEL-6] It answers, so it is there; what it has lost is opened again.
  if (exchange.mediaBackBy !== null) inputs.push({ kind: 'media-back' });
  return inputs;
}

/** Makes the sound agree with the exchange: closes what nobody has any more, connects and parts what should be. */
export async function mendSound(
  media: Media,
  { exchange, isOutside }: { readonly exchange: Exchange; readonly isOutside: (leg: CallId) => boolean },
  sessions: MediaSessions,
): Promise<void> {
  for (const { call, bridgedTo, joinedTo } of sessions.legs) {
    // Whoever places calls outside knows which of them are on; an announcement is connected to nobody.
    if (isOutside(call) || exchange.announced.has(call)) continue;
    const outside = callOfPhoneLeg(call);
    const owner = exchange.calls.get(outside ?? call);
    const isWanted =
      owner !== undefined &&
      owner.sound !== 'none' &&
      (outside === null || legsOf(owner).some(({ leg }) => leg === (call as string)));
    if (!isWanted) await media.closeLeg(call);
    else if (outside === null) await mendConnection(media, exchange, { call, bridgedTo, joinedTo });
  }
  await mendConsultations(media, exchange, sessions);
  for (const { agent } of sessions.lines) if (!exchange.floor.agents.has(agent)) await media.closeLine(agent);
}

/**
 * [SUP-4] What was ordered of a supervisor may not have been done, and what was done may be over: the exchange is right.
 * Answers what it must be told of whoever media will not have on his call.
 */
export async function mendMonitors(
  media: Media,
  exchange: Exchange,
  { legs }: MediaSessions,
): Promise<ExchangeInput[]> {
  const heard = legs.flatMap((leg) => leg.monitors.map((monitor) => ({ ...monitor, call: leg.call })));
  const { monitors } = exchange;
  const thirds = thirdsOf(exchange);
  // First, for a supervisor may have gone from one call to another.
  for (const { agent, call } of heard)
    if (monitors.get(agent)?.call !== call && thirds.get(agent) !== call) await media.unmonitor(agent);
  const refused: ExchangeInput[] = [];
  for (const [agent, { call, mode }] of monitors) {
    if (heard.some((one) => one.agent === agent && one.call === call && one.mode === mode)) continue;
    const again = await media.monitor({ agent, call, mode });
    if (!again.ok) refused.push({ kind: 'unmonitor', agent, call });
  }
  return refused;
}
