import type { SipResponse } from '../message/message.ts';
import { answerChallenge } from './claims.ts';
import { feedClient } from './drive.ts';
import { startClient } from './ending.ts';
import { removeLeg } from './legs.ts';
import { withVia } from './outgoing-message.ts';
import { tellResponse, tellSilence } from './requests.ts';
import type { Client, Run } from './state.ts';

/** A response to BYE, CANCEL or a request outside of calls: a final one ends the leg, or is told, unless it can be answered. */
export function receiveResponse(run: Run, transaction: Client, response: SipResponse): void {
  const { status } = response;
  feedClient(run, transaction, { kind: 'response', status }, () => {
    if (status < 200 || sayAgain(run, transaction, response)) return;
    if (transaction.asker !== undefined && transaction.request !== undefined)
      tellResponse(run, transaction.asker, transaction.request, response);
    letGo(run, transaction);
  });
}

/** [DIG-5] Whether it was said again with our answer to a challenge. */
function sayAgain(
  run: Run,
  { claim, request, asker, flow, leg: id }: Client,
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
  startClient(run, withVia(run, next.request, flow), flow, id, {
    claim: next.claim,
    ...(asker !== undefined && { asker }),
  });
  return true;
}

/** No answer ever: it is over all the same (§15.1.1). */
export function failClient(
  run: Run,
  transaction: Client,
  input: { readonly kind: 'transport-failed' | 'clock' },
): void {
  feedClient(run, transaction, input, () => {
    tellSilence(run, transaction, input.kind === 'clock' ? 408 : 503);
    letGo(run, transaction);
  });
}

function letGo(run: Run, { leg: id }: Client): void {
  const leg = id === null ? undefined : run.state.legs.get(id);
  if (leg?.phase.kind === 'ending') removeLeg(run, leg);
}
