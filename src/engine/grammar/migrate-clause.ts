import { POSITION_CHANNELS } from './position-channel';

type Json = Readonly<Record<string, unknown>>;

/**
 * Rewrites a stored clause of the first form, which has no version, in the current one. It selects the same rows. The
 * only difference: the first form had a polygon's sides under the keys `x` and `y`. Does not validate the clause.
 */
export function migrateClause(clause: Json): Json {
  if (clause['version'] !== undefined || clause['kind'] !== 'polygon' || 'sides' in clause) return clause;
  const { x, y, ...others } = clause;
  const sides = [x, y].map((side, i) => (isObject(side) ? { ...side, channel: POSITION_CHANNELS[i] } : side));
  return { ...others, sides };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
