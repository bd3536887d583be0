import { randomUUID } from 'node:crypto';
import {
  createRegistration,
  registerRequest,
  registrationWakesAt,
  stepRegistration,
  type LegId,
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  type RegistrationView,
  type TransportName,
  type UserAgentEffect,
} from '@pledgeline/sip';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { MachineShell } from '../../src/adapters/clock/machine-shell.ts';
import { UserAgentShell } from '../../src/telephony/user-agent-shell.ts';
import { PHONE_HOST, soundOf } from './telephony.ts';

const LINE = '127.0.0.1';

interface Wish {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Where the phone is. */
  readonly host?: string;
  readonly transport?: TransportName;
  /** Over TLS: the authority of the line's certificate, and the name in it. */
  readonly line?: { readonly host: string; readonly authority: string };
  readonly expiresSeconds?: number;
}

/** A desk phone that registers by an account: our own user agent, over real sockets. It answers whoever calls. */
export async function registeredPhone(wish: Wish) {
  const { port, user, password, host = PHONE_HOST, transport = 'udp', expiresSeconds = 600 } = wish;
  const seen: UserAgentEffect[] = [];
  const views: RegistrationView[] = [];
  let last: LegId | null = null;
  const fault = (error: unknown): never => {
    throw error;
  };
  const clock = steadyClock();
  const shell: UserAgentShell = new UserAgentShell({
    clock,
    admits: () => true,
    tls: { tlsPeerOf: () => wish.line ?? null, tlsTold: () => undefined },
    perform(effect) {
      seen.push(effect);
      if (effect.kind === 'responded') registration.feed(effect);
      if (effect.kind !== 'invited') return;
      last = effect.leg;
      shell.feed({ kind: 'answer', leg: last, sdp: soundOf(effect.sdp) });
    },
    dropped: () => undefined,
    fault,
  });
  await shell.open({ addresses: [host], port: 0, tls: null });
  const flow = shell.flowTo({ transport, address: LINE, port });
  if (flow === null) throw new Error('no way to the line');
  const registration = new MachineShell<RegistrationState, RegistrationInput, RegistrationEffect>(
    {
      state: createRegistration({
        name: user,
        registrar: `sip:${LINE}:${port}`,
        address: `sip:${user}@${LINE}`,
        contactUser: user,
        expiresSeconds,
        callId: randomUUID(),
        seed: 1,
      }),
      step: stepRegistration,
      wakeAt: registrationWakesAt,
      tick: { kind: 'clock' },
      perform(effect) {
        if (effect.kind === 'registration-changed') views.push(effect.view);
        else shell.feed(registerRequest(effect, { flow, credentials: { username: user, password } }));
      },
      fault,
    },
    clock,
  );
  const register = (): void => registration.feed({ kind: 'start' });
  register();
  return {
    /** Where it was taken back. */
    register,
    seen: (kind: UserAgentEffect['kind']): number => seen.filter((effect) => effect.kind === kind).length,
    /** Whether it is registered; the status, where it was refused. */
    registered(): boolean | number {
      const view = views.at(-1);
      return view?.kind === 'refused' ? view.status : view?.kind === 'registered';
    },
    again: () => registration.feed({ kind: 'again' }),
    unregister: () => registration.feed({ kind: 'stop' }),
    hangUp: () => last !== null && shell.feed({ kind: 'hang-up', leg: last }),
    async close() {
      registration.stop();
      await shell.close();
    },
  };
}
