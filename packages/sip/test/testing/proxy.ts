import { parseAddress } from '../../src/grammar/address.ts';
import { parseUri, type Uri } from '../../src/grammar/uri.ts';
import { branchOf } from '../../src/grammar/via.ts';
import { listValues, topVia, type Header, type SipMessage } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { writeMessage } from '../../src/message/write.ts';
import type { Hop } from './line.ts';

/** A stateless proxy (RFC 3261 §16.11) that stays in the path; `next` is where it sends what has no route. */
export function proxy(address: string, next: (uri: Uri | null) => string = hostOf): Hop {
  return {
    address,
    forward: (bytes) => {
      const parsed = parseMessage(bytes);
      if (parsed.kind !== 'message') return null;
      const { message } = parsed;
      return message.kind === 'response' ? backwards(message) : onwards(message, address, next);
    },
  };
}

const hostOf = (uri: Uri | null): string => (uri?.kind === 'sip' ? uri.host : '');

function backwards(message: SipMessage): ReturnType<Hop['forward']> {
  const vias = (listValues(message, 'via') ?? []).slice(1);
  const stripped = replaced(message, 'via', vias);
  const via = topVia(stripped);
  return via === null ? null : { to: via.host, bytes: writeMessage(stripped) };
}

function onwards(
  message: SipMessage & { readonly kind: 'request' },
  address: string,
  next: (uri: Uri | null) => string,
): ReturnType<Hop['forward']> {
  const via = topVia(message);
  const mine = (value: string): boolean => hostOf(parseAddress(value)?.uri ?? null) === address;
  const routes = (listValues(message, 'route') ?? []).filter((value, at) => at > 0 || !mine(value));
  const vias = listValues(message, 'via') ?? [];
  const branch = `${via === null ? '' : branchOf(via)}-${address}`;
  const staying = replaced(replaced(message, 'route', routes), 'via', [
    `SIP/2.0/UDP ${address}:5060;branch=${branch}`,
    ...vias,
  ]);
  const recorded =
    message.method === 'INVITE'
      ? replaced(staying, 'record-route', [
          `<sip:${address};lr>`,
          ...(listValues(message, 'record-route') ?? []),
        ])
      : staying;
  const first = routes[0];
  const to = first === undefined ? next(parseUri(message.uri)) : hostOf(parseAddress(first)?.uri ?? null);
  return { to, bytes: writeMessage(recorded) };
}

function replaced<M extends SipMessage>(message: M, name: string, values: readonly string[]): M {
  const others = message.headers.filter((each) => each.name !== name);
  const mine: Header[] = values.map((value) => ({ name, value }));
  return { ...message, headers: [...mine, ...others] };
}
