const WIDEST_GAP_PX = 4;

/** The gap between bars in device pixels, for bars of this pitch. */
export function gapBetween(pitchPx: number): number {
  return pitchPx > 4 ? Math.max(1, Math.min(WIDEST_GAP_PX, Math.round(pitchPx / 12))) : 0;
}
