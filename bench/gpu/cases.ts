import { PAGE_ROWS, type Column, type ColumnId, type Encoding, type Page } from '../../src/engine/columns/column';
import { digitsOf, fixedPointOf } from '../../src/engine/aggregates/fixed-point';
import { addBits } from '../../src/engine/cpu/kernels/cell-bits';
import { RowCells } from '../../src/engine/cpu/kernels/row-cells';
import {
  COUNT,
  type Bins,
  type Clause,
  type Dimensions,
  type IndexCall,
  type IndexId,
  type KernelCall,
  type SlotId,
  type Summand,
} from '../../src/engine/frame/recording';
import { rasterisePolygon } from '../../src/engine/frame/rasterise-polygon';
import { countBy, extentOf } from '../../test/harness/aggregate-calls';
import { binsOf, clauseOf } from '../../test/harness/columns';
import { Random } from '../../test/harness/random';

export const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const F32: Encoding = { kind: 'f32' };
/** Number of distinct pages; longer columns repeat them. */
export const DISTINCT_PAGES = 16;

/** Values of a column, 0 to 100, from uniform numbers between 0 and 1. */
export const DISTRIBUTIONS = {
  uniform: (even: number) => 100 * even,
  /** Half of the rows in a sixteenth of the axis, a fifth of them in the first of 512 bins. */
  skewed: (even: number) => 100 * even ** 4,
  /** Seven in ten, so half of the rows in one cell of two axes. */
  'half in one cell': (even: number) => (even < 0.7 ? 50 : (even - 0.7) / 0.003),
  'all rows in one': () => 50,
} as const;
export type Distribution = keyof typeof DISTRIBUTIONS;

export function column(name: string, rows: number, distribution: Distribution): Column {
  const random = new Random(name.charCodeAt(0));
  const value = DISTRIBUTIONS[distribution];
  const pages = Array.from({ length: Math.min(DISTINCT_PAGES, Math.ceil(rows / PAGE_ROWS)) }, (): Page => ({
    rows: PAGE_ROWS,
    keys: Float32Array.from({ length: PAGE_ROWS }, () => value(random.next())),
  }));
  const all = Array.from({ length: Math.ceil(rows / PAGE_ROWS) }, (_, p): Page => {
    const { keys } = pages[p % pages.length]!;
    return { rows: Math.min(PAGE_ROWS, rows - p * PAGE_ROWS), keys };
  });
  return { id: name as ColumnId, rows, encoding: F32, type: { kind: 'number', integer: false }, pages: all };
}

/** As wide as a plot on a page. */
const BRUSH_PIXELS = 600;

export interface Case {
  readonly name: string;
  /** How many of the first columns must be loaded. */
  readonly columns: number;
  /** Columns it reads, four bytes a row each, if not all of those. */
  readonly reads?: number;
  readonly kernels: readonly KernelCall[];
  /** Runs once, before the kernels. */
  readonly first?: readonly KernelCall[];
}

function bins(name: string, count: number): Bins {
  return binsOf(F32, {
    column: name,
    edges: Array.from({ length: count + 1 }, (_, i) => (100 * i) / count),
    even: true,
    lastInclusive: true,
  });
}

const slot = (name: string): SlotId => `slot ${name}` as SlotId;
const count = (name: string, cells: number, clauses: readonly Clause[] = []): KernelCall =>
  countBy([bins(name, cells)], clauses, slot(name));

/** The exact sum, and the number, of a column's values by other columns' bins. */
function sums(name: string, dimensions: Dimensions, value: Column): KernelCall {
  const { id } = value;
  const accumulators = [
    { op: 'sum', column: id, of: summandOf(value) },
    { op: 'count-of', column: id, lane: 'f32' },
  ] as const;
  return { kernel: 'aggregate', dimensions, accumulators, clauses: [], out: slot(name) };
}

function extremes(name: string, dimensions: Dimensions, column: ColumnId): KernelCall {
  const accumulators = [
    { op: 'min', column, lane: 'f32' },
    { op: 'max', column, lane: 'f32' },
  ] as const;
  return { kernel: 'aggregate', dimensions, accumulators, clauses: [], out: slot(name) };
}

/** How the column's values become integers, from the digits that they use. */
function summandOf({ encoding, pages }: Column): Summand {
  const cells = new RowCells([], 1, { mask: null });
  const found = new Uint32Array(4);
  for (const { rows, keys } of pages.slice(0, DISTINCT_PAGES)) {
    cells.update(rows);
    addBits({ lane: 'f32', rows, data: keys as Float32Array }, cells, found);
  }
  return fixedPointOf(encoding, digitsOf(found)).summand;
}

export function casesFor(distribution: Distribution): Case[] {
  const value = column('c', DISTINCT_PAGES * PAGE_ROWS, distribution);
  const at = DISTRIBUTIONS[distribution];
  // Every clause lets three rows in five pass, whatever the distribution.
  const clauses = NAMES.map((name) => clauseOf(F32, { column: name, lo: at(0.2), hi: at(0.8) + 1e-9 }));
  const [x, y] = [bins('b', 512), bins('c', 300)];
  const corners = Array.from(
    { length: 24 },
    (_, k) => [256 + 200 * Math.cos(k / 3.82), 150 + 120 * Math.sin(k / 3.82)] as const,
  );
  const lasso: Clause = { kind: 'cells', bins: [x, y], words: rasterisePolygon(corners, x.count, y.count) };
  // The brush of the first histogram, over its pixels; the other four, each over the clauses of the rest.
  const index: IndexCall = {
    kernel: 'index',
    id: 'index' as IndexId,
    active: [bins('a', BRUSH_PIXELS)],
    views: NAMES.slice(1).map((name, view) => ({
      bins: [bins(name, 64)],
      accumulators: COUNT,
      clauses: clauses.filter((_, k) => k > 0 && k !== view + 1),
      out: slot(name),
    })),
  };
  const slice: KernelCall = { kernel: 'slice', id: index.id, pixels: [[120, 480]] };
  const cases: Case[] = [
    { name: 'extent', columns: 1, kernels: [extentOf('a' as ColumnId, 'f32', [], slot('extent'))] },
    { name: '64 bins', columns: 1, kernels: [count('a', 64)] },
    { name: '1000 bins', columns: 1, kernels: [count('a', 1000)] },
    { name: '512×512 cells', columns: 2, kernels: [countBy([bins('a', 512), bins('b', 512)], [], slot('grid'))] },
    { name: 'sum and count by 64 bins', columns: 3, reads: 2, kernels: [sums('sum', [bins('a', 64)], value)] },
    { name: 'sum and count by 64×8 cells', columns: 3, kernels: [sums('sums', [bins('a', 64), bins('b', 8)], value)] },
    {
      name: 'sum and count by 512×300 cells',
      columns: 3,
      kernels: [sums('sums of many', [bins('a', 512), bins('b', 300)], value)],
    },
    {
      name: 'min and max by 64 bins',
      columns: 3,
      reads: 2,
      kernels: [extremes('extremes', [bins('a', 64)], value.id)],
    },
    {
      name: "five histograms, each over the others' clauses",
      columns: 5,
      kernels: NAMES.map((name, own) =>
        count(
          name,
          64,
          clauses.filter((_, k) => k !== own),
        ),
      ),
    },
    {
      name: 'five histograms, one clause on another',
      columns: 5,
      kernels: NAMES.map((name, own) => count(name, 64, own === 0 ? [] : clauses.slice(0, 1))),
    },
    { name: 'four histograms, building the index of a brush', columns: 5, kernels: [index, slice] },
    { name: 'four histograms, a move of an indexed brush', columns: 5, kernels: [slice], first: [index] },
    { name: '64 bins inside a lasso', columns: 3, kernels: [count('a', 64, [lasso])] },
  ];
  return /in one/.test(distribution) ? cases.filter(({ name }) => /bins$|cells$/.test(name)) : cases;
}
