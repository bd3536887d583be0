/** What a bench takes of the harness. */
export { Caller } from './caller.ts';
export { Line } from './line.ts';
export { Office } from './office.ts';
export { Room } from './room.ts';
export { until } from './wait.ts';
