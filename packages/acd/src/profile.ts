import type { SiteId } from '@pledgeline/core';

/** What an agent must be able to do: a language, or what it was trained or appointed for. */
export type Skill = string;

/** Where an agent sits, and what it can do. */
export interface AgentProfile {
  readonly site: SiteId;
  readonly skills: readonly Skill[];
}

/** What a call asks of its agent. */
export interface CallNeeds {
  readonly skills: readonly Skill[];
  /** Whose agents come first; null: any site's. */
  readonly site: SiteId | null;
}

/** What a site's part in the calls is. A site without a rule has the weight 1, and no cap. */
export interface SiteRule {
  readonly site: SiteId;
  /** Of two sites that have somebody free, one of twice the weight gets twice the calls. */
  readonly weight: number;
  /** Calls that its agents may have at a time; null: as many as there are agents. */
  readonly callsMax: number | null;
}

/** Agents of one profile, or calls of the same needs, have the same name. */
export function nameOf({ site, skills }: AgentProfile | CallNeeds): string {
  const inOrder = skills.length < 2 ? skills : skills.toSorted();
  return `${site ?? ''}${APART}${inOrder.join(APART)}`;
}

/** In no name of a site or a skill. */
const APART = '\0';
