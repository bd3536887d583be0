export { LIMITS, RFC_TIMERS, type SipTimers } from './limits.ts';
export type { Endpoint, Flow, TransportName } from './transport/flow.ts';
export { frame, newFraming, PONG, type Frame, type Framed, type Framing } from './transport/framing.ts';
export { isNewRequest } from './transport/new-request.ts';
export type { Direction, Negotiated, OfferFault, SoundCodec } from './offer-answer/media.ts';
export { negotiate } from './offer-answer/negotiate.ts';
export { answer, offer, OFFERED, type SessionName } from './offer-answer/answer.ts';
export type { Credentials } from './digest/response.ts';
export { reasonOf } from './message/respond.ts';
export { withhold, type Withheld } from './withheld/withheld.ts';
export { passwordHash } from './digest/response.ts';
export {
  createRegistration,
  registrationView,
  registrationWakesAt,
  stepRegistration,
  type RegistrationState,
} from './registration/registration.ts';
export { registerRequest } from './registration/register-request.ts';
export type {
  RegistrationEffect,
  RegistrationInput,
  RegistrationSettings,
  RegistrationView,
} from './registration/types.ts';
export { REGISTRAR_LIMITS, type RegistrarLimits } from './registrar/limits.ts';
export {
  createRegistrar,
  devicesOf,
  registrarWakesAt,
  restoreRegistrar,
  snapshotRegistrar,
  stepRegistrar,
} from './registrar/registrar.ts';
export type { RegistrarState } from './registrar/state.ts';
export type {
  Binding,
  PasswordHashes,
  RegistrarEffect,
  RegistrarInput,
  RegistrarSettings,
  RegistrarSnapshot,
  UnboundBecause,
} from './registrar/types.ts';
export type { RegisterContact, RegisterRequest } from './user-agent/register-request.ts';
export type { Diverted } from './identity/diverted.ts';
export {
  createQualify,
  peerView,
  QUALIFY_SETTINGS,
  qualifyWakesAt,
  stepQualify,
  type PeerView,
  type QualifyEffect,
  type QualifyInput,
  type QualifySettings,
  type QualifyState,
} from './qualify/qualify.ts';
export { destinationOf } from './locate/destination.ts';
export { locate, locatorWakesAt, stepLocator, targetKey, type LocatorState } from './locate/locator.ts';
export { inOrder, letsTheNextTry, markBad, markGood, NO_PEERS, type Peers } from './locate/peers.ts';
export type {
  Destination,
  DnsAnswer,
  LocateEffect,
  LocateInput,
  LocateSettings,
  NaptrRecord,
  Question,
  SrvRecord,
  Target,
} from './locate/types.ts';
export type { UserAgentState } from './user-agent/state.ts';
export { createUserAgent, stepUserAgent, userAgentWakesAt } from './user-agent/step.ts';
export { restoreDialogs } from './user-agent/snapshot.ts';
export type {
  AskId,
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
