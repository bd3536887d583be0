import {
  emptyFloor,
  step,
  wakeAt,
  type AgentProfile,
  type CallNeeds,
  type Floor,
  type FloorInput,
} from '@pledgeline/acd';
import { seeded, type AgentId, type CallId, type Instant, type SiteId } from '@pledgeline/core';
import { percentile } from './call/percentile.ts';

/**
 * What one input costs the floor when it is at its fullest: everybody talks and five thousand wait, so that each call
 * that ends begins a wrap-up, each wrap-up that ends an offer, and each place in the line is taken again.
 */
const SIZES = [100, 1_000, 10_000] as const;
const WAITING = 5_000;
const TURNS = 100_000;
/** Compiled and warm before it is measured. */
const WARM_UP_TURNS = 20_000;
const SITES = ['paris', 'caen', 'lille', 'lyon', 'brest'].map((name) => name as SiteId);
const RULES = {
  offerMs: 5_000,
  wrapUpMs: 12_000,
  wrapUpMaxMs: 60_000,
  waitingMax: WAITING,
  overflowMs: 3_000,
  choiceMs: 10_000,
  sites: SITES.map((site, n) => ({ site, weight: n + 1, callsMax: null })),
};
/** One in five speaks English, one in twenty is a professional. */
const profileOf = (n: number): AgentProfile => ({
  site: SITES[n % SITES.length] as SiteId,
  skills: ['fr', ...(n % 5 === 0 ? ['en'] : []), ...(n % 20 === 1 ? ['professional'] : [])],
});
/** One in ten asks for English, every second prefers a site. */
const needsOf = (n: number): CallNeeds => ({
  skills: [n % 10 === 0 ? 'en' : 'fr'],
  site: n % 2 === 0 ? null : (SITES[n % SITES.length] as SiteId),
});

async function run(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const agents of SIZES) {
    const evening = new FullEvening(agents);
    evening.turns(WARM_UP_TURNS, told);
    const began = performance.now();
    const inputs = evening.turns(TURNS, told);
    figures[`inputsPerSecond${agents}`] = Math.round(inputs / ((performance.now() - began) / 1_000));
    const costsUs: number[] = [];
    evening.turns(TURNS, (floor, input, now) => {
      const before = performance.now();
      told(floor, input, now);
      costsUs.push((performance.now() - before) * 1_000);
    });
    figures[`stepP50Us${agents}`] = rounded(percentile(costsUs, 0.5));
    figures[`stepP99Us${agents}`] = rounded(percentile(costsUs, 0.99));
  }
  return figures;
}

type Tell = (floor: Floor, input: FloorInput, now: Instant) => void;
const told: Tell = (floor, input, now) => void step(floor, input, now);
const rounded = (us: number): number => Math.round(us * 100) / 100;

/** A floor on which nobody is ever idle; who hangs up next is drawn from a seed. */
class FullEvening {
  readonly #floor = emptyFloor(RULES);
  readonly #random = seeded(1);
  readonly #agents: readonly AgentId[];
  #now = 0;
  #calls = 0;

  constructor(agents: number) {
    this.#agents = Array.from({ length: agents }, (_, n) => `agent-${n}` as AgentId);
    for (const [n, agent] of this.#agents.entries()) {
      this.#tell(told, { kind: 'agent-came', agent, profile: profileOf(n) });
      this.#tell(told, { kind: 'agent-ready', agent });
      this.#ring(told);
      this.#pickUp(told, agent);
    }
    while (this.#floor.waiting.size < WAITING) this.#ring(told);
  }

  /** So many calls end and as many come; answers how many inputs that took. */
  turns(count: number, tell: Tell): number {
    let inputs = 0;
    for (let turn = 0; turn < count; turn += 1) {
      this.#now += 1;
      const agent = this.#agents[Math.floor(this.#random() * this.#agents.length)] as AgentId;
      const state = this.#floor.agents.get(agent);
      if (state?.kind === 'talking') {
        this.#tell(tell, { kind: 'call-gone', call: state.call });
        inputs += 1;
      }
      this.#tell(tell, { kind: 'wrapped-up', agent });
      this.#pickUp(tell, agent);
      this.#ring(tell);
      inputs += 3;
      const lease = wakeAt(this.#floor);
      if (lease !== null && lease <= this.#now) {
        this.#tell(tell, { kind: 'clock' });
        inputs += 1;
      }
    }
    return inputs;
  }

  #ring(tell: Tell): void {
    this.#calls += 1;
    this.#tell(tell, {
      kind: 'call-arrived',
      call: `call-${this.#calls}` as CallId,
      open: true,
      needs: needsOf(this.#calls),
    });
  }

  #pickUp(tell: Tell, agent: AgentId): void {
    const state = this.#floor.agents.get(agent);
    if (state?.kind === 'offered') this.#tell(tell, { kind: 'picked-up', agent, call: state.call });
  }

  #tell(tell: Tell, input: FloorInput): void {
    tell(this.#floor, input, this.#now as Instant);
  }
}

const describe = (figures: Readonly<Record<string, number>>): string =>
  SIZES.map(
    (agents) =>
      `${String(agents).padStart(6)} agents, ${WAITING} waiting: ${figures[`inputsPerSecond${agents}`]} inputs a second, ` +
      `a step ${figures[`stepP50Us${agents}`]} µs (p50), ${figures[`stepP99Us${agents}`]} µs (p99)`,
  ).join('\n');

export default { name: 'floor', run, describe };
