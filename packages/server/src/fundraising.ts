import type { CallId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Clock } from './adapters/clock/clock.ts';
import type { Database } from './adapters/database/connect.ts';
import type { Task } from './adapters/jobs/worker.ts';
import { donorRoutes } from './donors/routes.ts';
import type { Live } from './live/hub.ts';
import { smtpMailer } from './messages/mail.ts';
import { messageRoutes } from './messages/routes.ts';
import { messageTasks } from './messages/tasks.ts';
import { paymentRoutes } from './payments/routes.ts';
import { notifyTask } from './payments/sandbox/notify.ts';
import { sandboxProvider, sandboxSecret } from './payments/sandbox/provider.ts';
import { sandboxRoutes } from './payments/sandbox/routes.ts';
import { NOTIFY } from './payments/sandbox/store.ts';
import { pledgeRoutes, type PledgeDeps } from './pledges/routes.ts';
import { isRecordedTrial } from './telephony/records.ts';
import { providersReached } from './rehearsal/providers.ts';
import { reportRoutes } from './reports/routes.ts';

export interface FundraisingDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly live: Pick<Live, 'totalsChanged'>;
  readonly pledged: PledgeDeps['pledged'];
  /** Where donors find us, and where this machine finds itself. */
  readonly publicUrl: string;
  readonly ownUrl: string;
  /** null: messages are kept and read on the outbox page. */
  readonly smtpUrl: string | null;
  /** Of a call that is on or still to be recorded; null: it is none of those. */
  readonly isTrial: (call: CallId) => boolean | null;
  /** null: `pledges@` the name under which donors know us. */
  readonly mailFrom: string | null;
}

export interface Fundraising {
  readonly tasks: Readonly<Record<string, Task>>;
  /** Whether donors reach whom they need. */
  readonly reached: ReturnType<typeof providersReached>;
  routes(app: FastifyInstance): void;
  close(): void;
}

/** The way of the money, from the pledge to the payment. */
export async function openFundraising(deps: FundraisingDeps): Promise<Fundraising> {
  const { db, clock, live } = deps;
  const secret = await sandboxSecret(db);
  const publicUrl = (): string => deps.publicUrl;
  const provider = sandboxProvider({ db, publicUrl, secret, nowMs: clock });
  const fromAddress = deps.mailFrom ?? senderOf(deps.publicUrl);
  const mailer = deps.smtpUrl === null ? null : smtpMailer({ url: deps.smtpUrl, fromAddress });
  const isTrialCall = async (call: string): Promise<boolean> =>
    deps.isTrial(call as CallId) ?? isRecordedTrial(db, call);
  return {
    reached: providersReached({ mailer, provider, now: clock }),
    tasks: {
      ...messageTasks({ db, mailer, publicUrl }),
      [NOTIFY]: notifyTask({ db, ownUrl: () => deps.ownUrl, secret, nowMs: clock }),
    },
    routes: (app) => {
      pledgeRoutes(app, { db, live, pledged: deps.pledged, isTrialCall });
      paymentRoutes(app, { db, live, providers: [provider] });
      donorRoutes(app, { db, provider, publicUrl, now: clock });
      sandboxRoutes(app, { db });
      messageRoutes(app, { db });
      reportRoutes(app, { db });
    },
    close: () => mailer?.close(),
  };
}

/** The address that invitations come from, at the name under which donors know us. */
function senderOf(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  const isName = /[a-z]/i.test(hostname) && !hostname.startsWith('[');
  return `pledges@${isName ? hostname : 'localhost'}`;
}
