import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '@pledgeline/core';
import { EMBEDDED_DEFAULTS, type EmbeddedSettings } from '../engine/embedded.ts';
import { LIMITS } from '../limits.ts';

export interface ProcessSettings extends EmbeddedSettings {
  readonly socketPath: string;
}

/** A Unix socket's path is cut off beyond this by the system (sun_path). */
const SOCKET_PATH_BYTES_MAX = 103;

const OPTIONS = {
  socket: { type: 'string' },
  address: { type: 'string', default: '127.0.0.1' },
  'public-address': { type: 'string' },
  'rtp-ports': { type: 'string', default: '20000-21999' },
  'ice-port': { type: 'string' },
  'lease-ms': { type: 'string', default: String(EMBEDDED_DEFAULTS.leaseMs) },
  'line-silent-ms': { type: 'string', default: String(EMBEDDED_DEFAULTS.lineSilentMs) },
  'leg-silent-ms': { type: 'string', default: String(EMBEDDED_DEFAULTS.legSilentMs) },
} as const;

export const USAGE = `media --socket PATH [--address ADDRESS[,ADDRESS…]] [--public-address ADDRESS] [--rtp-ports MIN-MAX]
      [--ice-port PORT] [--lease-ms MS] [--line-silent-ms MS] [--leg-silent-ms MS]`;

/** What the process was started with; the failure is one sentence for whoever started it. */
export function readArguments(argv: readonly string[]): Result<ProcessSettings, string> {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true }));
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'the arguments cannot be read');
  }
  const socketPath = values.socket ?? '';
  if (socketPath === '') return failed('--socket PATH is missing');
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES_MAX) {
    return failed(`--socket: a path may have ${SOCKET_PATH_BYTES_MAX} bytes`);
  }
  const addresses = values.address.split(',').map((address) => address.trim());
  const wrong = addresses.find((address) => isIP(address) === 0 || address === '0.0.0.0' || address === '::');
  if (wrong !== undefined)
    return failed(`--address: ${JSON.stringify(wrong)} is not an address of this machine`);
  const publicAddress = values['public-address'] ?? null;
  if (publicAddress !== null && isIP(publicAddress) === 0)
    return failed(`--public-address: ${JSON.stringify(publicAddress)} is not an address`);
  const rtpPorts = readRange(values['rtp-ports']);
  if (rtpPorts === null)
    return failed('--rtp-ports: MIN-MAX, from 1024 to 65535, with an even port in between');
  const icePort = values['ice-port'] === undefined ? null : readWhole(values['ice-port'], 1024, 65_535);
  const leaseMs = readWhole(values['lease-ms'], 1, LIMITS.leaseMsMax);
  const lineSilentMs = readWhole(values['line-silent-ms'], 100, 600_000);
  const legSilentMs = readWhole(values['leg-silent-ms'], 100, 3_600_000);
  if (Number.isNaN((icePort ?? 0) + leaseMs + lineSilentMs + legSilentMs)) {
    return failed(
      '--ice-port, --lease-ms, --line-silent-ms, --leg-silent-ms: a whole number within its limits',
    );
  }
  const { lookEveryMs } = EMBEDDED_DEFAULTS;
  return ok({
    socketPath,
    addresses,
    publicAddress,
    rtpPorts,
    icePort,
    leaseMs,
    lineSilentMs,
    legSilentMs,
    lookEveryMs,
  });
}

function readRange(text: string): { readonly min: number; readonly max: number } | null {
  const [min = Number.NaN, max = Number.NaN] = text.split('-').map((port) => readWhole(port, 1024, 65_535));
  return max >= min + (min % 2) ? { min, max } : null;
}

/** NaN: not a whole number from `min` to `max`. */
function readWhole(text: string, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : Number.NaN;
}
