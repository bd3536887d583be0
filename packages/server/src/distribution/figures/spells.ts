import type { AgentState } from '@pledgeline/acd';
import { unreachable, type AgentId, type Instant, type SiteId } from '@pledgeline/core';
import type { Fact } from './facts.ts';

type Doing = 'ready' | 'talk' | 'wrap-up' | 'other-work';
interface Spell {
  readonly site: SiteId;
  readonly doing: Doing;
  readonly since: Instant;
  /** Up to here its time is in the figures as staffed and busy. */
  countedTo: Instant;
}

/** What each agent does, and for how long: each stretch of it becomes facts. */
export class Spells {
  readonly #spells = new Map<AgentId, Spell>();

  /** `trial`: it talks on a trial call, or wraps one up, which counts neither as work nor as time in which it could be had. */
  changed(
    agent: AgentId,
    to: {
      readonly state: AgentState;
      readonly site: SiteId;
      readonly trial: boolean;
      readonly since?: Instant;
    },
    now: Instant,
  ): readonly Fact[] {
    const doing = to.trial ? null : doingOf(to.state);
    const spell = this.#spells.get(agent);
    if (spell !== undefined && spell.doing === doing) return [];
    const facts = this.gone(agent, now);
    if (doing !== null)
      this.#spells.set(agent, { site: to.site, doing, since: to.since ?? now, countedTo: now });
    return facts;
  }

  /** The agent is off the floor, or takes no calls. */
  gone(agent: AgentId, now: Instant): readonly Fact[] {
    const spell = this.#spells.get(agent);
    if (spell === undefined) return [];
    this.#spells.delete(agent);
    const ms = Math.max(0, now - spell.since);
    const { site } = spell;
    const ended: readonly Fact[] =
      spell.doing === 'talk'
        ? [{ at: now, site, counts: { talks: 1, talkMs: ms } }]
        : spell.doing === 'wrap-up'
          ? [{ at: now, site, counts: { wrapUpMs: ms } }]
          : [];
    return [...counted(spell, now), ...ended];
  }

  /** The time that has passed for all of them: said often, so that each minute gets what is its. */
  passed(now: Instant): readonly Fact[] {
    return [...this.#spells.values()].flatMap((spell) => counted(spell, now));
  }
}

function counted(spell: Spell, now: Instant): readonly Fact[] {
  const ms = now - spell.countedTo;
  if (ms <= 0) return [];
  spell.countedTo = now;
  const busyMs = spell.doing === 'ready' ? 0 : ms;
  return [{ at: now, site: spell.site, counts: { staffedMs: ms, busyMs } }];
}

/** Null: takes no calls, and is not reckoned with. */
function doingOf(state: AgentState): Doing | null {
  switch (state.kind) {
    case 'away':
      return null;
    case 'free':
    case 'offered':
    case 'asked':
      return 'ready';
    case 'talking':
      return 'talk';
    case 'wrapping-up':
      return 'wrap-up';
    case 'consulted':
      return 'other-work';
    default:
      return unreachable(state);
  }
}
