import type { ColumnId, Encoding } from '../../src/engine/columns/column';
import type { Bins, Clause, ScanCall, SlotId } from '../../src/engine/frame/recording';
import { batchCalls } from '../../src/engine/gpu/kernels/batched-histograms';
import { planKernel } from '../../src/engine/gpu/kernels/kernel-plan';
import { MERGES } from '../../src/engine/gpu/kernels/kernel-steps';
import { MAX, paintShader } from '../../src/engine/gpu/paints/paint-shaders';
import { PAINT_NAMES } from '../../src/engine/paints/index';
import type { ComputeShader, RenderShader } from '../../src/engine/gpu/device/pipelines';
import { binsOf, clauseOf, wordsOf } from './columns';

const LANES: Readonly<Record<string, Encoding>> = {
  f32: { kind: 'f32' },
  u32: { kind: 'u32', origin: 0n, step: 1n },
  pair: { kind: 'fixed64', origin: 0n, step: 1n },
};
const NAMES = Object.keys(LANES);
const slot = (name: string): SlotId => name as SlotId;

const edges = (name: string, count: number) =>
  Array.from({ length: count + 1 }, (_, i) => (name === 'f32' ? i : BigInt(i)));
const bins = (name: string, count: number): Bins =>
  binsOf(LANES[name]!, { column: name, edges: edges(name, count), even: true });

function clausesOf(name: string): Clause[] {
  const range = clauseOf(LANES[name]!, { column: name, lo: edges(name, 9)[1]!, hi: edges(name, 9)[7]! });
  const other = NAMES[(NAMES.indexOf(name) + 1) % NAMES.length]!;
  return [
    range,
    ...(name === 'u32' ? [{ kind: 'set', column: name as ColumnId, words: wordsOf([1, 40]) } as const] : []),
    { kind: 'cells', bins: [bins(name, 7)], words: wordsOf([1, 2], 7) },
    { kind: 'cells', bins: [bins(name, 7), bins(other, 5)], words: wordsOf([1, 30], 35) },
    { kind: 'any', of: [] },
    { kind: 'not', of: [] },
    { kind: 'any', of: [[range], [{ kind: 'not', of: [range] }, range]] },
    { kind: 'any', of: Array.from({ length: 200 }, () => [range]) },
  ];
}

/** One call for each kernel, lane, clause and size that yields a shader of its own. */
export function calls(): ScanCall[] {
  const kernels: ScanCall[] = [];
  for (const name of NAMES) {
    for (const clauses of [[], ...clausesOf(name).map((clause) => [clause]), NAMES.flatMap(clausesOf)]) {
      kernels.push({ kernel: 'extent', column: name as ColumnId, lane: bins(name, 1).lane, clauses, out: slot('out') });
      kernels.push({ kernel: 'bin1d', x: bins(name, 60), clauses, out: slot('out') });
    }
    for (const count of [1, 16, 17, 1000, 4096, 4097])
      kernels.push({ kernel: 'bin1d', x: bins(name, count), clauses: [], out: slot('out') });
    for (const other of NAMES) {
      for (const count of [20, 300])
        kernels.push({
          kernel: 'bin2d',
          x: bins(name, count),
          y: bins(other, count),
          clauses: clausesOf(name).slice(0, 2),
          out: slot('out'),
        });
      kernels.push({
        kernel: 'nearest',
        x: bins(name, 300),
        y: bins(other, 300),
        at: [3, 4],
        radius: 12,
        clauses: clausesOf(name).slice(0, 2),
        out: slot('out'),
      });
    }
  }
  return kernels;
}

/** Crossfilters: each view with the clauses of the others. */
export function crossfilters(): ScanCall[][] {
  const views = (clauseOfView: (name: string) => Clause): ScanCall[] => {
    const clauses = NAMES.map(clauseOfView);
    return NAMES.map((name, own) => ({
      kernel: 'bin1d',
      x: bins(name, 30 + own),
      clauses: clauses.filter((_, k) => k !== own),
      out: slot(name),
    }));
  };
  return [0, 1, 2, 3, 4, 5, 6].map((k) => views((name) => clausesOf(name)[k]!));
}

/** Every compute shader that the planner generates, for devices with few and with many bindings. */
export function computeShaders(): Set<ComputeShader> {
  const shaders = new Set([...Object.values(MERGES), MAX]);
  for (const maxInputs of [2, 6, 16]) {
    const planned = [...calls(), ...crossfilters().flatMap((kernels) => batchCalls(kernels, maxInputs))];
    for (const call of planned) {
      const { filters, main } = planKernel(call, maxInputs);
      for (const { shader } of [...filters, main]) shaders.add(shader);
    }
  }
  return shaders;
}

export function paintShaders(format: GPUTextureFormat): RenderShader[] {
  return PAINT_NAMES.map((name) => paintShader(name, format));
}
