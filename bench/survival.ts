import { DeskEvent, LIVE_DESK, liveMessage, type Campaign } from '@pledgeline/contract';
import { Caller, freeSipPort, Line, Office, until } from '@pledgeline/interop';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSecondsOf } from './signalling/used.ts';
import { Phones } from './soak/stage.ts';
import { Volunteers } from './soak/volunteers.ts';

/**
 * The server is killed with SIGKILL while so many callers talk: until it is taken up again, until a BYE that was first
 * said at the kill is answered, until a desk's channel tells of its call, and for how long nobody is heard. Callers hear
 * their own tone, which the desk phone sends back: a gap either way is a gap in it.
 */
/** Of two, one hangs up and the other listens. */
const SIZES = [2, 20, 50] as const;
/** On a machine that others keep busy, fifty desks take their time to be back from the kill before. */
const ANSWER_MS = 60_000;
const BACK_MS = 30_000;
const ASK_EVERY_MS = 20;
/** Before the kill, so that all talk; and after all is back, so that a late gap is seen. */
const TALK_MS = 2_000;
/** As long as a kill is noticed: a longer listening finds longer gaps. */
const QUIET_MS = 8_000;
const HERE = '127.0.0.1';
const Message = liveMessage(DeskEvent);

type Figures = Record<string, number>;

async function run(): Promise<Figures> {
  const line = await Line.start();
  const volunteers = new Volunteers(line);
  const phones = new Phones({ port: await freeSipPort(), mediaPort: 25_000 });
  try {
    phones.start();
    const office = await Office.signIn(line);
    await office.ask('PUT', '/api/campaign/wrap-up', { seconds: 0 });
    const { number } = await office.get<Campaign>('/api/campaign');
    await volunteers.seat(office, phones.addresses(Math.max(...SIZES)));
    const figures: Figures = {};
    for (const size of SIZES) Object.assign(figures, await kill(line, { number, size, volunteers }));
    return figures;
  } finally {
    await volunteers.leave().catch(() => null);
    phones.vanish();
    await line.end();
  }
}

async function kill(
  line: Line,
  { number, size, volunteers }: { number: string; size: number; volunteers: Volunteers },
): Promise<Figures> {
  const callers: Caller[] = [];
  try {
    for (let placed = 0; placed < size; placed += 1) {
      const caller = await Caller.open({ address: HERE, port: line.sipPort });
      callers.push(caller);
      caller.call({ number, from: `<sip:+3363998${1_000 + placed}@${HERE}>` });
      await caller.untilAnswered(ANSWER_MS);
    }
    await until('all are heard', ANSWER_MS, () => callers.every(({ firstSoundAt }) => firstSoundAt !== null));
    await pause(TALK_MS);
    const figures = await measure(line, callers, volunteers);
    return Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [`${name}At${size}`, Math.round(value)]),
    );
  } finally {
    for (const caller of callers) caller.hangUp();
    await pause(TALK_MS);
    for (const caller of callers) caller.close();
  }
}

async function measure(line: Line, callers: readonly Caller[], volunteers: Volunteers): Promise<Figures> {
  const quiet = callers.map((caller) => caller.watchGaps());
  await pause(QUIET_MS);
  const gapBeforeMs = longest(quiet);
  const gaps = callers.map((caller) => caller.watchGaps());
  const [was] = line.pids('server');
  line.crash('server');
  const killedAt = performance.now();
  const since = (): number => performance.now() - killedAt;
  const isNew = (): boolean => line.pids('server')[0] !== was;
  let startCpuMs = Number.NaN;
  const [takenUpMs, byeAnsweredMs, deskBackMs] = await Promise.all([
    soonest(async () => isNew() && (await line.isHealthy())).then(() => {
      startCpuMs = 1_000 * cpuSecondsOf(line.pids('server'));
      return since();
    }),
    byeAnswered(callers[0]).then(since),
    deskBack(line, volunteers.cookies[0] ?? '').then(since),
  ]);
  await pause(TALK_MS);
  // The one who hung up hears nothing any more.
  const lost = callers.filter(({ moments }) => moments.endedAt !== null).length;
  const soundGapMs = longest(gaps.slice(1));
  return { takenUpMs, startCpuMs, byeAnsweredMs, deskBackMs, soundGapMs, gapBeforeMs, callsLost: lost };
}

const longest = (gaps: readonly (() => number)[]): number => Math.max(...gaps.map((gap) => gap()));

/** Said again and again, more often than a telephone does (RFC 3261 §17.1.2.2), so that the line's part is measured. */
async function byeAnswered(caller: Caller | undefined): Promise<void> {
  await soonest(async () => {
    if (caller?.moments.byeAnsweredAt === null) caller.hangUp();
    return caller?.moments.byeAnsweredAt !== null;
  });
}

/** A desk whose channel is gone tries again at once, here without the wait that a browser makes between. */
async function deskBack(line: Line, cookie: string): Promise<void> {
  await soonest(async () => {
    const socket = new WebSocket(`${line.url.replace('http', 'ws')}${LIVE_DESK}`, { headers: { cookie } });
    try {
      return await new Promise<boolean>((settle) => {
        socket.addEventListener('error', () => settle(false), { once: true });
        socket.addEventListener('close', () => settle(false), { once: true });
        socket.addEventListener('message', ({ data }) =>
          settle(Message.parse(JSON.parse(String(data))).event.kind === 'desk'),
        );
      });
    } finally {
      socket.close();
    }
  });
}

async function soonest(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + BACK_MS;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > end) throw new Error(`not back within ${BACK_MS} ms`);
    await pause(ASK_EVERY_MS);
  }
}

const describe = (figures: Readonly<Figures>): string =>
  [
    'The server killed with SIGKILL; ms from the kill, and CPU-ms that the new server took until then; calls with sound, desk phones that send back what they hear.',
    'calls   taken up   its CPU   BYE answered   desk back   longest gap in the sound (before the kill)   calls lost',
    ...SIZES.map((size) => {
      const of = (name: string): string => String(figures[`${name}At${size}`]);
      const sound = `${of('soundGapMs').padStart(10)} (${of('gapBeforeMs')})`;
      return `${String(size).padStart(5)} ${of('takenUpMs').padStart(10)} ${of('startCpuMs').padStart(9)} ${of('byeAnsweredMs').padStart(14)} ${of('deskBackMs').padStart(11)} ${sound} ${of('callsLost').padStart(10)}`;
    }),
    'Aim: taken up within 3,000 ms, no gap that is longer than before the kill by more than a packet or two, no call lost.',
  ].join('\n');

export default { name: 'survival', run, describe };
