import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { erlangA, erlangC, type NightFigures } from '../src/index.ts';
import { confidence, evening, HOUR_MS, night, seats } from './evening.ts';

const TALK_MS = 68_000;

test('[SIM-10] Erlang C gives the figures that the field goes by', () => {
  const waitShare = (agents: number, callsPerHour: number, handleMs: number) =>
    erlangC({ agents, callsPerHour, handleMs })?.waitShare.toFixed(3);
  equal(waitShare(15, 479, TALK_MS), '0.050');
  equal(waitShare(15, 407, TALK_MS + 12_000), '0.050');
  equal(waitShare(60, 2_504, TALK_MS), '0.050');
});

test('[SIM-10] Erlang C has no answer where more is offered than the agents carry', () => {
  equal(erlangC({ agents: 15, callsPerHour: 900, handleMs: TALK_MS }), null);
  ok(erlangC({ agents: 18, callsPerHour: 900, handleMs: TALK_MS }) !== null);
});

test('[SIM-10] Erlang C of one agent is the line of the textbook', () => {
  // M/M/1 at half load: half of all wait, and the mean wait is the load over what is left, in handling times.
  const figures = erlangC({ agents: 1, callsPerHour: 30, handleMs: 60_000 });
  ok(figures !== null);
  ok(Math.abs(figures.waitShare - 0.5) < 1e-9);
  ok(Math.abs(figures.waitMs - 60_000) < 1e-6);
});

test('[SIM-10] Erlang A gives what is lost at 900 an hour, and nears Erlang C as patience grows', () => {
  const steady = { agents: 15, callsPerHour: 900, handleMs: TALK_MS };
  equal(erlangA({ ...steady, patienceMs: 60_000 }).gaveUpShare.toFixed(2), '0.17');
  const patient = { agents: 15, callsPerHour: 479, handleMs: TALK_MS };
  const [a, c] = [erlangA({ ...patient, patienceMs: 1e9 }), erlangC(patient)];
  ok(c !== null && Math.abs(a.waitShare - c.waitShare) < 1e-4);
  ok(Math.abs(a.waitMs - c.waitMs) < 1);
  ok(Math.abs(a.occupancy - c.occupancy) < 1e-6);
});

test('[SIM-10] whoever gives up at once makes of Erlang A a line without places', () => {
  // Erlang B of 1 agent and 1 erlang is one half.
  const figures = erlangA({ agents: 1, callsPerHour: 60, handleMs: 60_000, patienceMs: 1e-3 });
  equal(figures.gaveUpShare.toFixed(3), '0.500');
});

/** Long nights, so that the empty line with which each begins is little of it. */
const NIGHTS = 40;
const nights = (changes: Parameters<typeof evening>[0]): readonly NightFigures[] =>
  Array.from({ length: NIGHTS }, (_, seed) => night(evening({ openMs: 20 * HOUR_MS, ...changes }), seed));

function agrees(name: string, figures: readonly number[], theory: number): void {
  const { mean, halfWidth } = confidence(figures);
  ok(Math.abs(mean - theory) < halfWidth, `${name}: ${mean} ± ${halfWidth}, theory says ${theory}`);
  ok(halfWidth < 0.3 * theory, `${name} is known well enough to be compared: ± ${halfWidth}`);
}

test('[SIM-11] where nobody gives up, the nights agree with Erlang C', () => {
  for (const [agents, perHour, hours] of [
    [15, 479, 20],
    [60, 2_504, 5],
  ] as const) {
    const theory = erlangC({ agents, callsPerHour: perHour, handleMs: TALK_MS });
    ok(theory !== null);
    const played = nights({
      openMs: hours * HOUR_MS,
      arrivals: { perHour, onAir: [] },
      seats: [seats(agents)],
    });
    agrees(
      'who waits',
      played.map(({ waitedShare }) => waitedShare),
      theory.waitShare,
    );
    agrees(
      'how long',
      played.map(({ asaMs }) => asaMs),
      theory.waitMs,
    );
  }
});

test('[SIM-11] where callers give up, the nights agree with Erlang A', () => {
  const theory = erlangA({ agents: 15, callsPerHour: 900, handleMs: TALK_MS, patienceMs: 60_000 });
  const played = nights({
    arrivals: { perHour: 900, onAir: [] },
    patience: { kind: 'exponential', meanMs: 60_000 },
  });
  agrees(
    'who gives up',
    played.map(({ gaveUpShare }) => gaveUpShare),
    theory.gaveUpShare,
  );
  agrees(
    'who waits',
    played.map(({ waitedShare }) => waitedShare),
    theory.waitShare,
  );
});

test('[SIM-11] one pool of sixty carries what four rooms of fifteen do not', () => {
  const share = (agents: number, callsPerHour: number) =>
    erlangC({ agents, callsPerHour, handleMs: TALK_MS })?.waitShare ?? 1;
  ok(share(60, 2_504) < 0.0502 && share(15, 2_504 / 4) > 0.2);
  ok(share(15, 1_916 / 4) < 0.0502);
});
