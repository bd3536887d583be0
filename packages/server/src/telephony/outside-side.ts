import { callOfPhoneLeg, legsOf, type Exchange, type ExchangeInput } from '@pledgeline/calls';
import type { Caller } from '@pledgeline/contract';
import type { CallId, TrunkId } from '@pledgeline/core';
import type { Credentials, DialogSnapshot, LegId, UserAgentInput } from '@pledgeline/sip';
import type { FloorLog } from '../adapters/floor-log/floor-log.ts';
import { OutsideFigures } from '../outside/figures.ts';
import { isOutsideSipLeg, phoneLegNamed } from '../outside/leg-names.ts';
import { OutsideCalls } from '../outside/outside-calls.ts';
import type { CallsOn } from '../trunks/book.ts';
import { mayBeCalledBack, notRung } from './callbacks.ts';
import type { CallerBook } from './caller-book.ts';
import { phoneLegOf } from './leg-names.ts';
import type { TelephonyFigures } from './figures.ts';
import type { Legs } from './legs.ts';
import type { TelephonyDeps } from './telephony.ts';

interface OutsideSide {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly toUserAgent: (input: UserAgentInput) => void;
  readonly figures: TelephonyFigures;
  readonly floorLog: FloorLog;
  readonly legs: Legs;
  readonly callers: CallerBook;
}

/** Outside calls, and what they ask of the calls for whose sake they are placed. */
export function outsideCalls(
  deps: TelephonyDeps,
  { legs, callers, figures, toExchange, ...side }: OutsideSide,
): OutsideCalls {
  const calls: OutsideCalls = new OutsideCalls({
    ...deps,
    ...side,
    book: deps.outside,
    fault: (error) => {
      figures.faults.inc({ machine: 'outside' });
      deps.log.error({ err: error, machine: 'outside' }, 'an input was lost to a bug');
    },
    figures: new OutsideFigures(deps.registry, () => calls.live),
    lineOf(call) {
      const leg = legs.get(call);
      return leg === undefined ? null : { number: leg.lineNumber, trunk: leg.trunk };
    },
    callerOf: (call) => numberOf(callers.of(call)),
  });
  calls.listen((event) => {
    // While it rings the agent, or the caller, hears what he heard before.
    if (event.kind === 'outside-rings') return undefined;
    const { kind, call } = event;
    const leg = phoneLegNamed(event.leg);
    const because = notRung(event);
    if (kind === 'outside-failed' && because !== null) return toExchange({ kind, call, leg, because });
    return toExchange({ kind, call, leg });
  });
  return calls;
}

const numberOf = (caller: Caller): string | null => ('phone' in caller ? caller.phone : null);

/** [TEL-142] Asked before a caller is told that he can be called back, and when he wishes it. */
export const judgeOfCallbacks =
  (
    { outside: book }: Pick<TelephonyDeps, 'outside'>,
    { legs, callers }: Pick<OutsideSide, 'legs' | 'callers'>,
  ) =>
  (call: CallId): boolean =>
    mayBeCalledBack({ book, legs, numberOf: (of) => numberOf(callers.of(of)) }, call);

/** A trunk holds the calls that came by it, and those that we place by it. */
export const bothWays = ({
  legs,
  outside,
}: {
  readonly legs: Legs;
  readonly outside: OutsideCalls;
}): CallsOn => ({
  onTrunk: (trunk) => legs.onTrunk(trunk) + outside.onTrunk(trunk),
  callsOn: (trunk) => [...legs.callsOn(trunk), ...outside.callsOn(trunk)],
  has: (call) => legs.has(call),
});

type Trunks = Pick<TelephonyDeps, 'trunks' | 'carriers'>;

/** What the switchboard asks about trunks, and about the numbers that call by them. */
export const trunkSide = ({ trunks, carriers, bars }: Trunks & Pick<TelephonyDeps, 'bars'>, legs: Legs) => ({
  bars,
  trunkOf: (address: string) => trunks.of(address),
  callsOn: (trunk: TrunkId) => trunks.callsOn(trunk),
  trunksOpen: () => trunks.all().filter(({ enabled }) => enabled).length,
  /** Who we are to the carrier of a call that came in. */
  credentialsFor(call: CallId): Credentials | null {
    const trunk = trunks.get((legs.get(call)?.trunk ?? '') as TrunkId);
    return trunk === null ? null : carriers.credentialsOf(trunk);
  },
});

/** [TEL-68] The same for a dialog of an earlier life: whose it is, is known by where it was set up. */
export const credentialsOf =
  ({ trunks, carriers }: Trunks) =>
  ({ leg, flow }: DialogSnapshot): Credentials | null => {
    const trunk = isDeskPhonesLeg(leg) ? null : trunks.of(flow.remote.address);
    return trunk === null ? null : carriers.credentialsOf(trunk);
  };

/** The user agent gives an outside call a name that begins as that of a desk phone's leg does. */
export const isDeskPhonesLeg = (leg: LegId): boolean => phoneLegOf(leg) !== null && !isOutsideSipLeg(leg);

/** [TEL-62] A crash may have come between an order to let go of somebody outside and its BYE. */
export function endUnwanted({
  exchange,
  outside,
}: {
  readonly exchange: { readonly state: Exchange };
  readonly outside: OutsideCalls;
}): void {
  for (const { leg, call } of outside.placed()) {
    const owner = exchange.state.calls.get(call);
    const named = owner === undefined ? [] : legsOf(owner);
    if (callOfPhoneLeg(leg) === call && !named.some((one) => one.leg === phoneLegNamed(leg)))
      outside.end(leg);
  }
}
