import type { Instant } from '@pledgeline/core';
import type { DigestAlgorithm } from '../../src/digest/algorithm.ts';
import { parseChallenges, type Challenge } from '../../src/digest/challenge.ts';
import { writeAuthorization } from '../../src/digest/authorization.ts';
import {
  createRegistrar,
  passwordHash,
  REGISTRAR_LIMITS,
  registrarWakesAt,
  stepRegistrar,
  type AskId,
  type Flow,
  type PasswordHashes,
  type RegisterContact,
  type RegisterRequest,
  type RegistrarEffect,
  type RegistrarInput,
  type RegistrarLimits,
  type RegistrarState,
} from '../../src/index.ts';
import { runClock, UDP } from './bench.ts';

export const REALM = 'pledges';
export const at = (address: string, port = 5060): Flow => ({ ...UDP, remote: { address, port } });

export function hashes(username: string, password: string): PasswordHashes {
  const of = (algorithm: DigestAlgorithm): string => passwordHash(algorithm, { username, password }, REALM);
  return { md5: of('MD5'), sha256: of('SHA-256') };
}

export interface Asked {
  readonly user?: string | null;
  readonly password?: string;
  readonly contacts?: readonly (string | Partial<RegisterContact>)[] | '*';
  readonly expires?: number | null;
  readonly callId?: string;
  readonly sequence?: number;
  readonly flow?: Flow;
  readonly trusted?: boolean;
  readonly algorithm?: DigestAlgorithm;
  readonly authorization?: readonly string[];
}
export interface Answered {
  readonly status: number;
  readonly headers: readonly string[];
}

/** A registrar on a made-up clock, and the phones that ask it. */
export class RegistrarBench {
  state: RegistrarState;
  nowMs = 0;
  sequence = 0;
  effects: RegistrarEffect[] = [];

  constructor(
    limits: Partial<RegistrarLimits> = {},
    secret = 'a secret',
    algorithms?: readonly DigestAlgorithm[],
  ) {
    const settings = {
      realm: REALM,
      limits: { ...REGISTRAR_LIMITS, ...limits },
      ...(algorithms && { algorithms }),
    };
    this.state = createRegistrar(settings, secret);
  }

  feed(input: RegistrarInput): readonly RegistrarEffect[] {
    const { effects } = stepRegistrar(this.state, input, this.nowMs as Instant);
    this.effects.push(...effects);
    return effects;
  }

  account(user: string, password = 'right'): void {
    this.feed({ kind: 'account', user, hashes: hashes(user, password) });
  }

  /** One REGISTER, and what is said to it. */
  ask(asked: Asked): Answered {
    const effects = this.feed({
      kind: 'register',
      id: 'ask' as AskId,
      flow: asked.flow ?? at('192.0.2.1'),
      request: this.#request(asked),
      trusted: asked.trusted ?? true,
    });
    const replies = effects.filter((effect) => effect.kind === 'reply');
    if (replies.length !== 1) throw new Error(`${replies.length} replies`);
    const { status, headers } = replies[0]!;
    return { status, headers: headers.map(({ name, value }) => `${name}: ${value}`) };
  }

  /** As a phone does: asks, is challenged, and asks again with what its password makes of that. */
  register(asked: Asked): Answered {
    const first = this.ask(asked);
    return first.status === 401 ? this.ask({ ...asked, authorization: [this.answer(asked, first)] }) : first;
  }

  challengeIn({ headers }: Answered, algorithm: DigestAlgorithm = 'SHA-256'): Challenge {
    const challenges = parseChallenges(headers.map((line) => line.replace('www-authenticate: ', '')));
    return challenges.find((each) => each.algorithm === algorithm)!;
  }

  answer(asked: Asked, challenged: Answered, count = 1): string {
    return writeAuthorization({
      challenge: this.challengeIn(challenged, asked.algorithm),
      credentials: { username: asked.user ?? 'desk-1', password: asked.password ?? 'right' },
      method: 'REGISTER',
      uri: 'sip:192.0.2.10',
      count,
      cnonce: 'c',
    });
  }

  /** Lets the clock run, waking the machine when it asks for it. */
  until(ms: number): this {
    runClock(this, () => registrarWakesAt(this.state), ms);
    return this;
  }

  /** What was told about devices and refusals, since the last time it was asked. */
  news(): string[] {
    const told = this.effects.filter((effect) => effect.kind !== 'reply');
    this.effects = [];
    return told.map((effect) => {
      if (effect.kind === 'refused') return `refused ${effect.because}`;
      const what = `${effect.kind} ${effect.user} ${effect.contact}`;
      return effect.kind === 'bound' ? `${what} until ${effect.until}` : `${what} ${effect.because}`;
    });
  }

  #request(asked: Asked): RegisterRequest {
    this.sequence += 1;
    const { contacts = ['sip:desk-1@10.0.0.5:5060'] } = asked;
    return {
      method: 'REGISTER',
      user: asked.user === undefined ? 'desk-1' : asked.user,
      callId: asked.callId ?? 'call',
      sequence: asked.sequence ?? this.sequence,
      contacts:
        contacts === '*'
          ? '*'
          : contacts.map((each) => ({
              uri: null,
              expiresSeconds: null,
              instance: null,
              ...(typeof each === 'string' ? { uri: each } : each),
            })),
      expiresSeconds: asked.expires === undefined ? 600 : asked.expires,
      authorization: asked.authorization ?? [],
    };
  }
}
