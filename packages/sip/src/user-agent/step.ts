import { unreachable, type Instant, type Step } from '@pledgeline/core';
import { replyTo } from './asks.ts';
import { modify } from './again.ts';
import { failFlow, tick } from './clock.ts';
import { sayBye } from './ending.ts';
import { refuse } from './invite.ts';
import { tellReferral } from './refer.ts';
import { say } from './reliable.ts';
import { answerAgain, refuseAgain } from './offered.ts';
import { call, cancel } from './outgoing.ts';
import { receive } from './received.ts';
import { sendRequest } from './requests.ts';
import type { Leg, Run, UserAgentState } from './state.ts';
import { enter } from './legs.ts';
import { withholdLater } from './withhold-later.ts';
import type { LegId, UserAgentEffect, UserAgentInput, UserAgentSettings } from './types.ts';

/** `secret`: at least 128 random bits as text, new at each start of the process; all tags and branches come from it. */
export const createUserAgent = (settings: UserAgentSettings, secret: string): UserAgentState => ({
  settings,
  tokens: { secret, count: 0, rest: '' },
  transactions: new Map(),
  origins: new Map(),
  legs: new Map(),
  dialogs: new Map(),
  withheldCalls: new Map(),
  digests: new Map(),
  asks: new Map(),
  wakes: [],
});

/** One thing that happened. The state is changed in place and given back; effects are to be done in their order. */
export function stepUserAgent(
  state: UserAgentState,
  input: UserAgentInput,
  now: Instant,
): Step<UserAgentState, UserAgentEffect> {
  const run: Run = { state, now, effects: [] };
  take(run, input);
  return { state, effects: run.effects };
}

/** The moment at which `clock` must next be fed; null: never. It may come early for nothing. */
export const userAgentWakesAt = (state: UserAgentState): Instant | null => state.wakes[0]?.at ?? null;

function take(run: Run, input: UserAgentInput): void {
  switch (input.kind) {
    case 'received':
      return receive(run, input.flow, input.bytes);
    case 'ring':
      return onLeg(
        run,
        input.leg,
        (leg) => leg.phase.kind === 'ringing' && say(run, leg, leg.phase, { kind: 'ring' }),
      );
    case 'answer':
      return answer(run, input);
    case 'refuse':
      return onLeg(
        run,
        input.leg,
        (leg) => leg.phase.kind === 'ringing' && refuse(run, leg, leg.phase, input),
      );
    case 'hang-up':
      return onLeg(run, input.leg, (leg) => hangUp(run, leg));
    case 'withhold':
      return onLeg(run, input.leg, (leg) => withholdLater(run, leg));
    case 'call':
      return call(run, input);
    case 'cancel':
      return onLeg(run, input.leg, (leg) => cancel(run, leg));
    case 'request':
      return sendRequest(run, input);
    case 'reply':
      return replyTo(run, input);
    case 'flow-failed':
      return failFlow(run, input.flow);
    case 'clock':
      return tick(run);
    case 'progress':
      return onLeg(
        run,
        input.leg,
        (leg) =>
          leg.phase.kind === 'ringing' && say(run, leg, leg.phase, { kind: 'progress', sdp: input.sdp }),
      );
    case 'modify':
      return onLeg(run, input.leg, (leg) => modify(run, leg, input.sdp));
    case 'answer-again':
      return onLeg(run, input.leg, (leg) => answerAgain(run, leg, input.sdp));
    case 'refuse-again':
      return onLeg(run, input.leg, (leg) => refuseAgain(run, leg, input.status));
    case 'refer-outcome':
      return onLeg(run, input.leg, (leg) => tellReferral(run, leg, input.status));
    default:
      return unreachable(input);
  }
}

/** [UA-17] Whoever answers counts on an ACK: where the caller has just given up there will be none, and that is said. */
function answer(
  run: Run,
  { leg: id, sdp, acceptsRefer, credentials }: UserAgentInput & { readonly kind: 'answer' },
): void {
  const leg = run.state.legs.get(id);
  if (leg === undefined) run.effects.push({ kind: 'lost', leg: id, because: 'given-up' });
  else if (leg.phase.kind === 'ringing') {
    leg.acceptsRefer = acceptsRefer ?? false;
    if (credentials !== undefined) leg.credentials = credentials;
    say(run, leg, leg.phase, { kind: 'answer', sdp });
  }
}

/** The shell may speak of a leg that has just ended: nothing is done then. */
function onLeg(run: Run, id: LegId, act: (leg: Leg) => unknown): void {
  const leg = run.state.legs.get(id);
  if (leg === undefined) run.effects.push({ kind: 'dropped', because: 'no-such-leg' });
  else act(leg);
}

function hangUp(run: Run, leg: Leg): void {
  const { phase } = leg;
  switch (phase.kind) {
    case 'ringing':
      return refuse(run, leg, phase, { status: 480 });
    case 'calling':
      return cancel(run, leg);
    case 'unacknowledged':
      // [UA-5] §15: the called side says no BYE before the ACK of its 2xx; within a refresh it may.
      return phase.of === 'refresh' || phase.of === 're-offer'
        ? sayBye(run, leg)
        : enter(run, leg, { ...phase, thenHangUp: true });
    case 'up':
      return sayBye(run, leg);
    case 'ending':
      return undefined;
    default:
      return unreachable(phase);
  }
}
