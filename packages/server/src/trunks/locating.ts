import { randomInt } from 'node:crypto';
import {
  locate,
  locatorWakesAt,
  stepLocator,
  type Destination,
  type LocateEffect,
  type LocateInput,
  type LocatorState,
  type Target,
  type TransportName,
} from '@pledgeline/sip';
import type { Clock } from '../adapters/clock/clock.ts';
import { MachineShell } from '../adapters/clock/machine-shell.ts';
import type { AskDns } from '../adapters/dns/dns.ts';

export interface Located {
  /** The first is to be tried first; none: the host cannot be found. */
  readonly targets: readonly Target[];
  readonly ttlSeconds: number | null;
  /** A name server that did not answer: what was found may be a part. */
  readonly isAway: boolean;
}

export interface LocatingDeps {
  readonly ask: AskDns;
  readonly clock: Clock;
}

/** However long a name server wants its answer to be kept. */
const LOOK_AGAIN_MS = 300_000;
/** However short, and where a name server does not answer. */
const LOOK_AGAIN_MS_MIN = 10_000;

/** [TRUNK-15] After how long a name is looked up again; `isSoon`: its answer is missing, or a part of it. */
export function lookAgainMs(ttlsSeconds: readonly (number | null)[], isSoon: boolean): number {
  const ttlsMs = ttlsSeconds.flatMap((seconds) => (seconds === null ? [] : [1_000 * seconds]));
  return isSoon ? LOOK_AGAIN_MS_MIN : Math.max(LOOK_AGAIN_MS_MIN, Math.min(LOOK_AGAIN_MS, ...ttlsMs));
}

/** Three rounds of questions at most. */
const ROUND_MS = 5_000;

/** Where RFC 3263's machine meets the name servers. Never rejects. */
export function locateHost(
  { ask, clock }: LocatingDeps,
  destination: Destination,
  transports: readonly TransportName[],
): Promise<Located> {
  const { promise, resolve } = Promise.withResolvers<Located>();
  let ttlSeconds: number | null = null;
  let isAway = false;
  const settings = {
    transports,
    families: ['A', 'AAAA'] as const,
    timeoutMs: ROUND_MS,
    // Many lines behind one carrier are not to take the same of its hosts.
    seed: randomInt(2 ** 31),
  };
  const perform = (effect: LocateEffect): void => {
    if (effect.kind === 'located') {
      shell?.stop();
      resolve({ targets: effect.targets, ttlSeconds, isAway });
      return;
    }
    void ask(effect.question).then((asked) => {
      if (asked.ttlSeconds !== null) ttlSeconds = Math.min(ttlSeconds ?? asked.ttlSeconds, asked.ttlSeconds);
      isAway ||= asked.isAway;
      shell?.feed({ kind: 'answered', answer: asked.answer });
    });
  };
  const first = locate(destination, settings, clock());
  const shell =
    locatorWakesAt(first.state) === null
      ? null
      : new MachineShell<LocatorState, LocateInput, LocateEffect>(
          {
            state: first.state,
            step: stepLocator,
            wakeAt: locatorWakesAt,
            tick: { kind: 'clock' },
            perform,
            fault: () => resolve({ targets: [], ttlSeconds: null, isAway: true }),
          },
          clock,
        );
  for (const effect of first.effects) perform(effect);
  return promise;
}
