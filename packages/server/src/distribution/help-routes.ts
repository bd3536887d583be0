import { mayAskHelp } from '@pledgeline/calls';
import { askForHelp } from '@pledgeline/contract';
import { failed, ok, type CallId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { seatOf } from '../access/actor.ts';
import { route } from '../adapters/http/route.ts';
import type { Telephony } from '../telephony/telephony.ts';

/** [HOX-2] The key at the desk: whoever talks says that the call is a hoax, and somebody comes. */
export function helpRoutes(app: FastifyInstance, telephony: Pick<Telephony, 'exchange' | 'feed'>): void {
  route(app, askForHelp, async ({ actor, params, body }) => {
    const seat = seatOf(actor);
    if (seat === null) return failed({ fault: 'NO_SEAT' });
    const own = { agent: seat.agent, call: params.call as CallId };
    const may = mayAskHelp(telephony.exchange(), own);
    // Whoever was asked because of it is no reason to be held to it.
    if (!may.ok && (body.asked || may.failure === 'NO_SUCH_CALL')) return failed({ fault: may.failure });
    telephony.feed({ kind: body.asked ? 'help-asked' : 'help-withdrawn', ...own });
    return ok({ done: true });
  });
}
