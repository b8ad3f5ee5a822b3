import type { Bins } from '../../frame/recording';
import { axisWords } from './dispatch-words';
import type { FrameArena } from '../frames/frame-arena';

/** The host's counterpart of shaders/shared/params.wgsl. */

const AXIS_WORDS = 12;
const X_AT = 4;
const Y_AT = X_AT + AXIS_WORDS;
const WORDS_AT = Y_AT + AXIS_WORDS;

export interface DispatchParams {
  readonly rows: number;
  readonly cells?: number;
  readonly base?: number;
  readonly flags?: number;
  readonly x?: Bins;
  readonly y?: Bins;
  /** Operands of clauses and of batched views, in whole vectors of four words. */
  readonly words?: readonly number[];
}

export interface PlacedParams {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

export function placeParams(
  arena: FrameArena,
  { rows, cells = 0, base = 0, flags = 0, x, y, words = [] }: DispatchParams,
): PlacedParams {
  const axes = [x, y].map((bins) => (bins ? axisWords(arena, bins) : []));
  const sizeBytes = 4 * (WORDS_AT + Math.max(4, words.length));
  const start = arena.putUniform(sizeBytes);
  arena.words.set([rows, cells, base, flags], start);
  arena.words.set(axes[0]!, start + X_AT);
  arena.words.set(axes[1]!, start + Y_AT);
  arena.words.set(words, start + WORDS_AT);
  return { offsetBytes: start * 4, sizeBytes };
}
