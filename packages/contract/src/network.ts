/** An address or a block of addresses: the first `prefix` bits of `bits` are those of every address in it. */
export interface Network {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** `198.51.100.7`, `198.51.100.0/24`, `2001:db8::/32`; null: it is neither an address nor a block. */
export function readNetwork(text: string): Network | null {
  const [address = '', prefix, more] = text.split('/');
  if (more !== undefined) return null;
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 6 ? bitsOf6(address) : bitsOf4(address);
  if (bits === null) return null;
  if (prefix === undefined) return { family, bits, prefix: WIDTH[family] };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > WIDTH[family]) return null;
  return { family, bits, prefix: Number(prefix) };
}

/** Whether there is an address that lies in both. */
export function overlap(one: Network, other: Network): boolean {
  if (one.family !== other.family) return false;
  const shift = BigInt(WIDTH[one.family] - Math.min(one.prefix, other.prefix));
  return one.bits >> shift === other.bits >> shift;
}

/** A block whose own bits go beyond its prefix (`198.51.100.7/24`) is a slip: which of the two was meant? */
export function isWholeBlock({ family, bits, prefix }: Network): boolean {
  const shift = BigInt(WIDTH[family] - prefix);
  return (bits >> shift) << shift === bits;
}

function bitsOf4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let bits = 0n;
  for (const part of parts) {
    // A leading zero is octal to some programs and decimal to others.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

/** RFC 4291 §2.2, with `::` and with an IPv4 tail; no zone, which means something on one machine only. */
function bitsOf6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left, right] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
  if (left === null || right === null) return null;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

function groupsOf(half: string): readonly number[] | null {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [at, part] of parts.entries()) {
    const tail = at === parts.length - 1 && part.includes('.') ? bitsOf4(part) : null;
    if (tail !== null) groups.push(Number(tail >> 16n), Number(tail & 0xffffn));
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
