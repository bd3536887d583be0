import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Environment, Settings } from '../settings.ts';
import { mediaMark, serverMark } from './leftovers.ts';

/** A program of ours: a file for the Node that runs the keeper, and what it is told before anything else. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Type stripping is what this house is built on; on Node 24.0 its warning would stand in every log. V8 lets garbage grow
 * to several times what lives, where memory is there to be had: a server with 50 MB alive held 380 MB, and holds 200 MB
 * so. What is young is cleared away in a few milliseconds rather than in tens, which a call would wait for.
 */
const NODE_OPTIONS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=8',
  '--heap-growing-percent=50',
];
/** What a process that only carries sound has no use for. */
const SECRETS = [
  'DATABASE_URL',
  'PLEDGELINE_SMTP_URL',
  'PLEDGELINE_TLS_KEY',
  'PLEDGELINE_TURN_SECRET',
  'PLEDGELINE_TURN_PASSWORD',
];

/**
 * Where Node keeps what it has compiled, types stripped: a process that is started again after a crash is back in half
 * the time. It is known by its content, so a change of the code or of Node makes it anew.
 */
const compiled = ({ dataDir }: Settings): { readonly NODE_COMPILE_CACHE: string } => ({
  NODE_COMPILE_CACHE: join(dataDir, 'run', 'compiled'),
});

/** In a session of its own, so that neither Ctrl-C nor a closed terminal reaches it; with a channel to the keeper. */
export function launchServer(
  program: Program,
  of: { settings: Settings; environment: Environment; databaseUrl: string; log: number },
): ChildProcess {
  const mark = serverMark(of.settings);
  const args = [...NODE_OPTIONS, program.file, ...program.args, mark.option, mark.value];
  return spawn(process.execPath, args, {
    detached: true,
    cwd: of.settings.dataDir,
    env: {
      ...compiled(of.settings),
      ...of.environment,
      DATABASE_URL: of.databaseUrl,
      PLEDGELINE_DATA_DIR: of.settings.dataDir,
    },
    stdio: ['ignore', of.log, of.log, 'ipc'],
  });
}

export function launchMedia(
  program: Program,
  of: { settings: Settings; environment: Environment; log: number },
): ChildProcess {
  const { settings } = of;
  const mark = mediaMark(settings);
  const ports = `${settings.rtpPorts.first}-${settings.rtpPorts.last}`;
  const kept = Object.entries(of.environment).filter(([name]) => !SECRETS.includes(name));
  const env = { ...compiled(settings), ...Object.fromEntries(kept) };
  const sound = ['--address', ['127.0.0.1', ...settings.addresses].join(','), '--rtp-ports', ports];
  // Behind a router browsers need a port that can be forwarded; the odd ones of the sound's are free.
  const { last } = settings.rtpPorts;
  const outside =
    settings.publicAddress === null
      ? []
      : ['--public-address', settings.publicAddress, '--ice-port', String(last - 1 + (last % 2))];
  const args = [
    ...NODE_OPTIONS,
    program.file,
    ...program.args,
    mark.option,
    mark.value,
    ...sound,
    ...outside,
  ];
  return spawn(process.execPath, args, {
    detached: true,
    cwd: settings.dataDir,
    env,
    stdio: ['ignore', of.log, of.log],
  });
}
