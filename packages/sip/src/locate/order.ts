import type { Random } from '@pledgeline/core';
import type { NaptrRecord, SrvRecord } from './types.ts';

/** RFC 3263 §4.1: the way a domain wants to be asked; only terminal rules, which name SRV records. */
export const byOrder = (records: readonly NaptrRecord[]): readonly NaptrRecord[] =>
  records
    .filter(({ flags, regexp }) => flags.toLowerCase() === 's' && regexp === '')
    .toSorted((one, other) => one.order - other.order || one.preference - other.preference);

/** [LOC-5] RFC 2782: by priority; among equals by lot, as heavy as they weigh. */
export function byPriority(records: readonly SrvRecord[], random: Random): readonly SrvRecord[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].toSorted(
    (one, other) => one - other,
  );
  return priorities.flatMap((priority) =>
    byWeight(
      records.filter((each) => each.priority === priority),
      random,
    ),
  );
}

function byWeight(records: readonly SrvRecord[], random: Random): readonly SrvRecord[] {
  // RFC 2782: those of weight 0 stand first, so that they have a small chance at all.
  const left = records.toSorted((one, other) => Number(one.weight > 0) - Number(other.weight > 0));
  const ordered: SrvRecord[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    const drawn = Math.floor(random() * (total + 1));
    let sum = 0;
    const at = left.findIndex(({ weight }) => (sum += weight) >= drawn);
    ordered.push(...left.splice(Math.max(at, 0), 1));
  }
  return ordered;
}
