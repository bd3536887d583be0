export type { AgentState, Floor, FloorEffect, FloorInput, FloorRules, Standing, Waiting } from './floor.ts';
export { emptyFloor, step, wakeAt } from './floor.ts';
