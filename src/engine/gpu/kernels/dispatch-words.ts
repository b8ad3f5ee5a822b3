import type { Bins, Clause } from '../../frame/recording';
import type { FrameArena } from '../frames/frame-arena';
import { rangeWords, thresholdsOf } from './ordered-keys';

/** A view that is counted with others: the clauses it honours, as bits, and its first cell in the common result. */
export interface BatchedView {
  readonly need: number;
  readonly base: number;
}

const ALONE: BatchedView = { need: 0, base: 0 };
const bits = new DataView(new ArrayBuffer(4));

/**
 * An Axis of shaders/shared/params.wgsl, word for word; without bins, only what says how its view is counted with
 * others. Its thresholds go to the arena, once a frame.
 */
export function axisWords(arena: FrameArena, bins: Bins | undefined, { need, base }: BatchedView = ALONE): number[] {
  if (!bins) return [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, need, base];
  const thresholds = thresholdsOf(bins);
  const { first, last, scale, origin, fine, table } = thresholds;
  const offset = arena.share(thresholds, table);
  return [offset, bins.count, 0, floatBits(scale), ...first, ...last, floatBits(origin), fine, need, base];
}

/**
 * The words that a clause compares with, in the order in which clause-wgsl.ts reads them. Its tables go to the arena,
 * once a frame.
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

function floatBits(value: number): number {
  bits.setFloat32(0, value);
  return bits.getUint32(0);
}
