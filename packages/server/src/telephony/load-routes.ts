import { getLoad } from '@pledgeline/contract';
import { ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { route } from '../adapters/http/route.ts';
import type { LoadWatch } from './load-watch.ts';

export interface LoadRoutesDeps {
  readonly load: Pick<LoadWatch, 'state'>;
  /** On the line now. */
  readonly calls: () => number;
}

/** What operators see of how much the machine carries. */
export function loadRoutes(app: FastifyInstance, { load, calls }: LoadRoutesDeps): void {
  route(app, getLoad, async () => ok({ calls: calls(), ...load.state() }));
}
