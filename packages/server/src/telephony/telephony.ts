import {
  legsOf,
  liveCalls,
  snapshot,
  step,
  wakeAt,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type ExchangeRules,
} from '@pledgeline/calls';
import type { Caller } from '@pledgeline/contract';
import type { AgentId, CallId, PhoneLegId } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { LegId, UserAgentInput } from '@pledgeline/sip';
import type { Kysely } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { AskDns } from '../adapters/dns/dns.ts';
import { openFileFloorLog } from '../adapters/floor-log/file-floor-log.ts';
import type { FloorLog, LogRecord } from '../adapters/floor-log/floor-log.ts';
import type { Log } from '../adapters/log/log.ts';
import type { KeyedCertificate } from '../adapters/tls/local-authority.ts';
import type { Desks } from '../distribution/desks.ts';
import { SeatNames } from '../distribution/seat-names.ts';
import { SupervisionRecord } from '../distribution/supervision-record.ts';
import type { CallKeys } from '../keeper/link.ts';
import type { Live } from '../live/hub.ts';
import type { Trace } from '../trace/trace.ts';
import { tracedDesk } from '../trace/traced-desk.ts';
import type { TrunkBook } from '../trunks/book.ts';
import type { OutsideBook } from '../outside/book.ts';
import { isOutsideSipLeg } from '../outside/leg-names.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import type { PhoneRegistrar } from '../phones/registrar.ts';
import type { Carriers } from '../trunks/carriers.ts';
import { CallerBook } from './caller-book.ts';
import { DeskPhones } from './desk-phones.ts';
import { telephonyFigures, type TelephonyFigures } from './figures.ts';
import { heldFigures } from './held-figures.ts';
import { callOf, legOf, phoneLegOf, sipLegOf } from './leg-names.ts';
import { Legs } from './legs.ts';
import { LineBook, type LineOf } from './lines.ts';
import {
  bothWays,
  credentialsOf,
  endUnwanted,
  isDeskPhonesLeg,
  outsideCalls,
  trunkSide,
} from './outside-side.ts';
import { RecordKeeper, keepRecords, type EndedCall } from './records.ts';
import { dialogName, recoverDialogs, recoverExchange } from './recovery.ts';
import { referrals } from './refer.ts';
import { resumedClock, type ResumedClock } from './resumed-clock.ts';
import { openDesks } from './open-desks.ts';
import { towardsPeers } from './peers.ts';
import type { LoadWatch } from './load-watch.ts';
import type { PublicPlace } from './public-place.ts';
import { loadRules } from './rules.ts';
import { Switchboard } from './switchboard.ts';
import { came, differences, left, mendMonitors, mendSound, type Sitting, type TakenUp } from './take-up.ts';
import { UserAgentShell } from './user-agent-shell.ts';

export interface TelephonyDeps {
  /** Addresses of this machine at which carriers reach us; UDP and TCP on one port, TLS on another if at all. */
  readonly sip: {
    readonly addresses: readonly string[];
    readonly port: number;
    readonly tls: { readonly port: number; readonly certificate: () => KeyedCertificate } | null;
  };
  /** Where the log of the floor lies. */
  readonly folder: string;
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  readonly media: Media;
  readonly keys: CallKeys;
  readonly live: Pick<Live, 'toDesk'>;
  readonly lookUp: (number: string) => Promise<Caller>;
  /** Who holds a seat now, as the database has it. */
  readonly seated: readonly Sitting[];
  readonly trunks: TrunkBook;
  readonly carriers: Carriers;
  readonly registrar: PhoneRegistrar;
  /** Name servers, for desk phones that have a name. */
  readonly ask: AskDns;
  readonly load: Pick<LoadWatch, 'weigh'>;
  /** Null: everybody finds us where we are. */
  readonly publicPlace: PublicPlace | null;
  readonly outside: OutsideBook;
  /** Null: nothing is traced. */
  readonly trace: Trace | null;
}

/** Sound sessions live this long without us: time enough to be killed and to come back. */
const LEASE_MS = 60_000;
const RENEW_MS = 10_000;
/** How soon media that did not say what it has is asked again. */
const ASK_AGAIN_MS = 500;
/** A registrar that does not answer keeps nobody who has pressed Ctrl-C waiting. */
const LEAVE_MS = 2_000;
/** The log is written anew from the state when it has grown by so many records. */
const LOG_RECORDS_MAX = 20_000;

export interface Telephony {
  readonly sipPort: number;
  /** SIP over TLS; null: closed. */
  readonly sipsPort: number | null;
  readonly exchange: () => Exchange;
  readonly desks: Desks;
  readonly outside: OutsideCalls;
  /** The number that a live call has dialed. */
  readonly lineNumberOf: (call: CallId) => string;
  feed(input: ExchangeInput): void;
  /** Somebody sits down, or what carries the voice there has changed. */
  seat(sitting: Sitting): void;
  unseat(agent: AgentId): void;
  /** How the floor is to behave has changed in the database. */
  takeUpRules(): Promise<void>;
  /** When the lines are open has changed in the database. */
  takeUpHours(): Promise<void>;
  /** Ends every call in order: carriers get their BYE, records are written. */
  stop(): Promise<void>;
  /** Lets go of port and file and says nothing to anybody, as a crash does. */
  abandon(): Promise<void>;
}

/** Takes up what an earlier life of the server left, then opens the SIP port. */
export async function startTelephony(deps: TelephonyDeps): Promise<Telephony> {
  const rules = await loadRules(deps.db);
  const lines = await LineBook.open(deps.db, deps.clock);
  const line = assemble(deps, rules, lines.of);
  heldFigures(deps.registry, { ...line, media: deps.media });
  deps.trunks.watch(bothWays(line));
  // The screens that are made again say who sits where.
  for (const sitting of deps.seated) line.names.sit(sitting.agent, sitting);
  const { takenUp, over } = await takeUp(deps, line);
  // What the log brings back may be of a time before the campaign was changed.
  line.exchange.feed({ kind: 'rules-set', rules });
  for (const sitting of deps.seated) line.phones.sit(sitting);
  for (const input of came(deps.seated)) line.exchange.feed(input);
  const agreed = await agree(deps, line, takenUp);
  for (const input of left(line.exchange.state, deps.seated)) line.exchange.feed(input);
  goOn(line);
  deps.media.listen((event) => line.switchboard.soundTold(event));
  const sockets = await line.userAgent.open(deps.sip);
  for (const leg of over) line.userAgent.feed({ kind: 'hang-up', leg });
  endUnwanted(line);
  deps.registrar.connect({
    toUserAgent: (input) => line.userAgent.feed(input),
    moved: (user) => line.phones.moved(user),
  });
  line.phones.open();
  // Dialogs that were taken up have moments of their own, some of which may have come while nobody was there.
  line.userAgent.feed({ kind: 'clock' });
  deps.carriers.connect(line.userAgent);
  compact(line);
  const ended = new AbortController();
  if (!agreed) void agreeLater(deps, line, takenUp, ended.signal);
  const renewal = setInterval(() => tend(deps, line), RENEW_MS);
  const abandon = async (): Promise<void> => {
    ended.abort();
    clearInterval(renewal);
    deps.carriers.connect(null);
    deps.registrar.connect(null);
    line.phones.stop();
    line.exchange.stop();
    line.outside.stop();
    await line.userAgent.close();
    line.floorLog.close();
  };
  return {
    sipPort: sockets.port,
    sipsPort: sockets.tlsPort,
    exchange: () => line.exchange.state,
    desks: line.desks,
    outside: line.outside,
    lineNumberOf: (call) => line.legs.get(call)?.lineNumber ?? '',
    feed: (input) => line.exchange.feed(input),
    seat(sitting) {
      const atPhone = line.phones.sit(sitting);
      line.names.sit(sitting.agent, sitting);
      for (const input of came([sitting])) line.exchange.feed(input);
      if (atPhone) line.phones.open();
    },
    async takeUpRules() {
      line.exchange.feed({ kind: 'rules-set', rules: await loadRules(deps.db) });
    },
    takeUpHours: () => lines.reload(),
    unseat(agent) {
      line.exchange.feed({ kind: 'agent-left', agent });
      line.phones.leave(agent);
      line.names.leave(agent);
    },
    async stop() {
      line.exchange.feed({ kind: 'shut-down' });
      await deps.carriers.leave(LEAVE_MS);
      // Who called in between.
      line.exchange.feed({ kind: 'shut-down' });
      await line.records.flush();
      compact(line);
      await abandon();
    },
    abandon,
  };
}

interface Assembly {
  readonly exchange: ExchangeShell;
  readonly floorClock: ResumedClock;
  readonly userAgent: UserAgentShell;
  readonly switchboard: Switchboard;
  readonly desks: Desks;
  readonly names: SeatNames;
  readonly phones: DeskPhones;
  readonly outside: OutsideCalls;
  readonly callers: CallerBook;
  readonly legs: Legs;
  readonly records: RecordKeeper;
  readonly floorLog: FloorLog;
}

/** Each part is given the others as functions, because each tells the others and none comes first. */
function assemble(deps: TelephonyDeps, rules: ExchangeRules, lineOf: LineOf): Assembly {
  const { log, clock, media, publicPlace } = deps;
  const figures = telephonyFigures(deps.registry, {
    calls: () => liveCalls(exchange.state).size,
    agents: () => exchange.state.floor.agents.size,
  });
  const floorLog = openLogOfFloor(deps, figures);
  const { exchange: state, ended } = recoverExchange(floorLog.read(), rules);
  const records = openRecords(deps, ended);
  const legs = new Legs(floorLog);
  const lineNumberOf = (call: CallId): string => legs.get(call)?.lineNumber ?? '';
  const found = (call: CallId): void => desks.callerFound(call);
  const callers = new CallerBook({ keys: deps.keys, log: floorLog, lookUp: deps.lookUp, found });
  const names = new SeatNames();
  const desks = openDesks(deps, { exchange: () => exchange.state, callers, lineNumberOf, names });
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
  const switchboard: Switchboard = new Switchboard({
    ...told,
    media,
    desks,
    phones,
    outside,
    callers,
    legs,
    records,
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
    deps,
  );
  const userAgent = new UserAgentShell({
    ...towardsPeers(deps, { phones, switchboard, lineOf }),
    clock,
    dropped: (because) => figures.dropped.inc({ because }),
    fault: faultOf('user-agent', figures, log),
  });
  const people = { desks, names, phones, outside, callers };
  return { exchange, floorClock, userAgent, switchboard, ...people, legs, records, floorLog };
}

const faultOf = (machine: string, figures: TelephonyFigures, log: Log) => (error: unknown) => {
  figures.faults.inc({ machine });
  log.error({ err: error, machine }, 'an input was lost to a bug');
};

function openRecords({ db, log }: TelephonyDeps, recovered: readonly EndedCall[]): RecordKeeper {
  const records = new RecordKeeper(
    (ended) => keepRecords(db, ended),
    (error) => log.error({ err: error }, 'call records wait for the database'),
  );
  for (const call of recovered) records.add(call);
  return records;
}

function openLogOfFloor({ folder, log }: TelephonyDeps, figures: TelephonyFigures): FloorLog {
  return openFileFloorLog(folder, (error) => {
    figures.logFailures.inc();
    log.error({ err: error }, 'the log of the floor could not be written');
  });
}

type ExchangeShell = MachineShell<Exchange, ExchangeInput, ExchangeEffect>;
type ExchangeMachine = ConstructorParameters<typeof MachineShell<Exchange, ExchangeInput, ExchangeEffect>>[0];

const exchangeShell = (
  machine: Pick<ExchangeMachine, 'state' | 'fault' | 'perform' | 'before'>,
  now: Clock,
  { trace, clock }: Pick<TelephonyDeps, 'trace' | 'clock'>,
): ExchangeShell =>
  new MachineShell<Exchange, ExchangeInput, ExchangeEffect>(
    { ...tracedDesk(machine, trace, clock), step, wakeAt, tick: { kind: 'clock' } },
    now,
  );

interface Recollection {
  readonly takenUp: TakenUp;
  /** Dialogs of legs that are over here, whose BYE may not have been sent: a crash came between. */
  readonly over: readonly LegId[];
}

/** Gives the parts back what belongs to the calls that the log says are on. */
async function takeUp(deps: TelephonyDeps, line: Assembly): Promise<Recollection> {
  const { exchange, floorLog } = line;
  const keys = (await deps.keys.all()) as ReadonlyMap<CallId, Uint8Array>;
  const { calls } = exchange.state;
  const onNow = liveCalls(exchange.state);
  const live = (call: CallId): boolean => onNow.has(call);
  const dialogs = recoverDialogs(floorLog.read(), keys);
  line.callers.restore(floorLog.read(), keys, live);
  line.legs.restore(floorLog.read(), live, (call) => dialogs.get(legOf(call)));
  line.userAgent.restore([...dialogs.values()], credentialsOf(deps));
  for (const [leg, { flow }] of dialogs) {
    const call = callOf(leg);
    if (isDeskPhonesLeg(leg)) continue;
    deps.trunks.hold(flow.remote.address, call);
    if (isOutsideSipLeg(leg)) continue;
    const trunk = deps.trunks.of(flow.remote.address)?.name ?? null;
    deps.trace?.place(call, { line: line.legs.get(call)?.lineNumber ?? null, trunk });
  }
  line.desks.restore();
  const wanted = new Set(line.outside.restore(floorLog.read(), dialogs, live));
  for (const call of onNow) wanted.add(legOf(call));
  const talkedOn = new Set(dialogs.keys());
  const farOf = (leg: PhoneLegId): string | null => dialogs.get(sipLegOf(leg))?.flow.remote.address ?? null;
  for (const call of calls.values()) {
    for (const { leg, agent } of legsOf(call)) {
      wanted.add(sipLegOf(leg));
      if (agent !== null) line.phones.legs.restore(agent, leg, farOf(leg));
      else if (line.outside.hasSound(leg)) talkedOn.add(sipLegOf(leg));
    }
  }
  for (const [agent, { phone }] of line.exchange.state.monitors)
    if (phone !== null) {
      wanted.add(sipLegOf(phone.leg));
      line.phones.legs.restore(agent, phone.leg, farOf(phone.leg));
    }
  return {
    takenUp: { calls: [...onNow], dialogs: talkedOn },
    over: [...dialogs.keys()].filter((leg) => !wanted.has(leg)),
  };
}

/** Makes exchange and sound agree about what was taken up; false: media does not say what it has. */
async function agree(deps: TelephonyDeps, line: Assembly, takenUp: TakenUp): Promise<boolean> {
  // A leg that media has not told us of yet may still be opening; what it knows now is what survived.
  const sessions = await deps.media.sessions();
  if (!sessions.ok) return false;
  for (const input of differences(line.exchange.state, takenUp, sessions.value)) line.exchange.feed(input);
  line.outside.mend(sessions.value);
  const isOutside = (leg: CallId): boolean => line.outside.hasSound(leg);
  await mendSound(deps.media, { exchange: line.exchange.state, isOutside }, sessions.value);
  for (const input of await mendMonitors(deps.media, line.exchange.state, sessions.value))
    line.exchange.feed(input);
  return true;
}

/** The timer was set by the clock that stood: it is set anew. */
function goOn({ exchange, floorClock }: Assembly): void {
  exchange.stop();
  floorClock.goOn();
  exchange.feed({ kind: 'clock' });
}

/** Media that was killed with us is there a little later; a call that it lost must not stay on for ever. */
async function agreeLater(
  deps: TelephonyDeps,
  line: Assembly,
  takenUp: TakenUp,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted && !(await agree(deps, line, takenUp).catch(() => false)))
    await pause(ASK_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined);
}

/** What is done now and then: sound leases renewed, records tried again, a log that has grown or has a gap written anew, a new certificate shown. */
function tend(deps: TelephonyDeps, line: Assembly): void {
  deps.media
    .renew(LEASE_MS)
    .catch((error: unknown) => deps.log.error({ err: error }, 'sound leases were not renewed'));
  line.records.retry();
  line.phones.open();
  line.userAgent.renew();
  if (line.floorLog.hasGap || line.floorLog.length > LOG_RECORDS_MAX) compact(line);
}

function compact(line: Assembly): void {
  const { floorLog, exchange, callers, legs, outside, userAgent } = line;
  const dialogs = userAgent.dialogs().flatMap((dialog): LogRecord[] => {
    const call = callOf(dialog.leg);
    const sealed = callers.seal(call, dialog, dialogName(call, dialog.leg));
    const leg = phoneLegOf(dialog.leg);
    return sealed === null ? [] : [{ kind: 'dialog', call, ...(leg === null ? {} : { leg }), sealed }];
  });
  const state: LogRecord = {
    kind: 'snapshot',
    at: line.floorClock.now(),
    exchange: snapshot(exchange.state),
  };
  floorLog.compact([state, ...legs.records(), ...callers.records(), ...outside.records(), ...dialogs]);
}
