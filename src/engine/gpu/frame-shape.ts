import type { ColumnId, Keys, Lane } from '../columns/column';
import type { Bins, Clause, KernelCall, Paint, Recording, SlotId } from '../frame/recording';

/**
 * What of a recording decides its pipelines, as plain data that may be kept: which kernels on which kinds of columns, with how many bins, and
 * which paints. No name, no value and no WGSL of the page is in it: columns and results are numbered by their first appearance.
 */
export interface FrameShape {
  readonly kernels: readonly CallShape[];
  /** Each once, however many kernels test it. */
  readonly clauses: readonly ColumnShape[];
  readonly paints: readonly Paint['paint'][];
}

export interface CallShape {
  readonly kernel: 'extent' | 'bin1d' | 'bin2d';
  /** The kernel's own columns. An extent has no bins: its count is 0. */
  readonly axes: readonly AxisShape[];
  /** Which of the frame's clauses it tests. */
  readonly clauses: readonly number[];
  readonly out: number;
}

export interface ColumnShape {
  readonly column: number;
  readonly lane: Lane;
}

export interface AxisShape extends ColumnShape {
  readonly count: number;
  readonly even: boolean;
}

/** More than any page draws at once; what claims to be larger was not written by us. */
const MOST_KERNELS = 64;
const MOST_CLAUSES = 64;
const MOST_BINS = 2 ** 16;
const LANES: readonly Lane[] = ['f32', 'u32', 'pair'];
const PAINTS: readonly Paint['paint'][] = ['bars', 'cells'];
const AXES: Readonly<Record<string, number>> = { extent: 1, bin1d: 1, bin2d: 2 };

/** Null for a recording with something that shapes do not know; it is compiled when it comes, as ever. */
export function shapeOf({ kernels, paints }: Recording): FrameShape | null {
  const [columnNumber, outNumber] = [numbering<ColumnId>(), numbering<SlotId>()];
  const clauses: Clause[] = [];
  const calls: CallShape[] = [];
  for (const call of kernels) {
    if (call.kernel === 'index' || call.kernel === 'slice') return null;
    for (const clause of call.clauses) if (!clauses.includes(clause)) clauses.push(clause);
    const bins = call.kernel === 'extent' ? [{ ...call, count: 0, even: false }] : call.kernel === 'bin1d' ? [call.x] : [call.x, call.y];
    calls.push({
      kernel: call.kernel, out: outNumber(call.out), clauses: call.clauses.map((clause) => clauses.indexOf(clause)),
      axes: bins.map(({ column, lane, count, even }) => ({ column: columnNumber(column), lane, count, even })),
    });
  }
  if (clauses.some(({ kind }) => kind !== 'range')) return null;
  return {
    kernels: calls, clauses: clauses.map(({ column, lane }) => ({ column: columnNumber(column), lane })),
    paints: [...new Set(paints.map(({ paint }) => paint))],
  };
}

function numbering<Id>(): (id: Id) => number {
  const ids: Id[] = [];
  return (id) => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
}

/** The kernels of a frame of this shape, over no rows: enough to plan it, never to be executed. */
export function kernelsOf({ kernels, clauses }: FrameShape): KernelCall[] {
  const tested = clauses.map(({ column, lane }): Clause => ({ kind: 'range', column: idOf(column), lane, keys: noKeys(lane) }));
  return kernels.map((shape): KernelCall => {
    const common = { out: `result ${shape.out}` as SlotId, clauses: shape.clauses.map((nth) => tested[nth]!) };
    const [x, y] = shape.axes.map(({ column, lane, count, even }): Bins => ({ column: idOf(column), lane, count, even, keys: noKeys(lane) }));
    if (shape.kernel === 'extent') return { kernel: 'extent', column: x!.column, lane: x!.lane, ...common };
    return shape.kernel === 'bin1d' ? { kernel: 'bin1d', x: x!, ...common } : { kernel: 'bin2d', x: x!, y: y!, ...common };
  });
}

/** A shape out of data that anybody may have written; null when it is none. */
export function readShape(data: unknown): FrameShape | null {
  if (!isRecord(data)) return null;
  const { kernels, clauses, paints } = data;
  const sound = isList(kernels, MOST_KERNELS) && isList(clauses, MOST_CLAUSES) && isList(paints, PAINTS.length)
    && paints.every((paint) => PAINTS.includes(paint as Paint['paint'])) && clauses.every(isColumn) && kernels.every((call) => isCall(call, clauses.length));
  return sound ? { kernels: kernels as readonly CallShape[], clauses, paints: paints as Paint['paint'][] } : null;
}

function isCall(data: unknown, clauseCount: number): data is CallShape {
  if (!isRecord(data)) return false;
  const { kernel, axes, clauses, out } = data;
  return typeof kernel === 'string' && Object.hasOwn(AXES, kernel) && isList(axes, 2) && axes.length === AXES[kernel] && axes.every(isAxis)
    && isList(clauses, MOST_CLAUSES) && clauses.every((nth) => isWhole(nth, clauseCount - 1)) && isWhole(out, MOST_KERNELS);
}

function isAxis(data: unknown): data is AxisShape {
  return isRecord(data) && isColumn(data) && isWhole(data['count'], MOST_BINS) && typeof data['even'] === 'boolean';
}

function isColumn(data: unknown): data is ColumnShape {
  return isRecord(data) && isWhole(data['column'], 2 * MOST_KERNELS + MOST_CLAUSES) && LANES.includes(data['lane'] as Lane);
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

function idOf(column: number): ColumnId {
  return `column ${column}` as ColumnId;
}

function noKeys(lane: Lane): Keys {
  return lane === 'f32' ? new Float32Array() : new Uint32Array();
}
