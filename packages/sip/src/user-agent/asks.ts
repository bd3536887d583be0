import { after } from '@pledgeline/core';
import { originKey } from '../transaction/match.ts';
import { server } from '../transaction/server.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { isToken } from '../grammar/token.ts';
import type { Header } from '../message/message.ts';
import { isOneLine } from '../message/write.ts';
import { statelessTag, type Asked } from './answering.ts';
import { feedServer, keep } from './drive.ts';
import { writeResponse } from './outgoing-message.ts';
import { registerRequestIn } from './register-request.ts';
import type { Run } from './state.ts';
import type { AskId } from './types.ts';
import { pushWake } from './wakes.ts';

/** [ASK-1] A request that the shell answers: it is told, and its transaction waits for `reply`. */
export function tellAsk(run: Run, ask: Asked): void {
  const { key, request, flow } = ask;
  const origin = originKey(request);
  keep(run, { role: 'server', key, flow: ask.replyTo, origin, state: server, scheduled: null });
  const id = key as AskId;
  run.state.asks.set(id, ask);
  // Half of the time for which the peer waits: then it has its answer before it gives up.
  const at = after(run.now, lifetimeMs(run.state.settings.timers) / 2);
  pushWake(run.state.wakes, { at, owner: `a ${id}` });
  run.effects.push({ kind: 'registering', id, flow, request: registerRequestIn(request) });
}

interface Reply {
  readonly id: AskId;
  readonly status: number;
  readonly headers?: readonly Header[];
}

/** [ASK-2] What the shell says to it, once. */
export function replyTo(run: Run, { id, status, headers = [] }: Reply): void {
  const ask = run.state.asks.get(id);
  if (ask === undefined) {
    run.effects.push({ kind: 'dropped', because: 'no-such-request' });
    return;
  }
  run.state.asks.delete(id);
  const transaction = run.state.transactions.get(id);
  if (transaction?.role !== 'server') return;
  const sound = headers.every(({ name, value }) => isToken(name) && isOneLine(value));
  const answer = sound && status >= 200 && status <= 699 ? { status, headers } : { status: 500 };
  const wire = writeResponse(run, ask.request, ask.flow, { ...answer, toTag: statelessTag(run, ask) });
  feedServer(run, transaction, { kind: 'respond', status: answer.status, wire });
}

/** [ASK-3] The shell has forgotten it. */
export function expireAsk(run: Run, id: AskId): void {
  if (run.state.asks.has(id)) replyTo(run, { id, status: 503 });
}
