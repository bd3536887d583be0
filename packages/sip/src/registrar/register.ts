import { after } from '@pledgeline/core';
import type { Flow } from '../transport/flow.ts';
import type { RegisterContact, RegisterRequest } from '../user-agent/register-request.ts';
import { authenticate } from './authenticate.ts';
import { bindingsOf, replaceBindings, secondsLeft } from './bindings.ts';
import type { Run } from './state.ts';
import type { Binding, RegistrarEffect, RegistrarInput, UnboundBecause } from './types.ts';

type Input = RegistrarInput & { readonly kind: 'register' };
type Reply = RegistrarEffect & { readonly kind: 'reply' };
type Because = (RegistrarEffect & { readonly kind: 'refused' })['because'];

/** RFC 3261 §10.3 in its order, as far as it is ours: we are no proxy, and serve one domain under any of its names. */
export function register(run: Run, { id, flow, request, trusted }: Input): void {
  const reply = (status: number, headers: Reply['headers'] = []): void => {
    run.effects.push({ kind: 'reply', id, status, headers });
  };
  const refuse = (because: Because, status: number, headers?: Reply['headers']): void => {
    run.effects.push({ kind: 'refused', because });
    reply(status, headers);
  };
  // [RGR-3] Where nobody may register from nothing is asked.
  if (!trusted) return refuse('not-trusted', 403);
  const { user } = request;
  const { limits } = run.state.settings;
  if (user === null || user.length > limits.userBytesMax || !isSound(request, limits.contactBytesMax))
    return refuse('malformed', 400);
  const verdict = authenticate(run, { request, user, address: flow.remote.address });
  if (verdict.kind === 'challenge') return reply(401, verdict.headers);
  if (verdict.kind === 'forbidden') return refuse(verdict.because, 403);
  const change = changeOf(run, user, request, flow);
  if (change.kind === 'refused') return refuse(change.because, change.status, change.headers);
  replaceBindings(run, user, change.bindings, change.because);
  return reply(
    200,
    bindingsOf(run, user).map(({ contact, until }) => ({
      name: 'contact',
      value: `<${contact}>;expires=${secondsLeft(until, run.now)}`,
    })),
  );
}

/** [RGR-9] §10.3 step 6: `*` stands alone, and only takes back. A contact that no call can be sent to is none. */
function isSound({ contacts, expiresSeconds }: RegisterRequest, bytesMax: number): boolean {
  if (contacts === '*') return expiresSeconds === 0;
  return contacts.every(
    ({ uri, instance }) => uri !== null && uri.length <= bytesMax && (instance ?? '').length <= bytesMax,
  );
}

type Change =
  | {
      readonly kind: 'bindings';
      readonly bindings: readonly Binding[];
      readonly because: (gone: Binding) => UnboundBecause;
    }
  | {
      readonly kind: 'refused';
      readonly because: Because;
      readonly status: number;
      readonly headers: Reply['headers'];
    };

const refusal = (because: Because, status: number, headers: Reply['headers'] = []): Change => ({
  kind: 'refused',
  because,
  status,
  headers,
});

/** What a phone has afterwards: all of the request or nothing of it (§10.3 step 7). */
function changeOf(run: Run, user: string, request: RegisterRequest, flow: Flow): Change {
  const { limits } = run.state.settings;
  const before = bindingsOf(run, user);
  const named = request.contacts === '*' ? [] : request.contacts;
  const touched = request.contacts === '*' ? before : before.filter((each) => named.some(isOf(each)));
  // §10.3 steps 6 and 7: within one Call-ID what has been overtaken changes nothing.
  const { callId, sequence } = request;
  if (touched.some((each) => each.callId === callId && sequence <= each.sequence))
    return refusal('malformed', 500);
  if (named.length > limits.bindingsPerUserMax) return refusal('full', 403);
  const asked = named.map((contact) => ({ contact, seconds: secondsOf(run, request, contact) }));
  // [RGR-10] §10.2.8: too brief is refused, with the least that will do.
  if (asked.some(({ seconds }) => seconds > 0 && seconds < limits.expiresMinSeconds))
    return refusal('too-brief', 423, [{ name: 'min-expires', value: String(limits.expiresMinSeconds) }]);
  const added = asked
    .filter(({ seconds }) => seconds > 0)
    .map(({ contact: { uri, instance }, seconds }) => ({
      user,
      contact: uri ?? '',
      flow,
      until: after(run.now, 1_000 * Math.min(seconds, limits.expiresMaxSeconds)),
      instance,
      callId,
      sequence,
    }));
  const now = lastOfEach(added);
  const others = before.filter((each) => !touched.includes(each));
  const kept = [...lasting(others, limits.bindingsPerUserMax - now.length), ...now];
  if (run.state.bound + kept.length - before.length > limits.bindingsMax)
    return refusal('full', 503, [{ name: 'retry-after', value: '60' }]);
  return { kind: 'bindings', bindings: kept, because: because(request) };
}

/** The same URI, or the same way of the same device (RFC 5626 §6): then it has moved. */
const isOf =
  (binding: Binding) =>
  ({ uri, instance }: RegisterContact): boolean =>
    uri === binding.contact || (instance !== null && instance === binding.instance);

/** A contact that a request names twice is one. */
const lastOfEach = (bindings: readonly Binding[]): readonly Binding[] => [
  ...new Map(bindings.map((each) => [each.contact, each])).values(),
];

/** [RGR-11] Of too many others those that end first go: a phone that starts anew leaves its old ones behind. */
function lasting(bindings: readonly Binding[], max: number): readonly Binding[] {
  // Among those that end together the one that was bound first goes.
  const latest = bindings.toReversed().toSorted((one, other) => other.until - one.until);
  const kept = new Set(latest.slice(0, max));
  return bindings.filter((each) => kept.has(each));
}

const secondsOf = (run: Run, request: RegisterRequest, contact: RegisterContact): number =>
  contact.expiresSeconds ?? request.expiresSeconds ?? run.state.settings.limits.expiresMaxSeconds;

const because =
  ({ contacts, expiresSeconds }: RegisterRequest) =>
  (gone: Binding): UnboundBecause => {
    const takesBack =
      contacts === '*' ||
      contacts.some(({ uri, expiresSeconds: own }) => uri === gone.contact && (own ?? expiresSeconds) === 0);
    return takesBack ? 'unregistered' : 'replaced';
  };
