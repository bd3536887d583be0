import { failed, ok, type AgentId, type CallId, type Instant, type Result } from '@pledgeline/core';
import type { Exchange, ExchangeInput } from './exchange.ts';
import { consult } from './hand-over.ts';
import { toCall, toFloor, type Turn } from './turn.ts';

/** What agents are who have call-taking as a trade. */
const PROFESSIONAL = 'professional';

type HelpInput = Extract<ExchangeInput, { readonly kind: 'help-asked' | 'help-withdrawn' }>;

/** [CAL-140] Only whoever talks on a call, and has asked nobody about it, asks for help with it. */
export function mayAskHelp(
  { calls }: Exchange,
  { agent, call }: { readonly agent: AgentId; readonly call: CallId },
): Result<null, 'NO_SUCH_CALL' | 'CONSULTING'> {
  const live = calls.get(call);
  const place = live?.place;
  // [CAL-152] Nobody gets on a call that is with the charity, not even to help.
  if (live?.confidential !== null) return failed('NO_SUCH_CALL');
  if (place?.kind !== 'talking' || place.agent !== agent) return failed('NO_SUCH_CALL');
  return place.consultation === null ? ok(null) : failed('CONSULTING');
}

/** [CAL-142] A professional who is free is asked at once; else the call goes on until a supervisor takes it. */
export function askHelp(turn: Turn, { kind, agent, call }: HelpInput): void {
  if (kind === 'help-asked' && !mayAskHelp(turn.exchange, { agent, call }).ok) return;
  const before = turn.effects.length;
  toCall(turn, call, { kind, agent });
  if (kind === 'help-withdrawn' || turn.effects.length === before) return;
  const helper = helperFor(turn.exchange);
  if (helper !== null)
    consult(turn, { kind: 'consult', agent, call, with: { kind: 'agent', agent: helper } });
}

/** Of the professionals who are free, the one who has been for longest. */
function helperFor({ floor }: Exchange): AgentId | null {
  let found: { readonly agent: AgentId; readonly since: Instant } | null = null;
  for (const [agent, state] of floor.agents) {
    if (state.kind !== 'free' || floor.profiles.get(agent)?.skills.includes(PROFESSIONAL) !== true) continue;
    const { since } = state;
    if (found === null || since < found.since || (since === found.since && agent < found.agent))
      found = { agent, since };
  }
  return found?.agent ?? null;
}

/** [CAL-142] Whoever picks up a call for which help is asked has it from then on: there is nothing to speak about first. */
export function giveToHelper(turn: Turn, id: CallId): void {
  const place = turn.exchange.calls.get(id)?.place;
  if (place?.kind !== 'talking' || place.hoax?.kind !== 'asked') return;
  const { agent, consultation } = place;
  if (consultation?.with.kind !== 'agent' || consultation.stage === 'ringing') return;
  toFloor(turn, { kind: 'complete', agent, call: id });
}
