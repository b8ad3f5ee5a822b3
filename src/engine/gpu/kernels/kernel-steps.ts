import { cellsOf } from '../../aggregates/slot-layout';
import { SUM_WORDS } from '../../aggregates/sum';
import type { ColumnId } from '../../columns/column';
import { BLOCK_ROWS, partsOf, rowWords, type NearestCall } from '../../frame/recording';
import { piecesOf, totalPlanes, type AccumulateKernel, type Term } from './accumulate-kernel';
import { inputName, type Input } from './clause-wgsl';
import type { BatchedHistograms, PlannedCall } from './batched-histograms';
import { placeParams, type DispatchParams, type PlacedParams } from './dispatch-params';
import { axisWords, clauseWords, floatBits } from './dispatch-words';
import { mismatchedRows } from '../device/failures';
import type { FrameArena } from '../frames/frame-arena';
import {
  accumulatesLocally,
  countedWords,
  countsLocally,
  DECODE_EXTREMES,
  MERGES,
  type KernelPlan,
} from './kernel-plan';
import type { BlocksKernel, RanksKernel, RowsKernel } from './list-kernel';
import type { CountKernel, ExtentKernel } from './single-aggregate';
import { GROUP_SIZE, type ComputeShader } from '../device/pipelines';
import type { ResidentColumns, RowBuffer } from '../columns/resident-columns';
import type { Scratch } from '../columns/scratch';
import type { Slots } from '../columns/slots';

/** One step of a frame's compute work. Its numbers are already in the arena. */
export type Step =
  | {
      readonly kind: 'clear';
      readonly buffer: GPUBuffer;
      /** Defaults to the whole buffer. */
      readonly fromBytes?: number;
      readonly sizeBytes?: number;
    }
  | {
      readonly kind: 'copy';
      readonly from: GPUBuffer;
      readonly fromBytes: number;
      readonly to: GPUBuffer;
      readonly sizeBytes: number;
    }
  | {
      readonly kind: 'dispatch';
      readonly shader: ComputeShader;
      readonly params: PlacedParams;
      /** The result, then the inputs. */
      readonly buffers: readonly GPUBuffer[];
      readonly groups: number;
    };

export interface StepContext {
  readonly arena: FrameArena;
  readonly columns: ResidentColumns;
  readonly slots: Slots;
  readonly scratch: Scratch;
}

const ROWS_PER_THREAD = 4;
/**
 * Enough groups to fill the largest devices several times; more would only add partial results to merge. With at most
 * 2²⁷ rows in a buffer, each group reads fewer than the 2¹⁶ that accumulate-kernel.ts allows, and the 2¹⁸ of
 * shaders/shared/tally-global.wgsl.
 */
const MAX_GROUPS = 4096;
const MIN_GROUPS = 128;
/** Rows whose bits one workgroup writes at a time. */
const TILE_ROWS = GROUP_SIZE * ROWS_PER_THREAD;
/** Flag of a filter pass: narrow the bits that are there. */
const KEEP_BITS = 1;
const PARTIAL_BYTES = 16;

/** The steps of one kernel call: for every buffer of rows the filters, then the kernel. */
export function kernelSteps(call: PlannedCall, plan: KernelPlan, context: StepContext): Step[] {
  switch (call.kernel) {
    case 'count':
      return countSteps(call, plan, context);
    case 'accumulate':
      return accumulateSteps(call, plan, context);
    case 'extent':
      return extentSteps(call, plan, context);
    case 'nearest':
      return nearestSteps(call, plan, context);
    case 'histograms':
      return batchedSteps(call, plan, context);
    case 'blocks':
      return blocksSteps(call, plan, context);
    case 'rows':
      return rowsSteps(call, plan, context);
    case 'ranks':
      return ranksSteps(call, plan, context);
  }
}

function countSteps(call: CountKernel, plan: KernelPlan, context: StepContext): Step[] {
  const { dimensions, rows: relation, stride, out, slotWords, firstWord } = call;
  const runs = runsOf(relation, plan, context);
  const { buffer } = context.slots.ensure(out, slotWords);
  const cells = cellsOf(dimensions);
  if (cells === 0) return [];
  const steps: Step[] = [{ kind: 'clear', buffer, fromBytes: 4 * firstWord, sizeBytes: 4 * cells }];
  const words = countedWords(call);
  const axes = axesOf(call, context);
  eachBuffer(plan, runs, context, steps, (rows, first) => ({
    params: { rows, cells: words, base: first, flags: stride, ...axes },
    result: buffer,
    groups: groupsFor(rows, countsLocally(words) ? words : 0),
  }));
  return steps;
}

/** With one or two dimensions the axes have their own parameters; otherwise they are among the words. */
function axesOf(
  { dimensions }: Pick<CountKernel, 'dimensions'>,
  { arena }: StepContext,
): Pick<DispatchParams, 'x' | 'y' | 'words'> {
  const [x, y] = dimensions;
  if (dimensions.length > 2) return { words: dimensions.flatMap((bins) => axisWords(arena, bins)) };
  return { ...(x && { x }), ...(y && { y }) };
}

function accumulateSteps(call: AccumulateKernel, plan: KernelPlan, context: StepContext): Step[] {
  const { dimensions, rows: relation, stride, out, slotWords, terms } = call;
  const runs = runsOf(relation, plan, context);
  const { buffer } = context.slots.ensure(out, slotWords);
  const cells = cellsOf(dimensions);
  const steps = terms.flatMap((term): Step[] => {
    const words = wordsToClear(term);
    return words === 0 ? [] : [{ kind: 'clear', buffer, fromBytes: 4 * term.firstWord, sizeBytes: 4 * cells * words }];
  });
  const axes = axesOf(call, context);
  const words = [...(axes.words ?? []), ...terms.flatMap((term) => [term.firstWord, sumWord(term), 0, 0])];
  const merged = accumulatesLocally(call) ? cells * totalPlanes(call) : 0;
  eachBuffer(plan, runs, context, steps, (rows, first) => ({
    params: { rows, cells, base: first, flags: stride, ...axes, words },
    result: buffer,
    groups: groupsFor(rows, merged),
  }));
  for (const term of terms) {
    if (term.op !== 'extreme' && term.op !== 'extreme-low') continue;
    const lane = term.op === 'extreme' ? term.lane : 'u64';
    const flags = (term.isMax ? 1 : 0) | (lane === 'u64' ? 2 : 0) | (lane === 'f32' ? 4 : 0);
    steps.push({
      kind: 'dispatch',
      shader: DECODE_EXTREMES,
      params: placeParams(context.arena, { rows: cells, base: term.firstWord, flags }),
      buffers: [buffer],
      groups: Math.min(MAX_GROUPS, Math.ceil(cells / GROUP_SIZE)),
    });
  }
  return steps;
}

/** The word that a kernel needs to convert the values of a sum: a scale, or a shift. */
function sumWord(term: Term): number {
  if (term.op !== 'sum' || term.of.shift === null) return 0;
  return term.of.lane === 'f32' && piecesOf(term) > 0 ? floatBits(2 ** term.of.shift) : term.of.shift >>> 0;
}

/** Words of a cell that the first pass of a term clears. */
function wordsToClear({ op }: Term): number {
  switch (op) {
    case 'sum':
      return SUM_WORDS;
    case 'bits':
    case 'extreme-high':
      return 2;
    case 'extreme-low':
      return 0;
    default:
      return 1;
  }
}

/** Counts all views into one buffer, then copies each view's counts to its slot. */
function batchedSteps(call: BatchedHistograms, plan: KernelPlan, context: StepContext): Step[] {
  const runs = runsOf(call.calls[0]!.rows, plan, context);
  const result = context.scratch.get('histograms', 4 * call.cells);
  const steps: Step[] = [{ kind: 'clear', buffer: result }];
  const words = call.calls.flatMap((view) => axisWords(context.arena, view.dimensions[0], view));
  eachBuffer(plan, runs, context, steps, (rows, first) => ({
    params: { rows, cells: call.cells, base: first, flags: call.stride, words },
    result,
    groups: groupsFor(rows, call.cells),
  }));
  for (const { out, slotWords, base } of call.calls) {
    const { buffer } = context.slots.ensure(out, slotWords);
    steps.push({ kind: 'copy', from: result, fromBytes: 4 * base, to: buffer, sizeBytes: 4 * slotWords });
  }
  return steps;
}

function extentSteps(call: ExtentKernel, plan: KernelPlan, context: StepContext): Step[] {
  const runs = runsOf(call.rows, plan, context);
  const { buffer: result } = context.slots.ensure(call.out, call.slotWords);
  const isDouble = context.columns.get(call.column).encoding.kind === 'float64';
  const words = call.lane === 'u64' ? { words: [isDouble ? 1 : 0, 0, 0, 0] } : {};
  const partials = context.scratch.get('partials', runs.length * MAX_GROUPS * PARTIAL_BYTES);
  const steps: Step[] = [];
  let found = 0;
  eachBuffer(plan, runs, context, steps, (rows, first) => {
    const groups = groupsFor(rows, 0);
    const dispatch = {
      params: { rows, cells: found, base: first, flags: call.stride, ...words },
      result: partials,
      groups,
    };
    found += groups;
    return dispatch;
  });
  const flags = call.lane === 'f32' ? 1 : call.lane === 'u64' ? 2 : 0;
  steps.push({
    kind: 'dispatch',
    shader: MERGES.extent,
    params: placeParams(context.arena, { rows: found, base: call.firstWord, flags }),
    buffers: [result, partials],
    groups: 1,
  });
  return steps;
}

function nearestSteps({ x, y, at, radius, out }: NearestCall, plan: KernelPlan, context: StepContext): Step[] {
  const runs = runsOf(x.column, plan, context);
  const { buffer: result } = context.slots.ensure(out, 4);
  const partials = context.scratch.get('partials', runs.length * MAX_GROUPS * PARTIAL_BYTES);
  const steps: Step[] = [];
  let base = 0;
  eachBuffer(plan, runs, context, steps, (rows, first) => {
    const groups = groupsFor(rows, 0);
    const words = [at[0], y ? at[1] : 0, radius, first];
    const dispatch = { params: { rows, base, x, ...(y && { y }), words }, result: partials, groups };
    base += groups;
    return dispatch;
  });
  steps.push({
    kind: 'dispatch',
    shader: MERGES.nearest,
    params: placeParams(context.arena, { rows: base }),
    buffers: [result, partials],
    groups: 1,
  });
  return steps;
}

function blocksSteps({ rows: relation, out }: BlocksKernel, plan: KernelPlan, context: StepContext): Step[] {
  const runs = runsOf(relation, plan, context);
  const blocks = Math.ceil(context.columns.get(relation).rows / BLOCK_ROWS);
  const { buffer } = context.slots.ensure(out, blocks);
  if (blocks === 0) return [];
  const steps: Step[] = [{ kind: 'clear', buffer }];
  eachBuffer(plan, runs, context, steps, (rows, first) => ({
    params: { rows, base: first },
    result: buffer,
    groups: groupsFor(rows, 0),
  }));
  return steps;
}

function rowsSteps(call: RowsKernel, plan: KernelPlan, context: StepContext): Step[] {
  const { rows: relation, out, lane, from, to, most } = call;
  const runs = runsOf(relation, plan, context);
  const { buffer } = context.slots.ensure(out, 1 + most * rowWords(lane));
  const steps: Step[] = [{ kind: 'clear', buffer, fromBytes: 0, sizeBytes: 4 }];
  eachBuffer(plan, runs, context, steps, (rows, first) => {
    const [start, end] = [from, to].map((row) => Math.min(rows, Math.max(0, row - first)));
    return {
      params: { rows, words: [start!, end!, most, first] },
      result: buffer,
      groups: groupsFor(Math.max(0, end! - start!), 0),
    };
  });
  return steps;
}

function ranksSteps(call: RanksKernel, plan: KernelPlan, context: StepContext): Step[] {
  const { rows: relation, out, first: firstKey, last, shift } = call;
  const runs = runsOf(relation, plan, context);
  const { buffer } = context.slots.ensure(out, partsOf(call));
  const steps: Step[] = [{ kind: 'clear', buffer }];
  const words = [...pairOf(firstKey), ...pairOf(last - firstKey), shift, 0, 0, 0];
  eachBuffer(plan, runs, context, steps, (rows) => ({
    params: { rows, words },
    result: buffer,
    groups: groupsFor(rows, 0),
  }));
  return steps;
}

function pairOf(wide: bigint): readonly [low: number, high: number] {
  return [Number(wide & 0xffff_ffffn), Number(wide >> 32n)];
}

interface MainDispatch {
  readonly params: DispatchParams;
  readonly result: GPUBuffer;
  readonly groups: number;
}

/**
 * Adds the dispatches of every buffer of rows. `describe` gets the buffer's number of rows and the index of its first
 * row; the words it returns, in whole vectors, follow those of the kernel's clauses.
 */
function eachBuffer(
  { filters, main }: KernelPlan,
  runs: readonly RowBuffer[],
  context: StepContext,
  steps: Step[],
  describe: (rows: number, first: number) => MainDispatch,
): void {
  const { arena, scratch } = context;
  if (runs.length === 0) return;
  const bitsBytes = Math.ceil(runs[0]!.rows / TILE_ROWS) * (TILE_ROWS / 8);
  const depths = filters.map(({ depth }) => depth);
  const bits = Array.from({ length: filters.length > 0 ? Math.max(...depths) + 1 : 0 }, (_, depth) =>
    scratch.get(`bits ${depth}`, bitsBytes),
  );
  const inputs = (wanted: readonly Input[], at: number): GPUBuffer[] =>
    wanted.map((input) =>
      'depth' in input ? bits[input.depth]! : context.columns.get(input.column).buffers[at]!.buffer,
    );
  const wordsOf = new Map(
    [...filters, main].map((pass) => [pass, pass.clauses.flatMap((clause) => clauseWords(arena, clause))]),
  );
  let first = 0;
  runs.forEach(({ rows }, at) => {
    for (const pass of filters) {
      steps.push({
        kind: 'dispatch',
        shader: pass.shader,
        buffers: [bits[pass.depth]!, ...inputs(pass.inputs, at)],
        groups: groupsFor(rows, 0),
        params: placeParams(arena, { rows, flags: pass.narrows ? KEEP_BITS : 0, words: wordsOf.get(pass)! }),
      });
    }
    const { params, result, groups } = describe(rows, first);
    first += rows;
    steps.push({
      kind: 'dispatch',
      shader: main.shader,
      groups,
      buffers: [result, ...inputs(main.inputs, at)],
      params: placeParams(arena, { ...params, words: [...wordsOf.get(main)!, ...(params.words ?? [])] }),
    });
  });
}

/**
 * The buffers of rows that the relation and all inputs share. Throws engine/internal if a column is not resident or has
 * a different number of rows.
 */
function runsOf(relation: ColumnId, { filters, main }: KernelPlan, { columns }: StepContext): readonly RowBuffer[] {
  const { rows, buffers } = columns.get(relation);
  for (const input of [...main.inputs, ...filters.flatMap((pass) => pass.inputs)].filter(isResident)) {
    const other = columns.get(input.column);
    if (other.rows !== rows) throw mismatchedRows(`column ${relation}`, rows, inputName(input), other.rows);
  }
  return buffers;
}

type ResidentInput = Exclude<Input, { depth: number }>;

function isResident(input: Input): input is ResidentInput {
  return !('depth' in input);
}

/**
 * `mergedCells`: counters that every group adds to the result at its end. They must stay few relative to the rows read.
 */
function groupsFor(rows: number, mergedCells: number): number {
  const wanted = Math.ceil(rows / TILE_ROWS);
  const worthIt = mergedCells > 0 ? Math.max(MIN_GROUPS, Math.floor(rows / (4 * mergedCells))) : MAX_GROUPS;
  return Math.max(1, Math.min(wanted, worthIt, MAX_GROUPS));
}
