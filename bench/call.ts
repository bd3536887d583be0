import type { Campaign, Position } from '@pledgeline/contract';
import { Caller, Line, Office, Room, until } from '@pledgeline/interop';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './call/percentile.ts';

/**
 * From the INVITE at the trunk to ringing, to the form on the glass, to the first sound in the browser: a line as a
 * user runs it, real browsers, and a caller that is no part of the product. Everything is on this one machine, the
 * browsers included, and by its one clock.
 */
/** Long enough for the first sound, short enough that a seat is free again in time. */
const TALK_MS = 200;
const ANSWER_LIMIT_MS = 10_000;
/**
 * The browsers share this machine with what is measured, so there are few of them: calls come in rounds, one for each
 * seat at this rate, and the next round when everybody is free again.
 */
const RATES = [
  { perSecond: 1, seats: 3, rounds: 8 },
  { perSecond: 5, seats: 6, rounds: 8 },
] as const;
/** Numbers that are kept for fiction (ARCEP). */
const numberOf = (index: number): string => `+336399${80_200 + index}`;

interface Measured {
  readonly ringingMs: number | null;
  readonly formMs: number | null;
  readonly soundMs: number | null;
}

interface Scene {
  readonly line: Line;
  readonly room: Room;
  readonly number: string;
}

async function run(): Promise<Record<string, number>> {
  const line = await Line.start();
  try {
    const office = await Office.signIn(line);
    const { positions } = await office.get<{ positions: Position[] }>('/api/positions');
    const { number } = await office.get<Campaign>('/api/campaign');
    return await measure(line, { number, positions });
  } finally {
    await line.end();
  }
}

async function measure(
  line: Line,
  { number, positions }: { readonly number: string; readonly positions: Position[] },
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  let next = 0;
  for (const { perSecond, seats, rounds } of RATES) {
    const room = await Room.open(line, positions.splice(0, seats));
    const measured: Measured[] = [];
    // The first round is not counted: a page that has never shown a form compiles and lays out for the first time.
    for (let round = 0; round <= rounds; round += 1) {
      const placed: Promise<Measured>[] = [];
      for (let call = 0; call < seats; call += 1) {
        placed.push(place({ line, room, number }, numberOf(next)));
        next += 1;
        await sleep(1_000 / perSecond);
      }
      const seen = await Promise.all(placed);
      if (round > 0) measured.push(...seen);
    }
    await room.end();
    // The names without a rate are for the higher one, which comes last.
    Object.assign(figures, figuresOf(measured, `at${perSecond}PerSecond`), figuresOf(measured, ''));
  }
  return figures;
}

async function place(scene: Scene, from: string): Promise<Measured> {
  const caller = await Caller.open({ address: '127.0.0.1', port: scene.line.sipPort });
  try {
    caller.call({ number: scene.number, from: `<sip:${from}@127.0.0.1>` });
    await caller.untilAnswered(ANSWER_LIMIT_MS);
    const { formAt, soundAt } = await until('the first sound', ANSWER_LIMIT_MS, () => {
      const seen = scene.room.seenOf(from);
      return seen?.soundAt === null ? null : seen;
    });
    await sleep(TALK_MS);
    caller.hangUp();
    await scene.room.nextAfter(from);
    return since(caller.moments.invitedAt, { ringing: caller.moments.ringingAt, formAt, soundAt });
  } catch (error) {
    // A call that was not served counts against every share.
    console.error(`${from}: ${error instanceof Error ? error.message : String(error)}`);
    caller.hangUp();
    return { ringingMs: null, formMs: null, soundMs: null };
  } finally {
    caller.close();
  }
}

function since(
  invitedAt: number,
  at: { readonly ringing: number | null; readonly formAt: number | null; readonly soundAt: number | null },
): Measured {
  const after = (moment: number | null): number | null => (moment === null ? null : moment - invitedAt);
  return { ringingMs: after(at.ringing), formMs: after(at.formAt), soundMs: after(at.soundAt) };
}

function figuresOf(measured: readonly Measured[], prefix: string): Record<string, number> {
  const figures: Record<string, number> = {};
  const add = (name: string, value: number): void => {
    const whole = prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    figures[whole] = Math.round(value * 1_000) / 1_000;
  };
  for (const [name, field] of [
    ['inviteToRinging', 'ringingMs'],
    ['inviteToForm', 'formMs'],
    ['inviteToSound', 'soundMs'],
  ] as const) {
    const times = measured.flatMap((one) => one[field] ?? []);
    add(`${name}P50Ms`, percentile(times, 0.5));
    add(`${name}P95Ms`, percentile(times, 0.95));
  }
  const before = measured.filter(
    ({ formMs, soundMs }) => formMs !== null && soundMs !== null && formMs < soundMs,
  );
  add('formBeforeSoundShare', before.length / measured.length);
  add('servedShare', measured.filter(({ soundMs }) => soundMs !== null).length / measured.length);
  return figures;
}

const describe = (figures: Readonly<Record<string, number>>): string =>
  [
    `Volunteers in one Chromium, calls over UDP; times from the INVITE, in ms, half and 95 % of calls within:`,
    ...['at1PerSecond', 'at5PerSecond'].flatMap((rate) => {
      const of = (name: string): string => String(figures[`${rate}${name}`]);
      return [
        `  ${rate.replace('at', '').replace('PerSecond', '')} a second:`,
        `    ringing     ${of('InviteToRingingP50Ms')} / ${of('InviteToRingingP95Ms')}`,
        `    form        ${of('InviteToFormP50Ms')} / ${of('InviteToFormP95Ms')}`,
        `    first sound ${of('InviteToSoundP50Ms')} / ${of('InviteToSoundP95Ms')}`,
        `    form before sound: ${of('FormBeforeSoundShare')} of the calls; served: ${of('ServedShare')}`,
      ];
    }),
  ].join('\n');

export default { name: 'call', run, describe };
