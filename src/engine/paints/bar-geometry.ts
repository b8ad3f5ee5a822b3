const MOST = 0xffff_ffff;

/** The last result: the paints of one panel ask for the same sides and then share one table. */
let lastSides: { readonly edgesPx: Float32Array; readonly gapPx: number; readonly sides: Int32Array } | undefined;
let lastHeights: { readonly yMax: number; readonly heightPx: number; readonly counts: Uint32Array } | undefined;

/**
 * [left, right] of every bar in device pixels from the panel's left; a bar is at least one pixel wide. The result is
 * read-only for callers.
 */
export function barSides(edgesPx: Float32Array, gapPx: number): Int32Array {
  if (lastSides?.edgesPx === edgesPx && lastSides.gapPx === gapPx) return lastSides.sides;
  const bars = Math.max(0, edgesPx.length - 1);
  const sides = new Int32Array(2 * bars);
  for (let i = 0; i < bars; i++) {
    const [from, to] = [Math.round(edgesPx[i]!), Math.round(edgesPx[i + 1]!)];
    const left = Math.min(from, to);
    sides[2 * i] = left;
    sides[2 * i + 1] = Math.max(left + 1, Math.max(from, to) - gapPx);
  }
  lastSides = { edgesPx, gapPx, sides };
  return sides;
}

/** A bar's height in device pixels, at most `heightPx`; a nonzero count is at least one pixel high. */
export function barHeight(count: number, yMax: number, heightPx: number): number {
  if (count === 0) return 0;
  return Math.min(heightPx, Math.max(1, Math.round((count / yMax) * heightPx)));
}

/**
 * For each height 0…heightPx, the smallest count whose bar reaches it: the exact inverse of {@link barHeight}. The
 * result is read-only for callers.
 */
export function countsByHeight(yMax: number, heightPx: number): Uint32Array {
  if (lastHeights?.yMax === yMax && lastHeights.heightPx === heightPx) return lastHeights.counts;
  const counts = new Uint32Array(heightPx + 1).fill(MOST);
  counts[0] = 0;
  for (let height = 1; height <= heightPx; height++) {
    let count = Math.max(1, Math.min(MOST, Math.ceil(((height - 0.5) * yMax) / heightPx)));
    if (!(count < MOST)) break;
    while (count > 1 && barHeight(count - 1, yMax, heightPx) >= height) count--;
    while (count < MOST && barHeight(count, yMax, heightPx) < height) count++;
    counts[height] = count;
  }
  lastHeights = { yMax, heightPx, counts };
  return counts;
}
