import type { ChildProcess } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Environment, Settings } from '../settings.ts';
import { StartFault } from '../start-fault.ts';
import { launchMedia, launchServer, type Program } from './children.ts';
import { lockFileIn, logFolderIn, prepareDataFolder } from './data-folder.ts';
import { endLeftovers, mediaMark, serverMark } from './leftovers.ts';
import { takeLock } from './lock.ts';
import { LogFiles } from './log-files.ts';
import type { ToServer } from './messages.ts';
import { ensureDatabase, launchDatabase, prepareDatabase } from './own-database.ts';
import { portFault, portsWanted } from './ports.ts';
import { answerServer } from './server-desk.ts';
import { Service, type ServiceDeps } from './service.ts';
import type { Terminal } from './terminal.ts';
import { KeyVault } from './vault.ts';

export interface KeeperDeps {
  readonly settings: Settings;
  /** What the children get besides what the keeper decides. */
  readonly environment: Environment;
  readonly programs: { readonly server: Program; readonly media: Program };
  readonly terminal: Terminal;
  /** Aborted when somebody asks for the end. */
  readonly stop: AbortSignal;
  readonly nowMs: () => number;
}

/** Together, with what they cost besides, under the ten seconds in which Ctrl-C is promised to end everything. */
const ENDS_WITHIN_MS = { server: 5_000, media: 1_000, postgres: 2_500 } as const;

/** Runs the line until it is asked to end or cannot go on. Answers with the exit code; nothing of it is left running. */
export async function runKeeper(deps: KeeperDeps): Promise<number> {
  const keeper = new Keeper(deps);
  try {
    await keeper.begin();
    await keeper.over;
    return 0;
  } catch (error) {
    // Whoever asked for the end does not want to hear what the end cut short.
    if (deps.stop.aborted) return 0;
    deps.terminal.complain(sentenceOf(error));
    return 1;
  } finally {
    await keeper.end();
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof StartFault) return error.sentence;
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOSPC') {
    return 'The disk that holds the data folder is full: make room and start again.';
  }
  return `Pledgeline could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

class Keeper {
  /** Settled when the line is to end: resolved when asked, rejected with a StartFault when it cannot go on. */
  readonly over: Promise<void>;
  readonly #deps: KeeperDeps;
  readonly #vault = new KeyVault();
  /** In the order in which they are started; they end in the opposite one. */
  readonly #services: Service[] = [];
  #logs: LogFiles | null = null;
  #release: () => void = () => {};
  #giveUp: (fault: StartFault) => void = () => {};
  #isUp = false;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.over = new Promise((resolve, reject) => {
      this.#giveUp = reject;
      if (deps.stop.aborted) resolve();
      deps.stop.addEventListener('abort', () => resolve(), { once: true });
    });
    // Looked at only once everything is up; until then a refusal must not count as unhandled.
    this.over.catch(() => {});
  }

  async begin(): Promise<void> {
    const { settings, terminal } = this.#deps;
    await prepareDataFolder(settings.dataDir);
    this.#lock();
    await this.#clear();
    await checkPorts(settings);
    terminal.say('Pledgeline is starting …');
    this.#logs = new LogFiles(logFolderIn(settings.dataDir));
    const databaseUrl = settings.databaseUrl ?? (await this.#startDatabase(this.#logs));
    this.#goOn();
    await this.#startMedia(this.#logs);
    this.#goOn();
    const lines = await this.#startServer(this.#logs, databaseUrl);
    this.#isUp = true;
    for (const line of ['', ...lines, '', `Ctrl-C ends it. Logs are in ${logFolderIn(settings.dataDir)}.`]) {
      terminal.say(line);
    }
  }

  async end(): Promise<void> {
    if (this.#isUp) this.#deps.terminal.say('Ending …');
    for (const service of this.#services.toReversed()) await service.stop();
    this.#vault.clear();
    this.#logs?.close();
    this.#release();
    if (this.#isUp) this.#deps.terminal.say('Pledgeline has ended.');
  }

  #lock(): void {
    const { dataDir } = this.#deps.settings;
    const lock = takeLock(lockFileIn(dataDir));
    if (lock.kind === 'taken') {
      throw new StartFault(
        `Pledgeline is running on ${dataDir} already (process ${lock.pid}): end that one, or set PLEDGELINE_DATA_DIR to another folder.`,
      );
    }
    this.#release = () => lock.release();
  }

  /** An earlier keeper that was killed leaves what it had started; the server first, so that its calls are told. */
  async #clear(): Promise<void> {
    const { settings } = this.#deps;
    this.#tellEnded(await endLeftovers([serverMark(settings), mediaMark(settings)]));
  }

  #tellEnded(ended: readonly string[]): void {
    if (ended.length === 0) return;
    this.#deps.terminal.say(`Ended what an earlier start had left running: ${ended.join(', ')}.`);
  }

  async #startDatabase(logs: LogFiles): Promise<string> {
    const { place, ended } = await prepareDatabase(this.#deps.settings.dataDir);
    this.#tellEnded(ended);
    if (userInfo().uid !== place.account.uid) {
      this.#deps.terminal.say(`PostgreSQL runs as ${place.account.name}, with its data in ${place.home}.`);
    }
    this.#goOn();
    const log = { descriptor: logs.descriptor('postgresql'), path: logs.path('postgresql') };
    const service = this.#service({
      name: 'PostgreSQL',
      launch: () => launchDatabase(place, { log, stop: this.#deps.stop }),
      askToEnd: (child) => void child.kill('SIGINT'),
      endsWithinMs: ENDS_WITHIN_MS.postgres,
    });
    await service.start();
    service.markReady();
    return ensureDatabase(place);
  }

  async #startMedia(logs: LogFiles): Promise<void> {
    const { settings, environment, programs } = this.#deps;
    const service = this.#service({
      name: 'media',
      launch: async () =>
        launchMedia(programs.media, { settings, environment, log: logs.descriptor('media') }),
      askToEnd: (child) => void child.kill('SIGTERM'),
      endsWithinMs: ENDS_WITHIN_MS.media,
    });
    await service.start();
  }

  async #startServer(logs: LogFiles, databaseUrl: string): Promise<readonly string[]> {
    const { settings, environment, programs } = this.#deps;
    let ready: (lines: readonly string[]) => void = () => {};
    const first = new Promise<readonly string[]>((resolve) => {
      ready = resolve;
    });
    const launch = async (): Promise<ChildProcess> => {
      const log = logs.descriptor('server');
      const child = launchServer(programs.server, { settings, environment, databaseUrl, log });
      let isReady = false;
      const readyOnce = (lines: readonly string[]): void => {
        if (isReady) return;
        isReady = true;
        this.#serverReady(service, lines, ready);
      };
      child.on('message', (message) => this.#hear(message, { child, service, ready: readyOnce }));
      return child;
    };
    const service: Service = this.#service({
      name: 'server',
      launch,
      askToEnd: (child) => {
        if (child.connected) tell(child, { kind: 'stop' });
        else child.kill('SIGTERM');
      },
      endsWithinMs: ENDS_WITHIN_MS.server,
    });
    await service.start();
    const outcome = await Promise.race([first, this.over]);
    return outcome ?? Promise.reject(new Error('asked to end'));
  }

  #hear(
    message: unknown,
    of: { child: ChildProcess; service: Service; ready: (lines: readonly string[]) => void },
  ): void {
    answerServer(message, {
      vault: this.#vault,
      reply: (answer) => tell(of.child, answer),
      said: {
        ready: of.ready,
        // What stops a first start is said and ends it; later it is an end like any other, and tried again.
        failed: (sentence) => {
          if (!of.service.ready) this.#giveUp(new StartFault(sentence));
        },
      },
    });
  }

  #serverReady(service: Service, lines: readonly string[], first: (lines: readonly string[]) => void): void {
    if (service.ready) this.#deps.terminal.say(`${clock()} The server is back.`);
    service.markReady();
    first(lines);
  }

  #service(of: Pick<ServiceDeps, 'name' | 'launch' | 'askToEnd' | 'endsWithinMs'>): Service {
    const { terminal, nowMs } = this.#deps;
    const service = new Service({
      ...of,
      nowMs,
      onRestart: (name) => {
        if (this.#isUp) terminal.say(`${clock()} ${capital(name)} ended by itself and is started again.`);
      },
      onGivenUp: (name) => {
        const log = this.#logs?.path(name.toLowerCase()) ?? '';
        this.#giveUp(
          new StartFault(`${capital(name)} keeps ending by itself; its last words are in ${log}.`),
        );
      },
    });
    this.#services.push(service);
    return service;
  }

  #goOn(): void {
    this.#deps.stop.throwIfAborted();
  }
}

async function checkPorts(settings: Settings): Promise<void> {
  const faults = new Set<string>();
  for (const wanted of portsWanted(settings)) {
    const fault = await portFault(wanted);
    if (fault !== null) faults.add(fault);
  }
  if (faults.size > 0) throw new StartFault([...faults].join('\n'));
}

/** A child that ends at this moment takes the message with it; its end is noticed elsewhere. */
const tell = (child: ChildProcess, message: ToServer): void => void child.send(message, () => {});
const clock = (): string => new Date().toTimeString().slice(0, 8);
const capital = (name: string): string => (name === 'PostgreSQL' ? name : `The ${name} process`);
