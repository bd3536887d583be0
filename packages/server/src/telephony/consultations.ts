import type { ExchangeEffect, ExchangeInput } from '@pledgeline/calls';
import { unreachable, type AgentId, type CallId } from '@pledgeline/core';
import type { Media, MediaFault } from '@pledgeline/media';

export interface ConsultationDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly media: Pick<
    Media,
    'consult' | 'unconsult' | 'bridge' | 'unbridge' | 'join' | 'monitor' | 'unmonitor' | 'sessions'
  >;
}

type Order = Extract<
  ExchangeEffect,
  { readonly kind: 'consult' | 'unconsult' | 'join' | 'join-in' | 'step-out' }
>;

/** [TEL-124] The sound of a call that is handed over. A third voice is one that barges in: it hears and is heard by both. */
export async function connectOther({ media, toExchange }: ConsultationDeps, order: Order): Promise<void> {
  switch (order.kind) {
    case 'consult': {
      const { agent, with: other } = order;
      const done =
        other.kind === 'agent'
          ? await media.consult({ agent, other: other.agent })
          : await media.bridge({ call: other.leg as string as CallId, agent });
      if (!isMissing(done)) return;
      const ends = other.kind === 'agent' ? [agent, other.agent] : [agent];
      return tellLost({ media, toExchange }, ends);
    }
    case 'unconsult':
      if (order.with.kind === 'agent') return media.unconsult(order.agent);
      return media.unbridge(order.with.leg as string as CallId);
    case 'join':
      await media.join({ call: order.call, other: order.leg as string as CallId });
      return;
    case 'join-in': {
      const done = await media.monitor({ agent: order.agent, call: order.call, mode: 'barge' });
      // Where media will not have a third, the two go on as before.
      if (!done.ok && done.failure !== 'MEDIA_AWAY')
        toExchange({ kind: 'take-back', agent: order.agent, call: order.call });
      return;
    }
    case 'step-out':
      return media.unmonitor(order.agent);
    default:
      return unreachable(order);
  }
}

const isMissing = (done: { readonly ok: boolean; readonly failure?: MediaFault }): boolean =>
  !done.ok && done.failure !== 'MEDIA_AWAY';

/** Where two cannot be connected, it is asked which of them has no line. */
async function tellLost({ media, toExchange }: ConsultationDeps, agents: readonly AgentId[]): Promise<void> {
  const sessions = await media.sessions();
  if (!sessions.ok) return;
  for (const agent of agents)
    if (!sessions.value.lines.some((line) => line.agent === agent)) toExchange({ kind: 'line-lost', agent });
}
