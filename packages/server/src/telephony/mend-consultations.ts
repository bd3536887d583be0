import { consultationOn, type Asked, type Exchange } from '@pledgeline/calls';
import type { AgentId, CallId, PhoneLegId } from '@pledgeline/core';
import type { LegSession, Media, MediaSessions } from '@pledgeline/media';

type Talk = Exclude<ReturnType<typeof talksOf>[number], never>;

const talksOf = (exchange: Exchange) =>
  [...exchange.calls.values()].flatMap(({ call, place }) =>
    place.kind === 'talking'
      ? [{ call, agent: place.agent, consultation: consultationOn(exchange, call) }]
      : [],
  );

/** [TEL-125] A caller is connected with whom the exchange says: an agent, somebody outside, nobody while he waits. */
export async function mendConnection(
  media: Media,
  exchange: Exchange,
  { call, bridgedTo, joinedTo }: Pick<LegSession, 'call' | 'bridgedTo' | 'joinedTo'>,
): Promise<void> {
  const { agent, leg } = partnersOf(exchange, call);
  if (agent !== null && agent !== bridgedTo) await media.bridge({ call, agent });
  else if (leg !== null && leg !== joinedTo) await media.join({ call, other: leg });
  else if (agent === null && leg === null && (bridgedTo !== null || joinedTo !== null))
    await media.unbridge(call);
}

function partnersOf(
  exchange: Exchange,
  call: CallId,
): { readonly agent: AgentId | null; readonly leg: CallId | null } {
  const place = exchange.calls.get(call)?.place;
  if (place?.kind === 'outside' && place.until === null) return { agent: null, leg: asCall(place.leg) };
  if (place?.kind !== 'talking') return { agent: null, leg: null };
  const { consultation } = place;
  if (consultation === null) return { agent: place.agent, leg: null };
  if (consultation.stage !== 'together') return { agent: null, leg: null };
  return consultation.with.kind === 'outside'
    ? { agent: null, leg: asCall(consultation.with.leg) }
    : { agent: place.agent, leg: null };
}

/** Those who speak with one another while a caller waits do so, and those who no longer should do not. */
export async function mendConsultations(
  media: Media,
  exchange: Exchange,
  { legs, lines }: MediaSessions,
): Promise<void> {
  const talks = talksOf(exchange);
  const speaking = talks.filter(({ consultation }) => consultation?.stage === 'speaking');
  for (const { agent, consults } of lines) {
    const isMeant = speaking.some((talk) => pairOf(talk).includes(agent));
    if (consults !== null && !isMeant) await media.unconsult(agent);
  }
  for (const { agent, consultation } of speaking) {
    const asked = consultation?.with;
    if (asked?.kind === 'agent') {
      const isDone = lines.some((line) => line.agent === agent && line.consults === asked.agent);
      if (!isDone) await media.consult({ agent, other: asked.agent });
    } else if (asked?.kind === 'outside') {
      const call = asked.leg as string as CallId;
      const isDone = legs.some((leg) => leg.call === call && leg.bridgedTo === agent);
      if (!isDone) await media.bridge({ call, agent });
    }
  }
  const heard = legs.flatMap(({ call, monitors }) => monitors.map(({ agent }) => `${call} ${agent}`));
  for (const [agent, call] of thirdsOf(exchange))
    if (!heard.includes(`${call} ${agent}`)) await media.monitor({ agent, call, mode: 'barge' });
}

/** Who is the third voice of which call. */
export const thirdsOf = (exchange: Exchange): ReadonlyMap<AgentId, CallId> =>
  new Map(
    talksOf(exchange).flatMap(({ call, agent, consultation }) =>
      consultation?.stage === 'together' ? [[thirdOf(agent, consultation.with), call] as const] : [],
    ),
  );

const thirdOf = (agent: AgentId, asked: Asked): AgentId => (asked.kind === 'agent' ? asked.agent : agent);

const pairOf = ({ agent, consultation }: Talk): readonly AgentId[] =>
  consultation?.with.kind === 'agent' ? [agent, consultation.with.agent] : [agent];

/** To media, a leg outside is one as a caller's. */
const asCall = (leg: PhoneLegId | null): CallId | null => leg as string | null as CallId | null;
