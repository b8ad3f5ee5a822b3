import type { ColumnId, Keys, Lane } from '../../columns/column';
import type {
  Accumulator,
  Bins,
  Clause,
  Dimensions,
  GroupedCall,
  KernelCall,
  Recording,
  SlotId,
  Summand,
} from '../../frame/recording';
import { paintsOf } from '../../frame/surface-paint';
import { drawnPaints, type PaintName } from '../../paints/index';
import { piecesOf } from '../kernels/accumulate-kernel';

/**
 * The part of a recording that determines its pipelines, as plain data that can be stored: the kernels, the kinds of
 * their columns, the numbers of bins, and the paints. It holds no names, values or WGSL of the page: columns and
 * results are numbered by first appearance.
 */
export interface FrameShape {
  readonly kernels: readonly CallShape[];
  /** Each clause once, even if several kernels test it. */
  readonly clauses: readonly ClauseShape[];
  readonly paints: readonly PaintName[];
}

/** An aggregate call. */
export interface CallShape {
  /** Any column of the relation whose rows are read. */
  readonly rows: number;
  readonly dimensions: readonly AxisShape[];
  /** With dimensions: no extent. */
  readonly accumulators: readonly AccumulatorShape[];
  /** Indexes into the frame's clauses. */
  readonly clauses: readonly number[];
  readonly out: number;
}

export type AccumulatorShape =
  | { readonly op: 'count' }
  | { readonly op: 'count-of' | 'min' | 'max' | 'extent'; readonly column: number; readonly lane: Lane }
  | { readonly op: 'bits'; readonly column: number; readonly lane: Lane; readonly isFloat: boolean }
  /** `isFloat`: adds scaled values, not keys. */
  | {
      readonly op: 'sum';
      readonly column: number;
      readonly lane: Lane;
      readonly isFloat: boolean;
      /** 0 for a wide sum. */
      readonly pieces: number;
    };

export interface AxisShape {
  readonly column: number;
  readonly lane: Lane;
  readonly count: number;
  readonly even: boolean;
}

export type ClauseShape =
  | { readonly kind: 'range'; readonly column: number; readonly lane: Lane }
  | { readonly kind: 'set'; readonly column: number }
  | { readonly kind: 'cells'; readonly bins: readonly AxisShape[] }
  | { readonly kind: 'any'; readonly of: readonly (readonly ClauseShape[])[] }
  | { readonly kind: 'not'; readonly of: readonly ClauseShape[] };

/**
 * The shape of a recording, or null if it holds a kernel that shapes do not cover: index kernels have no pipelines, and
 * the nearest-row kernel is never needed in a page's first frame.
 */
export function shapeOf({ kernels, paints }: Recording): FrameShape | null {
  const [columnNumber, outNumber] = [numbering<ColumnId>(), numbering<SlotId>()];
  const axis = ({ column, lane, count, uniform }: Omit<Bins, 'keys'>): AxisShape => ({
    column: columnNumber(column),
    lane,
    count,
    even: uniform,
  });
  const clauseShape = (clause: Clause): ClauseShape => {
    switch (clause.kind) {
      case 'range':
        return { kind: 'range', column: columnNumber(clause.column), lane: clause.lane };
      case 'set':
        return { kind: 'set', column: columnNumber(clause.column) };
      case 'cells':
        return { kind: 'cells', bins: clause.bins.map(axis) };
      case 'any':
        return { kind: 'any', of: clause.of.map((filter) => filter.map(clauseShape)) };
      case 'not':
        return { kind: 'not', of: clause.of.map(clauseShape) };
    }
  };
  const clauses: Clause[] = [];
  const calls: CallShape[] = [];
  for (const call of kernels) {
    if (call.kernel !== 'aggregate') return null;
    for (const clause of call.clauses) if (!clauses.includes(clause)) clauses.push(clause);
    calls.push({
      rows: columnNumber('rows' in call ? call.rows : call.dimensions[0].column),
      dimensions: call.dimensions.map(axis),
      accumulators: call.accumulators.map((accumulator) => accumulatorShape(accumulator, columnNumber)),
      clauses: call.clauses.map((clause) => clauses.indexOf(clause)),
      out: outNumber(call.out),
    });
  }
  return { kernels: calls, clauses: clauses.map(clauseShape), paints: [...paintNames(paints)] };
}

/** The distinct kinds of paint in a frame. */
export function paintNames(paints: Recording['paints']): ReadonlySet<PaintName> {
  return new Set(drawnPaints(paintsOf(paints)).map(({ paint }) => paint));
}

function numbering<Id>(): (id: Id) => number {
  const ids: Id[] = [];
  return (id) => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
}

/** The kernels of a frame of this shape, with empty tables: enough to plan the frame, not to execute it. */
export function kernelsOf({ kernels, clauses }: FrameShape): KernelCall[] {
  // Calls that test the same clause share one object, as in the original recording.
  const tested = clauses.map(clauseOf);
  return kernels.map((shape): KernelCall => {
    const common = {
      kernel: 'aggregate',
      out: `result ${shape.out}` as SlotId,
      clauses: shape.clauses.map((nth) => tested[nth]!),
    } as const;
    const [x, ...others] = shape.dimensions.map(binsOf);
    const [first, ...more] = shape.accumulators.map(accumulatorOf);
    const accumulators = [first!, ...more] as const;
    return x
      ? {
          ...common,
          dimensions: [x, ...others] as unknown as Dimensions,
          accumulators: accumulators as GroupedCall['accumulators'],
        }
      : { ...common, dimensions: [], rows: columnOf(shape.rows), accumulators };
  });
}

function accumulatorShape(accumulator: Accumulator, columnNumber: (column: ColumnId) => number): AccumulatorShape {
  if (accumulator.op === 'count') return { op: 'count' };
  const column = columnNumber(accumulator.column);
  switch (accumulator.op) {
    case 'sum': {
      const { lane, shift } = accumulator.of;
      return { op: 'sum', column, lane, isFloat: shift !== null, pieces: piecesOf(accumulator) };
    }
    case 'bits':
      return { op: 'bits', column, lane: accumulator.lane, isFloat: accumulator.isFloat };
    default:
      return { op: accumulator.op, column, lane: accumulator.lane };
  }
}

function accumulatorOf(shape: AccumulatorShape): Accumulator {
  if (shape.op === 'count') return { op: 'count' };
  const column = columnOf(shape.column);
  switch (shape.op) {
    case 'sum': {
      const { lane, isFloat, pieces } = shape;
      const bits = pieces > 0 ? 16 * pieces - 1 : 64;
      return { op: 'sum', column, of: { lane, shift: isFloat ? 0 : null, bits } as Summand };
    }
    case 'bits':
      return { op: 'bits', column, lane: shape.lane, isFloat: shape.isFloat };
    default:
      return { op: shape.op, column, lane: shape.lane };
  }
}

function clauseOf(shape: ClauseShape): Clause {
  switch (shape.kind) {
    case 'range':
      return { kind: 'range', column: columnOf(shape.column), lane: shape.lane, keys: noKeys(shape.lane) };
    case 'set':
      return { kind: 'set', column: columnOf(shape.column), words: new Uint32Array() };
    case 'cells': {
      const [x, y] = shape.bins.map(binsOf);
      return { kind: 'cells', bins: y ? [x!, y] : [x!], words: new Uint32Array() };
    }
    case 'any':
      return { kind: 'any', of: shape.of.map((filter) => filter.map(clauseOf)) };
    case 'not':
      return { kind: 'not', of: shape.of.map(clauseOf) };
  }
}

function binsOf({ column, lane, count, even }: AxisShape): Bins {
  return { column: columnOf(column), lane, count, uniform: even, keys: noKeys(lane) };
}

function columnOf(column: number): ColumnId {
  return `column ${column}` as ColumnId;
}

function noKeys(lane: Lane): Keys {
  return lane === 'f32' ? new Float32Array() : new Uint32Array();
}
