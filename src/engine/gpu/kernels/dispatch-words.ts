import type { Bins, Clause } from '../../frame/recording';
import type { FrameArena } from '../frames/frame-arena';
import { rangeWords, thresholdsOf } from './ordered-keys';

/** A view counted in a batch: its clauses, as a bit mask, and its first cell in the shared result. */
export interface BatchedView {
  readonly need: number;
  readonly base: number;
}

const ALONE: BatchedView = { need: 0, base: 0 };
const bits = new DataView(new ArrayBuffer(4));

/**
 * The words of an Axis in shaders/shared/params.wgsl; without bins, only the fields of a batched view. Copies the
 * thresholds to the arena, once a frame.
 */
export function axisWords(arena: FrameArena, bins: Bins | undefined, { need, base }: BatchedView = ALONE): number[] {
  if (!bins) return [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, need, base];
  const thresholds = thresholdsOf(bins);
  const { first, last, scale, origin, top, fine, table } = thresholds;
  const offset = arena.share(thresholds, table);
  return [offset, bins.count, top, floatBits(scale), ...first, ...last, floatBits(origin), fine, need, base];
}

/**
 * The operands of a clause, in the order in which clause-wgsl.ts reads them. Copies its tables to the arena, once a
 * frame.
 */
export function clauseWords(arena: FrameArena, clause: Clause): number[] {
  switch (clause.kind) {
    case 'range':
      return [...rangeWords(clause.lane, clause.keys)];
    case 'set':
      return [arena.share(clause, clause.words), clause.words.length, 0, 0];
    case 'cells':
      return [arena.share(clause, clause.words), 0, 0, 0, ...clause.bins.flatMap((bins) => axisWords(arena, bins))];
    default:
      return clause.of.flat().flatMap((inner) => clauseWords(arena, inner));
  }
}

export function floatBits(value: number): number {
  bits.setFloat32(0, value);
  return bits.getUint32(0);
}
