const MOST = 0xffff_ffff;

/** [left, right] of every bar in device pixels from the panel's left: at least one pixel wide. */
export function barSides(edgesPx: Float32Array<ArrayBuffer>, gapPx: number): Int32Array<ArrayBuffer> {
  const bars = Math.max(0, edgesPx.length - 1);
  const sides = new Int32Array(2 * bars);
  for (let i = 0; i < bars; i++) {
    const left = Math.round(edgesPx[i]!);
    sides[2 * i] = left;
    sides[2 * i + 1] = Math.max(left + 1, Math.round(edgesPx[i + 1]!) - gapPx);
  }
  return sides;
}

/** A bar's height in device pixels: at least one where anything was counted, and at most `heightPx`. */
export function barHeight(count: number, yMax: number, heightPx: number): number {
  if (count === 0) return 0;
  return Math.min(heightPx, Math.max(1, Math.round((count / yMax) * heightPx)));
}

/** The last answer: paints of one panel ask for the same. */
let last: { readonly yMax: number; readonly heightPx: number; readonly counts: Uint32Array<ArrayBuffer> } | null = null;

/**
 * For each height 0…heightPx the smallest count of a bar at least so high: the exact inverse of {@link barHeight}. The
 * caller does not write to it.
 */
export function countsByHeight(yMax: number, heightPx: number): Uint32Array<ArrayBuffer> {
  if (last?.yMax === yMax && last.heightPx === heightPx) return last.counts;
  const counts = new Uint32Array(heightPx + 1).fill(MOST);
  counts[0] = 0;
  for (let height = 1; height <= heightPx; height++) {
    let count = Math.max(1, Math.min(MOST, Math.ceil(((height - 0.5) * yMax) / heightPx)));
    if (!(count < MOST)) break;
    while (count > 1 && barHeight(count - 1, yMax, heightPx) >= height) count--;
    while (count < MOST && barHeight(count, yMax, heightPx) < height) count++;
    counts[height] = count;
  }
  last = { yMax, heightPx, counts };
  return counts;
}
