import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { changedFloor, type FloorAgent, type FloorEvent, type FloorState } from '@pledgeline/contract';
import fc from 'fast-check';
import type { Connection } from '../../src/live/connection.ts';
import { FloorFeed } from '../../src/live/floor-feed.ts';

const agent = (number: number, site: string, kind: 'free' | 'talking', since: number): FloorAgent => ({
  agent: `${site}-${number}`,
  name: 'Zoé',
  site,
  positionNumber: number,
  sound: 'browser',
  lineConnected: true,
  status: { kind },
  since,
  call: null,
  monitors: null,
});
const floorOf = (agents: FloorAgent[], waiting = 0): FloorState => ({
  agents: agents.toSorted((a, b) => a.site.localeCompare(b.site) || a.positionNumber - b.positionNumber),
  waiting,
  queue: [],
  figures: null,
  alarms: [],
});

/** A supervisor's screen: what it was told, and what it makes of it. */
class Viewer {
  readonly told: FloorEvent[] = [];
  floor: FloorState | null = null;
  #waiting: (() => void) | null = null;
  readonly connection = {
    send: (message: object) => this.#hear((message as { event: FloorEvent }).event),
    close: () => undefined,
  } as unknown as Connection;

  next(): Promise<void> {
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  #hear(event: FloorEvent): void {
    this.told.push(event);
    if (event.kind === 'floor') this.floor = event.floor;
    else if (this.floor !== null) this.floor = changedFloor(this.floor, event.change);
    this.#waiting?.();
  }
}

test('[FLW-3] a supervisor is told the whole floor once, then only what has changed, many changes as one', async () => {
  let floor = floorOf([agent(1, 'Caen', 'free', 1), agent(2, 'Caen', 'free', 1)]);
  const feed = new FloorFeed(() => floor);
  const viewer = new Viewer();
  feed.join(viewer.connection);
  const told = viewer.next();
  floor = floorOf([agent(1, 'Caen', 'free', 1), agent(2, 'Caen', 'talking', 2)]);
  for (let times = 0; times < 50; times += 1) feed.changed();
  await told;
  const louise = agent(2, 'Caen', 'talking', 2);
  deepEqual(viewer.told.slice(1), [{ kind: 'floor-changed', change: { agents: [louise] } }]);
  const gone = viewer.next();
  floor = floorOf([agent(1, 'Caen', 'free', 1)], 3);
  feed.changed();
  await gone;
  deepEqual(viewer.told.at(-1), { kind: 'floor-changed', change: { gone: ['Caen-2'], waiting: 3 } });
  feed.close();
});

test('[FLW-3] one who comes later sees the same as one who was there', async () => {
  let floor = floorOf([agent(1, 'Caen', 'free', 1)]);
  const feed = new FloorFeed(() => floor);
  const [first, second] = [new Viewer(), new Viewer()];
  feed.join(first.connection);
  floor = floorOf([agent(1, 'Caen', 'talking', 2), agent(4, 'Bayeux', 'free', 2)]);
  feed.join(second.connection);
  const told = Promise.all([first.next(), second.next()]);
  feed.changed();
  await told;
  deepEqual(first.floor, floor);
  deepEqual(second.floor, floor);
  feed.close();
});

const floors = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 4 }),
      site: fc.constantFrom('Caen', 'Évreux', 'Lille'),
      kind: fc.constantFrom('free' as const, 'talking' as const),
      since: fc.integer({ min: 1, max: 2 }),
    }),
    { selector: ({ number, site }) => `${site} ${number}`, maxLength: 10 },
  )
  .chain((agents) =>
    fc.nat(2).map((waiting) =>
      floorOf(
        agents.map((one) => agent(one.number, one.site, one.kind, one.since)),
        waiting,
      ),
    ),
  );

test('[FLW-2] whatever happens, the changes add up to the floor; whoever is as before is the same object', async () => {
  await fc.assert(
    fc.asyncProperty(floors, floors, async (before, after) => {
      let floor = before;
      const feed = new FloorFeed(() => floor);
      const viewer = new Viewer();
      feed.join(viewer.connection);
      const heard = viewer.next();
      floor = after;
      feed.changed();
      const isSame = JSON.stringify(before) === JSON.stringify(after);
      if (!isSame) await heard;
      feed.close();
      deepEqual(viewer.floor, after);
      for (const one of before.agents)
        if (after.agents.some((other) => JSON.stringify(other) === JSON.stringify(one)))
          equal(viewer.floor?.agents.includes(one), true);
    }),
    { seed: 34, numRuns: 60 },
  );
});
