import { parseAddress } from '../grammar/address.ts';
import { parseUri, type Uri } from '../grammar/uri.ts';
import { listValues, type SipRequest } from '../message/message.ts';

/**
 * Whether our Contact must be a sips address: §12.1.1, where the request asks for one, or the first hop on the way back
 * (Record-Route, else Contact) is one; §8.1.1.8, where a request of ours goes to one.
 */
export function wantsSips(request: SipRequest): boolean {
  const first = (listValues(request, 'record-route') ?? [])[0] ?? (listValues(request, 'contact') ?? [])[0];
  return isSips(parseUri(request.uri)) || isSips(first === undefined ? null : parseAddress(first)?.uri);
}

const isSips = (uri: Uri | null | undefined): boolean => uri?.kind === 'sip' && uri.secure;
