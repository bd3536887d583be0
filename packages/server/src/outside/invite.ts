import { readHostAndPort } from '@pledgeline/contract';
import type { Credentials, LegId, UserAgentInput } from '@pledgeline/sip';
import { international } from '../trunks/number-form.ts';
import { targetOf, type Trunk } from '../trunks/trunk.ts';
import { uriHost, uriPlace } from '../trunks/uri.ts';
import type { OutsideWay } from './ways.ts';

interface Invite {
  readonly leg: LegId;
  /** Whom it rings, in E.164. */
  readonly number: string;
  /** The line's own number. */
  readonly line: string;
  readonly sdp: string;
  readonly credentials: Credentials | null;
}

/**
 * [TEL-63] The INVITE of an outside call. Who calls is the line, in From as in P-Asserted-Identity: of the caller for whose
 * sake it is placed nothing goes out, withheld or not, and no header says that a call was diverted.
 */
export function inviteBy(
  { trunk, flow }: OutsideWay,
  { leg, number, line, sdp, credentials }: Invite,
): UserAgentInput {
  const from = `sip:${userOf(line, trunk)}@${ownHost(trunk, flow.local.address)}`;
  return {
    kind: 'call',
    leg,
    flow,
    target: `sip:${number}@${uriPlace(targetOf(trunk) ?? flow.remote.address)}`,
    from,
    sdp,
    extraHeaders: [{ name: 'p-asserted-identity', value: `<${from}>` }],
    ...(credentials && { credentials }),
  };
}

/** What may stand in a URI as it is, whatever somebody wrote into the database. */
const userOf = (line: string, trunk: Trunk): string => international(line, trunk).replaceAll(/[^\d+]/g, '');

/** A carrier with which we register knows us by its own name. */
function ownHost({ registration }: Trunk, local: string): string {
  const host = registration === null ? null : readHostAndPort(registration.registrar)?.host;
  return uriHost(host ?? local);
}
