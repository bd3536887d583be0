import type { Exchange, ExchangeEffect } from '@pledgeline/calls';
import { AlarmKind, type FloorAlarm } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import { NOBODY } from '../../access/actor.ts';
import { audit } from '../../access/audit.ts';
import type { Tables } from '../../adapters/database/tables.ts';
import type { Log } from '../../adapters/log/log.ts';
import { BOUND_MS } from '../figures/facts.ts';
import { alarmsOn, callDropped, look, noAlarms, type AlarmEffect, type AlarmSight } from './alarms.ts';

export interface AlarmDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
  readonly registry: Registry;
  readonly trunksDown: () => readonly string[];
}

/** The alarms of a running server: each is on record as it begins and ends, and in the figures for operators. */
export class AlarmWatch {
  readonly #deps: AlarmDeps;
  #alarms = noAlarms();

  constructor(deps: AlarmDeps) {
    this.#deps = deps;
    const on = (): readonly FloorAlarm[] => this.on();
    new Gauge({
      name: 'pledgeline_alarm',
      help: 'Alarms that supervisors see now, by kind',
      labelNames: ['kind'],
      registers: [deps.registry],
      collect() {
        for (const kind of AlarmKind.options)
          this.set({ kind }, on().filter((alarm) => alarm.kind === kind).length);
      },
    });
  }

  told(effect: ExchangeEffect, now: Instant): void {
    if (effect.kind === 'call-ended' && isDropped(effect.record))
      this.#alarms = callDropped(this.#alarms, now);
  }

  /** True: an alarm has begun or ended. */
  look(exchange: Exchange, now: Instant): boolean {
    const { state, effects } = look(this.#alarms, sightOf(exchange, this.#deps.trunksDown(), now), now);
    this.#alarms = state;
    for (const effect of effects) this.#record(effect);
    return effects.length > 0;
  }

  on(): readonly FloorAlarm[] {
    return alarmsOn(this.#alarms);
  }

  /** [ALM-5] */
  #record(effect: AlarmEffect): void {
    const { db, log } = this.#deps;
    const { kind, of } = effect.alarm;
    log.warn({ alarm: kind, of }, effect.kind === 'began' ? 'an alarm has begun' : 'an alarm has ended');
    const detail = { of, ...(effect.kind === 'ended' ? { lastedMs: effect.lastedMs } : {}) };
    audit(db, { actor: NOBODY, action: `alarm.${effect.kind}`, subject: kind, detail }).catch(
      (error: unknown) => log.error({ err: error }, 'an alarm could not be put on record'),
    );
  }
}

/** Somebody talked, and it broke off. */
const isDropped = ({
  connectedAt,
  reason,
}: Extract<ExchangeEffect, { kind: 'call-ended' }>['record']): boolean =>
  connectedAt !== null && (reason === 'caller-lost' || reason === 'caller-silent' || reason === 'sound-lost');

function sightOf(
  { floor, rules, mediaBackBy }: Exchange,
  trunksDown: readonly string[],
  now: Instant,
): AlarmSight {
  // Whoever is set aside is doing what was offered instead of waiting.
  const longest = [...floor.waiting.queues()].reduce<number | null>((oldest, { calls }) => {
    const first = calls.first();
    return first === null ? oldest : Math.min(oldest ?? first.at, first.at);
  }, null);
  return {
    waiting: floor.waiting.size,
    longestWaitMs: longest === null ? null : now - longest,
    atWork: [...floor.agents.values()].filter(({ kind }) => kind !== 'away').length,
    boundMs: rules.choiceMs ?? BOUND_MS,
    trunksDown,
    mediaAway: mediaBackBy !== null,
  };
}
