import { stay, unreachable, type Instant } from '@pledgeline/core';
import type { Call } from './call.ts';
import type { CallStep } from './call-input.ts';
import { tellChoice } from './choosing.ts';
import { connectIfReady } from './connecting.ts';
import { reconnected, takeBack } from './consultation.ts';
import { holdPrompt, waitingSound } from './early.ts';
import { end } from './ending.ts';
import type { ExchangeRules } from './exchange.ts';
import { comeBack } from './handed-outside.ts';
import { hangUpOutside } from './phone-leg.ts';

type SoundWord =
  | 'sound-ready'
  | 'sound-refused'
  | 'leg-gone'
  | 'media-lost'
  | 'media-back'
  | 'media-given-up';

/** What happens to the caller's leg in the media process. */
export function stepSound(call: Call, word: SoundWord, now: Instant, rules: ExchangeRules): CallStep {
  switch (word) {
    case 'sound-ready':
      return ready(call, now, rules);
    case 'sound-refused':
      return refused(call, now);
    case 'leg-gone':
      return call.sound === 'ready' || call.sound === 'reopening' ? reopen(call) : stay(call);
    case 'media-lost':
      return lost(call);
    case 'media-back':
      return call.sound === 'lost' ? reopen(call) : stay(call);
    case 'media-given-up':
      return call.sound === 'lost' ? end(call, 'sound-lost', now) : stay(call);
    default:
      return unreachable(word);
  }
}

/** A word that comes while the process is away is of the one that died. */
function refused(call: Call, now: Instant): CallStep {
  switch (call.sound) {
    case 'lost':
    case 'none':
      return stay(call);
    case 'opening':
      return end(call, 'sound-refused', now);
    case 'ready':
    case 'reopening':
      return end(call, 'sound-lost', now);
    default:
      return unreachable(call.sound);
  }
}

/** [CAL-11] What went on before the sound was lost goes on. */
function ready(call: Call, now: Instant, rules: ExchangeRules): CallStep {
  if (call.sound !== 'opening' && call.sound !== 'reopening') return stay(call);
  const sounds: Call = { ...call, sound: 'ready' };
  const { place } = sounds;
  switch (place.kind) {
    case 'talking':
      return { state: sounds, effects: reconnected(sounds, place) };
    case 'outside':
      return place.until === null && place.leg !== null
        ? { state: sounds, effects: [{ kind: 'join', call: call.call, leg: place.leg }] }
        : { state: sounds, effects: holdPrompt(sounds) };
    case 'picked-up':
      return connectIfReady(sounds, now);
    case 'waiting': {
      const told = tellChoice(sounds, now, rules);
      return told.effects.length > 0 ? told : waitingSound(sounds, now);
    }
    case 'leaving':
    case 'calling-back':
    case 'offered':
      return waitingSound(sounds, now);
    case 'keying':
      return { state: sounds, effects: [{ kind: 'key-in', call: call.call }] };
    default:
      return unreachable(place);
  }
}

/** [CAL-59] No consultation outlives the sound: whoever talks is on his own when he loses his line. */
function lost(call: Call): CallStep {
  const state: Call = { ...call, sound: 'lost' };
  const { place } = state;
  if (place.kind === 'outside') return comeBack(state, place, null, hangUpOutside(call.call, place.leg));
  return place.kind === 'talking' && place.consultation !== null
    ? takeBack(state, place, place.consultation)
    : stay(state);
}

const reopen = (call: Call): CallStep => ({
  state: { ...call, sound: 'reopening' },
  effects: [{ kind: 'open-leg', call: call.call }],
});
