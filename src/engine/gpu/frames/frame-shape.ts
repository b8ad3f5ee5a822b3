import type { ColumnId, Keys, Lane } from '../../columns/column';
import type { Bins, Clause, KernelCall, Recording, SlotId } from '../../frame/recording';
import { paintsOf } from '../../frame/surface-paint';
import type { PaintName } from '../../paints/index';

/**
 * What of a recording decides its pipelines, as plain data that may be kept: which kernels on which kinds of columns,
 * with how many bins, and which paints. No name, no value and no WGSL of the page is in it: columns and results are
 * numbered by their first appearance.
 */
export interface FrameShape {
  readonly kernels: readonly CallShape[];
  /** Each once, however many kernels test it. */
  readonly clauses: readonly ClauseShape[];
  readonly paints: readonly PaintName[];
}

export interface CallShape {
  readonly kernel: 'extent' | 'bin1d' | 'bin2d';
  /** The kernel's own columns. An extent has no bins: its count is 0. */
  readonly axes: readonly AxisShape[];
  /** Which of the frame's clauses it tests. */
  readonly clauses: readonly number[];
  readonly out: number;
}

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
 * Null for a recording of kernels that shapes do not know: those of an index have no pipelines, and nobody waits for
 * the nearest row at first.
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
    if (call.kernel === 'index' || call.kernel === 'slice' || call.kernel === 'nearest') return null;
    for (const clause of call.clauses) if (!clauses.includes(clause)) clauses.push(clause);
    const bins =
      call.kernel === 'extent'
        ? [{ ...call, count: 0, uniform: false }]
        : call.kernel === 'bin1d'
          ? [call.x]
          : [call.x, call.y];
    calls.push({
      kernel: call.kernel,
      axes: bins.map(axis),
      clauses: call.clauses.map((clause) => clauses.indexOf(clause)),
      out: outNumber(call.out),
    });
  }
  return { kernels: calls, clauses: clauses.map(clauseShape), paints: [...paintNames(paints)] };
}

/** The kinds of paint of a frame, each once. */
export function paintNames(paints: Recording['paints']): ReadonlySet<PaintName> {
  return new Set(paintsOf(paints).map(({ paint }) => paint));
}

function numbering<Id>(): (id: Id) => number {
  const ids: Id[] = [];
  return (id) => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
}

/** The kernels of a frame of this shape, over no rows: enough to plan it, never to be executed. */
export function kernelsOf({ kernels, clauses }: FrameShape): KernelCall[] {
  // Calls that test the same clause hold the same object, as in the recording it came from.
  const tested = clauses.map(clauseOf);
  return kernels.map((shape): KernelCall => {
    const common = { out: `result ${shape.out}` as SlotId, clauses: shape.clauses.map((nth) => tested[nth]!) };
    const [x, y] = shape.axes.map(binsOf);
    if (shape.kernel === 'extent') return { kernel: 'extent', column: x!.column, lane: x!.lane, ...common };
    return shape.kernel === 'bin1d'
      ? { kernel: 'bin1d', x: x!, ...common }
      : { kernel: 'bin2d', x: x!, y: y!, ...common };
  });
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
