import type { X509Certificate } from 'node:crypto';
import { hostInUrl } from './adapters/http/doors.ts';

export interface Readiness {
  readonly httpPort: number;
  readonly httpsPort: number | null;
  readonly sipPort: number;
  readonly sipsPort: number | null;
  readonly addresses: readonly string[];
  readonly numbers: readonly { readonly number: string; readonly language: string }[];
  readonly signInToken: string;
  readonly authority: X509Certificate | null;
  readonly trial: boolean;
}

/** What the terminal shows once everything is up: where to go, how to get in, what to dial. */
export function readyLines(ready: Readiness): readonly string[] {
  const local = `http://localhost:${ready.httpPort}`;
  return [
    ready.trial ? 'Pledgeline is up, with a campaign to try.' : 'Pledgeline is up.',
    '',
    `  Sign in, once    ${local}/sign-in?token=${ready.signInToken}`,
    `  Screens          ${local}`,
    ...ready.addresses.flatMap((address) => elsewhere(address, ready)),
    `  Volunteers       ${local}/seat, with the code of their position (shown under Positions)`,
    `  Donors dial      ${dialed(ready)}`,
    `  API              ${local}/api/docs`,
    '',
    ready.trial ? '  On the desk, press Ready and then “Call me”; or type: npx pledgeline call' : '',
  ].filter((line, index, all) => line !== '' || all[index - 1] !== '');
}

function elsewhere(address: string, { httpPort, httpsPort, authority }: Readiness): string[] {
  const host = hostInUrl(address);
  const secure = `  From elsewhere   https://${host}:${httpsPort ?? ''}`;
  if (authority === null) return [secure];
  return [
    `${secure} (a desk’s first visit: http://${host}:${httpPort}/install)`,
    `  Fingerprint      ${authority.fingerprint256}`,
  ];
}

const dialed = ({ numbers, sipPort, sipsPort }: Readiness): string =>
  numbers.length === 0
    ? `nothing yet: no campaign is open (SIP on port ${sipPort})`
    : `${numbers.map(({ number, language }) => `${number} (${language})`).join(', ')} at SIP port ${sipPort}, UDP and TCP${sipsPort === null ? '' : `, or ${sipsPort}, TLS`}`;
