export type {
  Call,
  CallPlace,
  CallRecord,
  CallSignal,
  CallSound,
  EndReason,
  HoldPrompt,
  RefuseStatus,
} from './call.ts';
export type { AgentSound, Exchange, ExchangeEffect, ExchangeInput, ExchangeRules } from './exchange.ts';
export { callOfPhoneLeg } from './phone-leg.ts';
export { emptyExchange, step, wakeAt } from './step.ts';
export { restore, snapshot } from './snapshot.ts';
export { LIMITS } from './rules.ts';
