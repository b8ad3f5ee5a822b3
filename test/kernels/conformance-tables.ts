import { laneOf, PAGE_ROWS, type Encoding } from '../../src/engine/columns/column';
import { ceilKey, type Key } from '../../src/engine/columns/keys';
import { ordinalOf, spanOf as ordinalSpan } from '../../src/engine/columns/ordinals';
import { rasterisePolygon } from '../../src/engine/frame/rasterise-polygon';
import type { NumberScaleSpec } from '../../src/engine/grammar/scale-spec';
import { BandScale } from '../../src/engine/scales/band-scale';
import { domainOf, edgesAround, edgesOver } from '../../src/engine/scales/edges-over';
import { equalParts } from '../../src/engine/scales/equal-parts';
import type { Scale } from '../../src/engine/scales/scale';
import { numberScale } from '../../src/engine/scales/scale-for';
import type { BinsSpec, ClauseSpec, RangeSpec, TestColumn } from '../harness/columns';
import { Random } from '../harness/random';
import type { SqlValue } from '../harness/oracle';
import type { Ask, ConformanceTable, Total, Value } from './conformance';

export interface TableRecipe {
  readonly name: string;
  readonly needs: 'large index' | null;
  build(): ConformanceTable;
}

export function conformanceTables(): TableRecipe[] {
  const scans = [
    ...laneRecipes(),
    ...rowCountRecipes(),
    ...clauseRecipes(),
    ...kindRecipes(),
    ...crossfilterRecipes(),
    ...aggregateRecipes(),
    ...valueRecipes(),
    ...edgeRecipes(),
    ...nearestRecipes(),
    ...listRecipes(),
    ...scaleRecipes(),
    ...sharedColumnRecipes(),
  ];
  return [...scans, ...indexRecipes(), ...scaledIndexRecipes()];
}

function recipe(name: string, needs: TableRecipe['needs'], build: () => Omit<ConformanceTable, 'name'>): TableRecipe {
  return { name, needs, build: () => ({ name, ...build() }) };
}

// --- Columns
// --------------------------------------------------------------------------------------------------------------

const NANOSECONDS = 1_700_000_000_000_000_000n;
const FLOAT_SPECIALS = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1,
  -1,
  10,
  -10,
  2 ** -149,
  -(2 ** -149),
  3.4028234663852886e38,
];
const DOUBLE_SPECIALS = [
  ...FLOAT_SPECIALS,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_VALUE,
  0.1,
  -0.1,
  0.1 + Number.EPSILON / 8,
];

interface Flavour {
  readonly name: string;
  readonly encoding: Encoding;
  value(random: Random): SqlValue;
}

const flavours = {
  f32: {
    name: 'f32',
    encoding: { kind: 'f32' },
    value: (r) =>
      r.next() < 0.1
        ? Math.fround(r.pick(FLOAT_SPECIALS))
        : Math.fround(r.next() < 0.3 ? Math.round(r.normal() * 10) : r.normal() * 10),
  },
  u32: {
    name: 'u32 with origin and step',
    encoding: { kind: 'u32', origin: -1000n, step: 7n },
    value: (r) => -1000n + 7n * BigInt(r.integer(0, 400)),
  },
  code: { name: 'u32 codes', encoding: { kind: 'u32', origin: 0n, step: 1n }, value: (r) => BigInt(r.integer(0, 12)) },
  wideU32: {
    name: 'u32 over its whole range',
    encoding: { kind: 'u32', origin: -5n, step: 1n },
    value: (r) =>
      -5n + BigInt(r.next() < 0.1 ? r.pick([0, 0xffff_fffe, 0x8000_0000, 0x7fff_ffff]) : r.integer(0, 0xffff_ffff)),
  },
  nanoseconds: {
    name: 'fixed64 nanoseconds',
    encoding: { kind: 'fixed64', origin: NANOSECONDS, step: 1n },
    value: (r) => NANOSECONDS + r.bigint(0n, r.next() < 0.5 ? 50n : 1n << 40n),
  },
  steps: {
    name: 'fixed64 with step',
    encoding: { kind: 'fixed64', origin: -123_456_789_000n, step: 1000n },
    value: (r) => -123_456_789_000n + 1000n * r.bigint(0n, 1n << 36n),
  },
  wide64: {
    name: 'fixed64 over its whole range',
    encoding: { kind: 'fixed64', origin: -(2n ** 63n), step: 1n },
    // Some of these keys would be infinities if their bits were a double's.
    value: (r) =>
      r.next() < 0.1
        ? r.pick([
            -(2n ** 63n),
            2n ** 63n - 2n,
            0n,
            -1n,
            1n,
            0xfff0_0000_0000_0000n - 2n ** 63n,
            0x000f_ffff_ffff_ffffn - 2n ** 63n,
          ])
        : r.bigint(-(2n ** 63n), 2n ** 63n - 1n),
  },
  float64: {
    name: 'float64',
    encoding: { kind: 'float64' },
    value: (r) =>
      r.next() < 0.1 ? r.pick(DOUBLE_SPECIALS) : r.next() < 0.3 ? Math.round(r.normal() * 10) / 10 : r.normal() * 10,
  },
} as const satisfies Record<string, Flavour>;

type FlavourName = keyof typeof flavours;
const FLAVOURS = Object.keys(flavours) as FlavourName[];

type Nulls = 'none' | 'some' | 'all';

function column(random: Random, name: FlavourName, rows: number, nulls: Nulls = 'some'): TestColumn {
  const flavour: Flavour = flavours[name];
  const values: SqlValue[] = new Array<SqlValue>(rows);
  for (let row = 0; row < rows; row++) {
    const missing = nulls === 'all' || (nulls === 'some' && random.next() < 0.07);
    values[row] = missing ? null : flavour.value(random);
  }
  return { encoding: flavour.encoding, values };
}

// --- Random thresholds
// ----------------------------------------------------------------------------------------------------

/**
 * A threshold: mostly an existing value, sometimes one next to it or between two keys. Draws the same number of random
 * values for any number of rows.
 */
function threshold(random: Random, { encoding, values }: TestColumn): Key {
  const integer = encoding.kind === 'u32' || encoding.kind === 'fixed64';
  const value = values[random.integer(0, values.length)] ?? null;
  if (integer)
    return (value === null ? encoding.origin : BigInt(value)) + BigInt(random.next() < 0.6 ? 0 : random.integer(-3, 4));
  const number = value === null || Number.isNaN(value) || !Number.isFinite(value) ? 0 : Number(value);
  return (random.next() < 0.6 ? number : number + random.normal() * 1e-3) + 0;
}

function ascending(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function range(random: Random, columns: Record<string, TestColumn>, name: string): RangeSpec {
  const [lo, hi] = [threshold(random, columns[name]!), threshold(random, columns[name]!)].sort(ascending) as [Key, Key];
  return { column: name, lo, hi };
}

/** Uneven bins; repeated thresholds create empty bins. */
function unevenBins(random: Random, columns: Record<string, TestColumn>, name: string, count: number): BinsSpec {
  const edges = Array.from({ length: count + 1 }, () => threshold(random, columns[name]!)).sort(ascending);
  return { column: name, edges, lastInclusive: random.next() < 0.5 };
}

/** `count` even bins over [lo, hi): even in values, and in keys too except for the `float64` encoding. */
export function evenBins(
  column: string,
  encoding: Encoding,
  lo: Key,
  hi: Key,
  count: number,
  lastInclusive = false,
): BinsSpec {
  const edges = Array.from({ length: count + 1 }, (_, i): Key =>
    typeof lo === 'bigint'
      ? lo + ((BigInt(hi) - lo) * BigInt(i)) / BigInt(count)
      : i === count
        ? hi
        : lo + ((Number(hi) - lo) * i) / count,
  );
  return { column, edges, lastInclusive, even: encoding.kind !== 'float64' };
}

function spanOf(name: FlavourName): [Key, Key] {
  switch (name) {
    case 'f32':
    case 'float64':
      return [-20, 20];
    case 'u32':
      return [-1000n, 1800n];
    case 'code':
      return [0n, 12n];
    case 'wideU32':
      return [-5n, 0xffff_fffan];
    case 'nanoseconds':
      return [NANOSECONDS, NANOSECONDS + (1n << 40n)];
    case 'steps':
      return [-123_456_789_000n, -123_456_789_000n + 1000n * (1n << 36n)];
    case 'wide64':
      return [-(2n ** 63n), 2n ** 63n - 1n];
  }
}

function evenOf(column: string, flavour: FlavourName, count: number, lastInclusive = false): BinsSpec {
  return evenBins(column, flavours[flavour].encoding, ...spanOf(flavour), count, lastInclusive);
}

// --- Scans
// ----------------------------------------------------------------------------------------------------------------

function laneRecipes(): TableRecipe[] {
  const recipes: TableRecipe[] = [];
  for (const flavour of FLAVOURS) {
    for (const nulls of ['none', 'some', 'all'] as const) {
      recipes.push(
        recipe(`${flavours[flavour].name}, NULLs: ${nulls}`, null, () => {
          const random = new Random(FLAVOURS.indexOf(flavour) * 10 + 1);
          const rows = nulls === 'all' ? 200 : 2000;
          const columns = {
            x: column(random, flavour, rows, nulls),
            y: column(random, 'f32', rows),
            z: column(random, flavour, rows, nulls),
          };
          const asks: Ask[] = [
            { ask: 'extent', column: 'x', where: [] },
            { ask: 'extent', column: 'x', where: [range(random, columns, 'x')] },
            { ask: 'extent', column: 'x', where: [range(random, columns, 'y')] },
            { ask: 'extent', column: 'y', where: [range(random, columns, 'x'), range(random, columns, 'z')] },
          ];
          for (const count of nulls === 'all' ? [1, 9] : [1, 2, 3, 20, 257]) {
            asks.push({ ask: 'bin', bins: [unevenBins(random, columns, 'x', count)], where: [] });
            asks.push({
              ask: 'bin',
              bins: [evenOf('x', flavour, count, count % 2 === 1)],
              where: count > 2 ? [range(random, columns, 'y')] : [],
            });
            asks.push({
              ask: 'bin',
              bins: [unevenBins(random, columns, 'x', 5), unevenBins(random, columns, 'z', count)],
              where: [range(random, columns, 'x')],
            });
          }
          asks.push({ ask: 'bin', bins: [evenOf('x', flavour, 64), evenOf('y', 'f32', 48)], where: [] });
          if (nulls === 'some')
            asks.push({
              ask: 'bin',
              bins: [evenOf('x', flavour, 300), evenOf('z', flavour, 256)],
              where: [range(random, columns, 'y')],
            });
          asks.push({ ask: 'bin', bins: [{ ...evenOf('x', flavour, 40), even: false }], where: [] });
          return { columns, asks };
        }),
      );
    }
  }
  return recipes;
}

/** Several plots of one column: a backend may code and count its rows once for all of them. */
function sharedColumnRecipes(): TableRecipe[] {
  return FLAVOURS.map((flavour) =>
    recipe(`histograms of one column of ${flavours[flavour].name}`, null, () => {
      const random = new Random(700 + FLAVOURS.indexOf(flavour));
      const columns = { x: column(random, flavour, 4000), y: column(random, 'f32', 4000) };
      const filter = range(random, columns, 'y');
      const axes = [1, 3, 12, 90].map((count) => unevenBins(random, columns, 'x', count));
      const even = evenOf('x', flavour, 20, true);
      const filtered = [axes[2]!, even].map((bins) => ({ bins: [bins], where: [{ ...filter }] }));
      const views = [...[...axes, even].map((bins) => ({ bins: [bins], where: [] })), ...filtered];
      const moves = moves1d(random, 60, 12).map((move) => [move]);
      return {
        columns,
        asks: [
          ...[...views, { bins: [unevenBins(random, columns, 'x', 1000)], where: [] }].map((view): Ask => ({
            ask: 'bin',
            ...view,
          })),
          { ask: 'index', active: [evenOf('y', 'f32', 60)], views, moves },
        ],
      };
    }),
  );
}

function rowCountRecipes(): TableRecipe[] {
  const counts: [string, number][] = [
    ['0', 0],
    ['1', 1],
    ['a page less one', PAGE_ROWS - 1],
    ['a page', PAGE_ROWS],
    ['a page and one', PAGE_ROWS + 1],
    ['two pages and some', 2 * PAGE_ROWS + 4321],
  ];
  return counts.map(([label, rows]) =>
    recipe(`rows: ${label}`, null, () => {
      const random = new Random(77 + rows);
      const columns = {
        a: column(random, 'f32', rows),
        b: column(random, 'u32', rows),
        c: column(random, 'nanoseconds', rows),
      };
      const asks: Ask[] = [
        { ask: 'extent', column: 'a', where: [] },
        { ask: 'extent', column: 'c', where: [range(random, columns, 'b')] },
        { ask: 'bin', bins: [evenOf('a', 'f32', 50)], where: [] },
        { ask: 'bin', bins: [evenOf('b', 'u32', 24, true)], where: [range(random, columns, 'a')] },
        { ask: 'bin', bins: [evenOf('c', 'nanoseconds', 30)], where: [range(random, columns, 'b')] },
        { ask: 'bin', bins: [evenOf('a', 'f32', 64), evenOf('b', 'u32', 32)], where: [] },
      ];
      return { columns, asks };
    }),
  );
}

function clauseRecipes(): TableRecipe[] {
  const names = { a: 'f32', b: 'u32', c: 'nanoseconds', d: 'float64', e: 'code', f: 'steps' } as const;
  return [0, 1, 2, 3, 4, 5, 6].map((count) =>
    recipe(`${count} clauses over mixed lanes`, null, () => {
      const random = new Random(300 + count);
      const rows = 5000;
      const columns = Object.fromEntries(
        Object.entries(names).map(([name, flavour]) => [name, column(random, flavour, rows, 'some')]),
      );
      // Wide ranges; otherwise six of them would leave no rows.
      const where = (Object.entries(names) as [string, FlavourName][])
        .slice(0, count)
        .map(([name, flavour]): RangeSpec => {
          const [lo, hi] = spanOf(flavour);
          const inset = (from: Key, to: Key, share: number): Key =>
            typeof from === 'bigint'
              ? from + ((BigInt(to) - from) * BigInt(Math.round(share * 1000))) / 1000n
              : from + (Number(to) - from) * share;
          return { column: name, lo: inset(lo, hi, random.next() * 0.3), hi: inset(lo, hi, 0.6 + random.next() * 0.5) };
        });
      const asks: Ask[] = [];
      for (const name of Object.keys(names)) {
        asks.push({ ask: 'extent', column: name, where });
        asks.push({ ask: 'bin', bins: [unevenBins(random, columns, name, 12)], where });
      }
      asks.push({
        ask: 'bin',
        bins: [unevenBins(random, columns, 'a', 9), unevenBins(random, columns, 'd', 8)],
        where,
      });
      asks.push({
        ask: 'bin',
        bins: [unevenBins(random, columns, 'c', 9), unevenBins(random, columns, 'e', 8)],
        where: [...where].reverse(),
      });
      return { columns, asks };
    }),
  );
}

const MIXED = { a: 'f32', b: 'u32', c: 'nanoseconds', d: 'float64', e: 'code', f: 'steps' } as const;
const MIXED_NAMES = Object.keys(MIXED) as (keyof typeof MIXED)[];

function mixedColumns(random: Random, rows: number): Record<string, TestColumn> {
  return Object.fromEntries(
    Object.entries(MIXED).map(([name, flavour]) => [name, column(random, flavour, rows, 'some')]),
  );
}

function someOf(random: Random, count: number, share: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter(() => random.next() < share);
}

/** A hand-drawn lasso over a grid: a star with one bent edge, partly outside. */
function lasso(random: Random, x: BinsSpec, y: BinsSpec): ClauseSpec {
  const [nx, ny] = [x.edges.length - 1, y.edges.length - 1];
  const corners = Array.from({ length: 11 }, (_, k) => {
    const reach = k % 2 === 0 ? 0.3 + random.next() * 0.5 : 0.2;
    return [nx / 2 + Math.cos(k * 0.6) * reach * nx, ny / 2 + Math.sin(k * 0.6) * reach * ny] as const;
  });
  const words = rasterisePolygon(corners, nx, ny);
  return {
    cells: [x, y],
    marked: Array.from({ length: nx * ny }, (_, c) => c).filter((c) => (words[c >>> 5]! >>> (c & 31)) & 1),
  };
}

/** A clause of any kind, nested at most `depth` deep. */
function anyClause(random: Random, columns: Record<string, TestColumn>, depth: number): ClauseSpec {
  const some = () => Array.from({ length: random.integer(0, 4) }, () => anyClause(random, columns, depth - 1));
  const name = () => random.pick(MIXED_NAMES);
  switch (random.integer(depth > 0 ? 0 : 2, 8)) {
    case 0:
      return { any: Array.from({ length: random.integer(0, 4) }, some) };
    case 1:
      return { not: some() };
    case 2:
      return { set: 'e', values: someOf(random, 14, 0.5).map(BigInt) };
    case 3:
      return { cells: [unevenBins(random, columns, name(), 7)], marked: someOf(random, 7, 0.5) };
    case 4:
      return {
        cells: [unevenBins(random, columns, name(), 9), unevenBins(random, columns, name(), 5)],
        marked: someOf(random, 45, 0.6),
      };
    case 5:
      return { sql: random.pick(['b % 3 = 1', 'e < 5 OR b % 2 = 0', 'c IS NULL', 'a > d']) };
    default:
      return range(random, columns, name());
  }
}

function kindRecipes(): TableRecipe[] {
  const kinds: [string, (random: Random, columns: Record<string, TestColumn>) => ClauseSpec[][]][] = [
    [
      'set',
      () => [
        [{ set: 'e', values: [0n, 3n, 11n] }],
        [{ set: 'e', values: [] }],
        [{ set: 'e', values: [31n, 32n, 64n] }],
        [{ set: 'b', values: Array.from({ length: 150 }, (_, i) => -1000n + 21n * BigInt(i)) }],
      ],
    ],
    [
      'cells of one axis',
      (random, columns) => [
        [{ cells: [evenOf('a', 'f32', 40)], marked: someOf(random, 40, 0.4) }],
        [{ cells: [evenOf('c', 'nanoseconds', 33)], marked: [0, 31, 32] }],
        [
          { cells: [unevenBins(random, columns, 'd', 9)], marked: someOf(random, 9, 0.5) },
          { cells: [evenOf('e', 'code', 12)], marked: [] },
        ],
      ],
    ],
    [
      'lasso',
      (random, columns) => [
        [lasso(random, evenOf('a', 'f32', 120), evenOf('b', 'u32', 90))],
        [lasso(random, evenOf('c', 'nanoseconds', 50), unevenBins(random, columns, 'd', 60))],
      ],
    ],
    [
      'conditions in SQL',
      () => [[{ sql: 'b % 3 = 1' }], [{ sql: 'c IS NULL' }], [{ sql: 'b % 3 = 1' }, { sql: 'a > d' }]],
    ],
    [
      'any and not',
      (random, columns) => [
        [{ any: [] }],
        [{ any: [[]] }],
        [{ not: [] }],
        [{ not: [range(random, columns, 'a')] }],
        [{ any: [[range(random, columns, 'a')], [range(random, columns, 'b'), range(random, columns, 'c')]] }],
        [{ not: [{ any: MIXED_NAMES.map((name) => [range(random, columns, name)]) }] }],
        [
          {
            any: MIXED_NAMES.map((name) => [
              { not: [range(random, columns, name)] },
              { set: 'e', values: [1n, 2n, 5n] },
            ]),
          },
        ],
        [{ any: Array.from({ length: 60 }, () => [range(random, columns, 'c')]) }],
      ],
    ],
    [
      'any kind, at random',
      (random, columns) =>
        Array.from({ length: 12 }, () =>
          Array.from({ length: random.integer(1, 4) }, () => anyClause(random, columns, 2)),
        ),
    ],
  ];
  return kinds.map(([label, filters], k) =>
    recipe(`clauses: ${label}`, null, () => {
      const random = new Random(400 + k);
      const columns = mixedColumns(random, 5003);
      const asks = filters(random, columns).flatMap((where): Ask[] => [
        { ask: 'extent', column: 'c', where },
        { ask: 'bin', bins: [evenOf('a', 'f32', 12)], where },
        { ask: 'bin', bins: [evenOf('b', 'u32', 9), unevenBins(random, columns, 'd', 8)], where },
      ]);
      return { columns, asks };
    }),
  );
}

/** Views counted in one batch, each over all clauses but its own. */
function crossfilterRecipes(): TableRecipe[] {
  const kinds: [
    string,
    number,
    (random: Random, columns: Record<string, TestColumn>, name: keyof typeof MIXED) => ClauseSpec,
  ][] = [
    ['ranges', PAGE_ROWS + 77, (random, columns, name) => range(random, columns, name)],
    ['clauses of any kind', 5000, (random, columns) => anyClause(random, columns, 2)],
  ];
  return kinds.map(([label, rows, clauseFor], k) =>
    recipe(`crossfilter of ${label}, ${rows} rows`, null, () => {
      const random = new Random(450 + k);
      const columns = mixedColumns(random, rows);
      const clauses = MIXED_NAMES.map((name) => clauseFor(random, columns, name));
      const asks = MIXED_NAMES.map((name, own): Ask => ({
        ask: 'bin',
        bins: [name === 'd' ? unevenBins(random, columns, name, 13) : evenOf(name, MIXED[name], 20 + own)],
        where: clauses.filter((_, c) => c !== own),
      }));
      asks.push(
        { ask: 'bin', bins: [evenOf('a', 'f32', 4000)], where: clauses.slice(0, 2) },
        { ask: 'bin', bins: [evenOf('a', 'f32', 4090)], where: [] },
      );
      return { columns, asks };
    }),
  );
}

/** Any number of dimensions, and several accumulators in one call; over all rows, some rows, and samples. */
function aggregateRecipes(): TableRecipe[] {
  const rowCounts = [0, 1, 5003, PAGE_ROWS + 4321];
  const everies = (rows: number) => (rows > PAGE_ROWS ? [undefined, 1, 3] : [undefined]);
  const bins = (random: Random, columns: Record<string, TestColumn>) => ({
    x: evenOf('a', 'f32', 11),
    y: evenOf('b', 'u32', 7, true),
    z: unevenBins(random, columns, 'd', 5),
    w: evenOf('c', 'nanoseconds', 4),
    codes: evenOf('e', 'code', 12),
    fine: evenOf('f', 'steps', 40),
  });
  return [
    ...rowCounts.map((rows) =>
      recipe(`counts by no, three and four dimensions of ${rows} rows`, null, () => {
        const random = new Random(470 + (rows % 89));
        const columns = mixedColumns(random, rows);
        const { x, y, z, w, codes, fine } = bins(random, columns);
        const some = [range(random, columns, 'f'), anyClause(random, columns, 2)];
        const asks = [[], some].flatMap((where) =>
          everies(rows).flatMap((every): Ask[] => {
            const rest = { where, ...(every !== undefined && { every }) };
            return [
              { ask: 'totals', of: ['count'], ...rest },
              { ask: 'bin', bins: [x, y, z], ...rest },
              { ask: 'bin', bins: [codes, w, y], ...rest },
              { ask: 'bin', bins: [x, fine, codes], ...rest },
              { ask: 'bin', bins: [w, x, codes, z], ...rest },
              { ask: 'bin', bins: [x, x, x, x], ...rest },
            ];
          }),
        );
        // Filters over more columns than one pass reads on a device with few bindings.
        const wide = MIXED_NAMES.map((name) => range(random, columns, name));
        asks.push({ ask: 'bin', bins: [x, y, z, w], where: wide }, { ask: 'totals', of: ['count'], where: wide });
        // A dimension that contains no rows, and one with too many cells for workgroup memory when combined with
        // others.
        asks.push({ ask: 'bin', bins: [{ column: 'b', edges: [-3000n, -2000n, -1500n] }, x, y], where: [] });
        return { columns, asks };
      }),
    ),
    ...rowCounts.map((rows) =>
      recipe(`counts and extents in one slot, of ${rows} rows`, null, () => {
        const random = new Random(480 + (rows % 89));
        const columns = {
          ...mixedColumns(random, rows),
          g: column(random, 'wide64', rows),
          n: column(random, 'u32', rows, 'all'),
        };
        const extentOf = (name: string) => ({ extentOf: name });
        const some = [range(random, columns, 'b'), anyClause(random, columns, 1)];
        const none = [{ any: [] }];
        return {
          columns,
          asks: [[], some, none].flatMap((where) =>
            everies(rows).flatMap((every): Ask[] => {
              const rest = { where, ...(every !== undefined && { every }) };
              return [
                { ask: 'totals', of: ['count', extentOf('c')], ...rest },
                { ask: 'totals', of: [extentOf('a'), 'count'], ...rest },
                { ask: 'totals', of: ['count', extentOf('d'), extentOf('n'), extentOf('g'), 'count'], ...rest },
                { ask: 'totals', of: MIXED_NAMES.map(extentOf) as [Total, ...Total[]], ...rest },
              ];
            }),
          ),
        };
      }),
    ),
    // Batched with the views of its crossfilter.
    recipe('the number of rows beside the views of a crossfilter', null, () => {
      const random = new Random(490);
      const columns = mixedColumns(random, 5003);
      const clauses = MIXED_NAMES.slice(0, 4).map((name) => range(random, columns, name));
      return {
        columns,
        asks: [
          { ask: 'bin', bins: [evenOf('a', 'f32', 20)], where: clauses.slice(1) },
          { ask: 'totals', of: ['count'], where: clauses },
          { ask: 'bin', bins: [evenOf('b', 'u32', 30)], where: [clauses[0]!, clauses[2]!] },
          { ask: 'totals', of: ['count'], where: clauses.slice(2) },
        ],
      };
    }),
  ];
}

/**
 * Columns whose digits differ: few and many, at both ends of the exponents, of either sign, and more than a sum keeps.
 */
const NUMBERS = {
  halves: { encoding: { kind: 'f32' }, value: (r) => r.integer(-400, 400) / 2 },
  cents: { encoding: { kind: 'f32' }, value: (r) => Math.fround(r.integer(0, 100_000) / 100) },
  tiny: { encoding: { kind: 'f32' }, value: (r) => Math.fround(r.integer(-9, 9) * 2 ** -149) },
  huge: { encoding: { kind: 'f32' }, value: (r) => Math.fround(r.normal() * 1e38) },
  decades: { encoding: { kind: 'f32' }, value: (r) => Math.fround(r.normal() * 10 ** r.integer(-20, 20)) },
  normal: { encoding: { kind: 'float64' }, value: (r) => r.normal() },
  tenths: { encoding: { kind: 'float64' }, value: (r) => r.integer(-1000, 1000) / 10 },
  doubles: { encoding: { kind: 'float64' }, value: (r) => r.normal() * 10 ** r.integer(-300, 300) },
  least: { encoding: { kind: 'float64' }, value: (r) => r.integer(-9, 9) * Number.MIN_VALUE },
  special: flavours.float64,
  floats: flavours.f32,
  small: flavours.u32,
  words: flavours.wideU32,
  time: flavours.nanoseconds,
  steps: flavours.steps,
  longs: flavours.wide64,
} as const satisfies Record<string, Omit<Flavour, 'name'>>;
type NumbersName = keyof typeof NUMBERS;
const NUMBER_NAMES = Object.keys(NUMBERS) as NumbersName[];

function numbers(random: Random, name: NumbersName, rows: number): TestColumn {
  const { encoding, value }: Omit<Flavour, 'name'> = NUMBERS[name];
  return { encoding, values: Array.from({ length: rows }, () => (random.next() < 0.07 ? null : value(random))) };
}

/** Sums, counts of values, extremes and digits of every kind of column, by none to four dimensions. */
function valueRecipes(): TableRecipe[] {
  const sum = (column: string): Value => ({ op: 'sum', column });
  const countOf = (column: string): Value => ({ op: 'count-of', column });
  const extremes = (column: string): Value[] => [
    { op: 'min', column },
    { op: 'max', column },
  ];
  const digits = (column: string): Value => ({ op: 'bits', column });
  const list = (values: readonly Value[]) => values as [Value, ...Value[]];
  const count: Value = { op: 'count' };
  const dimensions = (random: Random, columns: Record<string, TestColumn>) => ({
    x: evenOf('a', 'f32', 11),
    y: evenOf('b', 'u32', 7, true),
    z: unevenBins(random, columns, 'd', 5),
    w: evenOf('c', 'nanoseconds', 4),
    codes: evenOf('e', 'code', 12),
    // Too many cells for workgroup memory.
    many: evenOf('a', 'f32', 900),
  });
  return [
    ...NUMBER_NAMES.map((name, i) =>
      recipe(`values: ${name}`, null, () => {
        const random = new Random(1000 + i);
        const rows = 4001;
        const columns = { ...mixedColumns(random, rows), v: numbers(random, name, rows) };
        const { x, y, z, w, codes, many } = dimensions(random, columns);
        const where = [range(random, columns, 'b'), anyClause(random, columns, 1)];
        const all = list([sum('v'), countOf('v'), ...extremes('v')]);
        return {
          columns,
          asks: [
            { ask: 'aggregate', by: [], of: [digits('v')], where: [] },
            { ask: 'aggregate', by: [], of: all, where },
            { ask: 'aggregate', by: [x], of: all, where: [] },
            { ask: 'aggregate', by: [x], of: all, where },
            { ask: 'aggregate', by: [codes, y], of: list([count, sum('v')]), where },
            { ask: 'aggregate', by: [many, codes], of: all, where: [] },
            { ask: 'aggregate', by: [z, w, x], of: list([countOf('v'), digits('v')]), where },
            { ask: 'aggregate', by: [w, x, codes, z], of: all, where: [{ any: [] }] },
          ],
        };
      }),
    ),
    ...[0, 1, PAGE_ROWS + 4321].map((rows) =>
      recipe(`values of several columns in a call, and of samples, ${rows} rows`, null, () => {
        const random = new Random(1050 + (rows % 89));
        const isLong = rows > PAGE_ROWS;
        const names = (['normal', 'longs', 'cents', 'words', 'floats'] as const).slice(0, isLong ? 2 : 5);
        const values = Object.fromEntries(names.map((name) => [name, numbers(random, name, rows)]));
        const columns = { ...mixedColumns(random, rows), ...values };
        const { x, y, w, codes, many } = dimensions(random, columns);
        const some = [range(random, columns, 'f'), anyClause(random, columns, 1)];
        // More columns and words than one pass takes.
        const everything = list([count, ...names.flatMap((name) => [sum(name), countOf(name), ...extremes(name)])]);
        return {
          columns,
          asks: [undefined, ...(isLong ? [3] : [1])].flatMap((every): Ask[] => {
            const rest = every === undefined ? {} : { every };
            return [
              { ask: 'aggregate', by: [], of: everything, where: some, ...rest },
              { ask: 'aggregate', by: [x], of: list([sum('a'), countOf('a')]), where: [], ...rest },
              { ask: 'aggregate', by: [codes, w], of: everything, where: some, ...rest },
              {
                ask: 'aggregate',
                by: [many, codes],
                of: list([sum('normal'), ...extremes('longs')]),
                where: [],
                ...rest,
              },
              { ask: 'aggregate', by: [x, y, w, codes], of: list([sum('longs'), count]), where: some, ...rest },
            ];
          }),
        };
      }),
    ),
    recipe('values of sorted rows, of few cells, and of NULL only', null, () => {
      const random = new Random(1100);
      const rows = 20_000;
      const sorted = Array.from({ length: rows }, (_, i) => BigInt(i));
      const columns: Record<string, TestColumn> = {
        day: { encoding: { kind: 'u32', origin: 0n, step: 1n }, values: sorted },
        v: { encoding: { kind: 'f32' }, values: sorted.map(() => Math.fround(random.normal() * 1e6)) },
        same: { encoding: { kind: 'float64' }, values: sorted.map(() => -0.1) },
        nothing: column(random, 'f32', rows, 'all'),
        zero: { encoding: { kind: 'float64' }, values: sorted.map((i) => (i % 2n === 0n ? 0 : -0)) },
      };
      const weeks = evenBins('day', columns['day']!.encoding, 0n, BigInt(rows), 52);
      const one = evenBins('day', columns['day']!.encoding, 0n, BigInt(rows), 1);
      const where = [{ column: 'v', lo: -1e5, hi: 2e6 }];
      const of = ['v', 'same', 'nothing', 'zero'].map((name) => list([sum(name), countOf(name), ...extremes(name)]));
      return {
        columns,
        asks: [
          ...[[weeks], [one], []].flatMap((by) =>
            of.flatMap((values): Ask[] => [
              { ask: 'aggregate', by, of: values, where: [] },
              { ask: 'aggregate', by, of: values, where },
            ]),
          ),
          { ask: 'aggregate', by: [weeks], of: list(['v', 'same', 'nothing', 'zero'].map(digits)), where },
          // Coarser and finer than the values.
          ...[-3, 0, 20].map((shift): Ask => ({
            ask: 'aggregate',
            by: [weeks],
            of: [{ op: 'sum', column: 'v', at: { lane: 'f32', shift, bits: 24 + Math.max(0, shift) } }],
            where,
          })),
        ],
      };
    }),
  ];
}

/**
 * Random pixels and positions: inside, at the edges and outside; radii from one pixel to the whole plot. For every
 * number of rows the calls are the same except for their thresholds, each at three positions, so a software GPU
 * compiles them once.
 */
function nearestRecipes(): TableRecipe[] {
  return [0, 1, 5000, PAGE_ROWS + 4321].map((rows) =>
    recipe(`nearest of ${rows} rows`, null, () => {
      const values = new Random(500 + (rows % 97));
      const columns = {
        ...mixedColumns(values, rows),
        g: column(values, 'wide64', rows),
        h: column(values, 'wideU32', rows),
      };
      const random = new Random(500);
      const axis = (name: string, count: number): BinsSpec =>
        random.next() < 0.3
          ? unevenBins(random, columns, name, count)
          : evenOf(
              name,
              { ...MIXED, g: 'wide64' as const, h: 'wideU32' as const }[name as keyof typeof columns],
              count,
              random.next() < 0.5,
            );
      const asks = Array.from({ length: rows > 10_000 ? 4 : 20 }, (): Ask[] => {
        const bins = Array.from({ length: random.integer(1, 3) }, (_, i) =>
          axis(random.pick(Object.keys(columns)), i === 0 ? 600 : 240),
        );
        const where = Array.from({ length: random.integer(0, 3) }, () => anyClause(random, columns, 1));
        return Array.from({ length: 3 }, () => ({
          ask: 'nearest',
          bins,
          at: [random.integer(-5, 606), random.integer(-5, 246)],
          radius: random.pick([0, 1, 3, 12, 12, 12, 40, 1000]),
          where,
        }));
      }).flat();
      return { columns, asks };
    }),
  );
}

// --- Lists of rows
// --------------------------------------------------------------------------------------------------------

/** Blocks and intervals of rows of every kind of column, by range and by clauses, and lists that are too long. */
function listRecipes(): TableRecipe[] {
  return [0, 1, 5003, PAGE_ROWS + 4321].map((rows) =>
    recipe(`lists of ${rows} rows`, null, () => {
      const random = new Random(700 + (rows % 97));
      const flavoured = { ...MIXED, g: 'wide64', h: 'wideU32' } as const;
      const columns = Object.fromEntries(
        Object.entries(flavoured).map(([name, flavour]) => [name, column(random, flavour, rows)]),
      );
      const asks = Object.keys(columns).flatMap((name): Ask[] =>
        [null, range(random, columns, name), range(random, columns, name)].flatMap((within, i): Ask[] => {
          const where = Array.from({ length: i }, () => anyClause(random, columns, 1));
          const from = random.integer(0, rows + 1);
          const list = { column: name, within, where };
          return [
            { ask: 'blocks', ...list },
            { ask: 'rows', ...list, from, to: from + random.integer(0, 3000), most: 3000 },
            { ask: 'rows', ...list, from: 0, to: rows, most: within ? 20_000 : 7 },
            ranksAsk(random, columns, name, where),
          ];
        }),
      );
      return { columns, asks };
    }),
  );
}

/** Parts of the interval between two thresholds: many small ones, or few. */
function ranksAsk(
  random: Random,
  columns: Record<string, TestColumn>,
  name: string,
  where: readonly ClauseSpec[],
): Ask {
  const { encoding } = columns[name]!;
  const lane = laneOf(encoding);
  const [least, greatest] = ordinalSpan(lane);
  const ordinals = [0, 1].map(() => {
    const value = threshold(random, columns[name]!);
    const ordinal = Number.isNaN(value) ? least : ordinalOf(lane, ceilKey(encoding, value));
    return ordinal > greatest ? greatest : ordinal;
  });
  const between = ordinals.sort(ascending) as [bigint, bigint];
  const bits = (between[1] - between[0]).toString(2).length;
  return { ask: 'ranks', column: name, between, shift: Math.max(0, bits - random.integer(1, 13)), where };
}

// --- Scales
// ---------------------------------------------------------------------------------------------------------------

const SCALES: readonly NumberScaleSpec[] = [
  { kind: 'log', base: 10 },
  { kind: 'symlog', constant: 1 },
  { kind: 'sqrt' },
  { kind: 'pow', exponent: 3 },
];

/** Doubles, floats and integers over some decades; negative ones only for scales that can map them. */
function decades(random: Random, rows: number, spec: NumberScaleSpec): Record<string, TestColumn> {
  const signed = spec.kind !== 'log';
  const draw = (value: (size: number) => SqlValue): SqlValue[] =>
    Array.from({ length: rows }, () => {
      if (random.next() < 0.05) return null;
      const sign = random.next() < (signed ? 0.4 : 0.05) ? -1 : 1;
      return value(sign * Math.exp(random.next() * 9 - 2));
    });
  return {
    d: { encoding: { kind: 'float64' }, values: draw((size) => size) },
    f: { encoding: { kind: 'f32' }, values: draw(Math.fround) },
    n: { encoding: { kind: 'u32', origin: -5000n, step: 1n }, values: draw((size) => BigInt(Math.round(size))) },
    other: column(random, 'code', rows),
  };
}

/** A scale whose home domain is the values of a column that it can map. */
function scaleOf({ encoding, values }: TestColumn, spec: NumberScaleSpec): Scale {
  const numbers = values.flatMap((value) => (value === null ? [] : [Number(value)]));
  const placed = spec.kind === 'log' ? numbers.filter((value) => value > 0) : numbers;
  const extent = [placed.reduce((a, b) => Math.min(a, b), 1), placed.reduce((a, b) => Math.max(a, b), 2)] as const;
  const scale = numberScale(extent, encoding.kind === 'u32', spec);
  return scale.over(domainOf(edgesOver(scale, { maxBins: 40 }, null)));
}

/** Bins of the whole axis, bins of a zoomed part, and the pixels of a plot. */
function scaledBins(name: string, scale: Scale): Record<'home' | 'part' | 'pixels', BinsSpec> {
  const part = scale.over([scale.invert(0.41), scale.invert(0.77)]);
  return {
    home: { column: name, edges: edgesOver(scale, { maxBins: 40 }, null).thresholds },
    part: { column: name, edges: edgesAround(part, { maxBins: 40 }).thresholds },
    pixels: { column: name, edges: equalParts(scale, 200).thresholds },
  };
}

/** The selection of a drag over these pixels. */
function scaledBrush({ column: name, edges }: BinsSpec, from: number, to: number): RangeSpec {
  return { column: name, lo: edges[from]!, hi: edges[to]! };
}

function scaleRecipes(): TableRecipe[] {
  return [...SCALES.map(curvedRecipe), bandRecipe()];
}

/** Codes in an author's order, some of which no row has: bins, pixels and lassos are those of any codes. */
function bandRecipe(): TableRecipe {
  return recipe('a band with an order of its own', null, () => {
    const random = new Random(940);
    const columns = { code: column(random, 'code', 6000), f: column(random, 'f32', 6000) };
    const labels = Array.from({ length: 15 }, (_, i) => `label ${(i * 7) % 15}`);
    const scale = new BandScale([0, 15], labels);
    const { home, part, pixels } = scaledBins('code', scale);
    const y = evenOf('f', 'f32', 120);
    const asks: Ask[] = [
      { ask: 'bin', bins: [home], where: [] },
      { ask: 'bin', bins: [part], where: [] },
      { ask: 'bin', bins: [home, evenOf('f', 'f32', 30)], where: [scaledBrush(pixels, 37, 122)] },
      { ask: 'bin', bins: [home], where: [lasso(random, pixels, y)] },
    ];
    return { columns, asks };
  });
}

function curvedRecipe(spec: NumberScaleSpec, i: number): TableRecipe {
  return recipe(`a ${spec.kind} scale`, null, () => {
    const random = new Random(900 + i);
    const columns = decades(random, 6000, spec);
    const bins = (name: string): ReturnType<typeof scaledBins> => scaledBins(name, scaleOf(columns[name]!, spec));
    const [d, f, n] = [bins('d'), bins('f'), bins('n')];
    const other = evenOf('other', 'code', 12);
    const asks: Ask[] = [
      ...[d, f, n].flatMap(({ home, part, pixels }): Ask[] => [
        { ask: 'bin', bins: [home], where: [] },
        { ask: 'bin', bins: [part], where: [] },
        { ask: 'bin', bins: [other], where: [scaledBrush(pixels, 37, 122)] },
      ]),
      { ask: 'bin', bins: [d.home, f.home], where: [] },
      { ask: 'bin', bins: [f.part, n.part], where: [scaledBrush(d.pixels, 10, 180)] },
      { ask: 'bin', bins: [other], where: [lasso(random, d.pixels, f.pixels)] },
      { ask: 'bin', bins: [n.home], where: [lasso(random, f.pixels, n.pixels)] },
      { ask: 'nearest', bins: [d.pixels, f.pixels], at: [90, 110], radius: 40, where: [] },
    ];
    return { columns, asks };
  });
}

function scaledIndexRecipes(): TableRecipe[] {
  return SCALES.flatMap((spec, i) => {
    const indexed = (
      name: string,
      needs: TableRecipe['needs'],
      asks: (
        views: Extract<Ask, { ask: 'index' }>['views'],
        pixels: { readonly d: BinsSpec; readonly f: BinsSpec },
      ) => Ask[],
    ): TableRecipe =>
      recipe(`index over the pixels of a ${spec.kind} scale, ${name}`, needs, () => {
        const random = new Random(950 + i);
        const columns = decades(random, 6000, spec);
        const bins = (column: string): ReturnType<typeof scaledBins> =>
          scaledBins(column, scaleOf(columns[column]!, spec));
        const [d, f, n] = [bins('d'), bins('f'), bins('n')];
        const views = [
          { bins: [evenOf('other', 'code', 12)], where: [] },
          { bins: [n.home], where: [] },
          { bins: [n.home, d.part], where: [scaledBrush(n.pixels, 20, 190)] },
        ];
        return { columns, asks: asks(views, { d: d.pixels, f: f.pixels }) };
      });
    const moves = moves1d(new Random(960 + i), 200, 60);
    const plane = moves.map((move, k) => [move, moves.at(-k)!] as const);
    return [
      indexed('1D brush', null, (views, { d }) => [
        { ask: 'index', active: [d], views, moves: moves.map((move) => [move]) },
      ]),
      indexed('2D brush', null, (views, { f, d }) => [
        { ask: 'index', active: [f, d], views: views.slice(0, 1), moves: plane },
      ]),
      indexed('2D brush over many cells', 'large index', (views, { f, d }) => [
        { ask: 'index', active: [f, d], views: views.slice(1), moves: plane },
      ]),
    ];
  });
}

function edgeRecipes(): TableRecipe[] {
  return [
    recipe('a brush on exactly one nanosecond', null, () => {
      const encoding: Encoding = { kind: 'fixed64', origin: 0n, step: 1n };
      const values = Array.from({ length: 500 }, (_, i) => NANOSECONDS + BigInt(i % 250));
      const columns = { t: { encoding, values }, v: column(new Random(5), 'f32', 500, 'none') };
      const asks: Ask[] = [0n, 1n, 17n, 249n, 250n, -1n].flatMap((offset): Ask[] => {
        const where = [{ column: 't', lo: NANOSECONDS + offset, hi: NANOSECONDS + offset + 1n }];
        return [
          { ask: 'bin', bins: [evenOf('v', 'f32', 10)], where },
          {
            ask: 'bin',
            bins: [{ column: 't', edges: [0n, NANOSECONDS + offset, NANOSECONDS + offset + 1n, NANOSECONDS + 300n] }],
            where: [],
          },
          { ask: 'extent', column: 't', where },
        ];
      });
      return { columns, asks };
    }),
    // Split up: a software GPU takes ten seconds to compile a kernel for 64 histograms.
    ...FLAVOURS.map((flavour) =>
      recipe(`empty ranges of ${flavours[flavour].name}`, null, () => {
        const random = new Random(9);
        const columns = { x: column(random, flavour, 300), other: column(random, 'code', 300) };
        const [lo, hi] = spanOf(flavour);
        const below: Key = typeof lo === 'bigint' ? lo - 10n : -Infinity;
        const asks = [
          [hi, lo],
          [lo, lo],
          [below, below],
          [below, lo],
        ].flatMap(([from, to]): Ask[] => {
          const where = [{ column: 'x', lo: from!, hi: to! }];
          return [
            { ask: 'bin', bins: [evenOf('other', 'code', 12)], where },
            { ask: 'bin', bins: [evenOf('x', flavour, 3)], where },
            { ask: 'extent', column: 'x', where },
          ];
        });
        return { columns, asks };
      }),
    ),
    recipe('infinite thresholds and bins outside the data', null, () => {
      const random = new Random(10);
      const columns = {
        a: column(random, 'f32', 400),
        d: column(random, 'float64', 400),
        u: column(random, 'u32', 400),
        n: column(random, 'nanoseconds', 400),
      };
      const asks: Ask[] = [];
      for (const name of ['a', 'd']) {
        asks.push({ ask: 'bin', bins: [{ column: name, edges: [-Infinity, -1, 0, 1, Infinity] }], where: [] });
        asks.push({
          ask: 'bin',
          bins: [{ column: name, edges: [-Infinity, -1, 0, 1, Infinity], lastInclusive: true }],
          where: [],
        });
        asks.push({ ask: 'bin', bins: [{ column: name, edges: [1e30, 2e30, 3e30], even: true }], where: [] });
        asks.push({ ask: 'bin', bins: [{ column: name, edges: [-3e30, -2e30, -1e30], even: true }], where: [] });
      }
      asks.push({ ask: 'bin', bins: [{ column: 'u', edges: [-3000n, -2000n, -1000n] }], where: [] });
      asks.push({ ask: 'bin', bins: [{ column: 'u', edges: [-3000n, -2000n, -1001n], even: true }], where: [] });
      asks.push({
        ask: 'bin',
        bins: [{ column: 'u', edges: [1n << 40n, 1n << 41n, 1n << 42n], even: true }],
        where: [],
      });
      asks.push({ ask: 'bin', bins: [{ column: 'u', edges: [-2000n, 0n, 1n << 42n] }], where: [] });
      asks.push({ ask: 'bin', bins: [{ column: 'n', edges: [0n, 1n, NANOSECONDS - 1n] }], where: [] });
      asks.push({ ask: 'bin', bins: [{ column: 'n', edges: [0n, NANOSECONDS + 20n, 2n ** 62n] }], where: [] });
      return { columns, asks };
    }),
  ];
}

// --- Index and slice
// --------------------------------------------------------------------------------------------------------

/** Moves of a brush over `pixels`: drags of one side or of the whole, jumps, empty and full ranges. */
function moves1d(random: Random, pixels: number, count: number): [number, number][] {
  let from = 0;
  let to = pixels;
  return Array.from({ length: count }, () => {
    const clamp = (value: number) => Math.max(0, Math.min(pixels, value));
    const kind = random.next();
    const step = random.integer(-12, 13);
    if (kind < 0.3) from = clamp(from + step);
    else if (kind < 0.6) to = clamp(to + step);
    else if (kind < 0.85) [from, to] = [clamp(from + step), clamp(to + step)];
    else if (kind < 0.95) [from, to] = [random.integer(0, pixels + 1), random.integer(0, pixels + 1)];
    else if (kind < 0.97) [from, to] = [0, pixels];
    else to = from;
    if (from > to) [from, to] = [to, from];
    return [from, to];
  });
}

function indexRecipes(): TableRecipe[] {
  const recipes: TableRecipe[] = [];
  for (const flavour of ['f32', 'u32', 'nanoseconds', 'float64'] as const) {
    recipes.push(
      recipe(`index over ${flavours[flavour].name}, 1D brush`, null, () => {
        const random = new Random(500 + FLAVOURS.indexOf(flavour));
        const columns = {
          x: column(random, flavour, 6000),
          a: column(random, 'f32', 6000),
          b: column(random, 'u32', 6000),
          c: column(random, 'nanoseconds', 6000),
        };
        return {
          columns,
          asks: [
            {
              ask: 'index',
              active: [evenOf('x', flavour, 200)],
              moves: moves1d(random, 200, 120).map((move) => [move]),
              views: [
                { bins: [evenOf('a', 'f32', 40)], where: [] },
                { bins: [unevenBins(random, columns, 'c', 17)], where: [range(random, columns, 'a')] },
                { bins: [evenOf('b', 'u32', 30), evenOf('a', 'f32', 20)], where: [] },
                {
                  bins: [evenOf('a', 'f32', 300), evenOf('b', 'u32', 256)],
                  where: [range(random, columns, 'c'), range(random, columns, 'b')],
                },
                { bins: [evenOf('x', flavour, 10)], where: [range(random, columns, 'x')] },
                { bins: [], where: [] },
                { bins: [], where: [range(random, columns, 'b')] },
              ],
            },
          ],
        };
      }),
    );
  }
  recipes.push(
    recipe('index whose views honour clauses of any kind', null, () => {
      const random = new Random(560);
      const columns = mixedColumns(random, 6000);
      const views = Array.from({ length: 6 }, (_, v) => ({
        bins: v % 3 === 2 ? [evenOf('a', 'f32', 300), evenOf('b', 'u32', 256)] : [evenOf('b', 'u32', 24)],
        where: Array.from({ length: v }, () => anyClause(random, columns, 2)),
      }));
      return {
        columns,
        asks: [
          {
            ask: 'index',
            active: [evenOf('a', 'f32', 200)],
            views,
            moves: moves1d(random, 200, 60).map((move) => [move]),
          },
        ],
      };
    }),
  );
  recipes.push(
    recipe('index, 1D brush, a thousand moves over several pages', null, () => {
      const random = new Random(600);
      const rows = PAGE_ROWS + 5000;
      const columns = {
        x: column(random, 'f32', rows),
        a: column(random, 'u32', rows),
        b: column(random, 'code', rows),
      };
      return {
        columns,
        asks: [
          {
            ask: 'index',
            active: [evenOf('x', 'f32', 100)],
            moves: moves1d(random, 100, 1000).map((move) => [move]),
            views: [
              { bins: [evenOf('a', 'u32', 20)], where: [] },
              { bins: [evenOf('a', 'u32', 24), evenOf('b', 'code', 12)], where: [] },
            ],
          },
        ],
      };
    }),
  );
  recipes.push(
    recipe('index, 2D brush, a thousand moves', null, () => {
      const random = new Random(700);
      const columns = {
        x: column(random, 'f32', 8000),
        y: column(random, 'nanoseconds', 8000),
        a: column(random, 'u32', 8000),
        b: column(random, 'float64', 8000),
      };
      const xs = moves1d(random, 90, 1000);
      const ys = moves1d(random, 60, 1000);
      return {
        columns,
        asks: [
          {
            ask: 'index',
            active: [evenOf('x', 'f32', 90), evenOf('y', 'nanoseconds', 60)],
            moves: xs.map((x, i) => [x, ys[i]!] as const),
            views: [
              { bins: [evenOf('a', 'u32', 25)], where: [] },
              { bins: [unevenBins(random, columns, 'b', 9)], where: [range(random, columns, 'a')] },
              { bins: [evenOf('a', 'u32', 16), unevenBins(random, columns, 'b', 12)], where: [] },
              { bins: [], where: [range(random, columns, 'a')] },
            ],
          },
        ],
      };
    }),
  );
  recipes.push(
    recipe('index, 2D brush over pixels too many for a table', 'large index', () => {
      const random = new Random(800);
      const columns = {
        x: column(random, 'f32', 9000),
        y: column(random, 'u32', 9000),
        a: column(random, 'f32', 9000),
      };
      const xs = moves1d(random, 640, 300);
      const ys = moves1d(random, 400, 300);
      return {
        columns,
        asks: [
          {
            ask: 'index',
            active: [evenOf('x', 'f32', 640), evenOf('y', 'u32', 400)],
            moves: xs.map((x, i) => [x, ys[i]!] as const),
            views: [
              { bins: [evenOf('a', 'f32', 50)], where: [] },
              { bins: [evenOf('a', 'f32', 70), evenOf('y', 'u32', 40)], where: [range(random, columns, 'x')] },
            ],
          },
        ],
      };
    }),
  );
  recipes.push(
    recipe('counts of a sample of rows, over several pages', null, () => {
      const random = new Random(560);
      const rows = PAGE_ROWS + 3333;
      const columns = {
        a: column(random, 'f32', rows),
        b: column(random, 'u32', rows),
        c: column(random, 'nanoseconds', rows),
      };
      const asks = [1, 2, 5, 7].flatMap((every): Ask[] => [
        { ask: 'bin', bins: [evenOf('a', 'f32', 60)], where: [], every },
        { ask: 'bin', bins: [evenOf('c', 'nanoseconds', 17)], where: [range(random, columns, 'a')], every },
        {
          ask: 'bin',
          bins: [evenOf('a', 'f32', 90), evenOf('b', 'u32', 70)],
          where: [range(random, columns, 'c')],
          every,
        },
      ]);
      // After an exact count, the second round of samples finds cached codes for the bins of b.
      return { columns, asks: [...asks, { ask: 'bin', bins: [evenOf('b', 'u32', 70)], where: [] }] };
    }),
  );
  recipes.push(
    recipe('index over no rows', null, () => {
      const random = new Random(850);
      const columns = { x: column(random, 'f32', 0), y: column(random, 'u32', 0), a: column(random, 'u32', 0) };
      const views = [
        { bins: [evenOf('a', 'u32', 5)], where: [] },
        { bins: [evenOf('a', 'u32', 300), evenOf('x', 'f32', 200)], where: [] },
      ];
      return {
        columns,
        asks: [
          {
            ask: 'index',
            active: [evenOf('x', 'f32', 200)],
            views,
            moves: moves1d(random, 200, 10).map((move) => [move]),
          },
          {
            ask: 'index',
            active: [evenOf('x', 'f32', 30), evenOf('y', 'u32', 30)],
            views,
            moves: moves1d(random, 30, 10).map((move) => [move, move]),
          },
        ],
      };
    }),
  );
  recipes.push(
    recipe('index over one row, and over one NULL', null, () => {
      const random = new Random(900);
      const columns = {
        x: column(random, 'f32', 1, 'none'),
        a: column(random, 'u32', 1, 'none'),
        n: column(random, 'u32', 1, 'all'),
      };
      const views = [
        { bins: [evenOf('a', 'u32', 5)], where: [] },
        { bins: [evenOf('n', 'u32', 5)], where: [] },
      ];
      const moves = moves1d(random, 10, 20).map((move) => [move]);
      return {
        columns,
        asks: [
          { ask: 'index', active: [evenOf('x', 'f32', 10)], views, moves },
          { ask: 'index', active: [evenOf('n', 'u32', 10)], views, moves },
        ],
      };
    }),
  );
  return recipes;
}
