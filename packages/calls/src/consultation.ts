import { stay, unreachable, type AgentId, type Instant } from '@pledgeline/core';
import type { Asked, Call, CallPlace, Consultation } from './call.ts';
import type { CallEffect, CallStep, Outside } from './call-input.ts';
import { holdPrompt } from './early.ts';
import type { Voice } from './exchange.ts';
import { given } from './hoax-given.ts';
import { hangUpOutside, hangUpPhone } from './phone-leg.ts';

export type Talking = CallPlace & { readonly kind: 'talking' };

const voiceOf = (asked: Asked): Voice =>
  asked.kind === 'agent' ? { kind: 'agent', agent: asked.agent } : { kind: 'outside', leg: asked.leg };

/** Whoever is third on the call while all talk: the one who is paired with the caller is not. */
const thirdOf = ({ agent }: Talking, asked: Asked): AgentId => (asked.kind === 'agent' ? asked.agent : agent);

/** [CAL-52] The caller waits from the moment at which somebody is asked. */
export function begin(call: Call, place: Talking, asked: Asked): CallStep {
  const ring: CallEffect[] =
    asked.kind === 'agent' ? [] : [{ kind: 'ring-outside', call: call.call, leg: asked.leg, to: asked.to }];
  return {
    state: { ...call, place: { ...place, consultation: { with: asked, stage: 'ringing' } } },
    effects: [
      { kind: 'unbridge', call: call.call },
      ...holdPrompt(call),
      ...ring,
      { kind: 'consulting', agent: place.agent, call: call.call },
    ],
  };
}

/** Whoever was asked is there: the two speak. */
export function answered(call: Call, place: Talking, { with: asked }: Consultation): CallStep {
  const { agent } = place;
  return {
    state: { ...call, place: { ...place, consultation: { with: asked, stage: 'speaking' } } },
    effects: [
      { kind: 'consult', call: call.call, agent, with: voiceOf(asked) },
      ...shown(call, place, asked),
    ],
  };
}

/** [CAL-54] The caller hears both, and both hear him. */
export function together(call: Call, place: Talking, { with: asked, stage }: Consultation): CallStep {
  if (stage !== 'speaking' || call.sound !== 'ready') return stay(call);
  const { agent } = place;
  const all: Talking = { ...place, consultation: { with: asked, stage: 'together' } };
  return {
    state: { ...call, place: all },
    effects: [
      { kind: 'unconsult', call: call.call, agent, with: voiceOf(asked) },
      ...reconnected(call, all),
      ...shown(call, place, asked),
    ],
  };
}

/** The sound of a talk as it should be, made anew. */
export function reconnected(call: Call, place: Talking): CallEffect[] {
  const { call: id } = call;
  const { agent, consultation } = place;
  if (consultation === null) return [{ kind: 'bridge', call: id, agent }];
  if (consultation.stage !== 'together') return holdPrompt(call);
  const { with: asked } = consultation;
  return [
    asked.kind === 'agent' ? { kind: 'bridge', call: id, agent } : { kind: 'join', call: id, leg: asked.leg },
    { kind: 'join-in', agent: thirdOf(place, asked), call: id },
  ];
}

/** [CAL-55] The agent who consults, or his phone, hangs up: whoever has answered has the caller, else the line. */
export function leaveTo(call: Call, { agent }: Talking, { with: asked, stage }: Consultation): CallStep {
  const { call: id } = call;
  if (stage === 'ringing')
    return {
      state: call,
      effects: [{ kind: 'to-floor', input: { kind: 'pass-on', agent, call: id, needs: null, to: null } }],
    };
  const kind = asked.kind === 'agent' ? 'complete' : 'pass-out';
  return { state: call, effects: [{ kind: 'to-floor', input: { kind, agent, call: id } }] };
}

/** [CAL-56] The floor lets go of an agent who was asked; somebody outside is none of its affairs. */
export function takeBack(call: Call, place: Talking, consultation: Consultation): CallStep {
  const { with: asked } = consultation;
  if (asked.kind === 'outside') return over(call, place, consultation);
  const input = { kind: 'take-back', agent: place.agent, call: call.call } as const;
  return { state: call, effects: [{ kind: 'to-floor', input }] };
}

/** Nobody is asked any more: the agent has the caller again. `gone`: whoever was outside has ended by himself. */
export function over(call: Call, place: Talking, consultation: Consultation, gone = false): CallStep {
  const talks: Talking = { ...place, consultation: null };
  const { agent } = place;
  const wasOn = consultation.stage === 'together' && consultation.with.kind === 'agent';
  const isBridged = wasOn || call.sound === 'lost';
  return {
    state: { ...call, place: talks },
    effects: [
      ...partAsked(call, place, consultation, gone),
      ...(isBridged ? [] : ([{ kind: 'bridge', call: call.call, agent }] as const)),
      { kind: 'consulting', agent, call: call.call },
    ],
  };
}

/** Lets go of whoever was asked; the caller, if he is connected, stays so. */
export function partAsked(
  { call: id }: Call,
  place: Talking,
  { with: asked, stage }: Consultation,
  gone = false,
): CallEffect[] {
  const { agent } = place;
  const effects: CallEffect[] = [];
  if (stage === 'speaking') effects.push({ kind: 'unconsult', call: id, agent, with: voiceOf(asked) });
  if (stage === 'together') effects.push({ kind: 'step-out', agent: thirdOf(place, asked), call: id });
  if (stage === 'together' && asked.kind === 'outside') effects.push({ kind: 'unbridge', call: id });
  if (gone) return effects;
  if (asked.kind === 'outside') effects.push({ kind: 'hang-up-outside', call: id, leg: asked.leg });
  else if (asked.phone !== null)
    effects.push({ kind: 'hang-up-phone', agent: asked.agent, leg: asked.phone });
  return effects;
}

/** The caller's own connection, where there is one: in a consultation he waits. */
export function unbridged({ call: id }: Call, { consultation }: Talking): CallEffect[] {
  const waits =
    consultation !== null && (consultation.stage !== 'together' || consultation.with.kind === 'outside');
  return waits ? [] : [{ kind: 'unbridge', call: id }];
}

/** Everything that a call had beside the caller's leg is let go of. */
export function partAll(call: Call): CallEffect[] {
  const { place, call: id } = call;
  switch (place.kind) {
    case 'waiting':
    case 'keying':
    case 'leaving':
      return [];
    case 'offered':
    case 'picked-up':
      return hangUpPhone(place);
    case 'calling-back':
      return [...hangUpOutside(id, place.leg), ...hangUpPhone(place)];
    case 'talking': {
      const asked = place.consultation === null ? [] : partAsked(call, place, place.consultation);
      return [...asked, ...unbridged(call, place), ...hangUpPhone(place)];
    }
    case 'outside':
      return [
        ...(place.until === null ? [{ kind: 'unbridge', call: id } as const] : []),
        ...hangUpOutside(id, place.leg),
      ];
    default:
      return unreachable(place);
  }
}

/** [CAL-57] The one who was asked goes on with the caller. */
export function completed(
  call: Call,
  place: Talking,
  asked: Asked & { kind: 'agent' },
  now: Instant,
): CallStep {
  const { agent: to, phone } = asked;
  const { call: id } = call;
  const { consultation } = place;
  const parted =
    consultation === null ? [] : partAsked(call, place, { ...consultation, with: { ...asked, phone: null } });
  return {
    state: {
      ...call,
      agent: to,
      place: { kind: 'talking', agent: to, phone, since: now, consultation: null, ...given(place) },
    },
    effects: [
      ...parted,
      ...unbridged(call, place),
      ...hangUpPhone(place),
      { kind: 'ended', agent: place.agent, call: id, by: 'handed-over' },
      { kind: 'bridge', call: id, agent: to },
      { kind: 'connected', agent: to, call: id },
    ],
  };
}

/** What both screens show has changed. */
const shown = ({ call }: Call, { agent }: Talking, asked: Asked): CallEffect[] => [
  { kind: 'consulting', agent, call },
  ...(asked.kind === 'agent' ? [{ kind: 'consulting', agent: asked.agent, call } as const] : []),
];

export const askedOutside = ({ consultation }: Talking): Outside | null =>
  consultation?.with.kind === 'outside' && consultation.stage !== 'ringing' ? consultation.with : null;
