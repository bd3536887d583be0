import type { SiteId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isHelperFree, mayHandOver, type ExchangeInput } from '../src/index.ts';
import { invitation, Ladder, RULES } from './ladder.ts';

const CAEN = { site: 'caen' as SiteId, skills: ['fr', 'en'] };

/** Comes, has sound and is free. */
function withSpeaker(ladder: Ladder, now: number, name: string, skills: readonly string[]): Ladder {
  const profile = { site: 'paris' as SiteId, skills };
  ladder.say(now, { kind: 'agent-came', agent: name as never, sound: 'browser', profile });
  return ladder.agent(now, name, 'line-up').agent(now, name, 'agent-ready');
}
const offers = (ladder: Ladder): string[] =>
  ladder.lines.flatMap((line) =>
    [...line.matchAll(/offer (\w+) (\w+)/g)].map(([, agent, call]) => `${agent} ${call}`),
  );

test('[CAL-63] a call waits for somebody who speaks the language of its line', () => {
  const ladder = withSpeaker(new Ladder(), 0, 'a1', ['fr']).say(10, invitation('c1', 'en'));
  deepEqual(offers(ladder), []);
  withSpeaker(ladder, 20, 'a2', ['fr', 'en']);
  deepEqual(offers(ladder), ['a2 c1']);
});

test('[CAL-63] handed to another line, it waits for somebody who speaks that one’s', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1');
  withSpeaker(ladder, 20, 'a2', ['fr']);
  const to = { kind: 'line', line: 'other' as never, language: 'en', open: true } as const;
  ladder.say(30, { kind: 'hand-over', agent: 'a1' as never, call: 'c1' as never, to });
  deepEqual(offers(ladder), [], 'who is free speaks French alone');
  withSpeaker(ladder, 40, 'a3', ['en']);
  deepEqual(offers(ladder), ['a3 c1']);
});

test('[CAL-64] handed to the listeners, it goes to whichever of them is free and speaks its language', () => {
  const ladder = new Ladder().withFree('a1').withTalk(10, 'a1', 'c1');
  const [agent, call] = ['a1' as never, 'c1' as never];
  const to = { kind: 'helper', helper: 'listener' } as const;
  withSpeaker(ladder, 20, 'a2', ['fr']);
  withSpeaker(ladder, 21, 'a3', ['en', 'listener']);
  equal(isHelperFree(ladder.exchange, call, 'listener'), false, 'the one who is free speaks English alone');
  deepEqual(mayHandOver(ladder.exchange, { agent, call, to }), { ok: false, failure: 'NOT_FREE' });
  ladder.say(30, { kind: 'hand-over', agent, call, to });
  equal(ladder.exchange.calls.get(call)?.place.kind, 'talking', 'it stays with whoever has it');
  withSpeaker(ladder, 40, 'a4', ['fr', 'listener']);
  equal(isHelperFree(ladder.exchange, call, 'listener'), true);
  ladder.say(50, { kind: 'hand-over', agent, call, to });
  deepEqual(offers(ladder), ['a4 c1']);
  ladder.away(60, 'a4', 'desk-lost');
  deepEqual(offers(ladder), ['a4 c1'], 'given back, it is for a listener still');
  withSpeaker(ladder, 70, 'a5', ['fr', 'listener', 'professional']);
  deepEqual(offers(ladder), ['a4 c1', 'a5 c1']);
});

test('[CAL-65] a call of a line that prefers a site waits for that one’s agents, and then for any', () => {
  const ladder = new Ladder({ ...RULES, overflowMs: 5_000 }).withFree('a1');
  ladder.say(1, { kind: 'agent-came', agent: 'a2' as never, sound: 'browser', profile: CAEN });
  ladder.agent(1, 'a2', 'line-up').agent(1, 'a2', 'agent-ready');
  const wanting = (call: string) => ({ ...invitation(call), site: CAEN.site }) as ExchangeInput;
  ladder.say(10, wanting('c1')).call(10, 'c1', 'sound-ready').desk(11, 'a2', 'picked-up', 'c1');
  ladder.desk(11, 'a2', 'form-shown', 'c1').call(12, 'c1', 'acknowledged').say(20, wanting('c2'));
  deepEqual(offers(ladder), ['a2 c1']);
  ladder.until(20 + 4_999);
  deepEqual(offers(ladder), ['a2 c1']);
  ladder.until(20 + 5_000);
  deepEqual(offers(ladder), ['a2 c1', 'a1 c2']);
});
