/**
 * The load: browsers and callers in a process of their own, so that what the media process uses is its own.
 * Every packet bears the moment at which it was sent; both its ends are here, on one clock.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { MediaClient, type MonitorMode } from '@pledgeline/media';
import { monitorCall, openCall, openDirectWay, openSupervisor } from './calls.ts';
import type { Order, Told } from './orders.ts';
import { Samples, type Way } from './way.ts';

const FRAME_MS = 20;
/** What is under way when the round ends may still arrive. */
const SETTLE_MS = 300;

const tell = (told: Told): void => void process.send?.(told);
const [socketPath = ''] = process.argv.slice(2);
const media = new MediaClient({ socketPath });
const relayed = new Samples();
const direct = new Samples();
const ways: Way[] = [await openDirectWay(direct)];
let calls = 0;
let supervisors = 0;

async function haveCalls(count: number): Promise<void> {
  for (; calls < count; calls += 1) ways.push(...(await openCall(media, calls, relayed)));
  await haveSound();
}

async function haveMonitors(mode: MonitorMode): Promise<void> {
  for (; supervisors < calls; supervisors += 1) ways.push(await openSupervisor(media, supervisors));
  for (let number = 0; number < calls; number += 1) await monitorCall(media, number, mode);
  await haveSound();
}

async function haveSound(): Promise<void> {
  while (!ways.every((way) => way.sounding)) await pause(20);
  tell({ kind: 'ready' });
}

/** Packets leave spread over their 20 ms, as those of people do who do not know of each other. */
function speakWhoIsDue(): void {
  const now = performance.now();
  for (const way of ways) way.speakUntil(now);
}

async function report(): Promise<void> {
  relayed.stopCounting();
  direct.stopCounting();
  await pause(SETTLE_MS);
  const { sent, received } = relayed;
  const [p50Ms, p99Ms] = [relayed.percentile(0.5), relayed.percentile(0.99)];
  tell({ kind: 'measured', sent, received, p50Ms, p99Ms, directP50Ms: direct.percentile(0.5) });
}

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'calls':
      void haveCalls(order.count);
      break;
    case 'monitors':
      void haveMonitors(order.mode);
      break;
    case 'measure':
      relayed.startCounting();
      direct.startCounting();
      tell({ kind: 'ready' });
      break;
    case 'report':
      void report();
      break;
    default:
      throw new Error('no such order');
  }
});
// Whoever ordered the load may be killed: then nobody is left to end it.
process.on('disconnect', () => process.exit(0));
setInterval(speakWhoIsDue, 1);
setInterval(() => void media.renew(FRAME_MS * 1000), 5000);
tell({ kind: 'ready' });
