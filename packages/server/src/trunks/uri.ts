import { readHostAndPort } from '@pledgeline/contract';

export const uriHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Host and port as a URI has them. */
export function uriPlace(place: string): string {
  const { host, port } = readHostAndPort(place) ?? { host: place, port: null };
  return port === null ? uriHost(host) : `${uriHost(host)}:${port}`;
}
