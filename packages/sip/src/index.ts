export { LIMITS, RFC_TIMERS, type SipTimers } from './limits.ts';
export type { Endpoint, Flow, TransportName } from './transport/flow.ts';
export type { Direction, Negotiated, OfferFault, SoundCodec } from './offer-answer/media.ts';
export type {
  Caller,
  DialogSnapshot,
  LegId,
  LostBecause,
  UserAgentEffect,
  UserAgentInput,
  UserAgentLimits,
  UserAgentSettings,
} from './user-agent/types.ts';
