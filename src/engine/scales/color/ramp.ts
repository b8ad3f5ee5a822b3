import type { ColorWord } from './color-word';
import { oklabOf, oklabWord, type Oklab } from './oklab';

/** 256 colors at equal distances, from low to high. */
export type Ramp = Uint32Array<ArrayBuffer>;

export const RAMP_COLORS = 256;

/** The ramp through some colors at equal distances, straight from one to the next in OKLab. The ends are exact. */
export function rampThrough(colors: readonly ColorWord[]): Ramp {
  const places = colors.map(oklabOf);
  const last = places.length - 1;
  return Uint32Array.from({ length: RAMP_COLORS }, (_, i) => {
    const at = (i / (RAMP_COLORS - 1)) * last;
    const segment = Math.min(Math.max(0, last - 1), Math.floor(at));
    if (at === segment || last === 0) return colors[segment]!;
    return at === last ? colors[last]! : oklabWord(between(places[segment]!, places[segment + 1]!, at - segment));
  });
}

/** The color at a fraction; the ends outside of 0 to 1. */
export function rampAt(ramp: Ramp, fraction: number): ColorWord {
  return ramp[Math.round(Math.max(0, Math.min(1, fraction)) * (RAMP_COLORS - 1))]!;
}

/** `count` colors at equal distances, both ends among them; the middle for a single one. */
export function stepsOf(ramp: Ramp, count: number): readonly ColorWord[] {
  return Array.from({ length: count }, (_, i) => rampAt(ramp, count === 1 ? 0.5 : i / (count - 1)));
}

function between(a: Oklab, b: Oklab, share: number): Oklab {
  return a.map((channel, i) => channel + (b[i]! - channel) * share) as unknown as Oklab;
}
