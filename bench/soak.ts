import type { Campaign, HandOverTargets } from '@pledgeline/contract';
import { Desk, freeSipPort, Line, Office, until } from '@pledgeline/interop';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './call/percentile.ts';
import { residentMbOf, udpPortsOf } from './signalling/used.ts';
import { readHeld } from './soak/held.ts';
import { SCENARIOS, type Scenario } from './soak/scenarios.ts';
import { Phones, type Stage } from './soak/stage.ts';
import { Volunteers, type Asks } from './soak/volunteers.ts';

/**
 * Everything that happens to a line in an evening, at once and for as long as wanted (`--minutes N`), media and server
 * killed once each; then nothing may be left over, and memory must not have grown.
 */
const MINUTES = 3;
const [STEADY, UNSTEADY] = [6, 2];
/** Media and server are killed early, so that what follows is one life of each. */
const KILLED_AT = { media: 0.08, server: 0.16, measuredFrom: 0.25 };
const LOOK_EVERY_MS = 2_000;
/** A caller who vanished is missed after 30 s, and his BYE said for another 32 s. */
const DRAIN_LIMIT_MS = 150_000;
/** A process that is young still grows: compiled code, buffers. Over half an hour this is flat. */
const GROWTH_MAX = { short: 1.5, long: 1.15 };
const LONG_MINUTES = 20;
const WARNINGS_SHOWN = 50;

type Figures = Record<string, number>;

async function run(args: readonly string[]): Promise<Figures> {
  const minutes = Number(args[args.indexOf('--minutes') + 1] ?? MINUTES);
  const forMs = 60_000 * (Number.isFinite(minutes) && args.includes('--minutes') ? minutes : MINUTES);
  const line = await Line.start();
  const portsBefore = udpPorts(line);
  const steady = new Phones({ port: await freeSipPort(), mediaPort: 26_000 });
  const unsteady = new Phones({ port: await freeSipPort(), mediaPort: 27_000 });
  const volunteers = new Volunteers(line);
  const hasBrowser = spawnSync('which', ['chromium']).status === 0;
  const link = line.signInLink;
  const supervisor = hasBrowser ? await Desk.open() : null;
  try {
    steady.start();
    unsteady.start();
    const office = supervisor === null ? await Office.signIn(line) : null;
    await supervisor?.sitDown(link, 1);
    const answers = office ?? deskAsOffice(supervisor);
    await answers.ask('PUT', '/api/campaign/wrap-up', { seconds: 0 });
    const { number } = await answers.get<Campaign>('/api/campaign');
    const secondNumber = await secondNumberOf(supervisor, number);
    await volunteers.seat(answers, [...steady.addresses(STEADY), ...unsteady.addresses(UNSTEADY)]);
    const figures = await play({ line, number, secondNumber, unsteady, supervisor }, forMs);
    await volunteers.leave();
    await supervisor?.send('POST', '/api/seat/leave', {});
    const left = await drained(line);
    return verdict({ ...figures, ...left, leftUdpPorts: openSince(line, portsBefore) }, forMs);
  } catch (error) {
    console.error(warningsOf(line));
    throw error;
  } finally {
    await supervisor?.end();
    steady.vanish();
    unsteady.vanish();
    await line.end();
  }
}

/** What the server's log warned of; no personal data is ever in it. */
function warningsOf({ dataDir }: Line): string {
  const rows = readFileSync(join(dataDir, 'logs', 'server.log'), 'utf8').split('\n');
  return rows
    .filter((row) => /"level":[456]0/.test(row))
    .slice(-WARNINGS_SHOWN)
    .join('\n');
}

const udpPorts = (line: Line): number[] => udpPortsOf([...line.pids('server'), ...line.pids('media')]);

function openSince(line: Line, before: readonly number[]): number {
  const left = udpPorts(line).filter((port) => !before.includes(port));
  if (left.length > 0) console.error(`UDP ports that are still open: ${left.join(', ')}`);
  return left.length;
}

/** Another number of the same campaign. */
async function secondNumberOf(supervisor: Desk | null, number: string): Promise<string> {
  if (supervisor === null) return number;
  const { lines } = await supervisor.get<HandOverTargets>('/api/desk/hand-over');
  const other = lines.find((one) => one.number !== number);
  if (other === undefined) throw new Error('the campaign has one number only');
  return other.number;
}

/** The printed link signs in once: where the supervisor's browser has used it, the office is asked from there. */
function deskAsOffice(desk: Desk | null): Asks {
  if (desk === null) throw new Error('nobody is signed in');
  return {
    get: (path) => desk.get(path),
    ask: (method, path, body) => desk.send(method as 'PUT' | 'POST', path, body as object),
  };
}

async function play(stage: Stage, forMs: number): Promise<Figures> {
  const { line } = stage;
  const startedAt = performance.now();
  const goesOn = (): boolean => performance.now() - startedAt < forMs;
  const after = (share: number): Promise<void> =>
    pause(Math.max(0, share * forMs - (performance.now() - startedAt)));
  const figures: Figures = {};
  const playing = SCENARIOS.map((scenario) => repeat(scenario, { stage, figures, goesOn }));
  await after(KILLED_AT.media);
  crash(line, 'media');
  await after(KILLED_AT.server);
  crash(line, 'server');
  await until('the server is back', 30_000, () => line.isHealthy());
  await after(KILLED_AT.measuredFrom);
  const memory: Record<'server' | 'media', number[]> = { server: [], media: [] };
  while (goesOn()) {
    for (const part of ['server', 'media'] as const) memory[part].push(residentMbOf(line.pids(part)));
    await pause(LOOK_EVERY_MS);
  }
  await Promise.all(playing);
  for (const [part, megabytes] of Object.entries(memory)) Object.assign(figures, growth(part, megabytes));
  return figures;
}

function crash(line: Line, part: 'media' | 'server'): void {
  console.error(`${new Date().toISOString()} ${part} is killed`);
  line.crash(part);
}

/** A kill takes what is on with it for some seconds: what fails around one is counted apart. */
async function repeat(
  { name, play: once, restMs, mayFail }: Scenario,
  { stage, figures, goesOn }: { stage: Stage; figures: Figures; goesOn: () => boolean },
): Promise<void> {
  const count = (key: string): void => void (figures[key] = (figures[key] ?? 0) + 1);
  while (goesOn()) {
    // Whoever rings a line that is still starting is told so.
    while (!(await stage.line.isHealthy())) await pause(LOOK_EVERY_MS / 10);
    const lives = livesOf(stage);
    try {
      await once(stage);
      count(`${name}Done`);
    } catch (error) {
      const isExcused = mayFail || lives !== livesOf(stage);
      count(isExcused ? `${name}Broken` : 'failed');
      if (!isExcused)
        console.error(
          `${new Date().toISOString()} ${name}: ${error instanceof Error ? error.message : String(error)}`,
        );
    }
    await pause(restMs);
  }
}

const livesOf = ({ line }: Stage): string => [...line.pids('server'), ...line.pids('media')].join();

/** The median of the last third to that of the first. */
function growth(part: string, megabytes: readonly number[]): Figures {
  const third = Math.floor(megabytes.length / 3);
  const [first, last] = [megabytes.slice(0, third), megabytes.slice(-third)].map((some) =>
    percentile(some, 0.5),
  );
  return { [`${part}MbAtFirst`]: first ?? 0, [`${part}MbAtLast`]: last ?? 0 };
}

/** What the line holds once everybody has gone, as soon as it is nothing, or at the end of the time for it. */
async function drained(line: Line): Promise<Figures> {
  const from = performance.now();
  const read = async (): Promise<Figures | null> => {
    const held = await readHeld(line);
    return sum(held.left) === 0 ? { ...held.left, ...held.counted } : null;
  };
  const found = await until('nothing is left', DRAIN_LIMIT_MS, read).catch(() => null);
  const held = found ?? (await readHeld(line).then(({ left, counted }) => ({ ...left, ...counted })));
  return { ...held, drainedAfterS: Math.round((performance.now() - from) / 1_000) };
}

const sum = (figures: Figures): number => Object.values(figures).reduce((all, one) => all + one, 0);

/** @throws where something was left, failed, or grew; the figures are printed first. */
function verdict(figures: Figures, forMs: number): Figures {
  const max = forMs >= 60_000 * LONG_MINUTES ? GROWTH_MAX.long : GROWTH_MAX.short;
  const wrong = Object.entries(figures)
    .filter(
      ([name, value]) => value !== 0 && (name.startsWith('left') || name === 'failed' || name === 'faults'),
    )
    .map(([name, value]) => `${name}: ${value}`);
  for (const part of ['server', 'media']) {
    const ratio = (figures[`${part}MbAtLast`] ?? 0) / (figures[`${part}MbAtFirst`] ?? 1);
    figures[`${part}MemoryRatio`] = Math.round(ratio * 1_000) / 1_000;
    if (ratio > max) wrong.push(`${part} grew by ${ratio}`);
  }
  if (wrong.length > 0) throw new Error(`the soak found:\n${wrong.join('\n')}\n\n${describe(figures)}`);
  return figures;
}

const describe = (figures: Readonly<Figures>): string =>
  [
    'An evening of everything; at its end nothing may be left.',
    ...Object.entries(figures).map(
      ([name, value]) => `  ${name.padEnd(28)} ${Math.round(value * 1_000) / 1_000}`,
    ),
  ].join('\n');

export default { name: 'soak', run, describe };
