import { equal, ok } from 'node:assert/strict';
import type { AgentId, PhoneLegId } from '@pledgeline/core';
import type { ExchangeEffect } from '../src/index.ts';

/** What the world outside knows of one call, from nothing but what was ordered. */
export interface Entry {
  readonly arrived: number;
  /** The carrier was told where our sound is, before the answer. */
  early: boolean;
  leg: 'none' | 'open' | 'lost' | 'closed';
  carrier: 'unanswered' | 'answered' | 'acknowledged' | 'done';
  answeredAt: number;
  offeredTo: AgentId | null;
  bridgedTo: AgentId | null;
  /** Whom the one who has it has asked. */
  asked: AgentId | null;
  /** Who speaks with whom while the caller waits. */
  consults: string | null;
  /** The third voice on it. */
  third: AgentId | null;
  /** Somebody outside who is rung or talks, and whether the caller hears him. */
  outside: PhoneLegId | null;
  joined: PhoneLegId | null;
  /** Who calls was forgotten. */
  confidential: boolean;
  /** The leg that rings the caller back, or that he has then. */
  back: PhoneLegId | null;
  over: boolean;
}

/** Whoever is called back is not on the line, and is rung for somebody. */
export function callBack(
  entry: Entry,
  effect: Extract<ExchangeEffect, { kind: 'ring-back' | 'calling-back' }>,
): void {
  if (effect.kind === 'calling-back') {
    ok(entry.back !== null);
    return equal(entry.offeredTo, effect.agent);
  }
  equal(entry.leg, 'closed', 'he is not on the line');
  ok(entry.carrier !== 'unanswered' && entry.back === null);
  ok(entry.offeredTo !== null, 'nobody is rung for nobody');
  entry.back = effect.leg;
}
