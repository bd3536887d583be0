import {
  beginKeying,
  keyingWakesAt,
  stepKeying,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type Keying,
  type KeyingEffect,
  type KeyingInput,
  type KeyingRules,
} from '@pledgeline/calls';
import { LIMITS } from '@pledgeline/contract';
import { stay, unreachable, type CallId, type PromptName } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { Kysely } from 'kysely';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import type { Live } from '../live/hub.ts';
import type { CallerBook } from '../telephony/caller-book.ts';
import type { Legs } from '../telephony/legs.ts';
import { linkPledge } from '../telephony/records.ts';
import { judgeNumber, ownNumber } from './judge-number.ts';
import { notedCalls, pledgeIdOf, saveKeyed, type KeyedPledge } from './pledge.ts';

export interface DialoguesDeps {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly exchange: () => Exchange;
  readonly media: Pick<Media, 'play' | 'silence'>;
  readonly callers: Pick<CallerBook, 'of' | 'pledged'>;
  readonly legs: Pick<Legs, 'get'>;
  /** [TEL-142] Whether the caller has a number, and it may be rung. */
  readonly mayBeCalledBack: (call: CallId) => boolean;
  readonly db: Kysely<Tables>;
  readonly live: Pick<Live, 'totalsChanged'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly fault: (error: unknown) => void;
}

const RULES: KeyingRules = {
  eurosMin: LIMITS.pledgeCentsMin / 100,
  eurosMax: LIMITS.pledgeCentsMax / 100,
  judgeNumber,
};

type Ordered = Extract<ExchangeEffect, { kind: 'offer-choice' | 'key-in' | 'keying-over' }>;
type Dialogue = MachineShell<Keying | null, KeyingInput, KeyingEffect>;

/**
 * [KPD-1] The callers who key, each with a dialogue of his own. What is keyed is in here and nowhere else: no log, no
 * trace and no input of the exchange holds a key.
 */
export class Dialogues {
  readonly #deps: DialoguesDeps;
  readonly #dialogues = new Map<CallId, Dialogue>();
  /** Calls that are on and have promised by keypad. */
  readonly #noted = new Set<CallId>();
  readonly #saves = new Set<Promise<void>>();

  constructor(deps: DialoguesDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#dialogues.size;
  }

  /** What the exchange orders. */
  perform(effect: Ordered): void {
    switch (effect.kind) {
      case 'offer-choice':
        return this.#offer(effect);
      case 'key-in':
        return this.#begin(effect.call);
      case 'keying-over':
        return this.#over(effect.call);
      default:
        return unreachable(effect);
    }
  }

  /** What else there is than waiting. */
  #offer({ call, again }: { readonly call: CallId; readonly again: boolean }): void {
    const language = this.#languageOf(call);
    const choice = this.#mayLeave(call)
      ? (`choice-${language}` as const)
      : (`choice-keypad-${language}` as const);
    this.#say(call, [...(again ? [`not-understood-${language}` as const] : []), choice]);
  }

  /** The caller keys from now on, or can be heard again. */
  #begin(call: CallId): void {
    const on = this.#dialogues.get(call);
    if (on !== undefined) return on.feed({ kind: 'sound-back' });
    const { callers, legs, clock, fault } = this.#deps;
    const own = ownNumber(callers.of(call));
    const language = this.#languageOf(call);
    const trialCall = legs.get(call)?.trial ?? false;
    const isNoted = this.#noted.has(call);
    const begun = beginKeying({ language, hasNumber: own !== null, isNoted }, clock());
    const perform = (effect: KeyingEffect): void => {
      switch (effect.kind) {
        case 'say':
          return this.#say(call, effect.prompts);
        case 'silence':
          return this.#sound(this.#deps.media.silence({ kind: 'caller', call }));
        case 'save-pledge': {
          const { euros, to } = effect;
          const phone = to === 'own' ? own : to === 'none' ? null : to.number;
          return this.#save({ call, euros, phone: phone ?? '', language, trialCall });
        }
        case 'keyed-out':
          this.#dialogues.delete(call);
          return this.#deps.toExchange({ kind: 'keyed-out', call });
        default:
          return unreachable(effect);
      }
    };
    const isOn = (): boolean => this.#dialogues.get(call) === dialogue;
    const dialogue: Dialogue = new MachineShell<Keying | null, KeyingInput, KeyingEffect>(
      {
        state: begun.state,
        step: (keying, input, now) =>
          keying === null || !isOn() ? stay(null) : stepKeying(keying, input, now, RULES),
        wakeAt: (keying) => (keying === null ? null : keyingWakesAt(keying)),
        tick: { kind: 'clock' },
        perform,
        // Whoever asked for a key that broke it waits for a volunteer.
        fault: (error) => {
          fault(error);
          this.#over(call);
          this.#deps.toExchange({ kind: 'keyed-out', call });
        },
      },
      clock,
    );
    this.#dialogues.set(call, dialogue);
    for (const effect of begun.effects) perform(effect);
  }

  /** [KPD-2] One key of a caller, however the carrier told it. */
  key(call: CallId, key: string): void {
    const dialogue = this.#dialogues.get(call);
    if (dialogue !== undefined) return dialogue.feed({ kind: 'key', key });
    const on = this.#deps.exchange().calls.get(call);
    if (on?.place.kind !== 'waiting' || on.choice !== 'told') return undefined;
    return this.#deps.toExchange({ kind: this.#meaningOf(call, key), call });
  }

  /** [KPD-2] What a key means to a caller who has been told what else there is than waiting. */
  #meaningOf(call: CallId, key: string): 'keypad-chosen' | 'callback-chosen' | 'choice-again' {
    if (key === '1') return 'keypad-chosen';
    return key === '2' && this.#mayLeave(call) ? 'callback-chosen' : 'choice-again';
  }

  /** [CAL-120] Whoever was called back once has the line. */
  #mayLeave(call: CallId): boolean {
    const signal = this.#deps.exchange().calls.get(call)?.signal.kind;
    return signal !== 'called-back' && this.#deps.mayBeCalledBack(call);
  }

  promptEnded(call: CallId, prompt: PromptName): void {
    this.#dialogues.get(call)?.feed({ kind: 'said', prompt });
  }

  /** The exchange has the caller in the line again. */
  #over(call: CallId): void {
    this.#dialogues.get(call)?.stop();
    this.#dialogues.delete(call);
  }

  /** The call is over: what was confirmed is saved. */
  ended(call: CallId): void {
    this.#dialogues.get(call)?.feed({ kind: 'gone' });
    this.#over(call);
    this.#noted.delete(call);
  }

  /**
   * [KPD-6] After a restart: what was being keyed is gone with the process, so it is asked for again; what was saved is
   * known by its call. Whoever was hearing what else there is waits on.
   */
  async takeUp(): Promise<void> {
    const { exchange, db, log, toExchange } = this.#deps;
    const calls = [...exchange().calls.values()];
    const told = calls.flatMap(({ call, choice }) => (choice === 'told' ? [call] : []));
    const noted = await notedCalls(db, told).catch((error: unknown) => {
      log.error({ err: error }, 'whether callers have promised by keypad is not known');
      return [];
    });
    for (const call of noted) this.#noted.add(call);
    for (const { call, place, sound } of calls) {
      if (sound !== 'ready' || !told.includes(call)) continue;
      if (place.kind === 'keying') this.#begin(call);
      else toExchange({ kind: 'prompt-ended', call });
    }
  }

  /** Until what was promised is on disk, or is known not to be. */
  async flush(): Promise<void> {
    await Promise.all(this.#saves);
  }

  stop(): void {
    for (const call of this.#dialogues.keys()) this.#over(call);
  }

  #save(keyed: KeyedPledge): void {
    const { db, clock, live, log, callers } = this.#deps;
    const { call } = keyed;
    const pledge = pledgeIdOf(call);
    // [CHA-2] While the call is on, nothing in the database says of which it is.
    callers.pledged(call, pledge);
    const save = saveKeyed(db, keyed, clock())
      .then(async (saved) => {
        if (!saved.ok) return false;
        // The record of a call that is over may have been written before its pledge.
        if (!this.#deps.exchange().calls.has(call)) await linkPledge(db, pledge, call);
        this.#noted.add(call);
        if (saved.value.changed) live.totalsChanged();
        return true;
      })
      .catch((error: unknown) => {
        // A database's own words may quote what it was given: the code alone is told.
        log.error({ code: codeOf(error) }, 'a pledge by keypad was not saved');
        return false;
      })
      .then((isSaved) => {
        this.#saves.delete(save);
        if (!this.#deps.exchange().calls.has(call)) this.#noted.delete(call);
        this.#dialogues.get(call)?.feed({ kind: isSaved ? 'pledge-saved' : 'pledge-not-saved' });
      });
    this.#saves.add(save);
  }

  #say(call: CallId, prompt: readonly PromptName[]): void {
    this.#sound(this.#deps.media.play({ to: { kind: 'caller', call }, prompt, repeat: false }));
  }

  #sound(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#deps.log.error({ err: error }, 'the sound did not do as asked'));
  }

  #languageOf(call: CallId): 'fr' | 'en' {
    return this.#deps.exchange().calls.get(call)?.language ?? 'fr';
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
