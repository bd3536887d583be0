import type { Instant, Step } from '@pledgeline/core';
import type { Floor, FloorEffect, FloorInput, FloorRules } from './floor.ts';

export declare function emptyFloor(rules: FloorRules): Floor;
export declare function step(floor: Floor, input: FloorInput, now: Instant): Step<Floor, FloorEffect>;
export declare function wakeAt(floor: Floor): Instant | null;
