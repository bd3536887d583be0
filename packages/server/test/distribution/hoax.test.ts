import type { DeskCall, FaultBody } from '@pledgeline/contract';
import { HELP_AWAITED_MS } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { floorView } from '../../src/distribution/floor-view.ts';
import { helpRoutes } from '../../src/distribution/help-routes.ts';
import { addPositions, Jar, testApp } from '../testing/app.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

/** Louise talks to a caller; Camille sits beside her with a line, and is on a break. */
async function room(trade = false) {
  const seated: { agent: AgentId; phone: string; professional?: boolean; name: string }[] = [];
  const line = await telephonyToTry(undefined, seated);
  await addPositions(line.db);
  const telephony = {
    exchange: () => line.telephony().exchange(),
    feed: (input: Parameters<ReturnType<typeof line.telephony>['feed']>[0]) => line.telephony().feed(input),
  };
  const app = await testApp(line.db, { routes: (fastify) => helpRoutes(fastify, telephony) });
  const ask = (jar: Jar, url: string, payload: object) =>
    app.fastify.inject({ method: 'POST', url, headers: { cookie: jar.header }, payload });
  const sit = async (code: string, name: string): Promise<Jar> =>
    new Jar().take(
      (await ask(new Jar(), '/api/seat', { code, name, languages: ['fr', 'en'] })).headers['set-cookie'],
    );
  const jars = [await sit('CCC444', 'Louise'), await sit('AAA333', 'Camille')] as const;
  const seats = app.told.flatMap((one) => ('seated' in one ? [one.seated] : []));
  for (const { agent, name } of seats) {
    const sitting = { agent, phone: '', name, professional: trade && name === 'Camille' };
    seated.push(sitting);
    line.telephony().seat(sitting);
    line.media.tell({ kind: 'line-up', agent });
  }
  const [louise, camille] = seats.map(({ agent }) => agent) as [AgentId, AgentId];
  telephony.feed({ kind: 'agent-ready', agent: louise });
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => telephony.exchange().calls.size === 1);
  const [call] = telephony.exchange().calls.keys() as Iterable<CallId>;
  if (call === undefined) throw new Error('no call came');
  for (const kind of ['picked-up', 'form-shown'] as const) telephony.feed({ kind, agent: louise, call });
  await until(() => telephony.exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return {
    line,
    seats,
    jars,
    louise,
    camille,
    call,
    telephony,
    help: (jar: Jar, asked: unknown, id: string = call) => ask(jar, `/api/desk/calls/${id}/help`, { asked }),
    /** The call as the desk of this agent has it. */
    onDesk: (agent: AgentId): DeskCall | null => {
      const told = line.telephony().desks.snapshot(agent);
      return told.kind === 'desk' ? told.call : null;
    },
    end: async () => {
      await caller.close();
      await app.fastify.close();
      await line.stop();
    },
  };
}

test('[HOX-1][HOX-2] help is asked by one request: the desk knows until when, the floor since when; a second one undoes it', async () => {
  const { line, seats, jars, louise, call, telephony, help, onDesk, end } = await room();
  equal((await help(jars[0], true)).statusCode, 200);
  const sight = {
    exchange: telephony.exchange(),
    lineNumberOf: () => '110',
    sinceOf: () => null,
    figures: () => null,
    alarms: () => [],
  };
  const since = floorView(seats, sight).agents.find(({ agent }) => agent === louise)?.call?.helpSince ?? 0;
  const state = { state: 'asked', linesAt: since + HELP_AWAITED_MS, by: null };
  deepEqual(onDesk(louise)?.hoax, state);
  await line.killAndStart();
  deepEqual(onDesk(louise)?.hoax, state, 'and after SIGKILL');
  equal((await help(jars[0], false)).statusCode, 200);
  equal(onDesk(louise)?.hoax, null);
  equal(telephony.exchange().calls.get(call)?.place.kind, 'talking');
  await end();
});

test('[HOX-2] only whoever talks on the call asks, and what is refused changes nothing', async () => {
  const { jars, louise, help, onDesk, end } = await room();
  const faultOf = async (reply: ReturnType<typeof help>): Promise<string> =>
    (await reply).json<FaultBody>().fault;
  equal(await faultOf(help(jars[1], true)), 'NO_SUCH_CALL');
  equal(await faultOf(help(jars[0], true, 'none')), 'NO_SUCH_CALL');
  equal(await faultOf(help(jars[0], 'yes')), 'BAD_INPUT');
  equal(await faultOf(help(new Jar(), true)), 'NOT_SIGNED_IN');
  equal(onDesk(louise)?.hoax, null);
  await end();
});

test('[HOX-1] taken over, the one reads who has the call, the other has it as a hoax', async () => {
  const { line, jars, louise, camille, call, telephony, help, onDesk, end } = await room();
  await help(jars[0], true);
  telephony.feed({ kind: 'take-over', agent: camille, call });
  deepEqual(onDesk(louise)?.hoax, { state: 'given', linesAt: null, by: 'Camille' });
  deepEqual([onDesk(louise)?.state, onDesk(louise)?.endedBy], ['ended', 'supervisor']);
  deepEqual(onDesk(camille)?.hoax, { state: 'given', linesAt: null, by: null });
  equal(line.media.legs.get(call), camille);
  await line.killAndStart();
  deepEqual(onDesk(camille)?.hoax, { state: 'given', linesAt: null, by: null }, 'and after SIGKILL');
  await end();
});

test('[HOX-3] a professional who is free is offered the call at once, and has it with his pick-up', async () => {
  const { line, jars, louise, camille, call, telephony, help, onDesk, end } = await room(true);
  telephony.feed({ kind: 'agent-ready', agent: camille });
  await help(jars[0], true);
  deepEqual(
    [onDesk(camille)?.id, onDesk(camille)?.state, onDesk(camille)?.hoax?.state],
    [call, 'offered', 'given'],
  );
  telephony.feed({ kind: 'picked-up', agent: camille, call });
  await until(() => line.media.legs.get(call) === camille);
  deepEqual([onDesk(louise)?.endedBy, onDesk(louise)?.hoax?.by], ['handed-over', 'Camille']);
  await end();
});
