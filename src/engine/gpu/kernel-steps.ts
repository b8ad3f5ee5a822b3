import extentMerge from '../../../shaders/extent-merge.wgsl';
import type { Bin1dCall, Bin2dCall, ExtentCall } from '../frame/recording';
import { placeBins, placeParams, type DispatchParams, type PlacedParams } from './dispatch-params';
import { mismatchedRows } from './failures';
import type { FrameArena } from './frame-arena';
import { cellsOf, countsLocally, type KernelPlan, type Pass, type PlannedCall } from './kernel-plan';
import { GROUP_SIZE, type ComputeShader } from './pipelines';
import type { ResidentColumn, ResidentColumns } from './resident-columns';
import type { Scratch } from './scratch';
import type { Slots } from './slots';

/** One step of a frame's compute work, all numbers already in the arena. */
export type Step =
  | { readonly kind: 'clear'; readonly buffer: GPUBuffer }
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
/** Enough groups to fill the largest devices several times; more would only merge more partial results. */
const MOST_GROUPS = 2048;
const FEWEST_GROUPS = 128;
/** Rows whose bits one workgroup writes at once. */
const TILE_ROWS = GROUP_SIZE * ROWS_PER_THREAD;
/** Flags of a filter and of an extent. */
const KEEP_BITS = 1;
const LEAVE_OUT_INFINITIES = 1;
const PARTIAL_BYTES = 16;

export const EXTENT_MERGE: ComputeShader = { label: 'pika.gpu.extent-merge', wgsl: extentMerge.replace(/^/, 'const CLAUSES = 1u;\n'), entry: 'extent_merge', inputs: 1, constants: { GROUP_SIZE } };

/** The steps of one kernel call: for every buffer of rows its filters, then the kernel. */
export function kernelSteps(call: PlannedCall, plan: KernelPlan, context: StepContext): Step[] {
  return call.kernel === 'extent' ? extentSteps(call, plan, context) : binSteps(call, plan, context);
}

function binSteps(call: Bin1dCall | Bin2dCall, plan: KernelPlan, context: StepContext): Step[] {
  const cells = cellsOf(call);
  const columns = columnsOf(plan, context);
  const { buffer } = context.slots.ensure(call.out, cells);
  const steps: Step[] = [{ kind: 'clear', buffer }];
  if (cells === 0) return steps;
  const x = placeBins(context.arena, call.x);
  const y = call.kernel === 'bin2d' ? { y: placeBins(context.arena, call.y) } : {};
  eachBuffer(plan, columns, context, steps, (rows) => ({
    params: { rows, cells, x, ...y }, result: buffer, groups: groupsFor(rows, countsLocally(cells) ? cells : 0),
  }));
  return steps;
}

function extentSteps(call: ExtentCall, plan: KernelPlan, context: StepContext): Step[] {
  const columns = columnsOf(plan, context);
  const { buffer: result } = context.slots.ensure(call.out, call.lane === 'pair' ? 4 : 2);
  const runs = columns[0]!.buffers;
  const partials = context.scratch.get('partials', runs.length * MOST_GROUPS * PARTIAL_BYTES);
  const steps: Step[] = [];
  let base = 0;
  eachBuffer(plan, columns, context, steps, (rows) => {
    const groups = groupsFor(rows, 0);
    const dispatch = { params: { rows, base, flags: columns[0]!.encoding.kind === 'float64' ? LEAVE_OUT_INFINITIES : 0 }, result: partials, groups };
    base += groups;
    return dispatch;
  });
  const flags = call.lane === 'f32' ? 1 : call.lane === 'pair' ? 2 : 0;
  steps.push({
    kind: 'dispatch', shader: EXTENT_MERGE, params: placeParams(context.arena, { rows: base, flags }),
    buffers: [result, partials], groups: 1,
  });
  return steps;
}

interface MainDispatch {
  readonly params: DispatchParams;
  readonly result: GPUBuffer;
  readonly groups: number;
}

function eachBuffer(
  { filters, main }: KernelPlan, columns: readonly ResidentColumn[], { arena, columns: residents, scratch }: StepContext,
  steps: Step[], describe: (rows: number) => MainDispatch,
): void {
  const runs = columns[0]!.buffers;
  const inputs = ({ columns: ids }: Pass, at: number): GPUBuffer[] => ids.map((id) => residents.get(id).buffers[at]!.buffer);
  const bits = filters.length > 0 && runs.length > 0
    ? scratch.get('bits', Math.ceil(runs[0]!.rows / TILE_ROWS) * (TILE_ROWS / 8)) : undefined;
  runs.forEach(({ rows }, at) => {
    if (bits) {
      filters.forEach((pass, nth) => steps.push({
        kind: 'dispatch', shader: pass.shader, buffers: [bits, ...inputs(pass, at)], groups: groupsFor(rows, 0),
        params: placeParams(arena, { rows, flags: nth === 0 ? 0 : KEEP_BITS, clauses: pass.clauses }),
      }));
    }
    const { params, result, groups } = describe(rows);
    steps.push({
      kind: 'dispatch', shader: main.shader, groups, buffers: [result, ...inputs(main, at), ...(bits ? [bits] : [])],
      params: placeParams(arena, { ...params, clauses: main.clauses }),
    });
  });
}

/** The kernel's own column first. Throws engine/internal when one is not resident or of another length. */
function columnsOf({ filters, main }: KernelPlan, { columns }: StepContext): ResidentColumn[] {
  const ids = [...main.columns, ...filters.flatMap((pass) => pass.columns)];
  const held = ids.map((id) => columns.get(id));
  held.forEach(({ rows }, i) => {
    if (rows !== held[0]!.rows) throw mismatchedRows(ids[0]!, held[0]!.rows, ids[i]!, rows);
  });
  return held;
}

/** `mergedCells`: counters every group adds to the result at its end, which must stay few beside the rows it reads. */
function groupsFor(rows: number, mergedCells: number): number {
  const wanted = Math.ceil(rows / TILE_ROWS);
  const worthIt = mergedCells > 0 ? Math.max(FEWEST_GROUPS, Math.floor(rows / (4 * mergedCells))) : MOST_GROUPS;
  return Math.max(1, Math.min(wanted, worthIt, MOST_GROUPS));
}
