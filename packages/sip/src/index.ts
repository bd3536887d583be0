export { LIMITS, RFC_TIMERS, type SipTimers } from './limits.ts';
export type { Endpoint, Flow, TransportName } from './transport/flow.ts';
export { frame, newFraming, PONG, type Frame, type Framed, type Framing } from './transport/framing.ts';
export type { Direction, Negotiated, OfferFault, SoundCodec } from './offer-answer/media.ts';
export { negotiate } from './offer-answer/negotiate.ts';
export { answer, offer, type SessionName } from './offer-answer/answer.ts';
export type { Credentials } from './digest/response.ts';
export { withhold, type Withheld } from './withheld/withheld.ts';
export type { UserAgentState } from './user-agent/state.ts';
export { createUserAgent, stepUserAgent, userAgentWakesAt } from './user-agent/step.ts';
export { restoreDialogs } from './user-agent/snapshot.ts';
export type {
  Caller,
  DialogSnapshot,
  LegId,
  LostBecause,
  RequestId,
  UserAgentEffect,
  UserAgentInput,
  UserAgentLimits,
  UserAgentSettings,
} from './user-agent/types.ts';
