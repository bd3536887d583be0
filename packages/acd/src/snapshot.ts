import type { Floor } from './floor.ts';

export interface FloorSnapshot {
  readonly rules: Floor['rules'];
  readonly waiting: readonly (readonly [call: string, since: number])[];
  readonly agents: readonly (readonly [agent: string, state: unknown])[];
}
export declare function snapshot(floor: Floor): FloorSnapshot;
export declare function restore(snapshot: FloorSnapshot): Floor;
