import { equal, ok } from 'node:assert/strict';
import { unreachable, type AgentId, type CallId, type PhoneLegId } from '@pledgeline/core';
import { LIMITS, type ExchangeEffect } from '../src/index.ts';
import { callBack, type Entry } from './ledger-entry.ts';
import type { Played } from './random-exchange.ts';

/** What is ordered of one call, and followed with it. */
type OfCall = Exclude<
  Extract<ExchangeEffect, { readonly call: CallId }>,
  { kind: 'ring-phone' | 'monitor' | 'unmonitor' }
>;

/** Follows the orders like a trunk, media, desks and records that would not bear a wrong one. */
export class Ledger {
  readonly #calls = new Map<CallId, Entry>();
  /** Desk phones that ring or are talked on. */
  readonly #phones = new Map<PhoneLegId, AgentId>();
  /** Supervisors who are on a call. */
  readonly #monitors = new Map<AgentId, CallId>();
  /** Who hears in this step that the line is closed. */
  #announced: ReadonlySet<CallId> = new Set();
  /** Who is told in this step what else there is than waiting. */
  #told: ReadonlySet<CallId> = new Set();
  /** Who takes a call over in this step. */
  #taker: AgentId | null = null;
  /** The record of each call that ended, in order. */
  ended = 0;
  invited = 0;

  /** Calls that have begun and have not ended. */
  get live(): readonly CallId[] {
    return [...this.#calls].flatMap(([call, { over }]) => (over ? [] : [call]));
  }

  /** Desk phones that nobody has let go of. */
  get phones(): number {
    return this.#phones.size;
  }

  /** Supervisors whom nobody has taken off their call. */
  get monitors(): number {
    return this.#monitors.size;
  }

  follow({ input, effects, now, exchange }: Played): void {
    if (input.kind === 'acknowledged') this.#acknowledge(input.call);
    if (input.kind === 'caller-lost') this.#acknowledge(input.call);
    if (input.kind === 'invited' && !this.#calls.has(input.call)) this.#open(input.call, now);
    if (input.kind === 'phone-failed' || input.kind === 'phone-hung-up' || input.kind === 'phone-lost')
      this.#phones.delete(input.leg);
    if (input.kind === 'outside-failed' || input.kind === 'outside-ended') this.#outsideGone(input);
    if (input.kind === 'outside-answered') this.#isBack(input);
    if (input.kind === 'media-lost') for (const entry of this.#calls.values()) loseLeg(entry);
    if (input.kind === 'leg-gone' && effects.some(({ kind }) => kind === 'open-leg'))
      this.#goneLeg(input.call);
    this.#announced = new Set(
      effects.flatMap((effect) => (effect.kind === 'play' && !effect.repeat ? [effect.call] : [])),
    );
    this.#told = new Set(effects.flatMap((effect) => (effect.kind === 'offer-choice' ? [effect.call] : [])));
    this.#taker = this.#takerBy(input);
    for (const effect of effects) {
      if (effect.kind === 'monitor' || effect.kind === 'unmonitor') this.#monitor(effect);
      else if (effect.kind === 'ring-phone' || effect.kind === 'hang-up-phone') this.#phone(effect);
      else if ('call' in effect) this.#take(effect, now, exchange.rules.acknowledgeMs);
    }
    if (input.kind === 'caller-hung-up') this.#byeFromCaller(input.call);
    for (const entry of this.#calls.values()) this.#nobodyForgotten(entry);
    for (const [call, entry] of this.#calls)
      if (entry.over && entry.carrier !== 'answered') this.#calls.delete(call);
  }

  /** [CAL-62] Who sits at a phone takes over when he picks it up. */
  #takerBy(input: Played['input']): AgentId | null {
    if (input.kind === 'take-over') return input.agent;
    return input.kind === 'phone-answered' ? (this.#phones.get(input.leg) ?? null) : null;
  }

  #outsideGone({ call, leg }: { readonly call: CallId; readonly leg: PhoneLegId }): void {
    const entry = this.#calls.get(call);
    if (entry?.outside === leg) entry.outside = null;
    if (entry?.back !== leg) return;
    entry.back = null;
    if (entry.leg === 'open') entry.leg = 'lost';
  }

  /** [CAL-124] The caller who is called back has sound with his answer. */
  #isBack({ call, leg }: { readonly call: CallId; readonly leg: PhoneLegId }): void {
    const entry = this.#calls.get(call);
    if (entry?.back === leg && entry.leg === 'closed') entry.leg = 'open';
  }

  /** [CAL-60] Between two steps nobody speaks, waits or listens for a consultation that is over. */
  #nobodyForgotten({ asked, consults, third, outside, joined, offeredTo, bridgedTo }: Entry): void {
    if (consults !== null || third !== null) ok(asked !== null || outside !== null);
    if (joined !== null) equal(joined, outside);
    if (asked !== null || third !== null) ok(offeredTo !== null);
    ok(bridgedTo === null || joined === null);
    ok(consults === null || (bridgedTo === null && joined === null && third === null));
  }

  #phone(effect: Extract<ExchangeEffect, { kind: 'ring-phone' | 'hang-up-phone' }>): void {
    const { kind, agent, leg } = effect;
    if (kind === 'hang-up-phone') {
      equal(this.#phones.get(leg), agent, 'only a phone that is on is hung up');
      this.#phones.delete(leg);
      return;
    }
    const entry = this.#calls.get(effect.call);
    if (this.#monitors.get(agent) !== effect.call)
      equal(entry?.asked ?? entry?.offeredTo, agent, 'a phone is rung for an offer, or to listen');
    ok(![...this.#phones.values()].includes(agent), 'a phone is rung once at a time');
    this.#phones.set(leg, agent);
  }

  #monitor({ kind, agent, call }: Extract<ExchangeEffect, { kind: 'monitor' | 'unmonitor' }>): void {
    if (kind === 'unmonitor') {
      equal(this.#monitors.get(agent), call, 'only who is on the call is taken off it');
      this.#monitors.delete(agent);
      return;
    }
    equal(this.#calls.get(call)?.leg, 'open');
    equal(this.#calls.get(call)?.confidential, false, 'nobody listens to what is for the charity alone');
    ok(this.#monitors.get(agent) === undefined || this.#monitors.get(agent) === call, 'one call at a time');
    for (const { bridgedTo, offeredTo, asked } of this.#calls.values())
      ok(bridgedTo !== agent && offeredTo !== agent && asked !== agent, 'nobody monitors and talks');
    this.#monitors.set(agent, call);
    ok([...this.#monitors.values()].filter((one) => one === call).length <= LIMITS.monitorsMax);
  }

  #open(call: CallId, arrived: number): void {
    this.invited += 1;
    const alone = { asked: null, consults: null, third: null, outside: null, joined: null, back: null };
    const nobody = {
      offeredTo: null,
      bridgedTo: null,
      ...alone,
      over: false,
      confidential: false,
      early: false,
    };
    this.#calls.set(call, { arrived, leg: 'none', carrier: 'unanswered', answeredAt: 0, ...nobody });
  }

  #acknowledge(call: CallId): void {
    const entry = this.#calls.get(call);
    if (entry?.carrier === 'answered') entry.carrier = 'acknowledged';
  }

  /** The media process says of one leg that it is not there, as after a crash of both. */
  #goneLeg(call: CallId): void {
    const entry = this.#calls.get(call);
    if (entry?.leg !== 'open') return;
    entry.leg = 'lost';
  }

  #byeFromCaller(call: CallId): void {
    const entry = this.#calls.get(call);
    if (entry !== undefined) entry.carrier = 'done';
  }

  #over(
    entry: Entry,
    effect: Extract<ExchangeEffect, { kind: 'call-ended' | 'charity-call-ended' | 'forget-caller' }>,
  ): void {
    if (effect.kind === 'forget-caller') {
      ok(!entry.confidential, 'what is forgotten is forgotten once');
      ok(![...this.#monitors.values()].includes(effect.call), 'nobody listens on');
      entry.confidential = true;
      return;
    }
    this.ended += 1;
    ok(entry.leg !== 'open' && entry.bridgedTo === null, 'what was opened is closed');
    equal(entry.consults ?? entry.third ?? entry.outside ?? entry.joined ?? entry.back, null);
    ok(![...this.#monitors.values()].includes(effect.call), 'nobody listens to a call that is over');
    equal(effect.kind === 'charity-call-ended', entry.confidential, 'a record of all but the forgotten');
    if (effect.kind === 'call-ended') {
      equal(effect.record.arrivedAt, entry.arrived);
      equal(effect.record.answeredAt, entry.answeredAt === 0 ? null : entry.answeredAt);
    }
    entry.over = true;
  }

  #take(effect: OfCall, now: number, acknowledgeMs: number): void {
    const entry = this.#calls.get(effect.call);
    ok(entry !== undefined, `${effect.kind} for a call that is`);
    ok(!entry.over || effect.kind === 'release' || effect.kind === 'withdraw', 'nothing but the farewell');
    if (effect.kind === 'ring-back' || effect.kind === 'calling-back') return callBack(entry, effect);
    switch (effect.kind) {
      case 'ring':
        return equal(entry.carrier, 'unanswered');
      case 'progress':
        equal(entry.carrier, 'unanswered');
        equal(entry.leg, 'open', 'there is sound to describe');
        entry.early = true;
        return;
      case 'answer':
        equal(entry.carrier, 'unanswered');
        ok(
          entry.bridgedTo !== null ||
            entry.early ||
            (entry.leg === 'open' && (this.#announced.has(effect.call) || this.#told.has(effect.call))),
          'there is somebody to be heard at the answer, or what else there is, or the announcement',
        );
        entry.answeredAt = now;
        entry.carrier = 'answered';
        return;
      case 'refuse':
        equal(entry.carrier, 'unanswered');
        entry.carrier = 'done';
        return;
      case 'release':
        if (now < entry.answeredAt + acknowledgeMs)
          equal(entry.carrier, 'acknowledged', 'no BYE before the ACK');
        else ok(entry.carrier === 'acknowledged' || entry.carrier === 'answered');
        entry.carrier = 'done';
        return;
      case 'offer-choice':
      case 'key-in':
      case 'keying-over':
        return this.#choice(entry, effect.kind);
      case 'open-leg':
      case 'close-leg':
      case 'bridge':
      case 'unbridge':
      case 'play':
        return this.#sound(entry, effect);
      case 'join':
      case 'consult':
      case 'unconsult':
      case 'join-in':
      case 'step-out':
      case 'ring-outside':
      case 'hang-up-outside':
        return this.#counsel(entry, effect);
      case 'help':
        return equal(entry.offeredTo, effect.agent, 'only whoever has the call is told of help with it');
      case 'consulting':
        return ok(entry.offeredTo === effect.agent || entry.asked === effect.agent);
      case 'offer':
      case 'withdraw':
      case 'connected':
      case 'ended':
        return this.#desk(entry, effect);
      case 'call-ended':
      case 'charity-call-ended':
      case 'forget-caller':
        return this.#over(entry, effect);
      default:
        return unreachable(effect);
    }
  }

  /** Whoever has somebody to talk to has no need of it. */
  #choice(entry: Entry, kind: 'offer-choice' | 'key-in' | 'keying-over'): void {
    ok(entry.carrier !== 'unanswered' && (entry.leg === 'open' || kind === 'keying-over'));
    ok(entry.offeredTo === null && entry.bridgedTo === null && entry.joined === null);
  }

  #sound(
    entry: Entry,
    effect: Extract<ExchangeEffect, { kind: 'open-leg' | 'close-leg' | 'bridge' | 'unbridge' | 'play' }>,
  ): void {
    if (effect.kind === 'open-leg') ok(entry.leg === 'none' || entry.leg === 'lost');
    else if (effect.kind === 'bridge' || effect.kind === 'play') equal(entry.leg, 'open');
    else ok(entry.leg === 'open' || entry.leg === 'lost' || entry.leg === 'none');
    // A leg that was opened again is joined again to the same agent.
    if (effect.kind === 'bridge') ok(entry.bridgedTo === null || entry.bridgedTo === effect.agent);
    else if (effect.kind !== 'open-leg' && entry.leg !== 'lost')
      equal((entry.bridgedTo ?? entry.joined) === null, effect.kind !== 'unbridge');
    if (effect.kind === 'open-leg') entry.leg = 'open';
    if (effect.kind === 'close-leg') entry.leg = 'closed';
    if (effect.kind === 'play')
      ok(entry.carrier !== 'unanswered' || entry.early, 'prompts need a carrier that knows our sound');
    if (effect.kind === 'unbridge') entry.bridgedTo = entry.joined = null;
    if (effect.kind !== 'bridge') return;
    for (const other of this.#calls.values())
      ok(
        other === entry || (other.bridgedTo !== effect.agent && other.asked !== effect.agent),
        'an agent talks on one call',
      );
    equal(entry.consults, null, 'nobody speaks with two');
    ok(!this.#monitors.has(effect.agent), 'nobody talks and monitors');
    equal(entry.offeredTo, effect.agent);
    entry.bridgedTo = effect.agent;
  }

  #counsel(
    entry: Entry,
    effect: Extract<
      ExchangeEffect,
      {
        kind: 'join' | 'consult' | 'unconsult' | 'join-in' | 'step-out' | 'ring-outside' | 'hang-up-outside';
      }
    >,
  ): void {
    switch (effect.kind) {
      case 'ring-outside':
        equal(entry.outside, null);
        entry.outside = effect.leg;
        return;
      case 'hang-up-outside':
        if (entry.back === effect.leg) {
          ok(entry.bridgedTo === null && entry.joined === null, 'his sound is parted first');
          entry.back = null;
          entry.leg = 'closed';
          return;
        }
        equal(entry.outside, effect.leg, 'only whoever is rung or there is hung up');
        entry.outside = null;
        return;
      case 'join':
        equal(entry.leg, 'open');
        equal(entry.outside, effect.leg);
        equal(entry.bridgedTo, null);
        entry.joined = effect.leg;
        return;
      case 'consult':
        equal(entry.consults, null);
        equal(entry.offeredTo, effect.agent);
        equal(effect.with.kind === 'agent' ? entry.asked : entry.outside, voiceName(effect.with));
        entry.consults = voiceName(effect.with);
        return;
      case 'unconsult':
        equal(entry.consults, voiceName(effect.with));
        entry.consults = null;
        return;
      case 'join-in':
        ok(entry.bridgedTo !== null || entry.joined !== null);
        ok(entry.third === null || entry.third === effect.agent);
        ok(effect.agent !== entry.bridgedTo && !this.#monitors.has(effect.agent));
        entry.third = effect.agent;
        return;
      case 'step-out':
        equal(entry.third, effect.agent);
        entry.third = null;
        return;
      default:
        return unreachable(effect);
    }
  }

  #desk(
    entry: Entry,
    effect: Extract<ExchangeEffect, { kind: 'offer' | 'withdraw' | 'connected' | 'ended' }>,
  ): void {
    if (effect.kind === 'offer') {
      for (const other of this.#calls.values())
        ok(other.offeredTo !== effect.agent && other.asked !== effect.agent, 'one offer at a time');
      ok(!this.#monitors.has(effect.agent), 'who listens is offered nothing');
      if (entry.offeredTo !== null) {
        equal(entry.asked, null, 'one agent is asked');
        entry.asked = effect.agent;
        return;
      }
      equal(entry.offeredTo, null);
      entry.offeredTo = effect.agent;
      return;
    }
    if (effect.kind === 'withdraw' && entry.asked === effect.agent) {
      entry.asked = null;
      return;
    }
    equal(entry.offeredTo, effect.agent);
    if (effect.kind === 'connected') equal(entry.bridgedTo, effect.agent);
    else equal(entry.bridgedTo, null);
    if (effect.kind !== 'connected') entry.offeredTo = null;
    // [CAL-27] The call is at once the other one's, without an offer.
    if (effect.kind === 'ended' && effect.by === 'taken-over') entry.offeredTo = this.#taker;
    // [CAL-57] Or of the one who was asked.
    if (effect.kind !== 'ended' || effect.by !== 'handed-over') return;
    entry.offeredTo = entry.asked;
    entry.asked = null;
  }
}

function loseLeg(entry: Entry): void {
  if (entry.leg === 'open') entry.leg = 'lost';
}

const voiceName = (voice: Extract<ExchangeEffect, { kind: 'consult' }>['with']): string =>
  voice.kind === 'agent' ? voice.agent : voice.leg;
