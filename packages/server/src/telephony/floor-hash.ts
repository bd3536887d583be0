import { snapshot, type Exchange } from '@pledgeline/calls';
import { createHash } from 'node:crypto';
import { Gauge, type Registry } from 'prom-client';

/** Equal floors have equal hashes: whoever replays the log of a night sees by it whether it is the same night. */
export const floorHash = (exchange: Exchange): string =>
  createHash('sha256').update(snapshot(exchange)).digest('hex');

export function floorHashFigure(registry: Registry, exchange: () => Exchange): void {
  new Gauge({
    name: 'pledgeline_floor_info',
    help: 'The floor as it is at this moment, by its hash',
    labelNames: ['hash'],
    registers: [registry],
    collect() {
      this.reset();
      this.set({ hash: floorHash(exchange()) }, 1);
    },
  });
}
