import { freeSipPort, Line, Office } from '@pledgeline/interop';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './call/percentile.ts';
import { carry, startPhones, type Load } from './signalling/load.ts';
import { Pair } from './signalling/pair.ts';
import { PhoneRoom } from './signalling/room.ts';
import { cpuSecondsOf, residentMbOf } from './signalling/used.ts';

/**
 * Calls that go trunk, floor, desk phone, without sound: a line as a user runs it, its screens played by sockets that
 * say at once that the form is shown. What is counted is all that the line uses: server, media, keeper, PostgreSQL.
 */
const TALK_MS = 300;
/** Few enough that callers wait for them. */
const FEW = 8;
const SOME = 60;
const ALL = 400;
const RATES = [100, 150, 200, 250, 300, 350, 400, 500, 600, 700, 860, 1_000];
const SECONDS = 8;
/** What is on its way ends, and what is compiled late is compiled. */
const REST_MS = 1_500;
const MEMORY_RATE = 500;
/** What the line carries with ease, for memory that is looked at over many calls (`--calls 100000`). */
const EASY_RATE = 200;
const LOOK_EVERY_MS = 2_000;

async function run(args: readonly string[]): Promise<Record<string, number>> {
  const calls = Number(args[args.indexOf('--calls') + 1]);
  const line = await Line.start({ PLEDGELINE_RTP_PORTS: '20000-29999', PLEDGELINE_CALLS_MAX: '2000' });
  try {
    const office = await Office.signIn(line);
    await openWide(office);
    const room = new PhoneRoom(line, office);
    try {
      return args.includes('--calls') ? await keepOn(line, room, calls) : await measure(line, room);
    } finally {
      room.end();
    }
  } finally {
    await line.end();
  }
}

/** No time after a call, and no limit to the trunk that would be met before the machine's. */
async function openWide(office: Office): Promise<void> {
  await office.send('PUT', '/api/campaign/wrap-up', { seconds: 0 });
  const { trunks } = await office.get<{ trunks: { id: string; revision: number; form: object }[] }>(
    '/api/trunks',
  );
  for (const { id, revision, form } of trunks) {
    const changed = await office.send('PUT', `/api/trunks/${id}`, {
      revision,
      form: { ...form, callsMax: 5_000 },
    });
    if (changed.status !== 200) throw new Error(`the trunk was not changed: ${changed.fault}`);
  }
}

async function measure(line: Line, room: PhoneRoom): Promise<Record<string, number>> {
  const pair = await Pair.open({ address: '127.0.0.1', port: line.sipPort });
  const { phonesPort } = pair;
  try {
    await room.seat(FEW, { address: '127.0.0.1', port: phonesPort });
    await pair.call({ calls: 200, everyMs: 10, talkMs: 30, hangsUp: 'carrier', limitMs: 60_000 });
    pair.inviteToInvite.length = 0;
    await pair.call({ calls: 400, everyMs: 2, talkMs: 60, hangsUp: 'phone', limitMs: 60_000 });
    await room.seat(SOME - FEW, { address: '127.0.0.1', port: phonesPort });
    pair.inviteToInvite.length = 0;
    await pair.call({ calls: 1_000, everyMs: 10, talkMs: 100, hangsUp: 'carrier', limitMs: 60_000 });
  } finally {
    pair.close();
  }
  await room.seat(ALL - SOME, { address: '127.0.0.1', port: phonesPort });
  const phones = startPhones(phonesPort);
  try {
    const reached = await climb(line);
    return {
      ...reached,
      inviteToInviteP50Ms: percentile(pair.inviteToInvite, 0.5),
      inviteToInviteP99Ms: percentile(pair.inviteToInvite, 0.99),
      freedToInviteP50Ms: percentile(pair.freedToInvite, 0.5),
      freedToInviteP99Ms: percentile(pair.freedToInvite, 0.99),
    };
  } finally {
    phones.kill('SIGKILL');
  }
}

/** So many calls at a rate that is easy, and what the line holds in memory meanwhile: the medians of the thirds of that time. */
async function keepOn(line: Line, room: PhoneRoom, calls: number): Promise<Record<string, number>> {
  const phonesPort = await freeSipPort();
  await room.seat(ALL, { address: '127.0.0.1', port: phonesPort });
  const phones = startPhones(phonesPort);
  const megabytes: number[] = [];
  const look = (): void => {
    megabytes.push(residentMbOf([...line.pids('server'), ...line.pids('media')]));
  };
  try {
    await carryAt(line, EASY_RATE);
    const looking = setInterval(look, LOOK_EVERY_MS);
    const port = await freeSipPort();
    const seconds = Math.ceil(calls / EASY_RATE);
    const load = await carry({
      linePort: line.sipPort,
      port,
      perSecond: EASY_RATE,
      seconds,
      talkMs: TALK_MS,
    });
    clearInterval(looking);
    const third = Math.floor(megabytes.length / 3);
    const median = (from: number): number => percentile(megabytes.slice(from, from + third), 0.5);
    return {
      calls: load.calls,
      failed: load.failed,
      residentMbFirstThird: median(0),
      residentMbSecondThird: median(third),
      residentMbLastThird: median(2 * third),
    };
  } finally {
    phones.kill('SIGKILL');
  }
}

interface Reached {
  readonly callsPerSecondMax: number;
  readonly cpuSecondsPer1000: number;
  readonly residentMbAt500: number;
  /** The rate at which memory was read: 500, or the highest that was carried where that is less. */
  readonly residentMbAtPerSecond: number;
}

/** Up from rate to rate until a call fails or a packet must be said again; a rate that fails is given a second chance. */
async function climb(line: Line): Promise<Reached> {
  let reached: Reached = {
    callsPerSecondMax: 0,
    cpuSecondsPer1000: Number.NaN,
    residentMbAt500: Number.NaN,
    residentMbAtPerSecond: 0,
  };
  // The first one is not counted: it compiles.
  await carryAt(line, RATES[0] ?? 100);
  for (const perSecond of RATES) {
    const best = (await carryAt(line, perSecond)) ?? (await carryAt(line, perSecond));
    if (best === null) break;
    const memory =
      perSecond <= MEMORY_RATE
        ? { residentMbAt500: best.residentMb, residentMbAtPerSecond: perSecond }
        : { residentMbAt500: reached.residentMbAt500, residentMbAtPerSecond: reached.residentMbAtPerSecond };
    reached = { callsPerSecondMax: perSecond, cpuSecondsPer1000: best.cpuSecondsPer1000, ...memory };
  }
  return reached;
}

async function carryAt(
  line: Line,
  perSecond: number,
): Promise<{ readonly cpuSecondsPer1000: number; readonly residentMb: number } | null> {
  const pids = (['keeper', 'server', 'media', 'postgres'] as const).flatMap((part) => line.pids(part));
  const before = cpuSecondsOf(pids);
  const load: Load = await carry({
    linePort: line.sipPort,
    port: await freeSipPort(),
    perSecond,
    seconds: SECONDS,
    talkMs: TALK_MS,
  });
  const used = cpuSecondsOf(pids) - before;
  const residentMb = residentMbOf([...line.pids('server'), ...line.pids('media')]);
  await pause(REST_MS);
  console.error(`${perSecond} a second: ${load.failed} failed, ${load.retransmitted} said again`);
  if (load.failed > 0 || load.retransmitted > 0) return null;
  return { cpuSecondsPer1000: (used / load.calls) * 1_000, residentMb };
}

const describe = (figures: Readonly<Record<string, number>>): string => {
  if (figures.residentMbLastThird !== undefined)
    return Object.entries(figures)
      .map(([name, value]) => `  ${name.padEnd(24)} ${Math.round(value)}`)
      .join('\n');
  const of = (name: string): string => String(Math.round((figures[name] ?? Number.NaN) * 1_000) / 1_000);
  return [
    `Calls of ${TALK_MS} ms, trunk to floor to desk phone, over UDP on loopback; ${ALL} agents; no sound.`,
    `  none failed, nothing said again, up to     ${of('callsPerSecondMax')} a second`,
    `  CPU-seconds for 1,000 calls, all processes ${of('cpuSecondsPer1000')}`,
    `  INVITE in to INVITE out, ms, half / 99 %   ${of('inviteToInviteP50Ms')} / ${of('inviteToInviteP99Ms')}`,
    `  freed agent to next INVITE, ms             ${of('freedToInviteP50Ms')} / ${of('freedToInviteP99Ms')}`,
    `  resident, server and media, MB             ${of('residentMbAt500')} at ${of('residentMbAtPerSecond')} a second`,
    'Peers on a machine like this one: Asterisk 22 with app_queue 170 to 290 a second, 8.0 CPU-seconds, 2.0 / 3.7 ms,',
    'freed agent 400 / 1,300 ms; OpenSIPS with call_center 194 to 490 a second, 1.0 CPU-seconds, 0.33 / 0.53 ms.',
    'Aim: 860 a second, 1.0 CPU-seconds, 1 / 3.7 ms, 5 ms for the freed agent, under 250 MB at 500 a second.',
  ].join('\n');
};

export default { name: 'signalling', run, describe };
