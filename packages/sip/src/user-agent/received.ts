import { isInDialog } from '../dialog/dialog.ts';
import { encodeText } from '../grammar/octets.ts';
import { LIMITS } from '../limits.ts';
import { callIdOf, topVia, type SipMessage, type SipRequest, type SipResponse } from '../message/message.ts';
import { cutLines } from '../message/lines.ts';
import { parseLines, parseMessage, type Parsed } from '../message/parse.ts';
import { clientKey, serverKey } from '../transaction/match.ts';
import { stampVia } from '../transport/via-received.ts';
import type { Flow } from '../transport/flow.ts';
import { withhold } from '../withheld/withheld.ts';
import { answerAtOnce, answerStateless, asked, type Asked } from './answering.ts';
import { tellAsk } from './asks.ts';
import { refusalOf } from './checks.ts';
import { feedInviteServer, feedServer } from './drive.ts';
import { receiveAckOf2xx, receiveInDialog } from './in-dialog.ts';
import { receiveInvite, refuse, tooMany } from './invite.ts';
import { withdrawTheirs } from './offered.ts';
import { receiveInviteResponse } from './outgoing.ts';
import { receiveResponse } from './byes.ts';
import { ACCEPT, allow } from './outgoing-message.ts';
import type { Run } from './state.ts';

/** One message from the wire. A withheld number is gone before anything else looks at it. */
export function receive(run: Run, flow: Flow, bytes: Uint8Array): void {
  const { parsed, withheld } = read(run, bytes);
  if (parsed.kind === 'malformed') return receiveMalformed(run, flow, parsed);
  const { message } = parsed;
  if (message.kind === 'response') return onResponse(run, message);
  const ask = asked(stampVia(message, flow), flow);
  if (ask === null) return drop(run, 'no-via');
  onRequest(run, ask, withheld);
}

/** [WH-6] What belongs to a call whose number is withheld is reduced even where it does not ask for it itself. */
function read(run: Run, bytes: Uint8Array): { readonly parsed: Parsed; readonly withheld: boolean } {
  const raw = cutLines(bytes);
  const first = registers(run, bytes) ? { bytes, withheld: false } : withhold(bytes, false, raw);
  // What came is as it came in most cases, and was cut into its lines already.
  const isWhole = !first.withheld && bytes.length <= LIMITS.messageBytesMax;
  const parsed = isWhole ? parseLines(raw, false) : parseMessage(first.bytes);
  const known = (message: SipMessage): boolean => run.state.withheldCalls.has(callIdOf(message));
  if (first.withheld || parsed.kind === 'malformed' || !known(parsed.message))
    return { parsed, withheld: first.withheld };
  return { parsed: parseMessage(withhold(bytes, true).bytes), withheld: true };
}

/** [ASK-4] A phone that hides its number in its calls says so in its REGISTER too, and has to be known all the same. */
const registers = ({ state }: Run, bytes: Uint8Array): boolean =>
  state.settings.registrar === true &&
  bytes[0] === REGISTER[0] &&
  REGISTER.every((byte, at) => bytes[at] === byte);
const REGISTER = encodeText('REGISTER ');

function drop(run: Run, because: string): void {
  run.effects.push({ kind: 'dropped', because });
}

/** [MSG-9] 400 (505, 513) where it says to whom, else nothing. */
function receiveMalformed(run: Run, flow: Flow, parsed: Parsed & { readonly kind: 'malformed' }): void {
  drop(run, `malformed: ${parsed.because}`);
  if (parsed.answer === null) return;
  const ask = asked(stampVia(parsed.answer.request, flow), flow);
  if (ask !== null) answerStateless(run, ask, { status: parsed.answer.status });
}

function onRequest(run: Run, ask: Asked, withheld: boolean): void {
  const { request } = ask;
  if (request.method === 'ACK') return onAck(run, request);
  const known = run.state.transactions.get(ask.key);
  if (known?.role === 'invite-server') return feedInviteServer(run, known, { kind: 'invite-again' });
  if (known?.role === 'server') return feedServer(run, known, { kind: 'request-again' });
  if (run.state.transactions.size >= run.state.settings.limits.transactionsMax) return tooMany(run, ask);
  if (request.method === 'CANCEL') return onCancel(run, ask);
  const refusal = refusalOf(run.state, ask);
  if (refusal !== null) return answerAtOnce(run, ask, refusal);
  if (isInDialog(request)) return receiveInDialog(run, ask);
  switch (request.method) {
    case 'INVITE':
      return receiveInvite(run, ask, withheld);
    case 'OPTIONS':
      return answerAtOnce(run, ask, { status: 200, headers: [allow(run.state.settings), ACCEPT] });
    case 'REGISTER':
      return tellAsk(run, ask);
    default:
      // [UAS-7] BYE, INFO, UPDATE of no dialog.
      return answerAtOnce(run, ask, { status: 481 });
  }
}

function onAck(run: Run, request: SipRequest): void {
  const via = topVia(request);
  const known = via === null ? undefined : run.state.transactions.get(serverKey(request, via, 'INVITE'));
  if (known?.role !== 'invite-server') return receiveAckOf2xx(run, request);
  const was = known.state.kind;
  feedInviteServer(run, known, { kind: 'ack' });
  // An RFC 2543 client's ACK of a 2xx matches its INVITE.
  if (was === 'accepted') receiveAckOf2xx(run, request);
}

/** [UA-7] §9.2: 200 to CANCEL in any case that we know the INVITE; 487 to the INVITE unless it was answered. */
function onCancel(run: Run, ask: Asked): void {
  const via = topVia(ask.request);
  const key = via === null ? '' : serverKey(ask.request, via, 'INVITE');
  const invite = run.state.transactions.get(key);
  if (invite?.role !== 'invite-server') return answerAtOnce(run, ask, { status: 481 });
  const leg = invite.leg === null ? undefined : run.state.legs.get(invite.leg);
  const toTag = leg?.dialog?.localTag;
  answerAtOnce(run, ask, toTag === undefined ? { status: 200 } : { status: 200, toTag });
  if (leg?.theirs?.transaction === key) return withdrawTheirs(run, leg, leg, 487);
  if (leg?.phase.kind !== 'ringing' || leg.phase.transaction !== key) return;
  refuse(run, leg, leg.phase, { status: 487 });
  run.effects.push({ kind: 'cancelled', leg: leg.id });
}

function onResponse(run: Run, response: SipResponse): void {
  const key = clientKey(response);
  const transaction = key === null ? undefined : run.state.transactions.get(key);
  if (transaction?.role === 'invite-client') return receiveInviteResponse(run, transaction, response);
  if (transaction?.role === 'client') return receiveResponse(run, transaction, response);
  drop(run, 'stray-response');
}
