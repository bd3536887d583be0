import { createHmac } from 'node:crypto';
import type { Relays } from '@pledgeline/contract';
import type { AgentId, Instant } from '@pledgeline/core';
import type { TurnKey, TurnSettings } from '../turn-settings.ts';

/** Longer than a shift: what a desk has been given is good until it goes home. */
const GOOD_FOR_S = 12 * 3_600;
/** A desk that stays open asks anew long before that. */
const RENEW_AFTER_S = GOOD_FOR_S / 2;

/** What the browser of this desk needs to reach the line where nothing else gets through. */
export function relaysFor(turn: TurnSettings | null, agent: AgentId, now: Instant): Relays {
  if (turn === null) return { servers: [], renewInSeconds: null };
  const urls = (wanted: (url: string) => boolean): string[] => turn.urls.filter(wanted);
  const [plain, relayed] = [urls((url) => isStun(url)), urls((url) => !isStun(url))];
  const servers = [
    ...(plain.length === 0 ? [] : [{ urls: plain }]),
    ...(relayed.length === 0 ? [] : [{ urls: relayed, ...credentials(turn.key, agent, now) }]),
  ];
  return { servers, renewInSeconds: turn.key.kind === 'secret' ? RENEW_AFTER_S : null };
}

const isStun = (url: string): boolean => url.toLowerCase().startsWith('stun:');

function credentials(key: TurnKey, agent: AgentId, now: Instant): { username: string; credential: string } {
  if (key.kind === 'none') return { username: '', credential: '' };
  if (key.kind === 'fixed') return { username: key.user, credential: key.password };
  // draft-uberti-behave-turn-rest-00 §2.2: the user name says until when it is good, and the password proves that we said so.
  const username = `${Math.floor(now / 1_000) + GOOD_FOR_S}:${agent}`;
  return { username, credential: createHmac('sha1', key.secret).update(username).digest('base64') };
}
