/** A name, an IPv4 literal or an IPv6 literal without its brackets, and a port where one is written. */
export interface HostPort {
  readonly host: string;
  readonly port: number | null;
}

const HOST_PORT =
  /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9](?:[A-Za-z0-9\-._]{0,253}[A-Za-z0-9.])?))(?:\s*:\s*(\d{1,5}))?$/;

/** RFC 3261 §25.1 `hostport`; white space around the colon is allowed in Via. */
export function parseHostPort(text: string): HostPort | null {
  const match = HOST_PORT.exec(text);
  if (match === null) return null;
  const host = (match[1] ?? match[2])!.toLowerCase();
  if (match[1] !== undefined && !host.includes(':')) return null;
  const port = match[3] === undefined ? null : Number(match[3]);
  if (port !== null && (port === 0 || port > 65_535)) return null;
  return { host, port };
}

export const writeHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);
export const writeHostPort = ({ host, port }: HostPort): string =>
  port === null ? writeHost(host) : `${writeHost(host)}:${port}`;

/** Whether a datagram can be sent there without asking the DNS. */
export const isLiteral = (host: string): boolean =>
  host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
