/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixedPointOf } from '../../src/engine/aggregates/fixed-point';
import { laneOf, PAGE_ROWS, type ColumnId, type Encoding } from '../../src/engine/columns/column';
import { rangeKeys } from '../../src/engine/columns/keys';
import { viewSlices } from '../../src/engine/brush-index/index-slice';
import { tileDimensions, tileOfSlot } from '../../src/engine/brush-index/tile-of-slot';
import type { Strategy } from '../../src/engine/brush-index/index-strategy';
import { buildIndex } from '../../src/engine/cpu/kernels/index-build';
import { scan } from '../../src/engine/cpu/kernels/scan';
import { PageStore } from '../../src/engine/cpu/columns/page-store';
import type {
  Bins,
  CellAccumulator,
  Clause,
  Dimensions,
  IndexCall,
  IndexedView,
  IndexId,
  SlotId,
  Summand,
} from '../../src/engine/frame/recording';
import { binsOf, columnOf } from '../harness/columns';

const ROWS = PAGE_ROWS + 5000;
const F32: Encoding = { kind: 'f32' };
const F64: Encoding = { kind: 'float64' };
const U32: Encoding = { kind: 'u32', origin: -1000n, step: 1n };
const LONG: Encoding = { kind: 'fixed64', origin: 0n, step: 1n };

/** Deterministic pseudo-random numbers from 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const next = random(7);
const some = <T>(make: () => T): (T | null)[] => Array.from({ length: ROWS }, () => (next() < 0.05 ? null : make()));
const COLUMNS = {
  px: { encoding: F32, values: some(() => next() * 100) },
  py: { encoding: F32, values: some(() => next() * 100) },
  a: { encoding: F32, values: some(() => next() * 100) },
  b: { encoding: F32, values: some(() => Math.floor(next() * 8)) },
  c: { encoding: F32, values: some(() => next() * 100) },
  minutes: { encoding: U32, values: some(() => Math.floor(next() * 2000) - 1000) },
  cents: { encoding: F32, values: some(() => Math.fround(next() * 100 - 50)) },
  quarters: { encoding: F32, values: some(() => Math.floor(next() * 160 - 120) / 4) },
  wide: { encoding: F64, values: some(() => (next() - 0.5) * 1e6) },
  long: { encoding: LONG, values: some(() => BigInt(Math.floor(next() * 2 ** 52)) << 9n) },
} as const;
type Name = keyof typeof COLUMNS;

const store = new PageStore();
for (const [name, column] of Object.entries(COLUMNS)) {
  const { id, encoding, pages } = columnOf(name, column as Parameters<typeof columnOf>[1]);
  store.load(
    id as ColumnId,
    encoding,
    pages.map((page, index) => ({ ...page, index })),
  );
}

const bins = (column: Name, count: number, to = 100): Bins =>
  binsOf(COLUMNS[column].encoding, {
    column,
    edges: Array.from({ length: count + 1 }, (_, i) => (i * to) / count),
    even: true,
  });
const idOf = (column: Name): ColumnId => columnOf(column, { encoding: F32, values: [] }).id as ColumnId;
const present = (column: Name): CellAccumulator => ({
  op: 'count-of',
  column: idOf(column),
  lane: laneOf(COLUMNS[column].encoding),
});
const sum = (column: Name, of: Summand): CellAccumulator => ({ op: 'sum', column: idOf(column), of });
const summandOf = (column: Name, lowest: number, end: number): Summand =>
  fixedPointOf(COLUMNS[column].encoding, { lowest, end }).summand;
const SUMS = {
  minutes: sum('minutes', summandOf('minutes', 0, 32)),
  cents: sum('cents', summandOf('cents', -30, 6)),
  quarters: sum('quarters', summandOf('quarters', -2, 6)),
  wide: sum('wide', summandOf('wide', -40, 20)),
  long: sum('long', summandOf('long', 0, 61)),
};

/** Compares every slice of an index with a scan under a range clause of the same pixels. */
async function check(
  active: readonly [Bins] | readonly [Bins, Bins],
  view: Pick<IndexedView, 'bins' | 'accumulators'>,
  strategy: Strategy | 'slot',
): Promise<void> {
  const indexed: IndexedView = { ...view, clauses: [within('c', 10, 90)], out: 'out' as SlotId };
  const call: IndexCall = { kernel: 'index', id: 'i' as IndexId, active, views: [indexed] };
  const encodingOf = (id: ColumnId): Encoding => store.encodingOf(id);
  const parts =
    strategy === 'slot'
      ? [tileOfSlot(call, indexed, scannedByPixel(call, indexed), ROWS, encodingOf)]
      : await buildIndex(store, call, [strategy], ROWS, async () => true);
  const slices = viewSlices(call, indexed, parts!, ROWS, encodingOf);
  const rects = [
    [10, 60, 0, 20],
    [12, 62, 1, 20],
    [0, 100, 0, 20],
    [99, 100, 19, 20],
    [50, 50, 3, 4],
    [5, 95, 2, 18],
  ] as const;
  for (const [x0, x1, y0, y1] of rects) {
    const plane = active.length === 2;
    slices.slice(plane ? { x0, x1, y0, y1 } : { x0, x1, y0: 0, y1: 1 });
    const clauses = [within('c', 10, 90), within('px', x0, x1), ...(plane ? [within('py', 5 * y0, 5 * y1)] : [])];
    const aggregate = { kernel: 'aggregate', accumulators: view.accumulators, clauses, out: 'o' as SlotId } as const;
    const [expected] = scan(store, [
      view.bins.length === 0
        ? { ...aggregate, dimensions: [], rows: idOf('a') }
        : { ...aggregate, dimensions: view.bins as Dimensions },
    ]);
    assert.deepEqual(slices.words, expected, `pixels ${x0}–${x1}, ${y0}–${y1}`);
  }
}

/** The slot that a backend without its own index counts by cell and pixel. */
function scannedByPixel({ active }: IndexCall, view: IndexedView): Uint32Array<ArrayBuffer> {
  const { accumulators, clauses, out } = view;
  const dimensions = tileDimensions(view, active);
  return scan(store, [{ kernel: 'aggregate', dimensions, accumulators, clauses, out }])[0]!;
}

function within(column: Name, from: number, to: number): Clause {
  const keys = rangeKeys(F32, from, to);
  return { kind: 'range', column: idOf(column), lane: 'f32', keys };
}

const extreme = (op: 'min' | 'max', column: Name): CellAccumulator => ({
  op,
  column: idOf(column),
  lane: laneOf(COLUMNS[column].encoding),
});

const line = [bins('px', 100)] as const;
const plane = [bins('px', 100), bins('py', 20)] as const;
const VIEWS: Readonly<Record<string, Pick<IndexedView, 'bins' | 'accumulators'>>> = {
  'averages of integers by two dimensions': {
    bins: [bins('a', 50), bins('b', 8, 8)],
    accumulators: [{ op: 'count' }, present('minutes'), SUMS.minutes],
  },
  'sums of floats': { bins: [bins('a', 50)], accumulators: [SUMS.cents] },
  'negative sums of few digits': { bins: [bins('a', 20)], accumulators: [SUMS.quarters] },
  'sums of doubles with more digits than a double holds': {
    bins: [bins('a', 20)],
    accumulators: [{ op: 'count' }, SUMS.wide, present('wide'), SUMS.cents],
  },
  'sums of long integers': { bins: [bins('b', 8, 8)], accumulators: [SUMS.long, { op: 'count' }] },
  'counts by three dimensions': {
    bins: [bins('a', 10), bins('b', 8, 8), bins('minutes', 4, 1000)],
    accumulators: [{ op: 'count' }],
  },
  'sums without dimensions': { bins: [], accumulators: [{ op: 'count' }, SUMS.minutes] },
};

describe('an index of extremes', () => {
  for (const column of ['minutes', 'cents', 'wide'] as const)
    it(`gives the same words as a scan: ${column}`, () =>
      check(
        line,
        {
          bins: [bins('a', 50), bins('b', 8, 8)],
          accumulators: [{ op: 'count' }, extreme('max', column), SUMS.cents, extreme('min', column)],
        },
        'tile',
      ));
});

describe('an index of sums', () => {
  for (const [name, view] of Object.entries(VIEWS))
    for (const strategy of ['tile', 'delta', 'slot'] as const)
      for (const [brush, active] of [
        ['one axis', line],
        ['two axes', plane],
      ] as const) {
        // A scan groups by four dimensions at most.
        if (strategy === 'slot' && view.bins.length + active.length > 4) continue;
        it(`gives the same words as a scan: ${name}, ${strategy}, a brush along ${brush}`, () =>
          check(active, view, strategy));
      }
});
