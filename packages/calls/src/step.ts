import type { Instant, Step } from '@pledgeline/core';
import type { Exchange, ExchangeEffect, ExchangeInput, ExchangeRules } from './exchange.ts';

export declare function emptyExchange(rules: ExchangeRules): Exchange;
/** Lets what is due at `now` happen, then takes the input. Everything that is not awaited is ignored: races, not errors. */
export declare function step(
  exchange: Exchange,
  input: ExchangeInput,
  now: Instant,
): Step<Exchange, ExchangeEffect>;
export declare function wakeAt(exchange: Exchange): Instant | null;
