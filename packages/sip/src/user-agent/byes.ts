import { feedClient } from './drive.ts';
import { removeLeg } from './legs.ts';
import type { Client, Run } from './state.ts';

/** A response to BYE or CANCEL: a final one ends the leg that waited for it. */
export function receiveResponse(run: Run, transaction: Client, status: number): void {
  feedClient(run, transaction, { kind: 'response', status }, () => {
    if (status >= 200) letGo(run, transaction);
  });
}

/** No answer ever: it is over all the same (§15.1.1). */
export function failClient(
  run: Run,
  transaction: Client,
  input: { readonly kind: 'transport-failed' | 'clock' },
): void {
  feedClient(run, transaction, input, () => letGo(run, transaction));
}

function letGo(run: Run, { leg: id }: Client): void {
  const leg = id === null ? undefined : run.state.legs.get(id);
  if (leg?.phase.kind === 'ending') removeLeg(run, leg);
}
