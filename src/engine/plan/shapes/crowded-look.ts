import type { DefaultLook } from '../mark';

/** How symbols look while few are drawn, and how small and faint they may become. */
export interface Crowd {
  /** Up to this many symbols rarely cover each other. */
  readonly few: number;
  readonly areaCss: number;
  readonly leastAreaCss: number;
}

const LEAST_OPACITY = 0.2;
/** How much smaller and fainter more symbols are: 50 times as many have 38 % of the area and of the opacity. */
const FADING = 0.25;

/** The look of this many symbols: the more, the smaller and fainter, so that they don't run together. */
export function crowdedLook(rows: number, { few, areaCss, leastAreaCss }: Crowd): DefaultLook {
  const share = Math.min(1, (few / rows) ** FADING);
  return { opacity: Math.max(LEAST_OPACITY, share), areaCss: Math.max(leastAreaCss, areaCss * share) };
}
