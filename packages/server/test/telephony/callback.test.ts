import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HandingId } from '@pledgeline/calls';
import type { DeskCall } from '@pledgeline/contract';
import type { AgentId, SiteId } from '@pledgeline/core';
import { mayBeCalledBack, notRung } from '../../src/telephony/callbacks.ts';
import { unseal } from '../../src/telephony/seal.ts';
import { calledCarrier, valueOf, type CalledCarrier } from '../outside/called.ts';
import { legOf, talkingLine, until } from '../outside/house.ts';
import { AGENT } from '../testing/telephony.ts';

const NUMBER = '+33261910001';

/** A caller whose agent was lost, and who has left to be called back by this carrier. */
async function gone(far: CalledCarrier) {
  const house = await talkingLine([far], { whole: true, from: NUMBER });
  const { line, call, caller } = house;
  const telephony = () => line.telephony();
  telephony().feed({ kind: 'agent-away', agent: AGENT, because: 'desk-lost' });
  telephony().feed({ kind: 'callback-chosen', call });
  line.media.tell({ kind: 'prompt-ended', to: { kind: 'caller', call }, prompt: 'callback-thanks-fr' });
  await caller.hears('hung-up');
  return {
    ...house,
    telephony,
    place: () => telephony().exchange().calls.get(call)?.place.kind ?? 'over',
    agent: () => telephony().exchange().floor.agents.get(AGENT)?.kind,
    /** The agent comes back and has the form. */
    isThere: (): void => {
      line.media.tell({ kind: 'line-up', agent: AGENT });
      telephony().feed({ kind: 'agent-ready', agent: AGENT });
      for (const kind of ['picked-up', 'form-shown'] as const) telephony().feed({ kind, agent: AGENT, call });
    },
    shown: (): DeskCall[] =>
      line.events.flatMap((event) => (event.kind === 'call' || event.kind === 'offered' ? [event.call] : [])),
  };
}

test('[TEL-140][TEL-141] he is rung once the agent is there, at his own number, and talks as any', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, isThere, shown, place, agent, end } = await gone(far);
  equal(line.trunks.book.callsOn('t' as never), 0);
  deepEqual([...line.media.legs], [], 'his leg is closed');
  equal(place(), 'waiting');
  line.events.splice(0);
  isThere();
  const invite = await far.hears('INVITE');
  match(invite.text, new RegExp(`^INVITE sip:\\${NUMBER}@`));
  match(valueOf(invite, 'From'), /^<sip:110@/);
  far.reply(invite, 180);
  deepEqual(
    shown().map(({ id, state, callback }) => [id, state, callback]),
    [
      [call, 'offered', true],
      [call, 'calling', true],
    ],
  );
  deepEqual(shown()[0]?.caller, { kind: 'unknown', phone: NUMBER });
  far.answer(invite);
  await until(() => place() === 'talking');
  equal(line.media.legs.get(call), AGENT);
  equal(shown().at(-1)?.state, 'talking');
  // In what is written there is no number in clear.
  doesNotMatch(readFileSync(join(line.folder, 'floor.ndjson'), 'utf8'), /261910001/);
  far.ask(invite, 'BYE');
  await until(() => place() === 'over');
  equal(agent(), 'wrapping-up');
  deepEqual([...line.media.legs], []);
  await end();
});

test('[TEL-141] not answered, the agent is free at once and he waits', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, isThere, shown, place, agent, telephony, end } = await gone(far);
  isThere();
  const invite = await far.hears('INVITE');
  far.reply(invite, 486);
  await until(() => agent() === 'free');
  equal(place(), 'waiting');
  equal(shown().at(-1)?.endedBy, 'not-answered');
  deepEqual([...line.media.legs], []);
  equal(telephony().exchange().floor.aside.has(call), true);
  await end();
});

test('[TEL-145] killed while he waits, and while he is rung, he is called back all the same', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, isThere, place, end } = await gone(far);
  await line.killAndStart();
  equal(place(), 'waiting');
  equal(line.trunks.book.callsOn('t' as never), 0);
  isThere();
  const first = await far.hears('INVITE');
  match(first.text, new RegExp(`^INVITE sip:\\${NUMBER}@`));
  far.reply(first, 180);
  await line.killAndStart();
  equal(place(), 'waiting', 'what rang has rung in vain');
  await end();
});

test('[TEL-145] killed while he talks, he goes on talking, and his BYE goes to him', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, isThere, place, telephony, end } = await gone(far);
  isThere();
  far.answer(await far.hears('INVITE'));
  await until(() => place() === 'talking');
  await line.killAndStart();
  equal(place(), 'talking');
  equal(line.media.legs.get(call), AGENT);
  telephony().feed({ kind: 'hang-up', agent: AGENT, call });
  await far.hears('BYE');
  equal(place(), 'over');
  deepEqual([...line.media.legs], []);
  await end();
});

test('[CHA-1] called back and handed to the charity, his number is under no key that is left', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, isThere, place, telephony, end } = await gone(far);
  isThere();
  far.answer(await far.hears('INVITE'));
  await until(() => place() === 'talking');
  const readable = async (): Promise<string> => {
    const key = (await line.keys.all()).get(call);
    const log = readFileSync(join(line.folder, 'floor.ndjson'), 'utf8').trim().split('\n');
    const opened = log.flatMap((text) => {
      const { sealed, leg = '' } = JSON.parse(text) as { sealed?: string | null; leg?: string };
      if (typeof sealed !== 'string' || key === undefined) return [];
      return ['caller', 'dialog', `dialog ${leg}`].map((about) => unseal(sealed, key, `${call} ${about}`));
    });
    return JSON.stringify(opened);
  };
  match(await readable(), /261910001/);
  const [handing, listener] = ['handing-1' as HandingId, 'seating-listener' as AgentId];
  const profile = { site: 's' as SiteId, skills: ['fr', 'listener'] };
  telephony().feed({ kind: 'agent-came', agent: listener, sound: 'browser', profile });
  line.media.tell({ kind: 'line-up', agent: listener });
  telephony().feed({ kind: 'agent-ready', agent: listener });
  telephony().feed({ kind: 'hand-to-charity', agent: AGENT, call, to: { kind: 'listeners' }, handing });
  equal(telephony().exchange().calls.get(call)?.confidential, handing);
  const after = await readable();
  match(after, /remoteTarget/);
  doesNotMatch(after, /261910001/);
  await end();
});

test('[TEL-144] media that dies while he talks gets his sound again', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, isThere, place, telephony, end } = await gone(far);
  isThere();
  far.answer(await far.hears('INVITE'));
  await until(() => place() === 'talking');
  line.media.die();
  equal(place(), 'waiting');
  line.media.tell({ kind: 'media-back' });
  await until(() => telephony().exchange().calls.get(call)?.sound === 'ready');
  line.media.tell({ kind: 'line-up', agent: AGENT });
  for (const kind of ['picked-up', 'form-shown'] as const) telephony().feed({ kind, agent: AGENT, call });
  equal(place(), 'talking');
  equal(line.media.legs.get(call), AGENT);
  await end();
});

test('[TEL-142] it is for numbers that may be rung, where the campaign wants it', async () => {
  const far = await calledCarrier('127.0.0.3');
  const { line, call, end } = await talkingLine([far], { whole: true, from: NUMBER });
  const may = (number: string | null): boolean => {
    const legs = { get: () => ({ lineNumber: '110' }) as never };
    return mayBeCalledBack({ book: line.outside, legs, numberOf: () => number }, call);
  };
  deepEqual([NUMBER, null, '', '+33899123456', '+14155550100', '110'].map(may), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  await line.db.updateTable('outside_rules').set({ callbacks: false }).execute();
  await line.outside.reload();
  equal(may(NUMBER), false);
  await end();
});

test('[TEL-143] what was refused here is told from what rang', () => {
  const failed = { kind: 'outside-failed', leg: legOf('x'), call: 'c' as never } as const;
  deepEqual(
    (['hour-full', 'campaign-full', 'no-number', 'costly', 'busy', 'no-answer'] as const).map((because) =>
      notRung({ ...failed, because }),
    ),
    ['later', 'later', 'never', 'never', null, null],
  );
});
