import { writeHost } from '../grammar/host.ts';
import { octetsOfText } from '../grammar/octets.ts';
import { MAGIC_COOKIE } from '../grammar/via.ts';
import type { Header, SipRequest } from '../message/message.ts';
import { listValues } from '../message/message.ts';
import { respond, type Answer } from '../message/respond.ts';
import { writeMessage } from '../message/write.ts';
import type { Wire } from '../transaction/transaction.ts';
import type { Endpoint, Flow } from '../transport/flow.ts';
import { wantsSips } from '../transport/secure.ts';
import type { Run } from './state.ts';
import { token } from './tokens.ts';
import type { UserAgentSettings } from './types.ts';

/** What we understand, for 405, 2xx and OPTIONS. */
export const METHODS = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'INFO', 'UPDATE', 'PRACK'] as const;
export const ALLOW: Header = { name: 'allow', value: METHODS.join(', ') };
/** What we do outside of calls. */
export const allow = ({ registrar }: UserAgentSettings): Header =>
  registrar === true ? { name: 'allow', value: `${ALLOW.value}, REGISTER` } : ALLOW;
/** To a telephone that may hand its call on. */
export const allowOf = ({ acceptsRefer }: { readonly acceptsRefer: boolean }): Header =>
  acceptsRefer ? { name: 'allow', value: [...METHODS, 'REFER'].join(', ') } : ALLOW;
/** The extensions that we understand. */
export const EXTENSIONS: readonly string[] = ['timer', '100rel', 'replaces'];
export const SUPPORTED: Header = { name: 'supported', value: EXTENSIONS.join(', ') };
/** In a call that stands there is nothing to say reliably before an answer. */
export const SUPPORTED_INSIDE: Header = {
  name: 'supported',
  value: EXTENSIONS.filter((each) => each !== '100rel').join(', '),
};
export const ACCEPT: Header = { name: 'accept', value: 'application/sdp' };
export const SDP_TYPE: Header = { name: 'content-type', value: 'application/sdp' };

/** [TRN-40] What we call ourselves on a flow. */
const ownPlace = ({ seenAs, local }: Flow): Endpoint => seenAs ?? local;

const hostPort = ({ address, port }: Endpoint): string => `${writeHost(address)}:${port}`;

/**
 * [TRN-6] Where we want to be asked from now on; as a sips address, which says the transport by itself, where it must
 * be. `user`: as a URI has it.
 */
export function contact(
  flow: Flow,
  of: { readonly user?: string | undefined; readonly secure?: boolean } = {},
): Header {
  const before = of.user === undefined ? '' : `${of.user}@`;
  const place = `${before}${hostPort(ownPlace(flow))}`;
  if (of.secure === true) return { name: 'contact', value: `<sips:${place}>` };
  const transport = flow.transport === 'udp' ? '' : `;transport=${flow.transport}`;
  return { name: 'contact', value: `<sip:${place}${transport}>` };
}

/** The bytes of a response. Those that make a dialog say Record-Route and Contact (§12.1.1). */
export function writeResponse(run: Run, request: SipRequest, flow: Flow, answer: Answer): Wire {
  const { settings } = run.state;
  const makesDialog = request.method === 'INVITE' && answer.status > 100 && answer.status < 300;
  const dialogHeaders: Header[] = makesDialog
    ? [
        ...(listValues(request, 'record-route') ?? []).map((value) => ({ name: 'record-route', value })),
        contact(flow, { secure: wantsSips(request) }),
      ]
    : [];
  const server: Header = { name: 'server', value: octetsOfText(settings.name) };
  const headers = [...dialogHeaders, ...(answer.headers ?? []), ...(answer.status === 100 ? [] : [server])];
  return writeMessage(respond(request, { ...answer, headers }));
}

/** A request of ours with its own Via on top and a new branch. */
export function withVia(run: Run, request: SipRequest, flow: Flow): SipRequest {
  return prependVia(request, flow, `${MAGIC_COOKIE}${token(run.state.tokens)}`);
}

function prependVia(request: SipRequest, flow: Flow, branch: string): SipRequest {
  const value = `SIP/2.0/${flow.transport.toUpperCase()} ${hostPort(ownPlace(flow))};branch=${branch};rport`;
  return { ...request, headers: [{ name: 'via', value }, ...request.headers] };
}
