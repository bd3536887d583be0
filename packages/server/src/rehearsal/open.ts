import type { FastifyInstance } from 'fastify';
import type { Database } from '../adapters/database/connect.ts';
import type { Log } from '../adapters/log/log.ts';
import { placeTestCall } from '../telephony/test-call.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { Trunks } from '../trunks/trunks.ts';
import type { ProvidersDeps, providersReached } from './providers.ts';
import { rehearsalRoutes } from './routes.ts';
import { Rehearsals } from './run.ts';
import { noteSounds } from './sounds.ts';

export interface RehearsalSideDeps {
  readonly db: Database;
  readonly log: Log;
  readonly clock: ProvidersDeps['now'];
  readonly settings: { readonly dataDir: string };
  readonly telephony: Pick<Telephony, 'sipPort' | 'exchange'>;
  readonly trunks: Trunks;
  readonly reached: ReturnType<typeof providersReached>;
}

export interface RehearsalSide {
  readonly isOn: () => boolean;
  routes(app: FastifyInstance): void;
  stop(): Promise<void>;
}

/** A headset that is heard for less is none that was tried. */
const LISTEN_EACH_MS = 10_000;

/** What belongs to the dress rehearsal: checklist, trial calls, and the record of headsets that were heard. */
export async function openRehearsal(deps: RehearsalSideDeps): Promise<RehearsalSide> {
  const { db, log, clock: now, settings, telephony, trunks, reached } = deps;
  const rehearsals = await Rehearsals.open({
    db,
    log,
    now,
    sipPort: telephony.sipPort,
    place: placeTestCall,
    later(ms, act) {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  const listening = setInterval(() => {
    noteSounds(db, [...telephony.exchange().lines], now()).catch((error: unknown) =>
      log.warn({ err: error }, 'which headsets are heard could not be noted'),
    );
  }, LISTEN_EACH_MS);
  return {
    isOn: () => rehearsals.isOn,
    routes: (app) =>
      rehearsalRoutes(app, {
        db,
        now,
        dataDir: settings.dataDir,
        trunks,
        exchange: telephony.exchange,
        providers: reached,
        rehearsals,
      }),
    async stop() {
      clearInterval(listening);
      await rehearsals.close();
    },
  };
}
