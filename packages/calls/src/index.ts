export type {
  Call,
  CallPlace,
  CallRecord,
  CallSignal,
  CallSound,
  EndReason,
  HoldPrompt,
  MonitorMode,
  RefuseStatus,
} from './call.ts';
export type { AgentSound, Exchange, ExchangeEffect, ExchangeInput, ExchangeRules } from './exchange.ts';
export { callOfPhoneLeg } from './phone-leg.ts';
export { emptyExchange, step, wakeAt } from './step.ts';
export { restore, snapshot } from './snapshot.ts';
export { supervisedAs } from './monitors.ts';
export { mayMonitor, mayTakeOver, type SupervisionFault } from './supervision.ts';
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
