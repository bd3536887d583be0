import type { Result } from '@pledgeline/core';
import type { Exchange } from './exchange.ts';

/** All of the exchange as JSON text: equal exchanges give equal texts. */
export declare function snapshot(exchange: Exchange): string;
export declare function restore(json: string): Result<Exchange, 'UNKNOWN_SNAPSHOT'>;
