import type { Span } from '../../engine/index';

export interface FrameTimes {
  readonly count: number;
  readonly medianMs: number;
  readonly worstMs: number;
}

const WITHIN_MS = 1000;

/** Statistics of the frames that ended within the last second; null if there were none. */
export function frameTimes(frames: readonly Span[], nowMs: number): FrameTimes | null {
  const lengths = frames
    .filter(({ endMs }) => nowMs - endMs < WITHIN_MS)
    .map(({ startMs, endMs }) => endMs - startMs)
    .sort((a, b) => a - b);
  if (lengths.length === 0) return null;
  return { count: lengths.length, medianMs: lengths[Math.floor(lengths.length / 2)]!, worstMs: lengths.at(-1)! };
}
