export type {
  Asked,
  Call,
  CallPlace,
  CallRecord,
  CallSignal,
  CallSound,
  Consultation,
  EndReason,
  HandingId,
  HoldPrompt,
  MonitorMode,
  OutsideId,
  RefuseStatus,
} from './call.ts';
export type { NotRung } from './call-input.ts';
export type {
  AgentSound,
  Counsel,
  CallbackRules,
  Exchange,
  ExchangeEffect,
  ExchangeInput,
  ExchangeRules,
  Target,
} from './exchange.ts';
export { hasLeft } from './callback.ts';
export { callOfPhoneLeg, isBackLeg, legsOf } from './phone-leg.ts';
export { liveCalls } from './announced.ts';
export { emptyExchange, step, wakeAt } from './step.ts';
export { restore, snapshot } from './snapshot.ts';
export { supervisedAs } from './monitors.ts';
export {
  consultationOn,
  isHelperFree,
  mayComplete,
  mayConsult,
  mayHandOver,
  mayTakeBack,
  mayTalkTogether,
  type HandOverFault,
} from './hand-over.ts';
export { confidentialCalls, mayHandToCharity, type CharityFault, type CharityTarget } from './charity.ts';
export { mayAskHelp } from './hoax.ts';
export { mayMonitor, mayTakeOver, type SupervisionFault } from './supervision.ts';
export { HELPERS, type Helper } from './needs.ts';
export { LIMITS } from './rules.ts';
export type {
  OutsideCall,
  OutsideEffect,
  OutsideEnd,
  OutsideInput,
  OutsideLegId,
  OutsideRefusal,
  OutsideRules,
  OutsideSettings,
  OutsideState,
} from './outside.ts';
export { outsideState, outsideWakesAt, stepOutside } from './outside-step.ts';
export type { Keying, KeyingEffect, KeyingInput, KeyingRules } from './keying.ts';
export { beginKeying, keyingWakesAt, stepKeying } from './keying-step.ts';
