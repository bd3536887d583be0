import type { FastifyInstance } from 'fastify';
import type { CallId } from '@pledgeline/core';
import { MediaClient } from '@pledgeline/media';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { firstStaff } from './access/first-staff.ts';
import { ownSecret } from './access/own-secret.ts';
import { accessRoutes } from './access/routes.ts';
import { sessions } from './access/sessions.ts';
import { openStaffAuth } from './access/staff-auth.ts';
import { steadyClock, type Clock } from './adapters/clock/clock.ts';
import type { Database } from './adapters/database/connect.ts';
import { openDatabase } from './adapters/database/open.ts';
import { eachAddress, openDoors, type Doors } from './adapters/http/doors.ts';
import { migrateJobs, startJobWorker } from './adapters/jobs/worker.ts';
import { openLog, type Log } from './adapters/log/log.ts';
import { openDns } from './adapters/dns/dns.ts';
import { openTls, type Tls } from './adapters/tls/tls.ts';
import { buildApp } from './app.ts';
import { connectForLookUps, lookUpCaller } from './callers/look-up.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { isTrial, openLines } from './campaigns/store.ts';
import { charityRoutes } from './distribution/charity-routes.ts';
import { noteBreakOver } from './distribution/desk-notes.ts';
import { deskNotesRoutes } from './distribution/desk-notes-routes.ts';
import { handOverRoutes } from './distribution/hand-over-routes.ts';
import { distributionRoutes } from './distribution/routes.ts';
import { helpRoutes } from './distribution/help-routes.ts';
import { supervisionRoutes } from './distribution/supervision-routes.ts';
import { wallboardRoutes } from './distribution/wallboard.ts';
import { openFloorSide, type FloorSide } from './floor-side.ts';
import { openFundraising, type Fundraising } from './fundraising.ts';
import { healthOf } from './health.ts';
import { BarBook } from './hoaxes/bar-book.ts';
import { barRoutes } from './hoaxes/routes.ts';
import type { KeeperLink } from './keeper/link.ts';
import { liveRoutes } from './live/routes.ts';
import { Opened } from './opened.ts';
import { OutsideBook } from './outside/book.ts';
import { outsideRoutes } from './outside/routes.ts';
import { OutsideStore } from './outside/store.ts';
import { PhoneRegistrar } from './phones/registrar.ts';
import { phoneRoutes } from './phones/routes.ts';
import { PromptsOnAir } from './prompts/on-air.ts';
import { promptRoutes } from './prompts/routes.ts';
import { publicUrlOf } from './public-url.ts';
import { openRehearsal, type RehearsalSide } from './rehearsal/open.ts';
import { publicPlace } from './telephony/public-place.ts';
import { readyLines } from './ready-lines.ts';
import type { Settings } from './settings.ts';
import { StartFault } from './start-fault.ts';
import { callMe } from './trial/call-me.ts';
import { createTrial } from './trial/create.ts';
import { openTrace } from './trace/open.ts';
import { loadRoutes } from './telephony/load-routes.ts';
import { openLoadWatch, type LoadWatch } from './telephony/load-watch.ts';
import { traceRoutes } from './trace/routes.ts';
import type { Trace } from './trace/trace.ts';
import { trunkFigures } from './trunks/figures.ts';
import { passwordsUnder, type Passwords } from './trunks/password.ts';
import { trunkRoutes } from './trunks/routes.ts';
import { sharingRoutes } from './sites/routes.ts';
import { showRoutes } from './show/routes.ts';
import { TrunkStore } from './trunks/store.ts';
import { Trunks } from './trunks/trunks.ts';
import { freeExpiredSeats } from './volunteers/expiry.ts';
import { passSeatRoutes } from './volunteers/pass-seat-routes.ts';
import { volunteerRoutes } from './volunteers/routes.ts';
import { seatsHeld } from './volunteers/seatings.ts';

export interface ServerGiven {
  readonly settings: Settings;
  readonly keeper: KeeperLink;
}

export interface Running {
  /** For the terminal: addresses, the sign-in link, what to dial. */
  readonly readyLines: readonly string[];
  /** Ends in order: screens, jobs, web, calls, sound, database, ports. */
  stop(): Promise<void>;
}

/** The composition root: everything is made here and given to whoever needs it. @throws StartFault, with nothing left open. */
export async function runServer(given: ServerGiven): Promise<Running> {
  const opened = new Opened();
  try {
    const ground = await openGround(given, opened);
    const line = await openLine(ground, opened);
    return { readyLines: await serve(ground, line, opened), stop: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** What everything stands on. */
interface Ground extends ServerGiven {
  readonly log: Log;
  readonly clock: Clock;
  readonly registry: Registry;
  /** Of this machine, besides loopback. */
  readonly addresses: readonly string[];
  readonly tls: Tls | null;
  readonly doors: Doors;
  readonly publicUrl: string;
  readonly databaseUrl: string;
  readonly db: Database;
  /** For whoever is calling. */
  readonly lookUps: Database;
}

async function openGround({ settings, keeper }: ServerGiven, opened: Opened): Promise<Ground> {
  const log = openLog({ level: settings.logLevel });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { databaseUrl } = settings;
  if (databaseUrl === null)
    throw new StartFault('The server needs DATABASE_URL: its keeper gives it (npm start).');
  const addresses = eachAddress(settings.addresses);
  const now = (): Date => new Date();
  // A certificate names loopback as well: a carrier's program on this machine connects to it.
  const named = [...addresses, '127.0.0.1'];
  const isSecure = addresses.length > 0 || settings.sipsPort !== null;
  const tls = isSecure ? await openTls({ ...settings, addresses: named, now, log }) : null;
  const doors = await openDoors({ ...settings, addresses, tls, log });
  opened.keep(() => doors.close());
  const lost = (error: Error): void => log.warn({ err: error }, 'a database connection was lost');
  const db = await openDatabase(databaseUrl, lost);
  opened.keep(() => db.destroy());
  const lookUps = connectForLookUps(databaseUrl, lost);
  opened.keep(() => lookUps.destroy());
  await migrateJobs(databaseUrl);
  if (settings.trial) await createTrial(db);
  const publicUrl = publicUrlOf(settings, { doors, addresses });
  const clock = steadyClock();
  return {
    settings,
    keeper,
    log,
    clock,
    registry,
    addresses,
    tls,
    doors,
    publicUrl,
    databaseUrl,
    db,
    lookUps,
  };
}

/** The line itself: sound, telephone, floor, and the way of the money. */
interface Line {
  readonly media: MediaClient;
  readonly floor: FloorSide;
  readonly money: Fundraising;
  readonly trunks: Trunks;
  readonly onAir: PromptsOnAir;
  readonly registrar: PhoneRegistrar;
  readonly outside: OutsideBook;
  readonly bars: BarBook;
  readonly passwords: Passwords;
  readonly trace: Trace | null;
  readonly load: LoadWatch;
  readonly rehearsal: RehearsalSide;
}

async function openLine(ground: Ground, opened: Opened): Promise<Line> {
  const { settings, keeper, db, lookUps, clock, doors, publicUrl } = ground;
  const media = new MediaClient({ socketPath: settings.mediaSocket });
  opened.keep(() => media.close());
  const onAir = await PromptsOnAir.open({ ...ground, media });
  opened.keep(() => onAir.stop());
  const passwords = passwordsUnder(await ownSecret(settings.dataDir, 'trunks'));
  const ask = openDns(settings.nameServers);
  const trunks = await Trunks.open({ ...ground, passwords, ask });
  opened.keep(() => trunks.stop());
  trunkFigures(ground.registry, trunks);
  const folder = join(settings.dataDir, 'floor');
  const registrar = await PhoneRegistrar.open({ ...ground, folder });
  opened.keep(() => registrar.stop());
  const outside = await OutsideBook.open(ground);
  opened.keep(() => outside.stop());
  const bars = await BarBook.open({ ...ground, folder: join(settings.dataDir, 'bars'), now: clock });
  opened.keep(() => bars.stop());
  const trace = settings.trace ? openTrace() : null;
  const load = openLoadWatch({ ...ground, ...settings, media });
  opened.keep(() => load.stop());
  let isRehearsing = (): boolean => false;
  const floor = await openFloorSide({
    ...ground,
    isRehearsing: () => isRehearsing(),
    media,
    registrar,
    outside,
    bars,
    trunks: trunks.book,
    carriers: trunks.carriers,
    ask,
    publicPlace: publicPlace(settings.publicAddress),
    trace,
    load,
    sip: sipPlaces(ground),
    folder,
    keys: keeper.keys,
    lookUp: (number) => lookUpCaller({ db: lookUps }, number),
    seats: await seatsHeld(db),
  });
  opened.keep(() => floor.floor.stop());
  opened.keep(() => floor.telephony.stop());
  opened.keep(() => floor.presence.stop());
  const money = await openFundraising({
    db,
    clock,
    live: floor.hub,
    pledged: (call, pledge) => floor.telephony.pledged(call as CallId, pledge),
    isTrial: (call) => floor.telephony.isTrial(call),
    publicUrl,
    ownUrl: `http://127.0.0.1:${doors.httpPort}`,
    smtpUrl: settings.smtpUrl,
    mailFrom: settings.mailFrom,
  });
  opened.keep(() => money.close());
  const rehearsal = await openRehearsal({
    ...ground,
    telephony: floor.telephony,
    trunks,
    reached: money.reached,
  });
  opened.keep(() => rehearsal.stop());
  isRehearsing = rehearsal.isOn;
  return { media, floor, money, trunks, onAir, registrar, outside, bars, passwords, trace, load, rehearsal };
}

const sipPlaces = ({ settings, addresses, tls }: Ground) => ({
  addresses: ['127.0.0.1', ...addresses],
  port: settings.sipPort,
  tls:
    settings.sipsPort === null || tls === null ? null : { port: settings.sipsPort, certificate: tls.current },
});

/** Where phones register: beyond this machine where it can be reached from there. */
const registrarAddress = ({ addresses }: Ground, { sipPort, sipsPort }: FloorSide['telephony']) => ({
  addresses: addresses.length === 0 ? ['127.0.0.1'] : [...addresses],
  port: sipPort,
  tlsPort: sipsPort,
});

/** packages/web, as Vite built it. */
const WEB_FOLDER = join(import.meta.dirname, '../../web/dist');

async function serve(ground: Ground, line: Line, opened: Opened): Promise<readonly string[]> {
  const { settings, log, clock, db, doors, publicUrl } = ground;
  const { media, floor, money, trunks, onAir, registrar, passwords, trace, load } = line;
  const { telephony, hub, onSeated, onUnseated } = floor;
  const auth = openStaffAuth({ db, secret: await ownSecret(settings.dataDir, 'session'), publicUrl, log });
  const whoIs = sessions(db, auth);
  const trial = await isTrial(db);
  const testCalls = new AbortController();
  opened.keep(() => testCalls.abort());
  const callLine = trial ? callMe({ db, log, sipPort: telephony.sipPort, signal: testCalls.signal }) : null;
  const sweep = freeExpiredSeats({ db, log, onUnseated });
  opened.keep(() => sweep.stop());
  const hasWeb = existsSync(join(WEB_FOLDER, 'index.html'));
  if (!hasWeb) log.warn('the screens are not built: only the API is served');
  const app = await buildApp({
    log,
    registry: ground.registry,
    health: healthOf({ db, media, load }),
    whoIs,
    publicOrigin: new URL(publicUrl).origin,
    webFolder: hasWeb ? WEB_FOLDER : null,
    routes: (fastify) => {
      accessRoutes(fastify, { db, auth, onSeated, onUnseated });
      volunteerRoutes(fastify, { db, onSeated, onUnseated, now: clock, pause });
      phoneRoutes(fastify, {
        db,
        onSeated,
        onAccounts: () => registrar.reload(),
        placeOf: (user) => registrar.placeOf(user),
        registrar: registrarAddress(ground, telephony),
      });
      liveRoutes(fastify, { hub, floor: floor.floor.feed, whoIs });
      sharingRoutes(fastify, {
        db,
        createLinkToken: auth.createLinkToken,
        onRules: () => telephony.takeUpRules(),
        onUnseated,
      });
      floorRoutes(fastify, ground, line, callLine);
      trunkRoutes(fastify, { store: new TrunkStore(db, passwords), trunks });
      promptRoutes(fastify, { db, onAir });
      traceRoutes(fastify, { trace, exchange: telephony.exchange });
      loadRoutes(fastify, { load, calls: () => telephony.exchange().calls.size });
      line.rehearsal.routes(fastify);
      money.routes(fastify);
    },
  });
  opened.keep(() => app.fastify.close());
  const jobs = await startJobWorker({ url: ground.databaseUrl, tasks: money.tasks, log });
  opened.keep(() => jobs.stop());
  doors.serve(app.fastify);
  opened.keep(() => {
    hub.close();
    floor.floor.feed.close();
  });
  return readyLines({
    ...doors,
    sipPort: telephony.sipPort,
    sipsPort: telephony.sipsPort,
    addresses: ground.addresses,
    numbers: await openLines(db),
    signInToken: await auth.createLinkToken(await firstStaff(db)),
    authority: ground.tls?.authority ?? null,
    trial,
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** What has to do with the floor: when it is open, who is on it, and where its calls go. */
function floorRoutes(
  fastify: FastifyInstance,
  { settings, db, clock }: Ground,
  { media, floor: { telephony, hub, onSeated, onUnseated, floor }, trunks, outside, bars }: Line,
  callLine: ReturnType<typeof callMe> | null,
): void {
  campaignRoutes(fastify, { db, onRules: () => telephony.takeUpRules() });
  showRoutes(fastify, {
    db,
    now: clock,
    async onHours() {
      await telephony.takeUpHours();
      hub.eveningChanged();
    },
    onLetGo: () => telephony.feed({ kind: 'let-go' }),
  });
  distributionRoutes(fastify, {
    telephony,
    media,
    clock,
    turn: settings.turn,
    callLine,
    breakOver: (agent) => noteBreakOver(db, agent),
  });
  passSeatRoutes(fastify, { db, telephony, onSeated, onUnseated });
  deskNotesRoutes(fastify, { db, telephony, toDesk: (agent, event) => hub.toDesk(agent, event) });
  supervisionRoutes(fastify, { db, telephony, media, floor: floor.view });
  wallboardRoutes(fastify, { db, floor: floor.view, now: clock });
  helpRoutes(fastify, telephony);
  barRoutes(fastify, { db, book: bars, telephony, now: clock });
  handOverRoutes(fastify, { db, telephony, outside });
  charityRoutes(fastify, { db, telephony, outside });
  outsideRoutes(fastify, {
    db,
    store: new OutsideStore(db),
    book: outside,
    trunks: trunks.book,
    view: telephony.outside,
  });
}
