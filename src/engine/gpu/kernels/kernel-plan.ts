import accumulate from '../../../../shaders/accumulate.wgsl';
import count from '../../../../shaders/count.wgsl';
import decodeExtremes from '../../../../shaders/decode-extremes.wgsl';
import extentMerge from '../../../../shaders/extent-merge.wgsl';
import extent from '../../../../shaders/extent.wgsl';
import filter from '../../../../shaders/filter.wgsl';
import blocks from '../../../../shaders/blocks.wgsl';
import histograms from '../../../../shaders/histograms.wgsl';
import nearestMerge from '../../../../shaders/nearest-merge.wgsl';
import nearest from '../../../../shaders/nearest.wgsl';
import ranks from '../../../../shaders/ranks.wgsl';
import rows from '../../../../shaders/rows.wgsl';
import placesAll from '../../../../shaders/shared/places-all.wgsl';
import placesSome from '../../../../shaders/shared/places-some.wgsl';
import tallyGlobal from '../../../../shaders/shared/tally-global.wgsl';
import tallyLocal from '../../../../shaders/shared/tally-local.wgsl';
import { BLOCK_ROWS, type Clause, type Filter } from '../../frame/recording';
import { inputsOfCells, totalPlanes, type AccumulateKernel } from './accumulate-kernel';
import { accumulateText, placesFor, placesText } from './accumulate-wgsl';
import { ClauseWriter, inputName, inputOfBins, inputsOf, vectorsOf, type Input } from './clause-wgsl';
import type { PlannedCall } from './batched-histograms';
import { binsText, cellsText, extentText, inputsText, passingText, visitText, wordsText } from './kernel-wgsl';
import { cellsOf } from '../../aggregates/slot-layout';
import { GROUP_SIZE, type ComputeShader } from '../device/pipelines';
import { ordinalsText, putKeyText } from './list-wgsl';
import type { CountKernel } from './single-aggregate';

/** One dispatch per buffer of rows: the inputs it reads, in binding order, and the clauses it tests. */
export interface Pass {
  readonly shader: ComputeShader;
  readonly inputs: readonly Input[];
  readonly clauses: Filter;
}

/** Writes one bit per row: 1 if the row passes. When the pass narrows, the bit must also have been 1 before. */
export interface FilterPass extends Pass {
  /** Index of the scratch buffer of bits that it writes. */
  readonly depth: number;
  readonly narrows: boolean;
}

export interface KernelPlan {
  /** Run first, in this order. Empty when the kernel can bind everything that its clauses read. */
  readonly filters: readonly FilterPass[];
  readonly main: Pass;
  /** Runs last: merges the results of the workgroups, or decodes the result. Null if the result is complete. */
  readonly finish: ComputeShader | null;
}

/**
 * Counters that fit into workgroup memory on every device (16 KiB). Beyond this, kernels add to the result directly.
 */
export const MAX_LOCAL_CELLS = 4096;
const LEAST_SLOTS = 512;
/** Every device allows a uniform binding of 64 KiB, and some no more. */
export const MAX_VECTORS = 2048;

type Bits = { readonly depth: number; readonly negate: boolean };

/**
 * Splits a kernel call into passes that each read at most `maxInputs` inputs. The kernel's own columns (at most five)
 * and the bits of its filters are always bound: every device has bindings for those. Pure.
 */
export function planKernel(call: PlannedCall, maxInputs: number): KernelPlan {
  const finish = finishOf(call);
  if (call.kernel === 'histograms')
    return { filters: [], main: planPass(call, call.inputs, call.clauses, null), finish };
  const own = ownInputs(call);
  const needed = unique([...own, ...call.clauses.flatMap(inputsOf)]);
  if (needed.length <= maxInputs && vectors(call.clauses) <= MAX_VECTORS) {
    return { filters: [], main: planPass(call, needed, call.clauses, null), finish };
  }
  // Clauses over the kernel's own columns need no extra binding; the others become filter passes.
  const inputs = unique(own);
  const known = new Set(inputs.map(inputName));
  const isOwn = (clause: Clause): boolean => inputsOf(clause).every((input) => known.has(inputName(input)));
  const now = fittingVectors(call.clauses.filter(isOwn));
  const later = call.clauses.filter((clause) => !now.includes(clause));
  const main = planPass(call, inputs, now, later.length > 0 ? { depth: 0, negate: false } : null);
  return { filters: planFilters(later, 0, maxInputs), main, finish };
}

function finishOf(call: PlannedCall): ComputeShader | null {
  switch (call.kernel) {
    case 'extent':
    case 'nearest':
      return MERGES[call.kernel];
    case 'accumulate':
      return call.terms.some(({ op }) => op === 'extreme' || op === 'extreme-low') ? DECODE_EXTREMES : null;
    default:
      return null;
  }
}

type UnbatchedCall = Exclude<PlannedCall, { readonly kernel: 'histograms' }>;

/** The columns that a kernel reads regardless of its clauses. */
function ownInputs(call: UnbatchedCall): Input[] {
  switch (call.kernel) {
    case 'count':
      return call.dimensions.map(inputOfBins);
    case 'accumulate':
      return inputsOfCells(call);
    case 'extent':
      return [inputOfBins(call)];
    case 'nearest':
      return (call.y ? [call.x, call.y] : [call.x]).map(inputOfBins);
    case 'blocks':
      return [];
    case 'rows':
    case 'ranks':
      return [inputOfBins(call)];
  }
}

/**
 * The end (exclusive) of the words that a count writes. The words before its own belong to other accumulators of the
 * slot; it adds nothing to them.
 */
export function countedWords({ dimensions, firstWord }: CountKernel): number {
  return firstWord + cellsOf(dimensions);
}

export function countsLocally(cells: number): boolean {
  return cells <= MAX_LOCAL_CELLS;
}

export function unique(inputs: readonly Input[]): Input[] {
  return [...new Map(inputs.map((input) => [inputName(input), input])).values()];
}

function vectors(clauses: Filter): number {
  return clauses.reduce((sum, clause) => sum + vectorsOf(clause), 0);
}

function fittingVectors(clauses: Filter): Clause[] {
  let taken = 0;
  return clauses.filter((clause) => {
    const fits = taken + vectorsOf(clause) <= MAX_VECTORS;
    if (fits) taken += vectorsOf(clause);
    return fits;
  });
}

/**
 * Plans the passes that write to the bits of `depth` which rows pass. A clause with more inputs than one pass may read
 * is split: its parts are evaluated one depth further, and their bits narrow the bits here.
 */
function planFilters(clauses: Filter, depth: number, maxInputs: number): FilterPass[] {
  const passes: FilterPass[] = [];
  let written = false;
  const put = (tested: Filter, inputs: readonly Input[], bits: Bits | null): void => {
    passes.push({ ...planPass({ kernel: 'filter' }, inputs, tested, bits), depth, narrows: written });
    written = true;
  };
  let tested: Clause[] = [];
  const flush = (): void => {
    if (tested.length > 0) put(tested, unique(tested.flatMap(inputsOf)), null);
    tested = [];
  };
  for (const clause of clauses) {
    const fits = (some: Filter): boolean =>
      unique(some.flatMap(inputsOf)).length <= maxInputs && vectors(some) <= MAX_VECTORS;
    if (!fits([...tested, clause])) flush();
    if (fits([clause])) {
      tested.push(clause);
    } else if (clause.kind === 'any' || clause.kind === 'not') {
      // a ∨ b = ¬(¬a ∧ ¬b)
      const inner: Filter = clause.kind === 'not' ? clause.of : clause.of.map((of) => ({ kind: 'not', of }));
      passes.push(...planFilters(inner, depth + 1, maxInputs));
      put([], [], { depth: depth + 1, negate: true });
    }
  }
  flush();
  return passes;
}

type ShaderCall = PlannedCall | { readonly kernel: 'filter' };

function planPass(call: ShaderCall, columns: readonly Input[], clauses: Filter, bits: Bits | null): Pass {
  const inputs: Input[] = bits ? [...columns, { lane: 'bits', depth: bits.depth }] : [...columns];
  return { shader: shaderOf(call, inputs, clauses, bits), inputs, clauses };
}

const shaders = new Map<string, ComputeShader>();

const ENTRIES: Readonly<Record<ShaderCall['kernel'], string>> = {
  accumulate: 'accumulate',
  blocks: 'count_blocks',
  count: 'count_cells',
  extent: 'extent',
  filter: 'filter_rows',
  histograms: 'histograms',
  nearest: 'nearest',
  rows: 'find_rows',
  ranks: 'count_ranks',
};

const mergeShader = (kernel: 'extent' | 'nearest', wgsl: string): ComputeShader => ({
  label: `pika.gpu.${kernel}-merge`,
  wgsl: `const WORDS = 1u;\n${wgsl}`,
  entry: `${kernel}_merge`,
  inputs: 1,
  constants: { GROUP_SIZE },
});

/** The merge shaders, by kernel. */
export const MERGES = {
  extent: mergeShader('extent', extentMerge),
  nearest: mergeShader('nearest', nearestMerge),
} as const;

/** Decodes the keys that accumulators found. */
export const DECODE_EXTREMES: ComputeShader = {
  label: 'pika.gpu.decode-extremes',
  wgsl: `const WORDS = 1u;\n${decodeExtremes}`,
  entry: 'decode_extremes',
  inputs: 0,
  constants: { GROUP_SIZE },
};

/** Whether every cell has a place in workgroup memory, whose words each group adds to the result at its end. */
export function accumulatesLocally(call: AccumulateKernel): boolean {
  return placesFor(cellsOf(call.dimensions), totalPlanes(call)).copies !== null;
}

/** Composes the text of each variant once. The key of a variant is what the call adds to the text of the files. */
function shaderOf(call: ShaderCall, inputs: readonly Input[], clauses: Filter, bits: Bits | null): ComputeShader {
  const own = generatedText(call, inputs, clauses, bits);
  const key = `${call.kernel}\n${own}`;
  let shader = shaders.get(key);
  if (!shader) {
    const lanes = inputs.map(({ lane }) => lane).join(',');
    const entry = ENTRIES[call.kernel];
    const label = `pika.gpu.${call.kernel} ${lanes}`;
    shader = { label, wgsl: `${own}\n${filesText(call)}`, entry, inputs: inputs.length, constants: { GROUP_SIZE } };
    shaders.set(key, shader);
  }
  return shader;
}

function generatedText(call: ShaderCall, inputs: readonly Input[], clauses: Filter, bits: Bits | null): string {
  const places = new Map(inputs.map((input, i) => [inputName(input), i]));
  const indexOf = (input: Input): number => places.get(inputName(input))!;
  const writer = new ClauseWriter(indexOf);
  const takes = (): string => {
    switch (call.kernel) {
      case 'filter':
        return '';
      case 'extent':
        return call.lane === 'u64' ? `const EXTENT = ${writer.take(1)}u;` : '';
      case 'nearest':
        return `const NEAREST = ${writer.take(1)}u;`;
      case 'blocks':
        return `const BLOCK_ROWS = ${BLOCK_ROWS}u;`;
      case 'rows':
        return `const SPAN = ${writer.take(1)}u;`;
      case 'ranks':
        return `const RANKS = ${writer.take(2)}u;`;
      case 'count':
        return localText(countedWords(call));
      case 'accumulate':
        return placesText(cellsOf(call.dimensions), totalPlanes(call));
      case 'histograms':
        return localText(call.cells);
    }
  };
  if (call.kernel === 'histograms') {
    const visit = visitText(
      inputs,
      clauses,
      call.calls.map(({ dimensions: [x] }) => x),
      writer,
    );
    return [inputsText(inputs), visit, takes(), wordsText(writer)].join('\n');
  }
  const earlier = bits && { input: inputs.length - 1, negate: bits.negate };
  const passing = passingText(inputs, clauses, writer, earlier, isBinned(call));
  const own = ownText(call, inputs, writer, indexOf);
  return [inputsText(inputs), passing, own, takes(), wordsText(writer)].join('\n');
}

/** Whether a kernel's results leave out rows that are NULL in some column. */
function isBinned(call: ShaderCall): boolean {
  if ('dimensions' in call) return call.dimensions.length > 0;
  return !(call.kernel === 'histograms' || call.kernel === 'blocks' || call.kernel === 'rows');
}

function ownText(
  call: UnbatchedCall | { readonly kernel: 'filter' },
  inputs: readonly Input[],
  writer: ClauseWriter,
  indexOf: (input: Input) => number,
): string {
  switch (call.kernel) {
    case 'filter':
    case 'blocks':
      return '';
    case 'rows':
      return putKeyText(call, indexOf);
    case 'ranks':
      return ordinalsText(call, inputs);
    case 'count':
      return cellsText(call, inputs, writer);
    case 'accumulate':
      // The words of further axes come before those of the terms.
      return (
        cellsText({ ...call, firstWord: 0 }, inputs, writer) +
        accumulateText(call, inputs, writer, accumulatesLocally(call))
      );
    case 'extent':
      return extentText(inputs, call.lane);
    case 'nearest':
      return binsText(call, inputs, (bins) => indexOf(inputOfBins(bins)));
  }
}

function filesText(call: ShaderCall): string {
  switch (call.kernel) {
    case 'blocks':
      return blocks;
    case 'extent':
      return extent;
    case 'filter':
      return filter;
    case 'histograms':
      return histograms;
    case 'nearest':
      return nearest;
    case 'rows':
      return rows;
    case 'ranks':
      return ranks;
    case 'accumulate':
      return accumulate + (accumulatesLocally(call) ? placesAll : placesSome);
    case 'count':
      return count + (countsLocally(countedWords(call)) ? tallyLocal : tallyGlobal);
  }
}

/** How many copies of this many counters fit into workgroup memory; empty if not even one does. */
function localText(cells: number): string {
  if (!countsLocally(cells)) return '';
  const counters = 2 ** Math.max(4, Math.ceil(Math.log2(cells)));
  const slots = Math.max(LEAST_SLOTS, counters);
  return `const SLOTS = ${slots}u;\nconst COPIES = ${Math.min(16, slots / counters)}u;`;
}
