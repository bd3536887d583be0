import type { Task } from '../adapters/jobs/worker.ts';
import { INVITE, SEND } from './invite.ts';
import { sendTask, type SendDeps } from './send.ts';
import { invitationTask, type WriteDeps } from './write.ts';

/** The jobs that bring messages to donors, by the name under which they are asked for. */
export function messageTasks({
  db,
  mailer,
  publicUrl,
}: SendDeps & Pick<WriteDeps, 'publicUrl'>): Readonly<Record<string, Task>> {
  return {
    [INVITE]: invitationTask({ db, publicUrl, mailGoesOut: mailer !== null }),
    [SEND]: sendTask({ db, mailer }),
  };
}
