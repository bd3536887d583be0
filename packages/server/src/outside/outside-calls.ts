import {
  outsideState,
  outsideWakesAt,
  stepOutside,
  type OutsideEffect,
  type OutsideInput,
  type OutsideLegId,
  type OutsideState,
} from '@pledgeline/calls';
import type { Outside, OutsideRefused } from '@pledgeline/contract';
import { unreachable, type CallId, type CampaignId, type TrunkId } from '@pledgeline/core';
import type { Media, MediaSessions } from '@pledgeline/media';
import type { DialogSnapshot, LegId, UserAgentInput } from '@pledgeline/sip';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { FloorLog, LogRecord } from '../adapters/floor-log/floor-log.ts';
import type { Log } from '../adapters/log/log.ts';
import { hearOutgoing } from '../telephony/outgoing-leg.ts';
import type { PublicPlace } from '../telephony/public-place.ts';
import type { TrunkNews } from '../telephony/switchboard.ts';
import type { TrunkBook } from '../trunks/book.ts';
import type { Carriers } from '../trunks/carriers.ts';
import type { OutsideBook } from './book.ts';
import { destinationOf, type OutsideTo } from './destination.ts';
import type { OutsideEvent } from './events.ts';
import type { OutsideFigures } from './figures.ts';
import { inviteBy } from './invite.ts';
import { outsideSipLeg, soundOf } from './leg-names.ts';
import { UNHEARD, type Attempt, type Placed } from './placed.ts';
import { recordsThatCount, remainsIn, type OutsideRecord } from './remains.ts';
import { SETTINGS } from './settings.ts';
import { shownCall } from './shown.ts';
import { OutsideSound } from './sound.ts';
import { nextWay, wayName } from './ways.ts';

export interface OutsideCallsDeps {
  readonly book: OutsideBook;
  readonly trunks: TrunkBook;
  readonly carriers: Carriers;
  readonly media: Pick<Media, 'openLeg' | 'closeLeg'>;
  readonly toUserAgent: (input: UserAgentInput) => void;
  /** Null: carriers find us where we are. */
  readonly publicPlace: PublicPlace | null;
  readonly floorLog: FloorLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly figures: OutsideFigures;
  readonly fault: (error: unknown) => void;
  /** What is known of the call for whose sake another is placed; null: it is not on. */
  readonly lineOf: (call: CallId) => { readonly number: string; readonly trunk: string } | null;
  /** Null: it was withheld, or none came. */
  readonly callerOf: (call: CallId) => string | null;
}

export interface OutsideWish {
  /** A name that no other outside call has or had. */
  readonly leg: OutsideLegId;
  readonly call: CallId;
  readonly to: OutsideTo;
}

type Refused = Omit<OutsideEvent & { readonly kind: 'outside-failed' }, 'kind' | 'because'> & {
  readonly because: OutsideRefused;
};

/** Calls that we place to outside numbers: by which trunk, with which sound, and what becomes of them. */
export class OutsideCalls {
  readonly #deps: OutsideCallsDeps;
  readonly #sound: OutsideSound;
  readonly #placed = new Map<OutsideLegId, Placed>();
  readonly #attempts = new Map<LegId, Attempt>();
  #records: ReadonlyMap<OutsideLegId, OutsideRecord> = new Map();
  #machine: MachineShell<OutsideState, OutsideInput, OutsideEffect>;
  #hear: (event: OutsideEvent) => void = () => undefined;

  constructor(deps: OutsideCallsDeps) {
    this.#deps = deps;
    const failed = (error: unknown): void =>
      deps.log.error({ err: error }, 'the sound of an outside call did not do as asked');
    this.#sound = new OutsideSound({ ...deps, failed });
    this.#machine = this.#open(outsideState(SETTINGS, deps.book.rules()));
    deps.book.watch(() => this.#machine.feed({ kind: 'rules-set', campaigns: deps.book.rules() }));
  }

  /** Who is told what becomes of the calls. */
  listen(hear: (event: OutsideEvent) => void): void {
    this.#hear = hear;
  }

  /** Places a call for one that is on, if that may be; what became of it is told. */
  place({ leg, call, to }: OutsideWish): void {
    if (this.#placed.has(leg)) return;
    const { book, lineOf, callerOf } = this.#deps;
    const line = lineOf(call);
    const campaign = line === null ? null : book.campaignOf(line.number);
    const number = destinationOf(book, campaign, { to, caller: callerOf(call) });
    if (!number.ok || campaign === null)
      return this.#refuse({ leg, call, because: number.ok ? 'no-such-campaign' : number.failure });
    const what = { call, campaign, to: to.kind === 'listed' ? to.id : null, number: number.value };
    this.#placed.set(leg, { ...what, tried: new Set(), trunk: null, ...UNHEARD });
    this.#machine.feed({ kind: 'place', leg, call, campaign });
  }

  /** Ends it, in whatever state it is. */
  end(leg: OutsideLegId): void {
    this.#machine.feed({ kind: 'end', leg });
  }

  /** Ends all that were placed for that call. */
  endOf(call: CallId): void {
    for (const [leg, placed] of this.#placed) if (placed.call === call) this.end(leg);
  }

  /** [CHA-1] Whoever was called back is a caller whom nobody knows any more. */
  forgetCaller(call: CallId): void {
    for (const [sipLeg, { leg }] of this.#attempts) {
      const placed = this.#placed.get(leg);
      if (placed?.call !== call || placed.to !== null) continue;
      placed.number = null;
      this.#deps.toUserAgent({ kind: 'withhold', leg: sipLeg });
    }
  }

  /** What the SIP user agent tells of a leg of ours. */
  told(news: TrunkNews): void {
    if (!('leg' in news)) return;
    const attempt = this.#attempts.get(news.leg);
    if (attempt === undefined) return this.#late(news);
    const { leg } = attempt;
    const placed = this.#placed.get(leg);
    const say = (input: OutsideInput): void => this.#machine.feed(input);
    hearOutgoing(news, {
      reached: () => {
        this.#heard(placed, 200);
        say({ kind: 'reached', ...attempt });
      },
      rings: (sdp) => {
        this.#heard(placed, 200);
        if (placed !== undefined && sdp !== null) placed.hasSound = this.#sound.aim(leg, sdp);
        say({ kind: 'ringing', ...attempt });
      },
      answered: (sdp) => this.#answered(news.leg, attempt, sdp),
      failed: (status) => {
        this.#attempts.delete(news.leg);
        this.#heard(placed, status);
        say({ kind: 'failed', ...attempt, status });
      },
      over: (because) => {
        this.#attempts.delete(news.leg);
        say({ kind: 'over', ...attempt, because });
      },
      offeredAgain: (sdp) => this.#sound.follow(leg, news.leg, sdp),
      agreedAgain: (sdp) => this.#sound.aim(leg, sdp),
    });
  }

  /** Nothing comes from that leg any more; false: it is none of ours. */
  silent(leg: string): boolean {
    if (!this.#sound.has(leg)) return false;
    const placed = [...this.#attempts].find(([, attempt]) => attempt.leg === leg);
    if (placed === undefined) return true;
    const [sipLeg, attempt] = placed;
    this.#hangUp(sipLeg);
    this.#machine.feed({ kind: 'over', ...attempt, because: 'lost' });
    return true;
  }

  hasSound(leg: string): boolean {
    return this.#sound.has(leg);
  }

  onTrunk(trunk: string): number {
    return this.callsOn(trunk).length;
  }

  /** The calls for which outside calls are on by that trunk. */
  callsOn(trunk: string): readonly CallId[] {
    return [...this.#placed.values()].flatMap((placed) => (placed.trunk === trunk ? [placed.call] : []));
  }

  /** Those that ring or talk. */
  placed(): readonly { readonly leg: OutsideLegId; readonly call: CallId }[] {
    return [...this.#placed].map(([leg, { call }]) => ({ leg, call }));
  }

  /** [TEL-65] Takes up what an earlier life left; answers the SIP legs that are still wanted. */
  restore(
    records: readonly LogRecord[],
    dialogs: ReadonlyMap<LegId, DialogSnapshot>,
    live: (call: CallId) => boolean,
  ): readonly LegId[] {
    const remains = remainsIn(records, dialogs, live);
    this.#records = remains.records;
    for (const { record, call, dialog } of remains.talking) {
      const { leg, campaign, place } = call;
      const { to, trunk } = record.outside;
      const what = { call: call.call, campaign, to, number: null, trunk: trunk as TrunkId };
      this.#placed.set(leg, { ...what, tried: new Set(), ...UNHEARD });
      this.#attempts.set(dialog.leg, { leg, attempt: place.attempt });
      this.#sound.restore(leg, dialog.flow.remote.address, dialog.media);
    }
    const talking = remains.talking.map(({ call }) => call);
    const rules = this.#deps.book.rules();
    this.#machine.stop();
    this.#machine = this.#open(outsideState(SETTINGS, rules, { talking, placed: remains.placed }));
    return remains.talking.map(({ dialog }) => dialog.leg);
  }

  /** What media says that it has: the rest is opened again. */
  mend(sessions: MediaSessions): void {
    this.#sound.found(sessions);
    const there = new Set<string>(sessions.legs.map(({ call }) => call));
    for (const [sipLeg, { leg }] of this.#attempts)
      if (!there.has(soundOf(leg))) this.#sound.reopen(leg, sipLeg);
  }

  /** The media process is back, without any of its legs. */
  reopen(): void {
    for (const [sipLeg, { leg }] of this.#attempts) this.#sound.reopen(leg, sipLeg);
  }

  /** [TEL-144] Of a caller who was called back; false: there is no sound to be had. */
  async openAgain(call: CallId): Promise<boolean> {
    const found = [...this.#attempts].find(([, { leg }]) => soundOf(leg) === call);
    return found !== undefined && (await this.#sound.openAgain(found[1].leg, found[0]));
  }

  /** What a log that is written anew must hold. */
  records(): readonly LogRecord[] {
    this.#records = recordsThatCount(this.#records, (leg) => this.#placed.has(leg), this.#deps.clock());
    return [...this.#records.values()];
  }

  get live(): number {
    return this.#machine.state.calls.size;
  }

  callsNow(): Outside['calls'] {
    return [...this.#machine.state.calls.values()].map((call) => {
      const { to = null, trunk = null } = this.#placed.get(call.leg) ?? {};
      const placedAt = this.#records.get(call.leg)?.outside.placedAt ?? this.#deps.clock();
      return shownCall(call, { ...this.#deps, to, trunk, placedAt });
    });
  }

  lastHour(campaign: CampaignId): number {
    const from = this.#deps.clock() - 3_600_000;
    return (this.#machine.state.placed.get(campaign) ?? []).filter((at) => at > from).length;
  }

  refused(): Outside['refused'] {
    return this.#deps.figures.refused();
  }

  stop(): void {
    this.#machine.stop();
  }

  #open(state: OutsideState): MachineShell<OutsideState, OutsideInput, OutsideEffect> {
    return new MachineShell<OutsideState, OutsideInput, OutsideEffect>(
      {
        state,
        step: stepOutside,
        wakeAt: outsideWakesAt,
        tick: { kind: 'clock' },
        perform: (effect) => this.#perform(effect),
        fault: this.#deps.fault,
      },
      this.#deps.clock,
    );
  }

  #perform(effect: OutsideEffect): void {
    const { leg } = effect;
    const placed = this.#placed.get(leg);
    switch (effect.kind) {
      case 'give-up':
        return this.#giveUp(effect);
      case 'refused':
        this.#placed.delete(leg);
        return placed && this.#refuse({ leg, call: placed.call, because: effect.because });
      case 'try':
        this.#try(effect).catch((error: unknown) => this.#deps.fault(error));
        return undefined;
      case 'rings':
        return (
          placed && this.#hear({ kind: 'outside-rings', leg, call: placed.call, hasSound: placed.hasSound })
        );
      case 'connected':
        this.#record(leg);
        return placed && this.#hear({ kind: 'outside-answered', leg, call: placed.call });
      case 'closed':
        return this.#closed(effect);
      default:
        return unreachable(effect);
    }
  }

  #refuse({ leg, call, because }: Refused): void {
    this.#deps.figures.refuse(because);
    this.#hear({ kind: 'outside-failed', leg, call, because });
  }

  async #try({ leg, attempt }: Attempt): Promise<void> {
    const placed = this.#placed.get(leg);
    const line = placed === undefined ? null : this.#deps.lineOf(placed.call);
    if (placed === undefined || placed.number === null) return;
    if (placed.way !== null && !placed.isHeard) this.#heard(placed, 408);
    const way = line === null ? null : nextWay(this.#deps, { first: line.trunk, tried: placed.tried });
    if (way === null || line === null) return this.#machine.feed({ kind: 'no-way', leg });
    placed.way = way;
    placed.trunk = way.trunk.id;
    placed.isHeard = false;
    placed.tried.add(wayName(way));
    this.#record(leg);
    const sdp = await this.#sound.offerTo(leg, way.flow.remote.address);
    // It was ended, or left for another way, while its sound was being opened.
    if (this.#placed.get(leg) !== placed || placed.way !== way) return;
    if (sdp === null) return this.#machine.feed({ kind: 'no-way', leg });
    const sipLeg = outsideSipLeg(placed.call, leg, attempt);
    this.#attempts.set(sipLeg, { leg, attempt });
    const credentials = this.#deps.carriers.credentialsOf(way.trunk);
    const { number } = placed;
    this.#deps.toUserAgent(inviteBy(way, { leg: sipLeg, number, line: line.number, sdp, credentials }));
  }

  #answered(sipLeg: LegId, attempt: Attempt, sdp: string): void {
    this.#heard(this.#placed.get(attempt.leg), 200);
    if (this.#sound.aim(attempt.leg, sdp)) return this.#machine.feed({ kind: 'answered', ...attempt });
    this.#hangUp(sipLeg);
    return this.#machine.feed({ kind: 'failed', ...attempt, status: 488 });
  }

  /** [OUT-7] Of an attempt that nobody waits for any more. */
  #late(news: Extract<TrunkNews, { readonly leg: LegId }>): void {
    if (news.kind === 'answered') this.#hangUp(news.leg);
    if (news.kind === 'offered-again') this.#deps.toUserAgent({ kind: 'refuse-again', leg: news.leg });
  }

  #giveUp({ leg, attempt }: Attempt): void {
    for (const [sipLeg, one] of this.#attempts)
      if (one.leg === leg && one.attempt === attempt) this.#hangUp(sipLeg);
  }

  #hangUp(sipLeg: LegId): void {
    this.#attempts.delete(sipLeg);
    this.#deps.toUserAgent({ kind: 'hang-up', leg: sipLeg });
  }

  #closed({ leg, because, wasAnswered }: OutsideEffect & { readonly kind: 'closed' }): void {
    const placed = this.#placed.get(leg);
    this.#placed.delete(leg);
    this.#sound.close(leg);
    this.#deps.figures.end(because);
    if (placed === undefined || because === 'released') return;
    const { call } = placed;
    this.#hear({ kind: wasAnswered ? 'outside-ended' : 'outside-failed', leg, call, because });
  }

  /** The next call is tried first where this one was heard. */
  #heard(placed: Placed | undefined, status: number): void {
    const way = placed?.way ?? null;
    if (placed === undefined || way === null) return;
    placed.isHeard = true;
    this.#deps.carriers.of(way.trunk.id)?.heard(way, status, null);
  }

  /** Says in the log what a next life must know of it. */
  #record(leg: OutsideLegId): void {
    const placed = this.#placed.get(leg);
    const on = this.#machine.state.calls.get(leg);
    if (placed === undefined || on === undefined || placed.trunk === null) return;
    const { attempt } = on.place;
    const outside = {
      campaign: placed.campaign,
      to: placed.to,
      placedAt: this.#records.get(leg)?.outside.placedAt ?? this.#deps.clock(),
      longestMs: on.longestMs,
      trunk: placed.trunk,
      attempt,
      answeredAt: on.place.kind === 'talking' ? on.place.since : null,
    };
    const record: OutsideRecord = { kind: 'outside', call: placed.call, leg, outside };
    this.#records = new Map([...this.#records, [leg, record]]);
    this.#deps.floorLog.append(record);
  }
}
