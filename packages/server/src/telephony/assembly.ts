import {
  liveCalls,
  step,
  wakeAt,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type ExchangeRules,
} from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import type { UserAgentInput } from '@pledgeline/sip';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import { openFileFloorLog } from '../adapters/floor-log/file-floor-log.ts';
import type { FloorLog } from '../adapters/floor-log/floor-log.ts';
import type { Log } from '../adapters/log/log.ts';
import type { Desks } from '../distribution/desks.ts';
import type { FloorSightOfCalls } from '../distribution/figures/book.ts';
import { SeatNames } from '../distribution/seat-names.ts';
import { SupervisionRecord } from '../distribution/supervision-record.ts';
import { tracedDesk } from '../trace/traced-desk.ts';
import { Dialogues } from '../keypad/dialogues.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import { CallerBook } from './caller-book.ts';
import { CharityCounter, countCharityCalls, type CharityCall } from './charity-count.ts';
import { DeskPhones } from './desk-phones.ts';
import { DraftKeys } from './draft-keys.ts';
import { telephonyFigures, type TelephonyFigures } from './figures.ts';
import { Legs } from './legs.ts';
import type { LineOf } from './lines.ts';
import { judgeOfCallbacks, outsideCalls, trunkSide } from './outside-side.ts';
import { RecordKeeper, keepRecords, type EndedCall } from './records.ts';
import { recoverExchange } from './recovery.ts';
import { referrals } from './refer.ts';
import { resumedClock, type ResumedClock } from './resumed-clock.ts';
import { openDesks } from './open-desks.ts';
import { towardsPeers } from './peers.ts';
import { Switchboard } from './switchboard.ts';
import { UserAgentShell } from './user-agent-shell.ts';
import type { TelephonyDeps } from './telephony.ts';

/** The parts of the telephone side, each told by the others. */
export interface Assembly {
  readonly exchange: ExchangeShell;
  readonly floorClock: ResumedClock;
  readonly userAgent: UserAgentShell;
  readonly switchboard: Switchboard;
  readonly desks: Desks;
  readonly names: SeatNames;
  readonly phones: DeskPhones;
  readonly outside: OutsideCalls;
  readonly keypad: Dialogues;
  readonly callers: CallerBook;
  readonly legs: Legs;
  readonly records: RecordKeeper;
  readonly charity: CharityCounter;
  readonly drafts: DraftKeys;
  readonly floorLog: FloorLog;
}

/** Each part is given the others as functions, because each tells the others and none comes first. */
export function assemble(deps: TelephonyDeps, rules: ExchangeRules, lineOf: LineOf): Assembly {
  const { log, clock, media, publicPlace, keys, lookUp } = deps;
  const figures = figuresOf(deps, () => exchange.state);
  const floorLog = openLogOfFloor(deps, figures);
  const { state, ...kept } = openKept(deps, floorLog, rules);
  const legs = new Legs(floorLog);
  const lineNumberOf = (call: CallId): string => legs.get(call)?.lineNumber ?? '';
  const callers = new CallerBook({ keys, log: floorLog, lookUp, found: (call) => desks.callerFound(call) });
  const names = new SeatNames();
  const desks = openDesks(deps, { exchange: () => exchange.state, callers, ...kept, lineNumberOf, names });
  const told = {
    toExchange: (input: ExchangeInput) => exchange.feed(input),
    toUserAgent: (input: UserAgentInput) => userAgent.feed(input),
  };
  const phones = new DeskPhones({
    ...told,
    media,
    clock,
    ask: deps.ask,
    flowTo: (target) => userAgent.flowTo(target),
    bindingOf: (user) => deps.registrar.bindingOf(user),
    lineNumberOf,
    lineChanged: (agent, connected) => desks.lineChanged(agent, connected),
    publicPlace,
    referred: referrals({ ...told, db: deps.db, exchange: () => exchange.state, names, log }),
    log,
  });
  const outside = outsideCalls(deps, { ...told, figures, floorLog, legs, callers });
  const keypad = openKeypad(deps, { ...told, figures, exchange: () => exchange.state, callers, legs });
  const switchboard: Switchboard = new Switchboard({
    ...told,
    media,
    desks,
    phones,
    outside,
    keypad,
    callers,
    legs,
    ...kept,
    trace: deps.trace,
    supervisions: new SupervisionRecord({ db: deps.db, log, exchange: () => exchange.state }),
    floorLog,
    figures,
    log,
    lineOf,
    ...trunkSide(deps, legs),
    load: deps.load,
    publicPlace,
  });
  const floorClock = resumedClock(clock, floorLog.read());
  const exchange = exchangeShell(
    {
      state,
      fault: faultOf('exchange', figures, log),
      perform: (effect) => switchboard.exchangeOrders(effect),
      before: (input, at) => floorLog.append({ kind: 'input', at, input }),
    },
    floorClock.now,
    { ...deps, legs },
  );
  const userAgent = new UserAgentShell({
    ...towardsPeers(deps, { phones, switchboard, lineOf }),
    clock,
    dropped: (because) => figures.dropped.inc({ because }),
    fault: faultOf('user-agent', figures, log),
  });
  const people = { desks, names, phones, outside, keypad, callers };
  return { exchange, floorClock, userAgent, switchboard, ...people, legs, ...kept, floorLog };
}

/** Trials are told from others by the way that they came. */
export const sightOf = ({ exchange, legs }: Pick<Assembly, 'exchange' | 'legs'>): FloorSightOfCalls => ({
  exchange: exchange.state,
  isCounted: (call) => legs.get(call)?.trial !== true,
});

/** Each order is seen before it is carried out. Whoever only looks on costs no caller anything, not even by a bug. */
const seen =
  (
    { watch, log }: Pick<TelephonyDeps, 'watch' | 'log'>,
    sight: () => FloorSightOfCalls,
    perform: (effect: ExchangeEffect) => void,
  ) =>
  (effect: ExchangeEffect): void => {
    try {
      watch(effect, sight());
    } catch (error) {
      log.error({ err: error }, 'an order was not seen by whoever watches the floor');
    }
    perform(effect);
  };

const figuresOf = ({ registry }: TelephonyDeps, exchange: () => Exchange): TelephonyFigures =>
  telephonyFigures(registry, {
    calls: () => liveCalls(exchange()).size,
    agents: () => exchange().floor.agents.size,
  });

const faultOf = (machine: string, figures: TelephonyFigures, log: Log) => (error: unknown) => {
  figures.faults.inc({ machine });
  log.error({ err: error, machine }, 'an input was lost to a bug');
};

interface KeypadSide {
  readonly toExchange: (input: ExchangeInput) => void;
  readonly exchange: () => Exchange;
  readonly figures: TelephonyFigures;
  readonly callers: CallerBook;
  readonly legs: Legs;
}

function openKeypad(deps: TelephonyDeps, { figures, ...side }: KeypadSide): Dialogues {
  const mayBeCalledBack = judgeOfCallbacks(deps, side);
  return new Dialogues({ ...deps, ...side, fault: faultOf('keying', figures, deps.log), mayBeCalledBack });
}

/** The exchange as it was, and what is kept of calls beside it. */
function openKept(deps: TelephonyDeps, floorLog: FloorLog, rules: ExchangeRules) {
  const { exchange, ended, withCharity } = recoverExchange(floorLog.read(), rules);
  return {
    state: exchange,
    records: openRecords(deps, ended),
    charity: openCharityCounter(deps, withCharity),
    drafts: new DraftKeys(deps.keys),
  };
}

function openRecords({ db, log }: TelephonyDeps, recovered: readonly EndedCall[]): RecordKeeper {
  const records = new RecordKeeper(
    (ended) => keepRecords(db, ended),
    (error) => log.error({ err: error }, 'call records wait for the database'),
  );
  for (const call of recovered) records.add(call);
  return records;
}

function openCharityCounter({ db, log }: TelephonyDeps, recovered: readonly CharityCall[]): CharityCounter {
  const counter = new CharityCounter(
    (calls) => countCharityCalls(db, calls),
    (error) => log.error({ err: error }, 'calls with the charity wait to be counted'),
  );
  for (const call of recovered) counter.add(call);
  return counter;
}

function openLogOfFloor({ folder, log }: TelephonyDeps, figures: TelephonyFigures): FloorLog {
  return openFileFloorLog(folder, (error) => {
    figures.logFailures.inc();
    log.error({ err: error }, 'the log of the floor could not be written');
  });
}

type ExchangeShell = MachineShell<Exchange, ExchangeInput, ExchangeEffect>;
type ExchangeMachine = ConstructorParameters<typeof MachineShell<Exchange, ExchangeInput, ExchangeEffect>>[0];

function exchangeShell(
  machine: Pick<ExchangeMachine, 'state' | 'fault' | 'perform' | 'before'>,
  now: Clock,
  deps: Pick<TelephonyDeps, 'trace' | 'clock' | 'watch' | 'log'> & { readonly legs: Legs },
): ExchangeShell {
  const { trace, clock, legs } = deps;
  const perform = seen(deps, () => sightOf({ exchange: shell, legs }), machine.perform);
  const hooks = tracedDesk({ ...machine, perform }, trace, clock);
  const shell: ExchangeShell = new MachineShell<Exchange, ExchangeInput, ExchangeEffect>(
    { ...hooks, step, wakeAt, tick: { kind: 'clock' } },
    now,
  );
  return shell;
}
