import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FloorState, Position } from '@pledgeline/contract';
import type { Page } from 'playwright-core';
import { Desk } from './desk.ts';
import { Phone } from './phone.ts';
import { lacks } from './program.ts';
import { LISTED, Setting } from './setting.ts';
import { secondsOf, TONE_A_HZ, TONE_B_HZ, TONE_C_HZ } from './tone.ts';
import { until } from './wait.ts';

const CALLER = TONE_A_HZ;
const SUPERVISOR = TONE_B_HZ;
const VOLUNTEER = TONE_C_HZ;
const NAMES = new Map([
  [CALLER, 'caller'],
  [SUPERVISOR, 'supervisor'],
  [VOLUNTEER, 'volunteer'],
]);

/** Of two who speak at the same time, each has about half. */
const SHARE = 0.25;

let setting: Setting | undefined;
let volunteer: Desk | undefined;
let phone: Phone | undefined;
after(async () => {
  await phone?.end();
  await volunteer?.end();
  await setting?.end();
});

/** Who is heard at a desk from now on: asked for so long that each tone has come out of the others' pauses. */
async function heardAt(desk: Desk, expected: readonly number[]): Promise<string[]> {
  await desk.forget();
  await until(`${named(expected).join(' and ')} at the desk`, 10_000, async () => {
    const each = await Promise.all(expected.map((hz) => desk.heard(hz)));
    return each.every(({ windows }) => windows >= 60);
  });
  const all = await Promise.all(
    [CALLER, SUPERVISOR, VOLUNTEER].map(async (hz) => [hz, await desk.heard(hz)] as const),
  );
  return named(all.flatMap(([hz, { windows }]) => (windows > 0 ? [hz] : [])));
}

/** The same at the caller's telephone. */
async function heardByCaller(caller: Phone, expected: readonly number[]): Promise<string[]> {
  const from = caller.heard().samples.length;
  const since = () => {
    const { rate, samples } = caller.heard();
    return { rate, samples: samples.subarray(from) };
  };
  await until(`${named(expected).join(' and ')} at the telephone`, 10_000, () =>
    expected.every((hz) => secondsOf(since(), hz, SHARE) > 0.5),
  );
  return named([CALLER, SUPERVISOR, VOLUNTEER].filter((hz) => secondsOf(since(), hz, SHARE) > 0));
}

const named = (tones: readonly number[]): string[] => tones.map((hz) => NAMES.get(hz) ?? '').toSorted(byName);
const byName = (a: string, b: string): number => a.localeCompare(b);

/** Long enough for what was under way before a key to have been played. */
const settle = (page: Page): Promise<void> => page.waitForTimeout(700);

async function hearsNobody(desk: Desk, page: Page): Promise<void> {
  await desk.forget();
  await settle(page);
  for (const hz of [CALLER, SUPERVISOR, VOLUNTEER]) equal((await desk.heard(hz)).windows, 0, NAMES.get(hz));
}

/** A supervisor with the floor beside his desk, and Louise, who talks to a caller. */
async function talk() {
  setting = await Setting.open();
  const { line, desk: supervisor, number, sip } = setting;
  await supervisor.away();
  const { positions } = await supervisor.get<{ positions: Position[] }>('/api/positions');
  const seat = positions.find(({ takenBy, code }) => takenBy === null && code !== null);
  ok(seat !== undefined && seat.code !== null);
  const louise = (volunteer = await Desk.open([], TONE_C_HZ));
  await louise.sitDownByCode(line.url, { code: seat.code, name: 'Louise' });
  await louise.page.getByText('The next call comes by itself.').first().waitFor();
  const caller = (phone = await Phone.open({ transport: 'udp', number: LISTED[0].phone }));
  caller.dial({ number, ...sip });
  await louise.form.waitFor();
  await caller.sees('CALL_ESTABLISHED', 10_000);
  await louise.waitForTone(CALLER);
  return { line, supervisor, louise, caller, seat: seat.number, floor: await supervisor.screen('/floor') };
}

test('who hears whom while a supervisor listens, whispers, barges in, stops and takes over', async (t) => {
  if (lacks(t, 'chromium', 'baresip')) return;
  const { line, supervisor, louise, caller, seat, floor } = await talk();
  const keys = floor.getByRole('group', { name: `The call of Louise, position ${seat}` });
  const press = async (key: string): Promise<void> => {
    await keys.getByRole('button', { name: key, exact: true }).click();
    await keys.locator(`[aria-pressed="true"]`, { hasText: key }).waitFor();
    await settle(floor);
  };
  const sign = (text: string) => louise.page.locator('.caller-supervised').getByText(text).waitFor();

  await press('Listen');
  await sign('A supervisor is listening');
  deepEqual(await heardAt(supervisor, [CALLER, VOLUNTEER]), ['caller', 'volunteer']);
  deepEqual(await heardAt(louise, [CALLER]), ['caller']);
  deepEqual(await heardByCaller(caller, [VOLUNTEER]), ['volunteer']);

  await press('Whisper');
  await sign('A supervisor is talking to you alone');
  deepEqual(await heardAt(louise, [CALLER, SUPERVISOR]), ['caller', 'supervisor']);
  deepEqual(await heardByCaller(caller, [VOLUNTEER]), ['volunteer']);

  await press('Barge in');
  deepEqual(await heardAt(louise, [CALLER, SUPERVISOR]), ['caller', 'supervisor']);
  deepEqual(await heardByCaller(caller, [VOLUNTEER, SUPERVISOR]), ['supervisor', 'volunteer']);

  await floor.getByRole('button', { name: 'Stop listening' }).click();
  await louise.page.locator('.caller-supervised').waitFor({ state: 'hidden' });
  await settle(floor);
  deepEqual(await heardAt(louise, [CALLER]), ['caller']);
  deepEqual(await heardByCaller(caller, [VOLUNTEER]), ['volunteer']);
  await hearsNobody(supervisor, floor);

  await keys.getByRole('button', { name: 'Take over' }).click();
  await keys.getByRole('button', { name: 'Yes, take over' }).click();
  await supervisor.form.waitFor();
  await louise.page.getByText('A supervisor has taken the call over').waitFor();
  await settle(floor);
  deepEqual(await heardAt(supervisor, [CALLER]), ['caller']);
  deepEqual(await heardByCaller(caller, [SUPERVISOR]), ['supervisor']);
  await hearsNobody(louise, floor);
  const { agents } = await supervisor.get<FloorState>('/api/floor');
  equal(agents.find(({ name }) => name === 'Louise')?.call, null);

  await supervisor.page.bringToFront();
  await supervisor.hangUp();
  await caller.sees('CALL_CLOSED', 5_000);
  deepEqual([...supervisor.errors, ...louise.errors], []);
  equal(await line.isHealthy(), true);
});
