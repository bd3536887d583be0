/** What a bench takes of the harness. */
export { acceptedBy, answerTo, requestIn } from './answers.ts';
export { Desk } from './desk.ts';
export { Caller } from './caller.ts';
export { Line } from './line.ts';
export { Office } from './office.ts';
export { playEvening } from './evening/play.ts';
export { freeSipPort } from './ports.ts';
export { Room } from './room.ts';
export { ScriptedDesk } from './scripted-desk.ts';
export { runSipp } from './sipp.ts';
export { until } from './wait.ts';
export { headerOf, inviteText, Wire, type Endpoint } from './wire.ts';
