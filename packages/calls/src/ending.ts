import type { Instant } from '@pledgeline/core';
import type { Call, CallRecord, EndReason } from './call.ts';
import type { CallEffect, CallStep } from './call-input.ts';
import { farewell } from './farewell.ts';
import { partAll } from './consultation.ts';
import { hangUpOutside } from './phone-leg.ts';

/** [CAL-2] The one way in which an admitted call ends: everything that was opened for it is closed, once. */
export function end(call: Call, reason: EndReason, now: Instant): CallStep {
  const { call: id, place } = call;
  const effects: CallEffect[] = [...farewell(call, reason)];
  effects.push(...partAll(call), ...letGoOfLeg(call));
  if (place.kind === 'talking' || place.kind === 'calling-back')
    effects.push({ kind: 'ended', agent: place.agent, call: id, by: reason });
  effects.push(lastWord(call, reason, now));
  effects.push({ kind: 'to-floor', input: { kind: 'call-gone', call: id } });
  return { state: null, effects };
}

/** [CAL-153] Of a call that was handed to the charity nothing is kept but that there was one. */
const lastWord = (call: Call, reason: EndReason, now: Instant): CallEffect =>
  call.confidential === null
    ? { kind: 'call-ended', call: call.call, record: record(call, reason, now) }
    : {
        kind: 'charity-call-ended',
        call: call.call,
        line: call.line,
        handing: call.confidential,
        reason,
      };

/** [CAL-129] The leg of a caller who was called back is closed by whoever placed it. */
function letGoOfLeg({ call, signal }: Call): CallEffect[] {
  if (signal.kind === 'called-back') return hangUpOutside(call, signal.leg);
  return signal.kind === 'gone' ? [] : [{ kind: 'close-leg', call }];
}

export function record(call: Call, reason: EndReason, now: Instant): CallRecord {
  return {
    line: call.line,
    arrivedAt: call.arrivedAt,
    answeredAt: call.signal.kind === 'ringing' ? null : call.signal.answeredAt,
    endedAt: now,
    agent: call.agent,
    connectedAt: call.connectedAt,
    reason,
  };
}
