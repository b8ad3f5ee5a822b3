import bin1d from '../../../../shaders/bin1d.wgsl';
import bin2d from '../../../../shaders/bin2d.wgsl';
import extent from '../../../../shaders/extent.wgsl';
import filter from '../../../../shaders/filter.wgsl';
import histograms from '../../../../shaders/histograms.wgsl';
import nearest from '../../../../shaders/nearest.wgsl';
import tallyGlobal from '../../../../shaders/shared/tally-global.wgsl';
import tallyLocal from '../../../../shaders/shared/tally-local.wgsl';
import type { Bin1dCall, Bin2dCall, Bins, Clause, Filter, ScanCall } from '../../frame/recording';
import { ClauseWriter, inputName, inputsOf, vectorsOf, type Input } from './clause-wgsl';
import type { BatchedHistograms } from './batched-histograms';
import { binsText, extentText, inputsText, passingText, visitText, wordsText } from './kernel-wgsl';
import { GROUP_SIZE, type ComputeShader } from '../device/pipelines';

/** One dispatch per buffer of rows: what it reads, in binding order, and which clauses it tests. */
export interface Pass {
  readonly shader: ComputeShader;
  readonly inputs: readonly Input[];
  readonly clauses: Filter;
}

/** A pass that writes one bit a row: 1 where the row passes, and, when it narrows, was 1 before. */
export interface FilterPass extends Pass {
  /** Which of the scratch buffers of bits it writes. */
  readonly depth: number;
  readonly narrows: boolean;
}

export interface KernelPlan {
  /** Passes that come before, first one first; empty when the kernel itself can bind all that its clauses read. */
  readonly filters: readonly FilterPass[];
  readonly main: Pass;
}

export type PlannedCall = ScanCall | BatchedHistograms;

/** Counters that workgroup memory holds on every device (16 KiB). More go to the result directly. */
export const MOST_LOCAL_CELLS = 4096;
const LEAST_SLOTS = 512;
/** A uniform buffer binding is at most 64 KiB on every device. */
export const MOST_VECTORS = 2048;

type Bits = { readonly depth: number; readonly negate: boolean };

/** How a kernel call becomes passes, given how many inputs one pass may read: at least 2. Pure. */
export function planKernel(call: PlannedCall, maxInputs: number): KernelPlan {
  if (call.kernel === 'histograms') return { filters: [], main: planPass(call, call.inputs, call.clauses, null) };
  const own: Input[] =
    call.kernel === 'extent'
      ? [{ lane: call.lane, column: call.column }]
      : ('y' in call && call.y ? [call.x, call.y] : [call.x]).map(({ lane, column }) => ({ lane, column }));
  const needed = unique([...own, ...call.clauses.flatMap(inputsOf)]);
  if (needed.length <= maxInputs && vectors(call.clauses) <= MOST_VECTORS) {
    return { filters: [], main: planPass(call, needed, call.clauses, null) };
  }
  // The clauses over the kernel's own columns cost it no binding; the others are left to filters.
  const inputs = unique(own);
  const known = new Set(inputs.map(inputName));
  const isOwn = (clause: Clause): boolean => inputsOf(clause).every((input) => known.has(inputName(input)));
  const now = fittingVectors(call.clauses.filter(isOwn));
  const later = call.clauses.filter((clause) => !now.includes(clause));
  return { filters: planFilters(later, 0, maxInputs), main: planPass(call, inputs, now, { depth: 0, negate: false }) };
}

/** Cells of the result. */
export function cellsOf(call: Bin1dCall | Bin2dCall | BatchedHistograms): number {
  if (call.kernel === 'histograms') return call.cells;
  return call.kernel === 'bin1d' ? call.x.count : call.x.count * call.y.count;
}

export function countsLocally(cells: number): boolean {
  return cells <= MOST_LOCAL_CELLS;
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
    const fits = taken + vectorsOf(clause) <= MOST_VECTORS;
    if (fits) taken += vectorsOf(clause);
    return fits;
  });
}

/**
 * Passes that leave in the bits of `depth` which rows pass. A clause that reads more than one pass may is taken apart:
 * its filters are worked out one depth further, and what is found there narrows the bits here.
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
      unique(some.flatMap(inputsOf)).length <= maxInputs && vectors(some) <= MOST_VECTORS;
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

/** The text of each variant is put together once. What a call adds to the files' text tells variants apart. */
function shaderOf(call: ShaderCall, inputs: readonly Input[], clauses: Filter, bits: Bits | null): ComputeShader {
  const own = generatedText(call, inputs, clauses, bits);
  const key = `${call.kernel}\n${own}`;
  let shader = shaders.get(key);
  if (!shader) {
    const lanes = inputs.map(({ lane }) => lane).join(',');
    const entry = call.kernel === 'filter' ? 'filter_rows' : call.kernel;
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
      case 'extent':
      case 'filter':
        return '';
      case 'nearest':
        return `const NEAREST = ${writer.take(1)}u;`;
      default:
        return localText(cellsOf(call));
    }
  };
  if (call.kernel === 'histograms') {
    const visit = visitText(
      inputs,
      clauses,
      call.calls.map(({ x }) => x),
      writer,
    );
    return [inputsText(inputs), visit, takes(), wordsText(writer)].join('\n');
  }
  const passing = passingText(inputs, clauses, writer, bits && { input: inputs.length - 1, negate: bits.negate });
  const own =
    call.kernel === 'extent'
      ? extentText(inputs, call.lane)
      : call.kernel === 'filter'
        ? ''
        : binsText(call, inputs, ({ lane, column }: Bins) => indexOf({ lane, column }));
  return [inputsText(inputs), passing, takes(), wordsText(writer), own].join('\n');
}

function filesText(call: ShaderCall): string {
  switch (call.kernel) {
    case 'extent':
      return extent;
    case 'filter':
      return filter;
    case 'histograms':
      return histograms;
    case 'nearest':
      return nearest;
    default:
      return (call.kernel === 'bin1d' ? bin1d : bin2d) + (countsLocally(cellsOf(call)) ? tallyLocal : tallyGlobal);
  }
}

/** How workgroup memory is shared out among copies of this many counters; empty when there are too many. */
function localText(cells: number): string {
  if (!countsLocally(cells)) return '';
  const counters = 2 ** Math.max(4, Math.ceil(Math.log2(cells)));
  const slots = Math.max(LEAST_SLOTS, counters);
  return `const SLOTS = ${slots}u;\nconst COPIES = ${Math.min(16, slots / counters)}u;`;
}
