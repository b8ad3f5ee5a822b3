import bin1d from '../../../shaders/bin1d.wgsl';
import bin2d from '../../../shaders/bin2d.wgsl';
import extent from '../../../shaders/extent.wgsl';
import filter from '../../../shaders/filter.wgsl';
import tallyGlobal from '../../../shaders/shared/tally-global.wgsl';
import tallyLocal from '../../../shaders/shared/tally-local.wgsl';
import type { ColumnId, Lane } from '../columns/column';
import type { Bin1dCall, Bin2dCall, Clause, ExtentCall } from '../frame/recording';
import { binsText, extentText, inputsText, passingText, type InputLane } from './kernel-text';
import { GROUP_SIZE, type ComputeShader } from './pipelines';

/** One dispatch per buffer of rows: which columns it reads, in binding order, and which clauses it tests. */
export interface Pass {
  readonly shader: ComputeShader;
  /** The columns of the first inputs; when `readsBits`, the filter's bits follow. */
  readonly columns: readonly ColumnId[];
  readonly readsBits: boolean;
  readonly clauses: readonly Clause[];
}

export interface KernelPlan {
  /** Passes that narrow the bits, first one first; empty when the kernel itself can bind every clause column. */
  readonly filters: readonly Pass[];
  readonly main: Pass;
}

export type PlannedCall = ExtentCall | Bin1dCall | Bin2dCall;

/** Counters that workgroup memory holds on every device (16 KiB). More go to the result directly. */
const MOST_LOCAL_CELLS = 4096;
const LEAST_SLOTS = 1024;
/** A uniform buffer binding is at most 64 KiB on every device. */
const MOST_CLAUSES = 2048;

/** How a kernel call becomes passes, given how many columns one pass may read. Pure. */
export function planKernel(call: PlannedCall, maxInputs: number): KernelPlan {
  const own = new Map<ColumnId, Lane>();
  if (call.kernel === 'extent') own.set(call.column, call.lane);
  else own.set(call.x.column, call.x.lane);
  if (call.kernel === 'bin2d') own.set(call.y.column, call.y.lane);

  const clauseColumns = new Map<ColumnId, Lane>();
  for (const { column, lane } of call.clauses) if (!own.has(column)) clauseColumns.set(column, lane);
  const fits = own.size + clauseColumns.size <= maxInputs && call.clauses.length <= MOST_CLAUSES;
  const spare = [...clauseColumns];
  const inline = new Map([...own, ...(fits ? spare : [])]);
  const later = call.clauses.filter(({ column }, k) => !inline.has(column) || k >= MOST_CLAUSES);
  const now = call.clauses.filter((clause) => !later.includes(clause));

  return {
    filters: planFilters(later, maxInputs),
    main: plan(call, inline, now, later.length > 0),
  };
}

/** Cells of the result. */
export function cellsOf(call: Bin1dCall | Bin2dCall): number {
  return call.kernel === 'bin1d' ? call.x.count : call.x.count * call.y.count;
}

export function countsLocally(cells: number): boolean {
  return cells <= MOST_LOCAL_CELLS;
}

function planFilters(clauses: readonly Clause[], maxInputs: number): Pass[] {
  const passes: Pass[] = [];
  let columns = new Map<ColumnId, Lane>();
  let tested: Clause[] = [];
  const flush = (): void => {
    if (tested.length > 0) passes.push(plan({ kernel: 'filter' }, columns, tested, false));
    columns = new Map();
    tested = [];
  };
  for (const clause of clauses) {
    const isFull = columns.size === maxInputs && !columns.has(clause.column);
    if (isFull || tested.length === MOST_CLAUSES) flush();
    columns.set(clause.column, clause.lane);
    tested.push(clause);
  }
  flush();
  return passes;
}

function plan(
  call: PlannedCall | { readonly kernel: 'filter' }, columns: ReadonlyMap<ColumnId, Lane>, clauses: readonly Clause[], readsBits: boolean,
): Pass {
  const ids = [...columns.keys()];
  const lanes: InputLane[] = [...columns.values()];
  if (readsBits) lanes.push('bits');
  const tested = clauses.map(({ column }) => ids.indexOf(column));
  return { shader: shaderOf(call, lanes, ids, tested), columns: ids, readsBits, clauses };
}

const shaders = new Map<string, ComputeShader>();

/** The text of each variant is put together once. */
function shaderOf(
  call: PlannedCall | { readonly kernel: 'filter' }, lanes: readonly InputLane[], ids: readonly ColumnId[], tested: readonly number[],
): ComputeShader {
  const y = call.kernel === 'bin2d' ? ids.indexOf(call.y.column) : -1;
  const slots = call.kernel === 'bin1d' || call.kernel === 'bin2d' ? localSlots(cellsOf(call)) : null;
  const key = `${call.kernel} ${lanes.join(',')} y${y} [${tested.join(',')}] ${slots ? `${slots.slots}/${slots.copies}` : 'global'}`;
  const known = shaders.get(key);
  if (known) return known;

  const parts = [inputsText(lanes), passingText(lanes, tested)];
  if (call.kernel === 'extent') parts.push(extent, extentText(call.lane));
  else if (call.kernel === 'filter') parts.push(filter);
  else {
    parts.push(call.kernel === 'bin1d' ? bin1d : bin2d, binsText('x', call.x.lane, 0));
    if (call.kernel === 'bin2d') parts.push(binsText('y', call.y.lane, y));
    parts.push(slots ? `const SLOTS = ${slots.slots}u;\nconst COPIES = ${slots.copies}u;\n${tallyLocal}` : tallyGlobal);
  }
  const entry = call.kernel === 'filter' ? 'filter_rows' : call.kernel;
  const shader = { label: `pika.gpu.${key}`, wgsl: parts.join('\n'), entry, inputs: lanes.length, constants: { GROUP_SIZE } };
  shaders.set(key, shader);
  return shader;
}

function localSlots(cells: number): { slots: number; copies: number } | null {
  if (!countsLocally(cells)) return null;
  const counters = 2 ** Math.max(4, Math.ceil(Math.log2(cells)));
  const slots = Math.max(LEAST_SLOTS, counters);
  return { slots, copies: Math.min(16, slots / counters) };
}
