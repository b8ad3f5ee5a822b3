import type { Scale } from '../scales/scale';

/** With less space the lines of a decade merge. */
const LEAST_DECADE_CSS = 54;
const LEAST_POWER_CSS = 4;

/**
 * The unlabeled ticks of a log axis, as positions: the digits between powers if there is space, else the powers
 * between those that are labeled. Other scales have none.
 */
export function minorTicks(scale: Scale, lengthCss: number, labelled: ReadonlySet<number>): number[] {
  if (scale.kind !== 'log') return [];
  const [lo, hi] = scale.domain;
  const powers = Math.log(hi / lo) / Math.log(scale.base);
  // Within one power the labeled ticks are round steps, which digits would not divide.
  if (!(powers >= 1)) return [];
  const powerCss = lengthCss / powers;
  if (powerCss < LEAST_POWER_CSS) return [];
  const digits = powerCss >= LEAST_DECADE_CSS ? scale.base : 1;
  return scale
    .ticks(Math.ceil(powers * digits))
    .values.map((value) => scale.position(value))
    .filter((at) => !labelled.has(at));
}
