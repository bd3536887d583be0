import type { SipResponse } from '../message/message.ts';
import { answerChallenge } from './claims.ts';
import { settleOurs } from './again.ts';
import { feedClient } from './drive.ts';
import { startClient } from './ending.ts';
import { removeLeg } from './legs.ts';
import { withVia } from './outgoing-message.ts';
import { tellResponse, tellSilence } from './requests.ts';
import type { Client, Run } from './state.ts';

/** A final response to BYE, CANCEL, UPDATE or a request outside of calls concerns the leg or whoever asked, unless it can be answered. */
export function receiveResponse(run: Run, transaction: Client, response: SipResponse): void {
  const { status } = response;
  feedClient(run, transaction, { kind: 'response', status }, () => {
    if (status < 200 || sayAgain(run, transaction, response)) return;
    if (transaction.asker !== undefined && transaction.request !== undefined)
      tellResponse(run, transaction.asker, transaction.request, response);
    letGo(run, transaction);
    tell(run, transaction, status, response);
  });
}

/** [DIG-5] Whether it was said again with our answer to a challenge. */
function sayAgain(
  run: Run,
  { claim, request, asker, flow, told, leg: id }: Client,
  response: SipResponse,
): boolean {
  if (claim === undefined || request === undefined) return false;
  const leg = id === null ? undefined : run.state.legs.get(id);
  const dialog = leg?.dialog ?? null;
  const number = dialog === null ? undefined : dialog.localSequence + 1;
  const next = answerChallenge(
    run,
    { request, claim },
    { response, ...(number !== undefined && { number }) },
  );
  if (next === null) return false;
  if (leg !== undefined && dialog !== null && number !== undefined)
    leg.dialog = { ...dialog, localSequence: number };
  startClient(run, withVia(run, next.request, flow), flow, {
    ends: id,
    told,
    claim: next.claim,
    ...(asker !== undefined && { asker }),
  });
  return true;
}

/** No answer ever: it is over all the same (§15.1.1). 408 for silence, 503 for a transport that failed (§8.1.3.1). */
export function failClient(
  run: Run,
  transaction: Client,
  input: { readonly kind: 'transport-failed' | 'clock' },
): void {
  feedClient(run, transaction, input, (event) => {
    const status = event === 'timeout' ? 408 : 503;
    tellSilence(run, transaction, status);
    letGo(run, transaction);
    tell(run, transaction, status, null);
  });
}

function letGo(run: Run, { leg: id }: Client): void {
  const leg = id === null ? undefined : run.state.legs.get(id);
  if (leg?.phase.kind === 'ending') removeLeg(run, leg);
}

function tell(run: Run, { key, told }: Client, status: number, response: SipResponse | null): void {
  if (told !== null) settleOurs(run, told, { transaction: key, status, response });
}
