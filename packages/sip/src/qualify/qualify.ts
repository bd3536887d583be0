import { after, seeded, unreachable, type Instant, type Step } from '@pledgeline/core';
import type { RequestId } from '../user-agent/types.ts';
import { popDue, pushWake, type Wakes } from '../user-agent/wakes.ts';

export interface QualifySettings {
  readonly periodMs: number;
  /** Failures in a row until a peer is down. */
  readonly downAfter: number;
  /** Peers that are asked; more are not taken up. */
  readonly peersMax: number;
  /** Spreads the first questions. */
  readonly seed: number;
}
export const QUALIFY_SETTINGS: QualifySettings = {
  periodMs: 30_000,
  downAfter: 3,
  peersMax: 20_000,
  seed: 1,
};

export type PeerView =
  /** Not asked yet, or not long enough without an answer. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'up'; readonly latencyMs: number }
  | { readonly kind: 'down'; readonly since: Instant };

interface Peer {
  readonly id: string;
  readonly view: PeerView;
  readonly failures: number;
  readonly asking: { readonly id: RequestId; readonly at: Instant } | null;
  /** When it is asked next; while it is being asked: when that counts as silence. */
  readonly wakeAt: Instant;
}
/** Who is asked whether they are there. Plain data, owned by `stepQualify` and changed in place. */
export interface QualifyState {
  readonly settings: QualifySettings;
  readonly peers: Map<string, Peer>;
  /** By the question. */
  readonly asking: Map<RequestId, string>;
  asked: number;
  readonly wakes: Wakes;
}

export type QualifyInput =
  /** A trunk, or a phone's device; `peer` is the shell's name for it. One that is known goes on as it is. */
  | { readonly kind: 'watch'; readonly peer: string }
  | { readonly kind: 'unwatch'; readonly peer: string }
  /** As the user agent tells it. */
  | { readonly kind: 'responded'; readonly id: RequestId; readonly status: number }
  | { readonly kind: 'clock' };

export type QualifyEffect =
  /** OPTIONS, as a `request` for the user agent: the shell knows the way. */
  | { readonly kind: 'send-options'; readonly id: RequestId; readonly peer: string }
  | { readonly kind: 'peer-changed'; readonly peer: string; readonly view: PeerView };

interface Run {
  readonly state: QualifyState;
  readonly now: Instant;
  readonly effects: QualifyEffect[];
}

/** First questions come within this, so that hundreds of phones are not asked at once. */
const SPREAD_MS = 5_000;
/** Whoever sends has forgotten the question: longer than any transaction, with challenges. */
const LOST_MS = 150_000;

export const createQualify = (settings: QualifySettings): QualifyState => ({
  settings,
  peers: new Map(),
  asking: new Map(),
  asked: 0,
  wakes: [],
});

export function stepQualify(
  state: QualifyState,
  input: QualifyInput,
  now: Instant,
): Step<QualifyState, QualifyEffect> {
  const run: Run = { state, now, effects: [] };
  take(run, input);
  return { state, effects: run.effects };
}

/** When `clock` must next be fed; null: never. It may come early for nothing. */
export const qualifyWakesAt = ({ wakes }: QualifyState): Instant | null => wakes[0]?.at ?? null;

export const peerView = (state: QualifyState, peer: string): PeerView =>
  state.peers.get(peer)?.view ?? { kind: 'unknown' };

function take(run: Run, input: QualifyInput): void {
  switch (input.kind) {
    case 'watch':
      return watch(run, input.peer);
    case 'unwatch':
      return unwatch(run, input.peer);
    case 'responded':
      return responded(run, input.id, input.status);
    case 'clock':
      return tick(run);
    default:
      return unreachable(input);
  }
}

function watch({ state, now }: Run, id: string): void {
  const { peers, settings } = state;
  if (peers.has(id) || peers.size >= settings.peersMax) return;
  const spreadMs = Math.floor(seeded(settings.seed + peers.size)() * Math.min(SPREAD_MS, settings.periodMs));
  const wakeAt = after(now, spreadMs);
  put(state, { id, view: { kind: 'unknown' }, failures: 0, asking: null, wakeAt });
}

function unwatch({ state }: Run, id: string): void {
  const asking = state.peers.get(id)?.asking;
  if (asking !== null && asking !== undefined) state.asking.delete(asking.id);
  state.peers.delete(id);
}

function tick(run: Run): void {
  const { wakes, peers } = run.state;
  for (let due = popDue(wakes, run.now); due !== null; due = popDue(wakes, run.now)) {
    const peer = peers.get(due.owner);
    if (peer === undefined || peer.wakeAt > run.now) continue;
    if (peer.asking === null) ask(run, peer);
    else settle(run, peer, peer.asking.at, 408);
  }
}

function put({ peers, wakes }: QualifyState, peer: Peer): void {
  peers.set(peer.id, peer);
  pushWake(wakes, { at: peer.wakeAt, owner: peer.id });
}

function ask({ state, now, effects }: Run, peer: Peer): void {
  state.asked += 1;
  const id = `qualify ${state.asked}` as RequestId;
  state.asking.set(id, peer.id);
  put(state, { ...peer, asking: { id, at: now }, wakeAt: after(now, LOST_MS) });
  effects.push({ kind: 'send-options', id, peer: peer.id });
}

function responded(run: Run, id: RequestId, status: number): void {
  const peer = run.state.peers.get(run.state.asking.get(id) ?? '');
  if (peer?.asking?.id !== id || status < 200) return;
  settle(run, peer, peer.asking.at, status);
}

/** [QUA-1] Whatever a peer says is a sign of life, a refusal too: but 408 and 503, which nobody may have said. */
const isAlive = (status: number): boolean => status !== 408 && status !== 503;

function settle(run: Run, peer: Peer, askedAt: Instant, status: number): void {
  const { state, now, effects } = run;
  if (peer.asking !== null) state.asking.delete(peer.asking.id);
  const failures = isAlive(status) ? 0 : peer.failures + 1;
  const view = viewAfter(run, peer, { failures, latencyMs: now - askedAt });
  // [QUA-2] One question at a time: the next comes a period after the last, or at once where that has passed.
  const wakeAt = Math.max(after(askedAt, state.settings.periodMs), now + 1) as Instant;
  put(state, { ...peer, asking: null, failures, view, wakeAt });
  // [QUA-3] Told when it changes; how long it took is there to be looked at.
  if (view.kind !== peer.view.kind) effects.push({ kind: 'peer-changed', peer: peer.id, view });
}

function viewAfter(
  { state, now }: Run,
  { view }: Peer,
  { failures, latencyMs }: { readonly failures: number; readonly latencyMs: number },
): PeerView {
  if (failures === 0) return { kind: 'up', latencyMs };
  if (failures < state.settings.downAfter || view.kind === 'down') return view;
  return { kind: 'down', since: now };
}
