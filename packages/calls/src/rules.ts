import type { FloorRules } from '@pledgeline/acd';
import { assert } from '@pledgeline/core';
import type { ExchangeRules } from './exchange.ts';

/** RFC 3261 §13.3.1.1 asks for a provisional response every minute; a second less, for the way it has to go. */
export const RING_AGAIN_MS = 59_000;

/** What the rules, and the supervisors, may ask for at the most. */
export const LIMITS = {
  /** Beyond this a caller hears silence for the sake of a form: 400 ms are usual. */
  formShownMsMax: 5_000,
  /** RFC 3261 §13.3.1.4 waits 64 × T1 = 32 s; a trunk with a slower T1 may need twice that. */
  acknowledgeMsMax: 64_000,
  /** Who hears nothing for longer has hung up. */
  mediaBackMsMax: 60_000,
  /** RFC 3261 §16.6: proxies give an INVITE three minutes, and not all begin anew with each 183. */
  earlyMsMax: 150_000,
  /** Supervisors on one call: what the media bear. */
  monitorsMax: 3,
  /** Somebody outside is rung for so long: the network itself gives up after three minutes, a caller much sooner. */
  outsideRingMs: 45_000,
  /** The confirmation that he is called back takes five seconds; who hears no end of it is called back all the same. */
  callbackSayMs: 12_000,
  callbackTriesMax: 10,
  callbackRetryMsMin: 1_000,
  /** Who has waited for a day does not wait any more. */
  callbackKeepMsMax: 86_400_000,
  /** Callers who hear at once that the line is closed; the next one is told 480 by the carrier's own voice. */
  announcedMax: 50,
  /** A leg that opens later than this opens for nobody. */
  announcedOpenMs: 3_000,
  /** Who keys for longer is not promising any more; the dialogue's own moments end it long before. */
  keyingMsMax: 300_000,
  /** The announcement takes eight seconds; a call to a closed line is to cost nobody more than twice that. */
  announcedPlayMs: 16_000,
} as const;

/** The floor checks its own part. */
export function checkRules({ formShownMs, acknowledgeMs, mediaBackMs, callback }: ExchangeRules): void {
  const upTo = (value: number, most: number): boolean =>
    Number.isSafeInteger(value) && value >= 0 && value <= most;
  assert(upTo(formShownMs, LIMITS.formShownMsMax), 'the form is waited for within the limit');
  assert(upTo(mediaBackMs, LIMITS.mediaBackMsMax), 'the sound is waited for within the limit');
  assert(upTo(acknowledgeMs, LIMITS.acknowledgeMsMax), 'the ACK is waited for within the limit');
  const { triesMax, retryMs, keepMs } = callback;
  assert(
    triesMax > 0 && upTo(triesMax, LIMITS.callbackTriesMax),
    'who is called back is rung, and not for ever',
  );
  assert(
    retryMs >= LIMITS.callbackRetryMsMin && upTo(retryMs, LIMITS.callbackKeepMsMax),
    'there is a while between two tries',
  );
  assert(keepMs > 0 && upTo(keepMs, LIMITS.callbackKeepMsMax), 'nobody is called back for ever');
}

export function floorRules(rules: ExchangeRules): FloorRules {
  const { offerMs, wrapUpMs, wrapUpMaxMs, waitingMax, overflowMs, choiceMs, sites } = rules;
  return { offerMs, wrapUpMs, wrapUpMaxMs, waitingMax, overflowMs, choiceMs, sites };
}
