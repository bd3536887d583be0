import type { Exchange, ExchangeInput } from '@pledgeline/calls';
import type { AgentId, CallId } from '@pledgeline/core';
import type { Media, MediaSessions } from '@pledgeline/media';

export interface Found {
  readonly exchange: Exchange;
  readonly sessions: MediaSessions;
  /** Calls whose SIP dialog was found again. */
  readonly dialogs: { has(call: CallId): boolean };
  /** Who holds a seat now, as the database has it. */
  readonly seated: readonly AgentId[];
}

/** What a restarted server must tell the exchange, so that it agrees with what is really there. */
export function differences({ exchange, sessions, dialogs, seated }: Found): ExchangeInput[] {
  const heard = new Set(sessions.legs.map(({ call }) => call));
  const connected = new Set(sessions.lines.flatMap((line) => (line.connected ? [line.agent] : [])));
  const inputs: ExchangeInput[] = [];
  for (const agent of seated)
    if (!exchange.floor.agents.has(agent)) inputs.push({ kind: 'agent-came', agent });
  for (const agent of connected) if (!exchange.lines.has(agent)) inputs.push({ kind: 'line-up', agent });
  for (const call of exchange.calls.keys()) {
    // An INVITE that was not answered is gone with the transaction that held it.
    if (!dialogs.has(call)) inputs.push({ kind: 'caller-lost', call });
    else if (!heard.has(call)) inputs.push({ kind: 'sound-refused', call });
  }
  for (const agent of exchange.lines) if (!connected.has(agent)) inputs.push({ kind: 'line-lost', agent });
  const sitting = new Set(seated);
  for (const agent of exchange.floor.agents.keys())
    if (!sitting.has(agent)) inputs.push({ kind: 'agent-left', agent });
  return inputs;
}

/** Makes the sound agree with the exchange: closes what no call has any more, connects what came apart. */
export async function mendSound(media: Media, exchange: Exchange, sessions: MediaSessions): Promise<void> {
  for (const { call, bridgedTo } of sessions.legs) {
    const place = exchange.calls.get(call)?.place;
    if (place === undefined) await media.closeLeg(call);
    else if (place.kind === 'talking' && place.agent !== bridgedTo)
      await media.bridge({ call, agent: place.agent });
  }
}
