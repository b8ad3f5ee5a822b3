import type { PanelLayout } from './layout';

/** The number of the next panel in the same row or column; null at the end of it. `dy` is positive upwards. */
export function neighbourOf(panels: readonly PanelLayout[], panel: number, dx: number, dy: number): number | null {
  const from = panels[panel];
  if (!from) return null;
  let [best, least] = [null as number | null, Infinity];
  for (const [i, { box }] of panels.entries()) {
    const along = dx !== 0 ? (box.x - from.box.x) * dx : (from.box.y - box.y) * dy;
    const isAside = dx !== 0 ? box.y !== from.box.y : box.x !== from.box.x;
    if (!isAside && along > 0 && along < least) [best, least] = [i, along];
  }
  return best;
}
