import { getLadder, listRefusals, listTrace } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import type { Exchange } from '@pledgeline/calls';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { route } from '../adapters/http/route.ts';
import type { StateOf, Trace } from './trace.ts';

export interface TraceRoutesDeps {
  /** Null: the setting says that nothing is traced. */
  readonly trace: Trace | null;
  readonly exchange: () => Pick<Exchange, 'calls' | 'announced'>;
}

/** What operators see of the calls that are on and that were. */
export function traceRoutes(app: FastifyInstance, deps: TraceRoutesDeps): void {
  const stateOf: StateOf = (call) => {
    const { calls, announced } = deps.exchange();
    if (announced.has(call)) return 'announced';
    const place = calls.get(call)?.place.kind;
    if (place === undefined) return null;
    if (place === 'keying' || place === 'leaving') return 'waiting';
    return place === 'waiting' || place === 'talking' ? place : 'offered';
  };

  route(app, listTrace, async () => ok({ on: deps.trace !== null, calls: deps.trace?.calls(stateOf) ?? [] }));

  route(app, getLadder, async ({ params }) => {
    const ladder = deps.trace?.ladder(params.call as CallId, stateOf) ?? null;
    return ladder === null ? failed({ fault: 'NOT_FOUND' }) : ok(ladder);
  });

  route(app, listRefusals, async () => ok({ refusals: deps.trace?.refusals() ?? [] }));
}
