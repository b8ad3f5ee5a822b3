import type { Bins, Clause } from '../frame/recording';
import type { FrameArena } from './frame-arena';
import { rangeWords, thresholdsOf } from './ordered-keys';

/** The host twin of shaders/shared/params.wgsl. */

const AXIS_WORDS = 12;
const X_AT = 4;
const Y_AT = X_AT + AXIS_WORDS;
const CLAUSES_AT = Y_AT + AXIS_WORDS;

export interface DispatchParams {
  readonly rows: number;
  readonly cells?: number;
  readonly base?: number;
  readonly flags?: number;
  readonly x?: PlacedBins;
  readonly y?: PlacedBins;
  readonly clauses?: readonly Clause[];
}

/** Bins whose thresholds stand in the arena. */
export interface PlacedBins {
  readonly bins: Bins;
  readonly offset: number;
}

export interface PlacedParams {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

export function placeBins(arena: FrameArena, bins: Bins): PlacedBins {
  return { bins, offset: arena.put(thresholdsOf(bins).table) };
}

export function placeParams(arena: FrameArena, params: DispatchParams): PlacedParams {
  const clauses = params.clauses ?? [];
  const sizeBytes = 4 * (CLAUSES_AT + 4 * Math.max(1, clauses.length));
  const start = arena.putUniform(sizeBytes);
  arena.words.set([params.rows, params.cells ?? 0, params.base ?? 0, params.flags ?? 0], start);
  if (params.x) placeAxis(arena, start + X_AT, params.x);
  if (params.y) placeAxis(arena, start + Y_AT, params.y);
  clauses.forEach(({ lane, keys }, k) => arena.words.set(rangeWords(lane, keys), start + CLAUSES_AT + 4 * k));
  return { offsetBytes: start * 4, sizeBytes };
}

function placeAxis({ words, floats }: FrameArena, at: number, { bins, offset }: PlacedBins): void {
  const { first, last, even, scale, origin } = thresholdsOf(bins);
  words.set([offset, bins.count, even ? 1 : 0], at);
  floats[at + 3] = scale;
  words.set(first, at + 4);
  words.set(last, at + 6);
  floats[at + 8] = origin;
}
