import {
  listPhoneAccounts,
  listSites,
  makePhoneAccount,
  removePhoneAccount,
  renewPhoneAccount,
  setSiteNetworks,
  type PhoneAccount,
  type RegistrarAddress,
} from '@pledgeline/contract';
import { failed, ok, type PositionId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import type { SeatHooks } from '../volunteers/routes.ts';
import { seatsHeld } from '../volunteers/seatings.ts';
import { makeAccount, phoneAccounts, removeAccount, renewAccount, setNetworks, sites } from './store.ts';

export interface PhoneRoutesDeps extends Pick<SeatHooks, 'onSeated'> {
  readonly db: Kysely<Tables>;
  /** The registrar takes up what the database has now. */
  readonly onAccounts: () => Promise<void>;
  /** Where the phone of that account is now; null: it is not registered. */
  readonly placeOf: (user: string) => PhoneAccount['from'];
  readonly registrar: RegistrarAddress;
}

export function phoneRoutes(app: FastifyInstance, deps: PhoneRoutesDeps): void {
  const { db, onAccounts, onSeated, placeOf, registrar } = deps;
  const listed = async () => ({
    accounts: (await phoneAccounts(db)).map(({ user, position, positionNumber, site }) => {
      const from = placeOf(user);
      return { user, position, positionNumber, site: site.name, registered: from !== null, from };
    }),
  });
  /** What was written is in force before it is answered, for whoever sits there too. */
  const takeUp = async (position: PositionId): Promise<void> => {
    await onAccounts();
    const seat = (await seatsHeld(db)).find((held) => held.position === position);
    if (seat !== undefined) onSeated(seat);
  };

  route(app, listPhoneAccounts, async () => ok(await listed()));

  route(app, makePhoneAccount, async ({ params, body, actor }) => {
    const position = params.id as PositionId;
    const made = await makeAccount(db, { actor, position, user: body.user });
    if (!made.ok) return failed({ fault: made.failure });
    await takeUp(position);
    return ok({ ...made.value, registrar });
  });

  route(app, renewPhoneAccount, async ({ params, actor }) => {
    const position = params.id as PositionId;
    const renewed = await renewAccount(db, { actor, position });
    if (!renewed.ok) return failed({ fault: renewed.failure });
    await takeUp(position);
    return ok({ ...renewed.value, registrar });
  });

  route(app, removePhoneAccount, async ({ params, actor }) => {
    const position = params.id as PositionId;
    if (!(await removeAccount(db, { actor, position }))) return failed({ fault: 'NOT_FOUND' });
    await takeUp(position);
    return ok(await listed());
  });

  route(app, listSites, async () => ok({ sites: await sites(db) }));

  route(app, setSiteNetworks, async ({ params, body, actor }) => {
    if (!(await setNetworks(db, { actor, site: params.id, networks: body.networks })))
      return failed({ fault: 'NOT_FOUND' });
    await onAccounts();
    return ok({ sites: await sites(db) });
  });
}
