import type { ColumnId, Keys, Lane } from '../columns/column';
import type { Bins, Clause, KernelCall, Paint, Recording, SlotId } from '../frame/recording';

/**
 * What of a recording decides its pipelines, as plain data that may be kept: which kernels on which kinds of columns, with how many bins, and
 * which paints. No name, no value and no WGSL of the page is in it. Columns are numbered by their first appearance in a call.
 */
export interface FrameShape {
  readonly kernels: readonly CallShape[];
  readonly paints: readonly Paint['paint'][];
}

export interface CallShape {
  readonly kernel: 'extent' | 'bin1d' | 'bin2d';
  /** The kernel's own columns. An extent has no bins: its count is 0. */
  readonly axes: readonly AxisShape[];
  readonly clauses: readonly ColumnShape[];
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
  const shapes = kernels.map(callShape);
  return shapes.includes(null) ? null : { kernels: shapes as CallShape[], paints: [...new Set(paints.map(({ paint }) => paint))] };
}

function callShape(call: KernelCall): CallShape | null {
  if (call.kernel !== 'extent' && call.kernel !== 'bin1d' && call.kernel !== 'bin2d') return null;
  const ids: ColumnId[] = [];
  const numbered = (id: ColumnId): number => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  const bins = call.kernel === 'extent' ? [] : call.kernel === 'bin1d' ? [call.x] : [call.x, call.y];
  return {
    kernel: call.kernel,
    axes: call.kernel === 'extent'
      ? [{ column: numbered(call.column), lane: call.lane, count: 0, even: false }]
      : bins.map(({ column, lane, count, even }) => ({ column: numbered(column), lane, count, even })),
    clauses: call.clauses.map(({ column, lane }) => ({ column: numbered(column), lane })),
  };
}

/** A frame of this shape, of no rows: enough to plan it, never to be executed. Its paints are still only names. */
export function kernelsOf({ kernels }: FrameShape): KernelCall[] {
  return kernels.map(({ kernel, axes, clauses }): KernelCall => {
    const out = '' as SlotId;
    const tested = clauses.map(({ column, lane }): Clause => ({ kind: 'range', column: idOf(column), lane, keys: noKeys(lane) }));
    const [x, y] = axes.map(({ column, lane, count, even }): Bins => ({ column: idOf(column), lane, count, even, keys: noKeys(lane) }));
    if (kernel === 'extent') return { kernel, column: x!.column, lane: x!.lane, clauses: tested, out };
    return kernel === 'bin1d' ? { kernel, x: x!, clauses: tested, out } : { kernel, x: x!, y: y!, clauses: tested, out };
  });
}

/** A shape out of data that anybody may have written; null when it is none. */
export function readShape(data: unknown): FrameShape | null {
  if (!isRecord(data)) return null;
  const { kernels, paints } = data;
  if (!isList(kernels, MOST_KERNELS) || !isList(paints, PAINTS.length) || !paints.every((paint) => PAINTS.includes(paint as Paint['paint']))) return null;
  const calls = kernels.map(readCall);
  return calls.includes(null) ? null : { kernels: calls as CallShape[], paints: paints as Paint['paint'][] };
}

function readCall(data: unknown): CallShape | null {
  if (!isRecord(data)) return null;
  const { kernel, axes, clauses } = data;
  if (typeof kernel !== 'string' || !Object.hasOwn(AXES, kernel) || !isList(axes, 2) || axes.length !== AXES[kernel]) return null;
  if (!isList(clauses, MOST_CLAUSES) || ![...axes, ...clauses].every(isColumn)) return null;
  const counts = (axes as unknown as Record<string, unknown>[]).every(({ count, even }) => isWhole(count, MOST_BINS) && typeof even === 'boolean');
  return counts ? { kernel: kernel as CallShape['kernel'], axes: axes as AxisShape[], clauses: clauses as ColumnShape[] } : null;
}

function isColumn(data: unknown): data is ColumnShape {
  return isRecord(data) && isWhole(data['column'], 2 + MOST_CLAUSES) && LANES.includes(data['lane'] as Lane);
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
