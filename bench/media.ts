import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mediaProgram } from '@pledgeline/media';
import type { Order, Told } from './media/orders.ts';

/** What a relayed call costs: plain RTP to the caller, DTLS-SRTP to the browser, loopback, the real media process. */
type Figures = Readonly<Record<string, number>>;

const SIZES = [20, 50, 100] as const;
const MONITORED_CALLS = 20;
const ROUND_MS = 8000;
/** After the last call is up, and before it is measured: handshakes and compiling are over. */
const WARM_UP_MS = 2000;
/** Longer, and something hangs: better no figures than a bench without an end. */
const ANSWER_MS_MAX = 25_000;

async function run(): Promise<Figures> {
  const plain = await underLoad(relayed);
  // With a process of its own: the plain figures are to know nothing of it.
  return { ...plain, ...(await underLoad(monitored)) };
}

/** The media process under test, and what loads it. */
interface Bench {
  readonly media: ChildProcess;
  readonly order: (what: Order) => Promise<void>;
  readonly report: () => Promise<Extract<Told, { kind: 'measured' }>>;
}

async function underLoad(measureAll: (bench: Bench) => Promise<Figures>): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'media-bench-'));
  const socketPath = join(folder, 'media.sock');
  const media = spawn(
    process.execPath,
    [fileURLToPath(mediaProgram), '--socket', socketPath, '--rtp-ports', '46000-46999'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await once(media.stdout, 'data');
    return await withLoad(media, socketPath, measureAll);
  } finally {
    media.kill('SIGTERM');
    await once(media, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withLoad(
  media: ChildProcess,
  socketPath: string,
  measureAll: (bench: Bench) => Promise<Figures>,
): Promise<Figures> {
  const load = fork(new URL('./media/load.ts', import.meta.url), [socketPath]);
  try {
    await told(load);
    return await measureAll({
      media,
      async order(what) {
        load.send(what);
        await told(load);
      },
      async report() {
        load.send({ kind: 'report' } satisfies Order);
        const measured = await told(load);
        if (measured.kind !== 'measured') throw new Error('the load has not measured');
        return measured;
      },
    });
  } finally {
    load.kill('SIGKILL');
    await once(load, 'exit');
  }
}

async function told(load: ChildProcess): Promise<Told> {
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  const [message] = (await once(load, 'message', { signal }).catch(() => {
    throw new Error(
      `the load has told nothing in ${ANSWER_MS_MAX} ms: is this machine busy with other things?`,
    );
  })) as [Told];
  return message;
}

async function relayed(bench: Bench): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const calls of SIZES) {
    await bench.order({ kind: 'calls', count: calls });
    const corePercent = await corePercentOf(bench);
    note(figures, calls, corePercent, await bench.report());
  }
  return figures;
}

/** Each call with a supervisor of its own, at a browser: what he costs is in it. */
async function monitored(bench: Bench): Promise<Figures> {
  await bench.order({ kind: 'calls', count: MONITORED_CALLS });
  await bench.order({ kind: 'monitors', mode: 'listen' });
  const listened = await corePercentOf(bench);
  await bench.report();
  await bench.order({ kind: 'monitors', mode: 'barge' });
  const barged = await corePercentOf(bench);
  return {
    corePercentPerMonitoredCall: rounded(listened / MONITORED_CALLS),
    corePercentPerBargedCall: rounded(barged / MONITORED_CALLS),
  };
}

/** A round in which the load measures as well. */
async function corePercentOf({ media, order }: Bench): Promise<number> {
  await pause(WARM_UP_MS);
  await order({ kind: 'measure' });
  const [cpuBefore, before] = [cpuMsOf(media), performance.now()];
  await pause(ROUND_MS);
  return ((cpuMsOf(media) - cpuBefore) / (performance.now() - before)) * 100;
}

function note(
  figures: Record<string, number>,
  calls: number,
  corePercent: number,
  measured: Extract<Told, { kind: 'measured' }>,
): void {
  const { sent, received, p50Ms, p99Ms, directP50Ms } = measured;
  figures[`corePercentPerCall${calls}`] = rounded(corePercent / calls);
  figures[`addedP50Ms${calls}`] = rounded(p50Ms - directP50Ms);
  figures[`addedP99Ms${calls}`] = rounded(p99Ms - directP50Ms);
  figures[`lostShare${calls}`] = (sent - received) / sent;
}

const rounded = (figure: number): number => Math.round(figure * 1000) / 1000;

/** On the processor, of all of its threads, since they began. Linux counts in nanoseconds. */
function cpuMsOf(child: ChildProcess): number {
  const tasks = `/proc/${child.pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

function describe(figures: Figures): string {
  const row = (calls: number): string =>
    `${String(calls).padStart(5)}  ${String(figures[`corePercentPerCall${calls}`]).padStart(22)}  ` +
    `${String(figures[`addedP50Ms${calls}`]).padStart(12)}  ${String(figures[`addedP99Ms${calls}`]).padStart(12)}  ` +
    String(figures[`lostShare${calls}`]).padStart(10);
  return [
    'calls  % of a core for a call  added p50 ms  added p99 ms  lost share',
    ...SIZES.map(row),
    '',
    `monitored, ${MONITORED_CALLS} calls: ${figures['corePercentPerMonitoredCall']} % of a core for a call that a supervisor listens to, ` +
      `${figures['corePercentPerBargedCall']} % for one that he barges in on`,
    '',
    'Plain RTP to the caller, DTLS-SRTP to the browser, through the media process; the load is a process of its own.',
    'Added: the whole way through the relay less the median between two sockets without one.',
    'Peers on a machine like this one: rtpengine 10.5 in user space 0.28 % (DTLS-SRTP, 50 calls), Asterisk 22 0.29 % (plain RTP).',
    'Aim: at most 0.6 % for a call, p99 under 8 ms at 50 calls, nothing lost at 100.',
  ].join('\n');
}

export default { name: 'media', run, describe };
