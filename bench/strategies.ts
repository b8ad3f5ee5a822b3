/// <reference types="node" />
// Times of scan, tile and delta for many shapes of index, on one thread, with cached bin codes:
// npx tsx bench/strategies.ts [millions of rows, comma-separated] [counts|averages]
// Prints the cases of test/brush-index/strategy-cases.ts: a build, then a drag of 30 moves over the middle of the
// active view.
import { PAGE_ROWS, type ColumnId, type Encoding, type Keys } from '../src/engine/columns/column';
import { fixedPointOf } from '../src/engine/aggregates/fixed-point';
import { addendsOf } from '../src/engine/brush-index/addends';
import { buildIndex } from '../src/engine/cpu/kernels/index-build';
import { viewSlices } from '../src/engine/brush-index/index-slice';
import {
  chooseStrategy,
  costsOf,
  dragMs,
  ROUND_TRIP_MS,
  type IndexCase,
  type Strategy,
} from '../src/engine/brush-index/index-strategy';
import { PageStore } from '../src/engine/cpu/columns/page-store';
import { scan } from '../src/engine/cpu/kernels/scan';
import {
  COUNT,
  type Bins,
  type IndexCall,
  type IndexId,
  type IndexedView,
  type RangeClause,
  type SlotId,
} from '../src/engine/frame/recording';
import { countBy } from '../test/harness/aggregate-calls';
import { binsOf } from '../test/harness/columns';
import { Random } from '../test/harness/random';

const F32: Encoding = { kind: 'f32' };
const STRATEGIES: readonly Strategy[] = ['scan', 'tile', 'delta'];
const MOVES = 30;
const BUILDS = 7;
const MAX_BYTES = 1 << 29;
const ACTIVE: readonly IndexCase['pixels'][] = [[300], [1200], [300, 200]];
const VIEWS: readonly (readonly [number] | readonly [number, number])[] = [
  [24],
  [100],
  [1000],
  [100, 60],
  [300, 120],
  [512, 512],
];
const GROUPS: typeof VIEWS = [[24], [168], [24, 7], [55, 8], [1000]];
/** The count and the sum of a column of f32 with values up to 100: what an average needs. */
const AVERAGE = [
  { op: 'count-of', column: 'b' as ColumnId, lane: 'f32' },
  { op: 'sum', column: 'b' as ColumnId, of: fixedPointOf(F32, { lowest: -30, end: 7 }).summand },
] as const satisfies IndexedView['accumulators'];

function storeOf(rows: number): PageStore {
  const random = new Random(1);
  const store = new PageStore();
  for (const name of ['a', 'b', 'c', 'd']) {
    const pages = [];
    for (let start = 0; start < rows; start += PAGE_ROWS) {
      const count = Math.min(PAGE_ROWS, rows - start);
      const keys: Keys = Float32Array.from({ length: count }, () => random.next() * random.next() * 100);
      pages.push({ rows: count, keys, index: pages.length });
    }
    store.load(name as ColumnId, F32, pages);
  }
  return store;
}

function bins(name: string, count: number): Bins {
  return binsOf(F32, {
    column: name,
    edges: Array.from({ length: count + 1 }, (_, i) => (100 * i) / count),
    even: true,
  });
}

/**
 * Milliseconds of a build and of one move after it: the minimum of several, which other work on the machine disturbs
 * least.
 */
async function measure(
  store: PageStore,
  call: IndexCall,
  strategy: Strategy,
  rows: number,
): Promise<{ buildMs: number; moveMs: number }> {
  const view = call.views[0]!;
  const [x, y] = call.active;
  const builds: number[] = [];
  const moves: number[] = [];
  if (strategy === 'scan') return { buildMs: 0, moveMs: scanMs(store, call) };
  for (let build = 0; build < BUILDS; build++) {
    const start = performance.now();
    const parts = await buildIndex(store, call, [strategy], rows, () => Promise.resolve(true));
    const slices = viewSlices(call, view, parts!, rows, (id) => store.encodingOf(id));
    const from = (count: number, move: number): number => Math.floor(count * (0.1 + 0.015 * move));
    const rect = (move: number) => ({
      x0: from(x.count, move),
      x1: from(x.count, move) + Math.ceil(x.count / 4),
      y0: y ? from(y.count, move) : 0,
      y1: y ? from(y.count, move) + Math.ceil(y.count / 4) : 1,
    });
    slices.slice(rect(0));
    builds.push(performance.now() - start);
    const dragStart = performance.now();
    for (let move = 1; move <= MOVES; move++) slices.slice(rect(move));
    moves.push((performance.now() - dragStart) / MOVES);
  }
  return { buildMs: Math.min(...builds), moveMs: Math.min(...moves) };
}

/** One brush move answered by the kernel, plus the round trip of a message to a worker. */
function scanMs(store: PageStore, { active, views: [view] }: IndexCall): number {
  const times: number[] = [];
  for (let move = 0; move < BUILDS; move++) {
    const clauses = active.map(({ column }): RangeClause => ({
      kind: 'range',
      column,
      lane: 'f32',
      keys: Float32Array.of(10 + move, 35 + move),
    }));
    const start = performance.now();
    scan(store, [{ ...countBy(view!.bins, clauses, view!.out), accumulators: view!.accumulators }]);
    times.push(performance.now() - start);
  }
  return ROUND_TRIP_MS + Math.min(...times);
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));
const millions = (process.argv[2] ?? '0.001,0.01,0.1,1,10').split(',').map(Number);
const isAverage = process.argv[3] === 'averages';
const accumulators = isAverage ? AVERAGE : COUNT;
for (const million of millions) {
  const rows = million * 1e6;
  const store = storeOf(rows);
  for (const pixels of ACTIVE) {
    for (const counts of isAverage ? GROUPS : VIEWS) {
      const active =
        pixels.length === 2
          ? ([bins('a', pixels[0]), bins('b', pixels[1])] as const)
          : ([bins('a', pixels[0])] as const);
      const passive =
        counts.length === 2
          ? ([bins('c', counts[0]), bins('d', counts[1])] as const)
          : ([bins('c', counts[0])] as const);
      const call: IndexCall = {
        kernel: 'index',
        id: 'i' as IndexId,
        active,
        views: [{ bins: passive, accumulators, clauses: [], out: 's' as SlotId }],
      };
      const tables = isAverage ? addendsOf(AVERAGE, rows, () => F32).length : undefined;
      const one: IndexCase = { rows, workers: 1, pixels, cells: counts, tables };
      const costs = costsOf(one);
      const found = new Map<Strategy, { buildMs: number; moveMs: number }>();
      for (const strategy of STRATEGIES)
        if (costs[strategy].sizeBytes <= MAX_BYTES) found.set(strategy, await measure(store, call, strategy, rows));
      const text = STRATEGIES.map((strategy) => {
        const cost = found.get(strategy);
        return `${strategy}: ${cost ? `[${digits(cost.buildMs)}, ${digits(cost.moveMs)}]` : 'null'}`;
      }).join(', ');
      const drags = [...found].map(([strategy, cost]) => [strategy, dragMs(cost)] as const);
      const [best, bestMs] = drags.reduce((a, b) => (b[1] < a[1] ? b : a));
      const chosen = chooseStrategy(one);
      const chosenMs = drags.find(([strategy]) => strategy === chosen)![1];
      const guess = STRATEGIES.map(
        (strategy) => `${digits(costs[strategy].buildMs)}+${digits(costs[strategy].moveMs)}`,
      ).join(' ');
      console.log(
        `  { rows: ${rows}, pixels: [${pixels.join(', ')}], cells: [${counts.join(', ')}],${tables === undefined ? '' : ` tables: ${tables},`} ${text} }, // best ${best}${chosen === best ? '' : `; chosen ${chosen}, ${(chosenMs / bestMs).toFixed(2)} ×`}; expected ${guess}`,
      );
    }
  }
}
