import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import fc from 'fast-check';
import { emptyExchange } from '../src/index.ts';
import { RULES } from './ladder.ts';
import { play, script, type Script } from './random-exchange.ts';

/** How often a caller was rung, and the agent was not lost nor our lines full before it was over. */
class Tries {
  readonly #rung = new Map<CallId, number>();
  most = 0;

  rung(call: CallId): void {
    this.#rung.set(call, (this.#rung.get(call) ?? 0) + 1);
    this.most = Math.max(this.most, this.#rung.get(call) ?? 0);
  }

  isNone(call: CallId): void {
    this.#rung.set(call, (this.#rung.get(call) ?? 1) - 1);
  }

  over(call: CallId): void {
    this.#rung.delete(call);
  }
}

test('[CAL-123][CAL-125][CAL-128] whatever happens: a callback does not jump, rings for an agent, and not for ever', () => {
  const seen = { rung: 0, answered: 0, failed: 0, dropped: 0, lost: 0 };
  const evening = (steps: Script): void => {
    const exchange = emptyExchange(RULES);
    const tries = new Tries();
    const absent = new Set<CallId>();
    for (const { effects, now } of play(steps, exchange)) {
      for (const effect of effects) {
        if (effect.kind === 'offer' && absent.has(effect.call)) doesNotJump(exchange, effect.call);
        if (effect.kind === 'ring-back') {
          tries.rung(effect.call);
          seen.rung += 1;
        }
        if (effect.kind === 'connected' && absent.has(effect.call)) seen.answered += 1;
        if (effect.kind === 'ended' && effect.by === 'not-answered') seen.failed += 1;
        if (effect.kind === 'ended' && effect.by === 'agent-lost' && absent.has(effect.call)) {
          tries.isNone(effect.call);
          seen.lost += 1;
        }
        if (effect.kind !== 'call-ended') continue;
        tries.over(effect.call);
        if (effect.record.reason === 'callback-dropped') seen.dropped += 1;
      }
      absent.clear();
      for (const { call, signal, place } of exchange.calls.values()) {
        if (signal.kind !== 'gone') continue;
        absent.add(call);
        ok(signal.tries >= 0 && signal.tries <= RULES.callback.triesMax);
        ok(place.kind !== 'waiting' || signal.giveUpAt > now, 'nobody waits beyond his time');
      }
    }
    ok(tries.most <= RULES.callback.triesMax, 'nobody is rung more often than he may be');
  };
  fc.assert(fc.property(script, evening), { numRuns: 1_500 });
  for (const [what, count] of Object.entries(seen))
    ok(count > 2, `the scripts come to what they are for: ${what}`);
});

/** Who still waits for the same has come later. */
function doesNotJump({ floor, calls }: ReturnType<typeof emptyExchange>, offered: CallId): void {
  const own = calls.get(offered);
  const needs = JSON.stringify(floor.needs.get(offered));
  for (const { id, at: since } of floor.waiting.entries())
    ok(own === undefined || JSON.stringify(floor.needs.get(id)) !== needs || since >= own.arrivedAt);
}
