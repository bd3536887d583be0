import type { DeskEvent } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { SeatHeld } from './access/actor.ts';
import type { Clock } from './adapters/clock/clock.ts';
import type { Database } from './adapters/database/connect.ts';
import type { Log } from './adapters/log/log.ts';
import { isTypingWorthALine } from './distribution/typing.ts';
import { isTrial } from './campaigns/store.ts';
import { FloorWatch } from './distribution/floor-watch.ts';
import { watchPresence, type PresenceShell } from './distribution/presence-shell.ts';
import { LiveHub } from './live/hub.ts';
import { totalsSnapshot } from './reports/store.ts';
import { StartFault } from './start-fault.ts';
import { startTelephony, type Telephony, type TelephonyDeps } from './telephony/telephony.ts';
import type { SeatHooks } from './volunteers/routes.ts';

export interface FloorSideDeps extends Omit<TelephonyDeps, 'live' | 'seated' | 'watch'> {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly media: Media;
  /** Who sits now, as the database has it. */
  readonly seats: readonly SeatHeld[];
}

export interface FloorSide extends SeatHooks {
  readonly hub: LiveHub;
  readonly telephony: Telephony;
  readonly presence: PresenceShell;
  readonly floor: FloorWatch;
}

/** Screens, presence and telephony, which tell each other what happens: none of them comes first. @throws StartFault */
export async function openFloorSide(deps: FloorSideDeps): Promise<FloorSide> {
  const { db, log, clock, seats } = deps;
  const hub: LiveHub = new LiveHub(
    {
      deskSnapshot: (agent): DeskEvent => telephony.desks.snapshot(agent),
      totalsSnapshot: () => totalsSnapshot(db),
      onSignal: (agent, signal) => {
        if (signal.kind !== 'still-typing')
          telephony.feed({ kind: signal.kind, agent, call: signal.call as CallId });
        else if (isTypingWorthALine(telephony.exchange(), agent, clock()))
          telephony.feed({ kind: 'still-typing', agent });
      },
      onDeskConnected: (agent) => presence.tell({ kind: 'connected', agent }),
      onDeskDisconnected: (agent) => presence.tell({ kind: 'disconnected', agent }),
    },
    log,
  );
  const floor = new FloorWatch({
    ...deps,
    trials: await isTrial(db),
    exchange: () => telephony.exchange(),
    lineNumberOf: (call) => telephony.lineNumberOf(call),
    sinceOf: (agent) => telephony.desks.sinceOf(agent),
    trunksDown: () => trunksDown(deps),
  });
  const telephony = await startTelephony({ ...deps, live: hub, seated: seats, watch: floor.told }).catch(
    (error: unknown) => {
      throw portFault(error, deps.sip);
    },
  );
  await floor.begin(telephony.sight());
  const presence = watchPresence(telephony, clock, (error) =>
    log.error({ err: error }, 'presence was lost to a bug'),
  );
  // Whose screen does not come back after a restart is no desk to offer a call to.
  for (const { agent } of seats) presence.tell({ kind: 'disconnected', agent });
  return {
    hub,
    telephony,
    presence,
    floor,
    onSeated: (seat) => {
      telephony.seat(seat);
      // A screen that is open already may have the other sound now.
      hub.toDesk(seat.agent, telephony.desks.snapshot(seat.agent));
      floor.sat(seat);
    },
    onUnseated: (agent: AgentId) => {
      floor.gone(agent);
      presence.tell({ kind: 'left', agent });
      telephony.unseat(agent);
      hub.toDesk(agent, { kind: 'unseated' });
    },
  };
}

/** Carriers who are asked whether they are there, and do not answer. */
const trunksDown = ({ trunks, carriers }: Pick<FloorSideDeps, 'trunks' | 'carriers'>): readonly string[] =>
  trunks
    .all()
    .filter(({ id, enabled }) => enabled && carriers.of(id)?.state().reach === 'down')
    .map(({ name }) => name);

function portFault(error: unknown, { port, tls }: TelephonyDeps['sip']): unknown {
  const { code, port: at } = error as { readonly code?: unknown; readonly port?: unknown };
  const isTls = tls !== null && at === tls.port && at !== port;
  const setting = isTls ? 'PLEDGELINE_SIPS_PORT' : 'PLEDGELINE_SIP_PORT';
  const named = isTls ? tls.port : port;
  if (code === 'EADDRINUSE')
    return new StartFault(
      `The SIP port ${named} is taken by another program: end that one, or choose another with ${setting}.`,
    );
  if (code === 'EACCES')
    return new StartFault(
      `The SIP port ${named} may be opened by root only: choose one from 1024 on with ${setting}.`,
    );
  return error;
}
