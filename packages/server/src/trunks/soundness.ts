import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isHostName, readHostAndPort } from '@pledgeline/contract';
import type { Target } from '@pledgeline/sip';
import { isIdentityOf } from '../adapters/sip-sockets/peer-identity.ts';
import { locateHost, type LocatingDeps } from './locating.ts';
import { hostsOf, targetOf, type Trunk } from './trunk.ts';

/** One thing that was looked at, in words. */
export interface TrunkFinding {
  readonly sound: boolean;
  readonly sentence: string;
}

/** What the running line says of a trunk; null: it does not run, or does not say. */
export interface TrunkFigures {
  readonly up: boolean | null;
  readonly registered: boolean | null;
}

const CONNECT_WITHIN_MS = 5_000;

/** Whether a trunk is sound: its names resolve, its certificate is right, it is registered, its carrier answers. */
export async function soundnessOf(
  trunk: Trunk,
  deps: LocatingDeps,
  figures: TrunkFigures | null,
): Promise<readonly TrunkFinding[]> {
  const say = (sound: boolean, words: string): TrunkFinding => ({
    sound,
    sentence: `Trunk “${trunk.name}”: ${words}`,
  });
  if (!trunk.enabled) return [say(true, 'closed to calls.')];
  const lost: string[] = [];
  for (const host of hostsOf(trunk).filter(isHostName))
    if ((await locatedAt(trunk, host, deps)).length === 0) lost.push(host);
  const found: TrunkFinding[] = lost.map((host) =>
    say(false, `${host} cannot be resolved: check the name, and the name servers of this machine.`),
  );
  const place = targetOf(trunk);
  const [target] = place === null ? [] : await locatedAt(trunk, place, deps);
  if (trunk.transport === 'tls' && target !== undefined) {
    const fault = await certificateFault(trunk, target);
    if (fault !== null) found.push(say(false, fault));
  }
  if (figures?.registered === false)
    found.push(say(false, 'not registered: look under Trunks what the carrier says.'));
  if (figures?.up === false) found.push(say(false, 'the carrier does not answer OPTIONS.'));
  return found.length > 0 ? found : [say(true, soundWords(trunk, figures))];
}

function soundWords(trunk: Trunk, figures: TrunkFigures | null): string {
  const known = [
    hostsOf(trunk).some(isHostName) ? 'its names resolve' : 'its addresses are set',
    trunk.transport === 'tls' && targetOf(trunk) !== null ? 'its certificate is right' : '',
    figures?.registered === true ? 'it is registered' : '',
    figures?.up === true ? 'its carrier answers' : '',
    trunk.registration !== null && figures === null
      ? 'whether it is registered is seen while the line runs'
      : '',
  ];
  return `${known.filter((word) => word !== '').join(', ')}.`;
}

async function locatedAt(trunk: Trunk, place: string, deps: LocatingDeps): Promise<readonly Target[]> {
  const { host, port } = readHostAndPort(place) ?? { host: place, port: null };
  const destination = { host, port, transport: null, secure: trunk.transport === 'tls' };
  return (await locateHost(deps, destination, [trunk.transport])).targets;
}

/** Null: the carrier shows a certificate that speaks for the trunk's name. */
function certificateFault(trunk: Trunk, { address, port, host }: Target): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connectTls({
    socket: connect({ host: address, port }),
    minVersion: 'TLSv1.2',
    ...(isHostName(host) ? { servername: host } : {}),
    ...(trunk.authority === null ? {} : { ca: trunk.authority }),
    checkServerIdentity: (_name, { raw }) =>
      isIdentityOf(Uint8Array.from(raw), host)
        ? undefined
        : new Error(`its certificate is not that of ${host}`),
  });
  const end = (fault: string | null): void => {
    socket.destroy();
    resolve(fault);
  };
  socket.setTimeout(CONNECT_WITHIN_MS, () => end(`${address}:${port} does not answer over TLS.`));
  socket.once('secureConnect', () => end(null));
  socket.once('error', (error: Error) =>
    end(`no connection over TLS to ${address}:${port} (${error.message}).`),
  );
  return promise;
}
