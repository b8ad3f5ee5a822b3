import { MAX_PIECES } from '../kernels/accumulate-kernel';
import type { Lane } from '../../columns/column';
import { PAINT_NAMES, type PaintName } from '../../paints/index';
import type { AccumulatorShape, AxisShape, CallShape, ClauseShape, FrameShape } from './frame-shape';

/** More than any page draws in one frame: this code never writes a larger shape. */
const MAX_KERNELS = 64;
const MAX_CLAUSES = 64;
const MAX_COLUMNS = 512;
const DEEPEST_CLAUSE = 6;
const MAX_BINS = 2 ** 22;
const LANES: readonly Lane[] = ['f32', 'u32', 'u64'];
const MAX_DIMENSIONS = 4;
const MAX_ACCUMULATORS = 16;

/** Validates untrusted data as a frame's shape. Returns null if it is not one. */
export function readShape(data: unknown): FrameShape | null {
  if (!isRecord(data)) return null;
  const { kernels, clauses, paints } = data;
  if (!isList(kernels, MAX_KERNELS) || !isList(clauses, MAX_CLAUSES) || !isList(paints, PAINT_NAMES.length))
    return null;
  const sound =
    paints.every((paint) => PAINT_NAMES.includes(paint as PaintName)) &&
    clauses.every((clause) => isClause(clause, 0)) &&
    kernels.every((call) => isCall(call, clauses.length));
  return sound ? (data as unknown as FrameShape) : null;
}

function isCall(data: unknown, clauseCount: number): data is CallShape {
  if (!isRecord(data)) return false;
  const { rows, dimensions, accumulators, clauses, out } = data;
  return (
    isWhole(rows, MAX_COLUMNS) &&
    isList(dimensions, MAX_DIMENSIONS) &&
    dimensions.every(isAxis) &&
    isList(accumulators, MAX_ACCUMULATORS) &&
    accumulators.length > 0 &&
    accumulators.every((one) => isAccumulator(one, dimensions.length)) &&
    isList(clauses, MAX_CLAUSES) &&
    clauses.every((nth) => isWhole(nth, clauseCount - 1)) &&
    isWhole(out, MAX_KERNELS)
  );
}

/** An extent has no dimensions. A sum of `u32` keys never adds scaled values, a sum of floats always. */
function isAccumulator(data: unknown, dimensions: number): data is AccumulatorShape {
  if (!isRecord(data)) return false;
  const { op, column, lane, isFloat, pieces } = data;
  if (op === 'count') return true;
  if (!isWhole(column, MAX_COLUMNS) || !isLane(lane)) return false;
  switch (op) {
    case 'count-of':
    case 'min':
    case 'max':
      return true;
    case 'bits':
      return typeof isFloat === 'boolean';
    case 'sum':
      return (
        isWhole(pieces, MAX_PIECES) && typeof isFloat === 'boolean' && (lane === 'u64' || isFloat === (lane === 'f32'))
      );
    case 'extent':
      return dimensions === 0;
    default:
      return false;
  }
}

function isLane(data: unknown): data is Lane {
  return LANES.includes(data as Lane);
}

function isClause(data: unknown, depth: number): data is ClauseShape {
  if (!isRecord(data) || depth > DEEPEST_CLAUSE) return false;
  const { kind, column, lane, bins, of } = data;
  const isFilter = (filter: unknown): boolean =>
    isList(filter, MAX_CLAUSES) && filter.every((clause) => isClause(clause, depth + 1));
  switch (kind) {
    case 'range':
      return isWhole(column, MAX_COLUMNS) && isLane(lane);
    case 'set':
      return isWhole(column, MAX_COLUMNS);
    case 'cells':
      return isList(bins, 2) && bins.length > 0 && bins.every(isAxis);
    case 'any':
      return isList(of, MAX_CLAUSES) && of.every(isFilter);
    case 'not':
      return isFilter(of);
    default:
      return false;
  }
}

function isAxis(data: unknown): data is AxisShape {
  if (!isRecord(data)) return false;
  const { column, lane, count, even } = data;
  return isWhole(column, MAX_COLUMNS) && isLane(lane) && isWhole(count, MAX_BINS) && typeof even === 'boolean';
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}

function isList(data: unknown, most: number): data is readonly unknown[] {
  return Array.isArray(data) && data.length <= most;
}

function isWhole(data: unknown, most: number): boolean {
  return Number.isInteger(data) && (data as number) >= 0 && (data as number) <= most;
}
