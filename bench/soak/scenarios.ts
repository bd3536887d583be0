import type { FloorState, HandOverTargets } from '@pledgeline/contract';
import { Caller, headerOf, inviteText, runSipp, until, Wire, type Desk } from '@pledgeline/interop';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './stage.ts';

/** One thing that callers, carriers, phones or strangers do, again and again until the time is up. */
export interface Scenario {
  readonly name: string;
  /** Comes to its end by itself within a minute. Throws where what must hold does not. */
  readonly play: (stage: Stage) => Promise<void>;
  readonly restMs: number;
  /** Something in it is broken on purpose: its failures are counted and are no fault of the line's. */
  readonly mayFail: boolean;
}

const HERE = '127.0.0.1';
const ANSWER_MS = 30_000;
const SOAK = import.meta.dirname;
const FROM = `<sip:+33639980150@${HERE}>`;
const between = (least: number, most: number): number => least + Math.random() * (most - least);

async function carried(
  stage: Stage,
  scenario: string,
  how: { readonly calls: number; readonly more?: readonly string[] },
): Promise<void> {
  const { line, number } = stage;
  const run = { scenario, sipPort: line.sipPort, number, callsPerSecond: 2, calls: how.calls };
  const { code, told } = await runSipp({ ...run, how: how.more ?? [] });
  if (code !== 0) throw new Error(`SIPp ended with ${code}: ${told.slice(0, 400)}`);
}

async function withCaller(stage: Stage, play: (caller: Caller) => Promise<void>): Promise<void> {
  const caller = await Caller.open({ address: HERE, port: stage.line.sipPort });
  try {
    caller.call({ number: stage.number, from: FROM });
    await play(caller);
  } finally {
    caller.close();
  }
}

const shortCalls = (stage: Stage): Promise<void> =>
  carried(stage, join(SOAK, '../signalling/carrier.xml'), { calls: 20, more: ['-d', '500'] });

const lossyCalls = (stage: Stage): Promise<void> =>
  carried(stage, join(SOAK, '../signalling/carrier.xml'), { calls: 10, more: ['-d', '500', '-lost', '10'] });

const heldCalls = (stage: Stage): Promise<void> =>
  carried(stage, join(SOAK, 'holds-and-resumes.xml'), { calls: 10 });

const longCall = (stage: Stage): Promise<void> =>
  withCaller(stage, async (caller) => {
    await caller.untilAnswered(ANSWER_MS);
    await pause(between(10_000, 25_000));
    caller.hangUp();
    await pause(500);
  });

/** Whether the CANCEL or the answer is quicker is left to chance. */
async function giveUp(caller: Caller): Promise<void> {
  caller.hangUp();
  await until('an end', ANSWER_MS, () => caller.finalAnswer);
  if (caller.moments.answeredAt !== null) caller.hangUp();
  await pause(500);
}

const cancelled = (stage: Stage): Promise<void> =>
  withCaller(stage, async (caller) => {
    await pause(between(0, 60));
    await giveUp(caller);
  });

const abandoned = (stage: Stage): Promise<void> =>
  withCaller(stage, async (caller) => {
    await until('ringing', ANSWER_MS, () => caller.moments.ringingAt ?? caller.moments.answeredAt);
    await giveUp(caller);
  });

/** Neither BYE nor sound, from one moment to the next. */
const vanishingCaller = (stage: Stage): Promise<void> =>
  withCaller(stage, (caller) => caller.untilAnswered(ANSWER_MS));

async function vanishingPhone({ unsteady }: Stage): Promise<void> {
  await pause(between(5_000, 10_000));
  unsteady.vanish();
  await pause(between(2_000, 6_000));
  unsteady.start();
}

/** A good INVITE with some of it broken; what is answered is not looked at. */
async function malformed({ line, number }: Stage): Promise<void> {
  const wire = await Wire.open();
  const to = { address: HERE, port: line.sipPort };
  for (let sent = 0; sent < 50; sent += 1) {
    const bytes = Buffer.from(inviteText({ number, from: FROM }, wire));
    // Where the broken bytes still make an INVITE, it is one for a number that is nobody's.
    const text = bytes.toString('latin1').replaceAll(number, '999999');
    const broken = Buffer.from(text, 'latin1');
    for (let changed = 0; changed < 4; changed += 1)
      broken[Math.floor(between(0, broken.length))] = Math.floor(between(0, 256));
    wire.send(broken.toString('latin1').slice(0, between(10, broken.length)), to);
    await pause(10);
  }
  wire.close();
}

async function scanner({ line }: Stage): Promise<void> {
  const wire = await Wire.open();
  const to = { address: HERE, port: line.sipPort };
  for (let tried = 100; tried < 140; tried += 1) {
    const invite = inviteText({ number: `9${tried}`, from: `<sip:${tried}@${HERE}>` }, wire);
    for (const method of ['OPTIONS', 'REGISTER', 'INVITE'])
      wire.send(invite.replace('INVITE', method).replace('CSeq: 1 INVITE', `CSeq: 1 ${method}`), to);
    await pause(10);
  }
  // RFC 3261 §17.1.1.3: whoever never says ACK is told again until timer H; a scanner does not care.
  if (wire.received.some((text) => headerOf(text, 'CSeq') === '')) throw new Error('an answer without CSeq');
  wire.close();
}

/** A call that no other scene places: it is known by its number. */
async function withKnownCall(
  stage: Stage,
  play: (known: {
    readonly supervisor: Desk;
    readonly call: string;
    readonly agent: string;
  }) => Promise<void>,
): Promise<void> {
  const { supervisor, line, secondNumber } = stage;
  if (supervisor === null) return;
  // Whoever takes calls himself cannot listen to others'.
  await supervisor.send('POST', '/api/desk/away', {});
  await until('the supervisor can listen and takes no calls', ANSWER_MS, async () => {
    const { agents } = await supervisor.get<FloorState>('/api/floor');
    const own = agents.find(({ sound }) => sound === 'browser');
    return own?.status.kind === 'away' && own.lineConnected;
  });
  const caller = await Caller.open({ address: HERE, port: line.sipPort });
  try {
    caller.call({ number: secondNumber, from: FROM });
    const { agent, id } = await until('somebody talks on the known call', ANSWER_MS, () => talkerOn(stage));
    await play({ supervisor, call: id, agent });
    caller.hangUp();
    await until('no known call is on', ANSWER_MS, async () => (await talkerOn(stage)) === null);
  } finally {
    caller.close();
  }
}

async function talkerOn({ supervisor, secondNumber }: Stage): Promise<{ agent: string; id: string } | null> {
  const floor = await supervisor?.get<FloorState>('/api/floor');
  const found = floor?.agents.find(({ call }) => call?.line === secondNumber);
  return found?.call === undefined || found.call === null ? null : { agent: found.agent, id: found.call.id };
}

/** Listened to in each way, taken over, and given on to whoever is next in the other line. */
const supervised = (stage: Stage): Promise<void> =>
  withKnownCall(stage, async ({ supervisor, call, agent }) => {
    for (const mode of ['listen', 'whisper', 'barge'] as const) {
      await supervisor.send('POST', `/api/floor/calls/${call}/monitor`, { mode });
      await pause(300);
    }
    await supervisor.send('POST', `/api/floor/calls/${call}/take-over`, {});
    const own = await until('the supervisor has the call', ANSWER_MS, async () => {
      const talker = await talkerOn(stage);
      return talker !== null && talker.agent !== agent ? talker.agent : null;
    });
    const { lines } = await supervisor.get<HandOverTargets>('/api/desk/hand-over');
    const line = lines.find(({ number }) => number === stage.secondNumber)?.line;
    await supervisor.send('POST', '/api/desk/away', {});
    await supervisor.send('POST', `/api/desk/calls/${call}/hand-over`, { to: { kind: 'line', line } });
    await until('a volunteer has it again', ANSWER_MS, async () => {
      const talker = await talkerOn(stage);
      return talker !== null && talker.agent !== own;
    });
  });

/** What is new on the line gets a function above and a row here. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'short', play: shortCalls, restMs: 1_000, mayFail: false },
  { name: 'long', play: longCall, restMs: 500, mayFail: false },
  { name: 'held', play: heldCalls, restMs: 3_000, mayFail: false },
  { name: 'cancelled', play: cancelled, restMs: 500, mayFail: false },
  { name: 'abandoned', play: abandoned, restMs: 500, mayFail: false },
  { name: 'lossy', play: lossyCalls, restMs: 5_000, mayFail: true },
  { name: 'vanishingCaller', play: vanishingCaller, restMs: 15_000, mayFail: false },
  { name: 'vanishingPhone', play: vanishingPhone, restMs: 10_000, mayFail: true },
  { name: 'malformed', play: malformed, restMs: 2_000, mayFail: false },
  { name: 'scanner', play: scanner, restMs: 5_000, mayFail: false },
  { name: 'supervised', play: supervised, restMs: 3_000, mayFail: false },
];
