import type { ColumnId, Encoding } from '../../src/engine/columns/column';
import {
  COUNT,
  type Bins,
  type CellAccumulator,
  type Clause,
  type Dimensions,
  type GroupedCall,
  type ScanCall,
  type SlotId,
  type Summand,
} from '../../src/engine/frame/recording';
import { planCalls } from '../../src/engine/gpu/kernels/batched-histograms';
import { planKernel } from '../../src/engine/gpu/kernels/kernel-plan';
import { singleKernels } from '../../src/engine/gpu/kernels/single-aggregate';
import { MAX, paintShader } from '../../src/engine/gpu/paints/paint-shaders';
import { PAINT_NAMES } from '../../src/engine/paints/index';
import type { ComputeShader, RenderShader } from '../../src/engine/gpu/device/pipelines';
import { binsOf, clauseOf, wordsOf } from './columns';
import { countAll, countBy, extentOf } from './aggregate-calls';
import './all-vectors';

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
      kernels.push(extentOf(name as ColumnId, bins(name, 1).lane, clauses, slot('out')));
      kernels.push(countBy([bins(name, 60)], clauses, slot('out')));
      kernels.push(countAll(name as ColumnId, clauses, slot('out')));
      kernels.push(...lists(name, clauses));
    }
    for (const count of [1, 16, 17, 1000, 4096, 4097]) kernels.push(countBy([bins(name, count)], [], slot('out')));
    for (const other of NAMES) {
      for (const count of [20, 300])
        kernels.push(countBy([bins(name, count), bins(other, count)], clausesOf(name).slice(0, 2), slot('out')));
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
  for (const [counts, clauses] of [
    [[20, 7, 3], []],
    [[20, 30, 40], clausesOf('u32')],
    [[9, 2, 3, 4], clausesOf('f32').slice(0, 2)],
    [[9, 20, 10, 40], []],
  ] as const)
    kernels.push(
      countBy(
        counts.map((count, d) => bins(NAMES[d % NAMES.length]!, count)),
        clauses,
        slot('out'),
      ),
    );
  kernels.push(...values());
  const extents = NAMES.map((name) => ({ op: 'extent', column: name as ColumnId, lane: bins(name, 1).lane }) as const);
  const accumulators = [extents[0]!, ...extents.slice(1), ...COUNT] as const;
  kernels.push({
    kernel: 'aggregate',
    dimensions: [],
    rows: 'f32' as ColumnId,
    accumulators,
    clauses: [],
    out: slot('out'),
  });
  return kernels;
}

/** Lists of rows, with and without a range of keys. */
function lists(name: string, clauses: readonly Clause[]): ScanCall[] {
  const { lane, keys } = bins(name, 1);
  return [null, keys].flatMap((within): ScanCall[] => {
    const list = { column: name as ColumnId, lane, within, clauses, out: slot('out') };
    return [
      { kernel: 'blocks', ...list },
      { kernel: 'rows', ...list, from: 0, to: 100, most: 10 },
      { kernel: 'ranks', column: list.column, lane, first: 3n, last: 99n, shift: 2, clauses, out: slot('out') },
    ];
  });
}

/** Accumulators of each lane's values: with few, many and too many cells, and as many columns as one call names. */
function values(): ScanCall[] {
  const by = (dimensions: readonly Bins[], accumulators: readonly CellAccumulator[]): ScanCall => ({
    kernel: 'aggregate',
    dimensions: dimensions as unknown as Dimensions,
    accumulators: accumulators as GroupedCall['accumulators'],
    clauses: [],
    out: slot('out'),
  });
  const of = (name: string, isFloat: boolean, bits: number): CellAccumulator[] => {
    const [column, { lane }] = [name as ColumnId, bins(name, 1)];
    return [
      { op: 'sum', column, of: { lane, shift: isFloat ? 3 : null, bits } as Summand },
      { op: 'count-of', column, lane },
      { op: 'min', column, lane },
      { op: 'max', column, lane },
      { op: 'bits', column, lane, isFloat },
    ];
  };
  const kinds = [
    ['f32', true],
    ['u32', false],
    ['pair', false],
    ['pair', true],
  ] as const;
  const all = kinds.flatMap(([name, isFloat]) => of(name, isFloat, 40));
  return [
    ...kinds.flatMap(([name, isFloat]) =>
      [32, 62].flatMap((bits) => [
        ...of(name, isFloat, bits).map((one) => by([bins(name, 20)], [one])),
        by([bins(name, 300), bins('u32', 40)], [...COUNT, ...of(name, isFloat, bits)]),
      ]),
    ),
    by([bins('f32', 64), bins('u32', 8)], of('f32', true, 40).slice(0, 2)),
    by(
      NAMES.map((name) => bins(name, 7)),
      [...COUNT, ...all],
    ),
    by([bins('f32', 5), bins('u32', 6), bins('pair', 7), bins('f32', 8)], all),
    { ...by([bins('f32', 60)], all), clauses: NAMES.flatMap(clausesOf) } as ScanCall,
  ];
}

/** Crossfilters: each view with the clauses of the others, and the number of rows that pass all of them. */
export function crossfilters(): ScanCall[][] {
  const views = (clauseOfView: (name: string) => Clause): ScanCall[] => {
    const clauses = NAMES.map(clauseOfView);
    const others = (own: number) => clauses.filter((_, k) => k !== own);
    return [
      ...NAMES.map((name, own) => countBy([bins(name, 30 + own)], others(own), slot(name))),
      countAll(NAMES[0] as ColumnId, clauses, slot('rows')),
    ];
  };
  return [0, 1, 2, 3, 4, 5, 6].map((k) => views((name) => clausesOf(name)[k]!));
}

/** Every compute shader that the planner generates, for devices with few and with many bindings. */
export function computeShaders(): Set<ComputeShader> {
  const shaders = new Set<ComputeShader>([MAX]);
  for (const maxInputs of [2, 6, 16]) {
    const planned = [
      ...calls().flatMap(singleKernels),
      ...crossfilters().flatMap((kernels) => planCalls(kernels, maxInputs)),
    ];
    for (const call of planned) {
      const { filters, main, finish } = planKernel(call, maxInputs);
      for (const { shader } of [...filters, main]) shaders.add(shader);
      if (finish) shaders.add(finish);
    }
  }
  return shaders;
}

export function paintShaders(format: GPUTextureFormat): RenderShader[] {
  return PAINT_NAMES.map((name) => paintShader(name, format));
}
