export type {
  Aside,
  AgentState,
  Floor,
  FloorEffect,
  FloorInput,
  FloorRules,
  StandDown,
  Standing,
  TurnAway,
  Waiting,
} from './floor.ts';
export { isTakenAtOnce } from './matching.ts';
export { emptyFloor, step, wakeAt } from './step.ts';
export { restore, snapshot, type FloorSnapshot } from './snapshot.ts';
export type { AgentProfile, CallNeeds, SiteRule, Skill } from './profile.ts';
export { LIMITS } from './limits.ts';
export { MomentQueue } from './moment-queue.ts';
export { lookedAt, steadyLoad, weigh, type Load, type Look, type NewCall, type Shed } from './load.ts';
