import { assert } from '@pledgeline/core';
import { Extension } from './x509.ts';
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** RFC 5280 §4.2.1.10 */
const NAME_CONSTRAINTS = '2.5.29.30';

/** Networks that no house on the internet owns: private, shared, loopback, link-local. */
const HOUSE_NETWORKS = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
] as const;
/** Names that no house on the internet owns. */
const HOUSE_DOMAINS = ['localhost', 'local', 'lan', 'home.arpa', 'internal'] as const;

/**
 * What an authority of ours may vouch for: this house and nothing else. Whoever steals its key cannot pass for
 * anybody's bank with it, so that installing it is a small thing to ask.
 */
export function houseConstraints(hostNames: readonly string[]): Extension {
  const names = [...HOUSE_DOMAINS, ...hostNames].map((name) => der(0x82, Buffer.from(name, 'ascii')));
  const networks = HOUSE_NETWORKS.map((network) => der(0x87, networkBytes(network)));
  const permitted = [...names, ...networks].map((base) => der(0x30, base));
  return new Extension(NAME_CONSTRAINTS, true, Uint8Array.from(der(0x30, der(0xa0, ...permitted))));
}

const HOUSE = new BlockList();
for (const network of HOUSE_NETWORKS) {
  const [net = '', prefix] = network.split('/');
  HOUSE.addSubnet(net, Number(prefix), isIPv6(net) ? 'ipv6' : 'ipv4');
}

export const isHouseAddress = (address: string): boolean =>
  HOUSE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** X.690 §8.1.3: tag, length, contents. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  assert(body.length < 65_536, 'a constraint is short');
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** Address and mask, one after the other. */
function networkBytes(network: string): Buffer {
  const [address = '', prefix] = network.split('/');
  const bytes = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const mask = Buffer.alloc(bytes.length);
  for (let bit = 0; bit < Number(prefix); bit++) mask[bit >> 3] = (mask[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return Buffer.concat([bytes, mask]);
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [left, right] = [groups(head), groups(tail)];
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
