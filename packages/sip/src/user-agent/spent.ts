import { isAuthorization } from '../digest/answering.ts';
import { NO_BODY } from '../message/message.ts';
import type { InviteClient, InviteServer } from './state.ts';

/*
 * An INVITE that was answered with 2xx stays for 32 s (RFC 6026), of calls that lasted a second too: at five hundred a
 * second these are most of what is kept. So what is not needed any more goes.
 */

/** [UA-18] It only swallows the INVITE's repetitions, and is found by its key. */
export function spendTheirs(transaction: InviteServer): void {
  if (transaction.state.kind !== 'accepted') return;
  transaction.request = { ...transaction.request, headers: [], body: NO_BODY };
}

const FOR_FORKS = new Set(['via', 'from', 'to', 'call-id', 'cseq']);

/** [UA-18] Another fork's 2xx makes a dialog, an ACK and a BYE of it. */
export function spendOurs(transaction: InviteClient): void {
  if (transaction.state.kind !== 'accepted') return;
  const { request } = transaction;
  const headers = request.headers.filter((each) => FOR_FORKS.has(each.name) || isAuthorization(each));
  transaction.request = { ...request, headers, body: NO_BODY };
}
