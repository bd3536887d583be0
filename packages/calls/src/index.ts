export type { Call, CallPlace, EndReason, Exchange, ExchangeEffect, ExchangeInput, ExchangeRules } from './exchange.ts';
export { emptyExchange, restore, snapshot, step, wakeAt } from './exchange.ts';
