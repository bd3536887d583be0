import { notifyPayment } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { isDatabaseAway } from '../adapters/database/away.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import type { Live } from '../live/hub.ts';
import { takeNotification } from './notifications.ts';
import type { PaymentProvider } from './provider.ts';

export interface PaymentDeps {
  readonly db: Kysely<Tables>;
  readonly live: Pick<Live, 'totalsChanged'>;
  readonly providers: readonly PaymentProvider[];
}

export function paymentRoutes(app: FastifyInstance, { db, live, providers }: PaymentDeps): void {
  route(
    app,
    notifyPayment,
    async ({ params, raw }) => {
      const provider = providers.find(({ name }) => name === params.provider);
      if (provider === undefined) return failed({ fault: 'NOT_FOUND' });
      const read = provider.readNotification(raw.headers, raw.rawBody ?? new Uint8Array());
      if (!read.ok) return failed({ fault: read.failure });
      try {
        const taken = await takeNotification(db, provider.name, read.value);
        // Not found is what makes a provider send it again, which is right when it overtook the checkout.
        if (taken === 'unknown-checkout') return failed({ fault: 'NOT_FOUND' });
        if (taken === 'paid') live.totalsChanged();
        return ok({ received: true });
      } catch (error) {
        if (isDatabaseAway(error)) return failed({ fault: 'UNAVAILABLE' });
        throw error;
      }
    },
    { keepRawBody: true, crossOrigin: true },
  );
}
