import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { SettingName } from '../settings-table.ts';
import type { Settings } from '../settings.ts';

export interface PortWanted {
  readonly use: string;
  readonly protocol: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
  readonly setting: SettingName;
}

/** Every port that the line will listen on, but for those of the sound, which are many and picked as needed. */
export function portsWanted(settings: Settings): readonly PortWanted[] {
  const hosts = ['127.0.0.1', ...settings.addresses];
  const sip = (protocol: 'udp' | 'tcp', address: string): PortWanted => ({
    use: `SIP over ${protocol.toUpperCase()}`,
    protocol,
    address,
    port: settings.sipPort,
    setting: 'PLEDGELINE_SIP_PORT',
  });
  return [
    {
      use: 'the web',
      protocol: 'tcp',
      address: '127.0.0.1',
      port: settings.httpPort,
      setting: 'PLEDGELINE_HTTP_PORT',
    },
    ...settings.addresses.map((address): PortWanted => ({
      use: 'the web over HTTPS',
      protocol: 'tcp',
      address,
      port: settings.httpsPort,
      setting: 'PLEDGELINE_HTTPS_PORT',
    })),
    ...hosts.map((address) => sip('udp', address)),
    ...hosts.map((address) => sip('tcp', address)),
    ...(settings.sipsPort === null ? [] : hosts.map((address) => sips(settings.sipsPort ?? 0, address))),
  ];
}

const sips = (port: number, address: string): PortWanted => ({
  use: 'SIP over TLS',
  protocol: 'tcp',
  address,
  port,
  setting: 'PLEDGELINE_SIPS_PORT',
});

/** Why a port cannot be had, as a sentence; null: it can. */
export async function portFault(wanted: PortWanted): Promise<string | null> {
  if (wanted.port === 0) return null;
  const code = await (wanted.protocol === 'udp' ? tryUdp(wanted) : tryTcp(wanted));
  const at = `Port ${wanted.port} of ${wanted.address} (${wanted.use})`;
  switch (code) {
    case null:
      return null;
    case 'EADDRINUSE':
      return `${at} is taken by another program: end that one, or set ${wanted.setting} to a free port.`;
    case 'EACCES':
      return `${at} may not be opened by this user: set ${wanted.setting} to a port from 1024 on.`;
    case 'EADDRNOTAVAIL':
      return `${wanted.address} is no address of this machine: correct PLEDGELINE_ADDRESS.`;
    default:
      return `${at} cannot be opened (${code}): set ${wanted.setting} to another port.`;
  }
}

function tryUdp(wanted: PortWanted): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(wanted.address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.bind({ port: wanted.port, address: wanted.address, exclusive: true }, () => {
      socket.close(() => resolve(null));
    });
  });
}

function tryTcp(wanted: PortWanted): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port: wanted.port, host: wanted.address, exclusive: true }, () => {
      server.close(() => resolve(null));
    });
  });
}
