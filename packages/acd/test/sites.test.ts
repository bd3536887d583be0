import type { SiteId } from '@pledgeline/core';
import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyFloor, LIMITS, type FloorRules } from '../src/index.ts';
import { Ladder } from './ladder.ts';
import { CAEN, PARIS, RULES } from './random-floor.ts';

/** Who was offered what, in order. */
const offers = (ladder: Ladder): string[] =>
  ladder.lines.flatMap((line) =>
    [...line.matchAll(/(\w+) to (\w+) until/g)].map(([, call, agent]) => `${call} ${agent}`),
  );

test('[ACD-50] a call goes to whoever can do what it asks for, and waits beside those who cannot', () => {
  const ladder = new Ladder();
  ladder.withAgent(0, 'a1', { skills: ['fr'] }).withAgent(1, 'a2', { skills: ['fr', 'en'] });
  ladder
    .rings(10, 'c1', { skills: ['en'] })
    .rings(11, 'c2', { skills: ['en'] })
    .rings(12, 'c3', { skills: ['fr'] });
  deepEqual(offers(ladder), ['c1 a2', 'c3 a1']);
  ladder.withAgent(20, 'a3', { skills: ['listener', 'en'] });
  deepEqual(offers(ladder), ['c1 a2', 'c3 a1', 'c2 a3']);
});

test('[ACD-50] of those who may, whoever has been free longest takes the call that waited longest', () => {
  const ladder = new Ladder();
  ladder
    .rings(1, 'c1', { skills: ['listener'] })
    .rings(2, 'c2', { skills: ['fr'] })
    .rings(3, 'c3');
  ladder.withAgent(10, 'a1', { skills: ['fr'] }).withAgent(11, 'a2', { skills: ['fr'] });
  ladder.withAgent(12, 'a3', { skills: ['fr', 'listener'] });
  deepEqual(offers(ladder), ['c2 a1', 'c3 a2', 'c1 a3']);
});

test('[ACD-50] where the line is full, a call goes to any site at once or is turned away', () => {
  const ladder = new Ladder({ ...RULES, waitingMax: 1 });
  ladder.withAgent(0, 'a1', { site: PARIS }).withAgent(1, 'a2', { site: CAEN });
  ladder.rings(10, 'c1', { site: PARIS }).picksUp(11, 'a1', 'c1').rings(12, 'c2', { site: PARIS });
  deepEqual(offers(ladder), ['c1 a1'], 'the second waits for its own site');
  ladder.rings(13, 'c3', { site: PARIS }).rings(14, 'c4', { site: PARIS });
  deepEqual(offers(ladder), ['c1 a1', 'c3 a2']);
  equal(ladder.lines.at(-1), '14 call-arrived: c4 turned away, line-full');
});

test('[ACD-51] a call waits for its own site, and after a while for any, in the place that it had', () => {
  const ladder = new Ladder();
  ladder.withAgent(0, 'a1', { site: PARIS });
  ladder.rings(10, 'c1', { site: PARIS }).picksUp(11, 'a1', 'c1');
  ladder.rings(20, 'c2', { site: PARIS }).rings(21, 'c3', { site: PARIS });
  ladder.withAgent(30, 'a2', { site: CAEN });
  deepEqual(offers(ladder), ['c1 a1'], 'nobody of Paris is free');
  ladder.until(20 + RULES.overflowMs);
  deepEqual(offers(ladder), ['c1 a1', 'c2 a2']);
  equal(ladder.lines.at(-1)?.startsWith(`${20 + RULES.overflowMs} clock:`), true);
});

test('[ACD-51] a call that is given back is as old as it is', () => {
  const ladder = new Ladder();
  ladder.withAgent(0, 'a1', { site: PARIS }).rings(10, 'c1', { site: PARIS }).picksUp(11, 'a1', 'c1');
  ladder.withAgent(20, 'a2', { site: CAEN }).withAgent(21, 'a3', { site: PARIS });
  ladder.rings(22, 'c2').picksUp(23, 'a2', 'c2');
  ladder.gone(25, 'c2').agent(26, 'a2', 'wrapped-up');
  ladder.away(5_000, 'a1', 'desk-lost');
  deepEqual(offers(ladder).at(-1), 'c1 a3', 'its own site has somebody free, but it would not have waited');
  const later = new Ladder();
  later.withAgent(0, 'a1', { site: PARIS }).withAgent(1, 'a4', { site: PARIS });
  later.rings(10, 'c1', { site: PARIS }).picksUp(11, 'a1', 'c1').rings(12, 'c4').picksUp(13, 'a4', 'c4');
  later.withAgent(20, 'a2', { site: CAEN }).away(5_000, 'a1', 'sound-lost');
  deepEqual(offers(later).at(-1), 'c1 a2', 'three seconds are over');
});

test('[ACD-52] nobody waits for a site at which nobody is at work', () => {
  const ladder = new Ladder();
  ladder.withAgent(0, 'a1', { site: PARIS }).withAgent(1, 'a2', { site: CAEN });
  ladder.rings(10, 'c1', { site: PARIS }).picksUp(11, 'a1', 'c1').rings(12, 'c2', { site: PARIS });
  deepEqual(offers(ladder), ['c1 a1'], 'somebody works there');
  // The site drops out: who talked, and who waited for it, go on elsewhere at once.
  ladder.away(20, 'a1', 'desk-lost');
  deepEqual(offers(ladder), ['c1 a1', 'c1 a2']);
  ladder.picksUp(21, 'a2', 'c1').gone(22, 'c1').agent(23, 'a2', 'wrapped-up');
  deepEqual(offers(ladder), ['c1 a1', 'c1 a2', 'c2 a2']);
  ladder.agent(30, 'a1', 'agent-ready').rings(31, 'c3', { site: PARIS });
  deepEqual(offers(ladder).at(-1), 'c3 a1', 'and it has its calls again');
});

const shared = (
  weights: readonly (readonly [SiteId, number])[],
  callsMax: number | null = null,
): FloorRules => ({
  ...RULES,
  waitingMax: 100,
  sites: weights.map(([site, weight]) => ({ site, weight, callsMax })),
});

/** Two sites with `each` agents, and calls that end as soon as they are picked up: which site had how many of them? */
function sharesOf(ladder: Ladder, calls: number, each = 3): Record<string, number> {
  for (let n = 0; n < each; n += 1)
    ladder.withAgent(n, `p${n}`, { site: PARIS }).withAgent(n, `c${n}`, { site: CAEN });
  const had: Record<string, number> = { p: 0, c: 0 };
  for (let n = 0; n < calls; n += 1) {
    const at = 100 + 10 * n;
    ladder.rings(at, `x${n}`);
    const agent = offers(ladder).at(-1)?.split(' ')[1] ?? '';
    had[agent.slice(0, 1)] = (had[agent.slice(0, 1)] ?? 0) + 1;
    ladder
      .picksUp(at + 1, agent, `x${n}`)
      .gone(at + 2, `x${n}`)
      .agent(at + 3, agent, 'wrapped-up');
  }
  return had;
}

test('[ACD-53] calls are shared out by the weights of the sites', () => {
  deepEqual(
    sharesOf(
      new Ladder(
        shared([
          [PARIS, 3],
          [CAEN, 1],
        ]),
      ),
      40,
    ),
    { p: 30, c: 10 },
  );
  deepEqual(
    sharesOf(
      new Ladder(
        shared([
          [PARIS, 1],
          [CAEN, 1],
        ]),
      ),
      40,
    ),
    { p: 20, c: 20 },
  );
});

test('[ACD-53] a site that had nobody free has no turns saved up', () => {
  const ladder = new Ladder(
    shared([
      [PARIS, 1],
      [CAEN, 1],
    ]),
  );
  ladder.withAgent(0, 'p9', { site: PARIS });
  for (let n = 0; n < 20; n += 1)
    ladder
      .rings(10 * n + 10, `y${n}`)
      .picksUp(10 * n + 11, 'p9', `y${n}`)
      .gone(10 * n + 12, `y${n}`)
      .agent(10 * n + 13, 'p9', 'wrapped-up');
  ladder.agent(250, 'p9', 'agent-left');
  const had = sharesOf(ladder, 20);
  ok(Math.abs((had['p'] ?? 0) - (had['c'] ?? 0)) <= 1, JSON.stringify(had));
});

test('[ACD-53] a site with a cap has no more calls at a time, and the next one goes elsewhere or waits', () => {
  const ladder = new Ladder(shared([[PARIS, 1]], 1));
  ladder
    .withAgent(0, 'p1', { site: PARIS })
    .withAgent(1, 'p2', { site: PARIS })
    .withAgent(2, 'c1', { site: CAEN });
  ladder.rings(10, 'x1').rings(11, 'x2').rings(12, 'x3');
  deepEqual(offers(ladder), ['x1 p1', 'x2 c1']);
  ladder.picksUp(13, 'p1', 'x1').gone(14, 'x1');
  deepEqual(offers(ladder), ['x1 p1', 'x2 c1', 'x3 p2']);
});

test('[ACD-16] rules for sites that cannot be are refused', () => {
  for (const sites of [
    [{ site: PARIS, weight: 0, callsMax: null }],
    [{ site: PARIS, weight: Number.NaN, callsMax: null }],
    [{ site: PARIS, weight: 1, callsMax: -1 }],
    Array.from({ length: LIMITS.sitesMax + 1 }, (_, n) => ({
      site: `s${n}` as SiteId,
      weight: 1,
      callsMax: null,
    })),
  ])
    throws(() => emptyFloor({ ...RULES, sites }), /broken invariant/);
  throws(() => emptyFloor({ ...RULES, overflowMs: -1 }), /broken invariant/);
});

test('[ACD-54] who is given another skill takes what asks for it at once, in the turn that it had', () => {
  const ladder = new Ladder();
  ladder.withAgent(0, 'a1', { skills: ['fr'] }).withAgent(1, 'a2', { skills: ['fr'] });
  ladder.rings(10, 'c1', { skills: ['listener'] });
  deepEqual(offers(ladder), []);
  ladder.comes(20, 'a2', { skills: ['fr', 'listener'] });
  deepEqual(offers(ladder), ['c1 a2']);
  ladder.comes(21, 'a1', { skills: ['en', 'fr'] }).rings(22, 'c2', { skills: ['en'] });
  deepEqual(offers(ladder), ['c1 a2', 'c2 a1']);
});

test('[ACD-54] who moves to another site takes its call along, to the cap of that one', () => {
  const ladder = new Ladder({ ...RULES, sites: [{ site: CAEN, weight: 1, callsMax: 1 }] });
  ladder.withAgent(0, 'a1', { site: PARIS }).rings(10, 'c1').picksUp(11, 'a1', 'c1');
  ladder.comes(20, 'a1', { site: CAEN }).withAgent(21, 'a2', { site: CAEN }).rings(30, 'c2');
  deepEqual(offers(ladder), ['c1 a1'], 'one call is at Caen already');
  ladder.comes(40, 'a1', { site: PARIS });
  deepEqual(offers(ladder), ['c1 a1', 'c2 a2']);
});

test('[ACD-53] a cap alone shares nothing out: whoever has been free longest comes first, at a small site as at a large one', () => {
  const sites = [{ site: CAEN, weight: 1, callsMax: 5 }];
  const ladder = new Ladder({ ...RULES, sites });
  ladder.withAgent(0, 'p1', { site: PARIS }).withAgent(1, 'p2', { site: PARIS });
  ladder.withAgent(2, 'p3', { site: PARIS }).withAgent(3, 'c1', { site: CAEN });
  for (const call of ['x1', 'x2', 'x3', 'x4']) ladder.rings(10, call);
  deepEqual(offers(ladder), ['x1 p1', 'x2 p2', 'x3 p3', 'x4 c1']);
  const weighted = { ...RULES, sites: [{ site: CAEN, weight: 2, callsMax: null }] };
  ladder.say(20, { kind: 'rules-set', rules: weighted });
  equal(ladder.floor.byWeight, true);
});
