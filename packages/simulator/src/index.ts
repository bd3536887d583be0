export type { Arrivals, Choices, Evening, Seats } from './evening.ts';
export { eveningFaults, LIMITS, type EveningFault } from './limits.ts';
export type { Spread } from './spread.ts';
export { callersOf, type Caller } from './callers.ts';
export { play } from './play.ts';
export type { Minute, NightFigures } from './figures.ts';
export { erlangA, erlangC, type Steady, type SteadyFigures } from './erlang.ts';
export { seatsFor, type Goal } from './seats-for.ts';
export { callersAgain, type RecordedCall } from './again.ts';
