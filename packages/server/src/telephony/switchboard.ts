import { randomInt } from 'node:crypto';
import type { ExchangeEffect, ExchangeInput } from '@pledgeline/calls';
import { unreachable, type AgentId, type CallId, type TrunkId } from '@pledgeline/core';
import type { Media, MediaEvent } from '@pledgeline/media';
import {
  negotiate,
  type Credentials,
  type LegId,
  type UserAgentEffect,
  type UserAgentInput,
} from '@pledgeline/sip';
import type { FloorLog } from '../adapters/floor-log/floor-log.ts';
import type { Log } from '../adapters/log/log.ts';
import type { Desks } from '../distribution/desks.ts';
import type { SupervisionRecord } from '../distribution/supervision-record.ts';
import type { Dialogues } from '../keypad/dialogues.ts';
import type { BarBook } from '../hoaxes/bar-book.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import { isOutsideSipLeg } from '../outside/leg-names.ts';
import { openAgain, orderOutside } from './callbacks.ts';
import type { CallerBook } from './caller-book.ts';
import { CallerSound } from './caller-sound.ts';
import type { CharityCounter } from './charity-count.ts';
import type { DeskPhones } from './desk-phones.ts';
import type { DraftKeys } from './draft-keys.ts';
import type { TelephonyFigures } from './figures.ts';
import { forgetCaller } from './forget-caller.ts';
import { callOf, legOf, phoneLegOf } from './leg-names.ts';
import type { KeyWay, Legs } from './legs.ts';
import type { PublicPlace } from './public-place.ts';
import type { LineOf } from './lines.ts';
import type { LoadWatch } from './load-watch.ts';
import type { RecordKeeper } from './records.ts';
import type { Trace } from '../trace/trace.ts';
import type { TrunkOf } from '../trunks/finder.ts';
import { comesBy } from '../trunks/trunk.ts';
import { callerIn } from '../trunks/number-form.ts';
import { connectOther } from './consultations.ts';
import { dialogName } from './recovery.ts';

export interface SwitchboardDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly toUserAgent: (input: UserAgentInput) => void;
  readonly media: Media;
  readonly desks: Desks;
  readonly phones: DeskPhones;
  readonly outside: OutsideCalls;
  readonly keypad: Dialogues;
  readonly callers: CallerBook;
  readonly legs: Legs;
  readonly records: RecordKeeper;
  readonly charity: CharityCounter;
  readonly drafts: DraftKeys;
  readonly trace: Trace | null;
  readonly supervisions: SupervisionRecord;
  readonly floorLog: FloorLog;
  readonly figures: TelephonyFigures;
  readonly log: Log;
  readonly lineOf: LineOf;
  readonly bars: Pick<BarBook, 'mark' | 'isBarred'>;
  readonly trunkOf: TrunkOf;
  readonly load: Pick<LoadWatch, 'weigh'>;
  /** How many trunks may bring calls. */
  readonly trunksOpen: () => number;
  readonly publicPlace: PublicPlace | null;
  /** Calls that a trunk holds, both ways. */
  readonly callsOn: (trunk: TrunkId) => number;
  /** Who we are to the carrier of a call. */
  readonly credentialsFor: (call: CallId) => Credentials | null;
}

/** Bytes to be sent are the user agent's own affair. */
export type TrunkNews = Exclude<UserAgentEffect, { kind: 'send' }>;
type Invited = Extract<UserAgentEffect, { kind: 'invited' }>;
type Acknowledged = Extract<UserAgentEffect, { kind: 'acknowledged' }>;
type Supervise = Extract<ExchangeEffect, { kind: 'monitor' | 'unmonitor' }>;
type Ended = Extract<ExchangeEffect, { kind: 'call-ended' | 'charity-call-ended' }>;

const ANNOUNCEMENTS: readonly string[] = ['closed-fr', 'closed-en', 'barred-fr', 'barred-en'];
/** Of these the exchange asks for the end. */
const ENDING = [
  ...ANNOUNCEMENTS,
  ...['choice', 'choice-keypad', 'callback-thanks'].flatMap((it) => [`${it}-fr`, `${it}-en`]),
];

/** How long a carrier is asked to wait before it tries again (RFC 3261 §20.33): not all of them the same, or they come back at once. */
const RETRY_AFTER_S = { least: 2, most: 10 } as const;

/**
 * The cords between trunk, exchange, sound and desks: whatever one of them tells is said to the others. It decides
 * nothing about a call; that is the exchange's.
 */
export class Switchboard {
  readonly #deps: SwitchboardDeps;
  readonly #sound: CallerSound;

  constructor(deps: SwitchboardDeps) {
    this.#deps = deps;
    this.#sound = new CallerSound(deps);
  }

  /** What the SIP user agent tells. */
  trunkTold(effect: TrunkNews): void {
    const { toExchange, figures, phones, outside } = this.#deps;
    if (effect.kind === 'dialog') return this.#keepDialog(effect.leg, effect.dialog);
    if ('leg' in effect && isOutsideSipLeg(effect.leg)) return outside.told(effect);
    const phone = 'leg' in effect ? phoneLegOf(effect.leg) : null;
    if (phone !== null && 'leg' in effect) return phones.legs.told(callOf(effect.leg), phone, effect);
    switch (effect.kind) {
      case 'invited':
        return this.#invited(effect);
      case 'cancelled':
        return toExchange({ kind: 'cancelled', call: callOf(effect.leg) });
      case 'acknowledged':
        return this.#acknowledged(effect);
      case 'hung-up':
        return toExchange({ kind: 'caller-hung-up', call: callOf(effect.leg) });
      case 'lost':
        return toExchange({ kind: 'caller-lost', call: callOf(effect.leg) });
      case 'dropped':
        return figures.dropped.inc({ because: effect.because });
      case 'offered-again':
        return this.#do(this.#sound.offeredAgain(effect));
      case 'key':
        return this.#keyPressed(callOf(effect.leg), 'info', effect.key);
      case 'modified':
      case 'progress-acknowledged':
        return this.#do(this.#sound.answered(callOf(effect.leg), effect.sdp));
      case 'offer-withdrawn':
      case 'direction':
      case 'modify-failed':
      case 'referred':
      case 'trying':
      case 'progress':
      case 'answered':
      case 'call-failed':
      case 'responded':
      case 'registering':
        // Only calls and requests of our own have these; those that ring desk phones were told above. A hold is between
        // sound and carrier.
        return;
      default:
        return unreachable(effect);
    }
  }

  /** What the exchange orders. */
  exchangeOrders(effect: ExchangeEffect): void {
    const { toUserAgent, media, desks, phones, supervisions } = this.#deps;
    switch (effect.kind) {
      case 'ring':
        return toUserAgent({ kind: 'ring', leg: legOf(effect.call) });
      case 'progress':
        return this.#sound.progress(effect.call);
      case 'answer':
        return this.#sound.answer(effect.call);
      case 'refuse':
        return toUserAgent({ kind: 'refuse', leg: legOf(effect.call), status: effect.status });
      case 'release':
        return toUserAgent({ kind: 'hang-up', leg: legOf(effect.call) });
      case 'ring-phone':
        return phones.legs.ring(effect);
      case 'hang-up-phone':
        return phones.legs.hangUp(effect);
      case 'open-leg':
        return this.#do(openAgain(this.#deps, effect.call) ?? this.#sound.open(effect.call));
      case 'close-leg':
        this.#deps.legs.vacate(effect.call);
        return this.#do(media.closeLeg(effect.call));
      case 'bridge':
        return this.#do(this.#bridge(effect));
      case 'unbridge':
        return this.#do(media.unbridge(effect.call));
      case 'play':
        return this.#play(effect);
      case 'offer-choice':
      case 'key-in':
      case 'keying-over':
        return this.#deps.keypad.perform(effect);
      case 'consult':
      case 'unconsult':
      case 'join':
      case 'join-in':
      case 'step-out':
        return this.#do(connectOther(this.#deps, effect));
      case 'ring-outside':
      case 'ring-back':
      case 'hang-up-outside':
        return orderOutside(this.#deps.outside, effect);
      case 'monitor':
      case 'unmonitor':
        return this.#supervise(effect);
      case 'connected':
        supervisions.told(effect);
        return desks.perform(effect);
      case 'offer':
      case 'withdraw':
      case 'calling-back':
      case 'consulting':
      case 'help':
      case 'ended':
      case 'agent-changed':
      case 'agent-refused':
        return desks.perform(effect);
      case 'agent-gone':
        desks.perform(effect);
        return this.#do(media.closeLine(effect.agent));
      case 'forget-caller':
        return forgetCaller(this.#deps, effect.call);
      case 'call-ended':
      case 'charity-call-ended':
        return this.#callEnded(effect);
      default:
        return unreachable(effect);
    }
  }

  #play({ call, prompt, repeat }: Extract<ExchangeEffect, { kind: 'play' }>): void {
    if (ANNOUNCEMENTS.includes(prompt)) this.#deps.figures.announced.inc();
    this.#do(this.#deps.media.play({ to: { kind: 'caller', call }, prompt, repeat }));
  }

  /** What the sound tells. */
  soundTold(event: MediaEvent): void {
    const { toExchange, desks, outside } = this.#deps;
    switch (event.kind) {
      case 'line-up':
      case 'line-lost':
        toExchange({ kind: event.kind, agent: event.agent });
        return desks.lineChanged(event.agent, event.kind === 'line-up');
      case 'leg-silent':
        if (outside.silent(event.call)) return undefined;
        return toExchange({ kind: 'leg-silent', call: event.call });
      case 'media-lost':
        toExchange({ kind: 'media-lost' });
        return this.#deps.phones.lost();
      case 'key':
        return this.#keyPressed(event.call, 'sound', event.key);
      case 'prompt-ended':
        return this.#promptEnded(event);
      case 'leg-heard':
      case 'agent-key':
        return;
      case 'media-back':
        this.#deps.phones.open();
        outside.reopen();
        return toExchange({ kind: 'media-back' });
      default:
        return unreachable(event);
    }
  }

  /**
   * [TEL-84] However a carrier tells keys, they come here. One that tells each both ways is heard once: the way of its
   * first key is the call's.
   */
  #keyPressed(call: CallId, by: KeyWay, key: string): void {
    const leg = this.#deps.legs.get(call);
    if (leg === undefined) return;
    leg.keysBy ??= by;
    if (leg.keysBy !== by) return;
    this.#deps.figures.keys.inc({ by });
    this.#deps.keypad.key(call, key);
  }

  /** What is repeated has no end; of the rest the exchange asks for some, and the keypad for what it said. */
  #promptEnded({ to, prompt }: Extract<MediaEvent, { kind: 'prompt-ended' }>): void {
    if (to.kind !== 'caller') return;
    if (ENDING.includes(prompt)) this.#deps.toExchange({ kind: 'prompt-ended', call: to.call });
    else this.#deps.keypad.promptEnded(to.call, prompt);
  }

  #invited(invited: Invited): void {
    const { legs, callers, figures, callsOn } = this.#deps;
    const call = callOf(invited.leg);
    const trunk = this.#deps.trunkOf(invited.flow.remote.address);
    const refuse = (status: number, later?: 'later'): void => {
      figures.refused.inc({ status: String(status) });
      this.#deps.toUserAgent({
        kind: 'refuse',
        leg: invited.leg,
        status,
        ...(later === undefined ? {} : { retryAfterSeconds: someSeconds() }),
      });
    };
    if (trunk === null || !comesBy(trunk, invited.flow.transport)) return refuse(403);
    // Without Retry-After, so that the carrier takes another way for this call and asks again for the next.
    if (!trunk.enabled) return refuse(503);
    const line = this.#deps.lineOf(invited.dialed, trunk);
    // RFC 3891 §3: a call of ours is for nobody outside to take.
    if (invited.replaces !== null) return refuse(603);
    if (line === null) return refuse(404);
    if (callsOn(trunk.id) >= trunk.callsMax) return refuse(503, 'later');
    // [TEL-100] Before anything is spent on it: no sound, no line in the log, no look-up.
    if (this.#isShed(trunk.id)) return refuse(503, 'later');
    const offered = invited.sdp === null ? null : negotiate(invited.sdp);
    if (offered?.ok === false) return refuse(488);
    const leg = {
      trunk: trunk.id,
      lineNumber: line.number,
      trial: line.trial,
      withheld: invited.caller.kind === 'withheld',
    };
    // [TEL-80] Without an offer ours goes with the answer.
    if (offered === null) legs.open(call, leg, { lateFrom: invited.flow.remote.address });
    else legs.open(call, leg, { negotiated: offered.value });
    const caller = callerIn(trunk, invited.caller);
    const mark = caller.kind === 'withheld' ? null : this.#deps.bars.mark(line.id, caller.number);
    // [BAR-1] Nobody is looked up who is not to be talked to.
    const barred = mark !== null && this.#deps.bars.isBarred(line.id, mark);
    callers.open(call, barred ? { kind: 'withheld' } : caller, mark);
    const { id, language, open, site } = line;
    const asked = {
      line: id,
      language,
      open,
      early: trunk.earlyMedia,
      ...(site !== null && { site }),
      barred,
    };
    this.#deps.toExchange({ kind: 'invited', call, ...asked });
  }

  #isShed(trunk: string): boolean {
    const { legs, load, trunksOpen } = this.#deps;
    const call = { trunk, onTrunk: legs.onTrunk(trunk), calls: legs.size, trunks: trunksOpen() };
    return load.weigh(call) !== 'carry';
  }

  /** [TEL-80] RFC 3261 §13.2.2.4: the ACK of a 200 with an offer bears the answer; a call without one is no call. */
  #acknowledged({ leg, sdp }: Acknowledged): void {
    const { toExchange } = this.#deps;
    const call = callOf(leg);
    this.#do(this.#sound.answered(call, sdp));
    toExchange({ kind: 'acknowledged', call });
    if (!this.#sound.isAgreed(call)) toExchange({ kind: 'caller-lost', call });
  }

  /** Where the sound cannot be connected, it is asked which end is missing. */
  async #bridge(ends: { readonly call: CallId; readonly agent: AgentId }): Promise<void> {
    const { media, toExchange } = this.#deps;
    const bridged = await media.bridge({ call: ends.call, agent: ends.agent });
    if (bridged.ok || bridged.failure === 'MEDIA_AWAY') return;
    const sessions = await media.sessions();
    if (!sessions.ok) return;
    if (sessions.value.legs.some(({ call }) => call === ends.call))
      toExchange({ kind: 'line-lost', agent: ends.agent });
    else toExchange({ kind: 'leg-gone', call: ends.call });
  }

  /** Where media will not have him on the call, he is on none. */
  #supervise(effect: Supervise): void {
    const { media, desks, supervisions, toExchange } = this.#deps;
    desks.perform(effect);
    const { agent, call } = effect;
    if (effect.kind === 'monitor')
      return this.#do(
        media.monitor({ agent, call, mode: effect.mode }).then((heard) => {
          if (!heard.ok) toExchange({ kind: 'unmonitor', agent, call });
        }),
      );
    supervisions.told(effect);
    return this.#do(media.unmonitor(agent));
  }

  #callEnded(ended: Ended): void {
    const { legs, callers, records, charity, figures, outside, keypad } = this.#deps;
    const { call } = ended;
    const { withheld = false, trial = false } = legs.get(call) ?? {};
    // [TEL-62] Whatever else forgets to: nothing that costs goes on without its call.
    outside.endOf(call);
    // Before the caller is forgotten: what was confirmed is saved.
    keypad.ended(call);
    if (ended.kind === 'call-ended') {
      const { record } = ended;
      figures.calls.inc({ reason: record.reason });
      records.add({ call, record, withheld, trial, pledges: callers.pledgesOf(call) });
    } else {
      // [CHA-4] Counted, and nothing more.
      figures.calls.inc({ reason: ended.reason });
      charity.add({ handing: ended.handing, line: ended.line, trial });
    }
    legs.close(call);
    callers.close(call);
  }

  #keepDialog(leg: LegId, dialog: unknown): void {
    const { callers, floorLog } = this.#deps;
    const call = callOf(leg);
    const sealed = dialog === null ? null : callers.seal(call, dialog, dialogName(call, leg));
    if (dialog !== null && sealed === null) return;
    floorLog.append({ kind: 'dialog', call, ...(phoneLegOf(leg) === null ? {} : { leg }), sealed });
  }

  #do(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#deps.log.error({ err: error }, 'the sound did not do as asked'));
  }
}

const someSeconds = (): number => randomInt(RETRY_AFTER_S.least, RETRY_AFTER_S.most + 1);
