import { laneOf, type ColumnId } from '../../src/engine/columns/column';
import { ceilKey, packKeys } from '../../src/engine/columns/keys';
import type { Backend } from '../../src/engine/frame/backend';
import {
  COUNT,
  SAMPLE_BLOCK_ROWS,
  NO_ROW,
  type Accumulator,
  type AggregateCall,
  type CellAccumulator,
  type Clause,
  type Dimensions,
  type IndexId,
  type KernelCall,
  type Sample,
  type SlotId,
  type Summand,
  type TotalCall,
} from '../../src/engine/frame/recording';
import { digitsOf, fixedPointOf } from '../../src/engine/aggregates/fixed-point';
import { countBy } from '../harness/aggregate-calls';
import { bitsWords, countOfSql, extremeSql, keyWords, sumSql, sumWordsSql } from '../harness/aggregate-sql';
import {
  binsOf,
  clauseFrom,
  columnOf,
  CONDITION,
  plainColumn,
  type BinsSpec,
  type ClauseSpec,
  type TestColumn,
} from '../harness/columns';
import type { Oracle, SqlValue } from '../harness/oracle';
import { binSql, countSql, nearestSql, whereSql } from '../harness/oracle-sql';
import {
  expectedList,
  expectedRanks,
  inRowOrder,
  listCall,
  ranksCall,
  type BlocksAsk,
  type RanksAsk,
  type RowsAsk,
} from './conformance-lists';
import { conformanceTables } from './conformance-tables';

/**
 * The conformance tests of every backend, compared with SQL in DuckDB; {@link conformanceOn} runs them on a device. One
 * backend may run all cases: each case unloads its columns and drops its slots. Cases that need a large
 * index are for devices that have one, the others for all. A failed case throws an Error that lists the cells that
 * differ.
 */
export interface ConformanceCase {
  readonly name: string;
  readonly needs: 'large index' | null;
  run(host: ConformanceHost): Promise<void>;
}

export interface ConformanceHost {
  readonly backend: Backend;
  readonly oracle: Oracle;
  /** If false, only the lengths of the results are compared. */
  readonly computes: boolean;
}

/** Values, and the calls to run on them. */
export interface ConformanceTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, TestColumn>>;
  readonly asks: readonly Ask[];
}

export type Ask =
  | { readonly ask: 'extent'; readonly column: string; readonly where: readonly ClauseSpec[] }
  /** Several accumulators over all rows: the number of rows, or the extent of a column. `every` as in `bin`. */
  | {
      readonly ask: 'totals';
      readonly of: readonly [Total, ...Total[]];
      readonly where: readonly ClauseSpec[];
      readonly every?: number;
    }
  /** Accumulators by none to four columns. `every`: the stride of a sample. */
  | {
      readonly ask: 'aggregate';
      readonly by: readonly BinsSpec[];
      readonly of: readonly [Value, ...Value[]];
      readonly where: readonly ClauseSpec[];
      readonly every?: number;
    }
  /** Counts by one to four columns. `every`: the stride of a sample. */
  | {
      readonly ask: 'bin';
      readonly bins: readonly BinsSpec[];
      readonly where: readonly ClauseSpec[];
      readonly every?: number;
    }
  | {
      readonly ask: 'nearest';
      readonly bins: readonly BinsSpec[];
      readonly at: readonly [number, number];
      readonly radius: number;
      readonly where: readonly ClauseSpec[];
    }
  | BlocksAsk
  | RowsAsk
  | RanksAsk
  | {
      readonly ask: 'index';
      readonly active: readonly BinsSpec[];
      readonly views: readonly { readonly bins: readonly BinsSpec[]; readonly where: readonly ClauseSpec[] }[];
      /** One slice per entry: [from, to) per active axis. */
      readonly moves: readonly (readonly (readonly [number, number])[])[];
    };

export type Total = 'count' | { readonly extentOf: string };

/** An accumulator of an `aggregate`. A sum's fixed point is that of all values of its column, unless `at` names one. */
export type Value =
  | { readonly op: 'count' }
  | { readonly op: 'count-of' | 'min' | 'max' | 'bits'; readonly column: string }
  | { readonly op: 'sum'; readonly column: string; readonly at?: Summand };

/** A count by this number of dimensions, any other accumulator, or any other kernel. */
type Kernel =
  `count by ${0 | 1 | 2 | 3 | 4}` | Exclude<KernelCall['kernel'] | Accumulator['op'], 'aggregate' | 'count'>;

/** The kernels of every backend. A missing entry is a compile error; `conformance-run.ts` fails if no case uses one. */
export const KERNELS: Readonly<Record<Kernel, true>> = {
  'count by 0': true,
  'count by 1': true,
  'count by 2': true,
  'count by 3': true,
  'count by 4': true,
  'count-of': true,
  sum: true,
  min: true,
  max: true,
  bits: true,
  extent: true,
  nearest: true,
  blocks: true,
  rows: true,
  ranks: true,
  index: true,
  slice: true,
};

/** The kernels that a call uses. */
export function kernelsOf(call: KernelCall): Kernel[] {
  if (call.kernel !== 'aggregate') return [call.kernel];
  const { dimensions, accumulators } = call;
  return accumulators.map(({ op }) => (op === 'count' ? (`count by ${dimensions.length}` as const) : op));
}

export function conformanceCases(): ConformanceCase[] {
  return conformanceTables().map(({ name, needs, build }) => ({ name, needs, run: (host) => runTable(build(), host) }));
}

async function runTable(table: ConformanceTable, host: ConformanceHost): Promise<void> {
  const { backend, oracle } = host;
  const prefix = `${table.name}/`;
  const plain = Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, plainColumn(column)]));
  await oracle.load('conformance', plain);
  const loaded = Object.entries({ ...table.columns, ...(await conditionsOf(table, oracle)) }).map(([name, column]) =>
    columnOf(prefix + name, column),
  );
  const ids = loaded.map((column) => column.id);
  for (const column of loaded) await backend.load(column);
  const context: Context = { ...host, table, prefix, clauses: new Map() };
  try {
    const scans = table.asks.filter((ask) => ask.ask !== 'index');
    await checkScans(context, scans);
    await checkKeys(context);
    for (const ask of table.asks) if (ask.ask === 'index') await checkIndex(context, ask);
  } finally {
    for (const id of ids) backend.unload(id);
  }
}

interface Context extends ConformanceHost {
  readonly table: ConformanceTable;
  /** Prefix of column ids, so that cases cannot read each other's columns. */
  readonly prefix: string;
  readonly clauses: Map<ClauseSpec, Clause>;
}

/** The values of the SQL predicates in a table's clauses, by their text. */
async function conditionsOf({ asks }: ConformanceTable, oracle: Oracle): Promise<Record<string, TestColumn>> {
  const predicates = new Set(
    asks
      .flatMap((ask) => (ask.ask === 'index' ? ask.views.flatMap(({ where }) => where) : ask.where))
      .flatMap(predicatesOf),
  );
  const conditions: Record<string, TestColumn> = {};
  for (const predicate of predicates) {
    const answers = await oracle.sql(`SELECT (${predicate})::INTEGER AS p FROM conformance`);
    conditions[predicate] = {
      encoding: CONDITION,
      values: answers.map(({ p }) => (p === null ? null : BigInt(Number(p)))),
    };
  }
  return conditions;
}

function predicatesOf(spec: ClauseSpec): string[] {
  if ('sql' in spec) return [spec.sql];
  return 'any' in spec ? spec.any.flat().flatMap(predicatesOf) : 'not' in spec ? spec.not.flatMap(predicatesOf) : [];
}

/** Runs all scans in one recording, twice: the second run must overwrite, not add. */
async function checkScans(context: Context, asks: readonly Exclude<Ask, { ask: 'index' }>[]): Promise<void> {
  const { backend, prefix } = context;
  const slot = (i: number) => `${prefix}slot${i}` as SlotId;
  const kernels = asks.map((ask, i): KernelCall => {
    const clauses = clausesOf(context, ask.where);
    if (ask.ask === 'extent') return totalCall(context, [{ extentOf: ask.column }], clauses, slot(i));
    if (ask.ask === 'totals') return totalCall(context, ask.of, clauses, slot(i), sampleOf(ask));
    if (ask.ask === 'aggregate') return aggregateCall(context, ask, clauses, slot(i));
    if (ask.ask === 'blocks' || ask.ask === 'rows') return listCall(context, ask, clauses, slot(i));
    if (ask.ask === 'ranks') return ranksCall(context, ask, clauses, slot(i));
    const bins = ask.bins.map((spec) => namedBins(context, spec));
    const [x, y = null] = bins;
    if (ask.ask === 'nearest')
      return { kernel: 'nearest', x: x!, y, at: ask.at, radius: ask.radius, clauses, out: slot(i) };
    return countBy(bins, clauses, slot(i), sampleOf(ask));
  });
  const expected: Uint32Array[] = [];
  for (const ask of asks) {
    expected.push(
      ask.ask === 'extent'
        ? await expectedTotals(context, [{ extentOf: ask.column }], ask.where)
        : ask.ask === 'totals'
          ? await expectedTotals(context, ask.of, ask.where, ask.every)
          : ask.ask === 'aggregate'
            ? await expectedValues(context, ask)
            : ask.ask === 'nearest'
              ? await expectedNearest(context, ask)
              : ask.ask === 'blocks' || ask.ask === 'rows'
                ? await expectedList(context, ask)
                : ask.ask === 'ranks'
                  ? await expectedRanks(context, ask)
                  : await expectedCounts(context, ask.bins, ask.where, ask.every),
    );
  }
  for (let round = 0; round < 2; round++) {
    await backend.execute({ kernels, paints: [] });
    for (let i = 0; i < asks.length; i++) {
      const ask = asks[i]!;
      const words = await backend.read(slot(i));
      // Its words after the last entry depend on the device.
      if (ask.ask === 'rows' && !context.computes) continue;
      const isList = ask.ask === 'blocks' || ask.ask === 'rows';
      assertWords(
        context,
        isList ? inRowOrder(context, ask, words) : words,
        expected[i]!,
        () => `${context.table.name}, ask ${i} (round ${round}): ${describe(ask)}`,
      );
    }
  }
  backend.drop(kernels.map((_, i) => slot(i)));
}

/** Reads some rows of every column, out of order and some of them twice: their keys are those that were loaded. */
async function checkKeys(context: Context): Promise<void> {
  const { backend, table, prefix } = context;
  for (const [name, column] of Object.entries(table.columns)) {
    const { id, rows, encoding, pages } = columnOf(prefix + name, column);
    if (rows === 0) continue;
    const keys = pages.flatMap((page) => [...new Uint32Array(page.keys.buffer)]);
    const spread = Array.from({ length: 40 }, (_, i) => (i * 7919) % rows);
    const wanted = Uint32Array.from([rows - 1, ...spread, 0, ...spread.slice(0, 3)]);
    const found = await backend.readKeys(id, wanted);
    const expected = laneOf(encoding) === 'u64' ? [...wanted].flatMap((row) => [2 * row, 2 * row + 1]) : [...wanted];
    assertWords(
      context,
      found,
      Uint32Array.from(expected, (word) => keys[word]!),
      () => `${table.name}, rows of ${name}`,
    );
  }
}

async function checkIndex(context: Context, ask: Extract<Ask, { ask: 'index' }>): Promise<void> {
  const { backend, oracle, prefix } = context;
  const id = `${prefix}index` as IndexId;
  const slots = ask.views.map((_, i) => `${prefix}view${i}` as SlotId);
  const active = ask.active.map((spec) => namedBins(context, spec));
  const views = ask.views.map(({ bins, where }, i) => ({
    bins: upToTwo(bins.map((spec) => namedBins(context, spec))),
    accumulators: COUNT,
    clauses: clausesOf(context, where),
    out: slots[i]!,
  }));
  const groups = await Promise.all(
    ask.views.map(async ({ bins, where }) => {
      const rows = await oracle.sql(countSql('conformance', [...ask.active, ...bins], where));
      return groupsOf(rows, ask.active.length, bins);
    }),
  );
  let kernels: KernelCall[] = [{ kernel: 'index', id, active: oneOrTwo(active), views }];
  for (let move = 0; move < ask.moves.length; move++) {
    const pixels = ask.moves[move]!;
    kernels.push({ kernel: 'slice', id, pixels });
    await backend.execute({ kernels, paints: [] });
    kernels = [];
    for (let view = 0; view < views.length; view++) {
      const found = await backend.read(slots[view]!);
      assertWords(
        context,
        found,
        sumGroups(groups[view]!, pixels),
        () => `${context.table.name}, move ${move} to ${JSON.stringify(pixels)}, view ${view}`,
      );
    }
  }
  backend.drop([id, ...slots]);
}

/** SQL's counts by active pixel and passive cell, flat: p0, p1, cell, n. */
interface Groups {
  readonly cells: number;
  readonly flat: Int32Array;
}

function groupsOf(rows: readonly Record<string, unknown>[], activeAxes: number, bins: readonly BinsSpec[]): Groups {
  const counts = bins.map(({ edges }) => edges.length - 1);
  const flat = new Int32Array(rows.length * 4);
  rows.forEach((row, i) => {
    const p1 = activeAxes === 2 ? Number(row['b1']) : 0;
    const cell = counts.reduceRight((higher, count, d) => higher * count + Number(row[`b${activeAxes + d}`]), 0);
    flat.set([Number(row['b0']), p1, cell, Number(row['n'])], 4 * i);
  });
  return { cells: counts.reduce((product, count) => product * count, 1), flat };
}

function sumGroups({ cells, flat }: Groups, pixels: readonly (readonly [number, number])[]): Uint32Array {
  const counts = new Uint32Array(cells);
  const [x0, x1] = pixels[0]!;
  const [y0, y1] = pixels[1] ?? [0, 1];
  for (let i = 0; i < flat.length; i += 4) {
    if (flat[i]! >= x0 && flat[i]! < x1 && flat[i + 1]! >= y0 && flat[i + 1]! < y1)
      counts[flat[i + 2]!]! += flat[i + 3]!;
  }
  return counts;
}

async function expectedCounts(
  { oracle }: Context,
  bins: readonly BinsSpec[],
  where: readonly ClauseSpec[],
  every = 1,
): Promise<Uint32Array> {
  const rows = await oracle.sql(countSql('conformance', bins, sampled(where, every)));
  const { cells, flat } = groupsOf(rows, 0, bins);
  return sumGroups({ cells, flat: flat.map((word, i) => (i % 4 < 2 ? 0 : word)) }, [[0, 1]]).map(
    (count) => count * every,
  );
}

async function expectedNearest(
  { oracle }: Context,
  { bins, at, radius, where }: Extract<Ask, { ask: 'nearest' }>,
): Promise<Uint32Array> {
  const [row] = await oracle.sql(nearestSql('conformance', bins, at, radius, where));
  return row
    ? Uint32Array.from(['d', 'row', 'b0', 'b1'], (name) => Number(row[name]))
    : new Uint32Array(4).fill(NO_ROW);
}

async function expectedTotals(
  context: Context,
  totals: readonly Total[],
  where: readonly ClauseSpec[],
  every = 1,
): Promise<Uint32Array> {
  const words: number[] = [];
  for (const total of totals) {
    if (total !== 'count') {
      words.push(...(await expectedExtent(context, total.extentOf, sampled(where, every))));
    } else {
      const [row] = await context.oracle.sql(countSql('conformance', [], sampled(where, every)));
      words.push(Number(row!['n']) * every);
    }
  }
  return Uint32Array.from(words);
}

type AggregateAsk = Extract<Ask, { ask: 'aggregate' }>;

/** The words of all accumulators by SQL, one cell after the other. */
async function expectedValues(context: Context, { by, of, where, every = 1 }: AggregateAsk): Promise<Uint32Array> {
  const { oracle, table } = context;
  const encodingOf = (column: string) => table.columns[column]!.encoding;
  const names = by.map((_, d) => `b${d}`);
  const codes = [...by.map((spec, d) => `${binSql(spec)} AS b${d}`), '*'].join(', ');
  const inner = `SELECT ${codes} FROM conformance WHERE ${whereSql(sampled(where, every))}`;
  const inside = names.map((name) => `${name} IS NOT NULL`).join(' AND ') || 'TRUE';
  const columns = of.flatMap((value, i): string[] => {
    switch (value.op) {
      case 'count':
        return [`(count(*) * ${every})::BIGINT AS v${i}_0`];
      case 'count-of':
        return [`${countOfSql(value.column, encodingOf(value.column))} * ${every} AS v${i}_0`];
      case 'sum': {
        const sum = sumSql(value.column, encodingOf(value.column), summandOf(context, value));
        return sumWordsSql(`(${sum} * ${every})`).map((word, w) => `${word} AS v${i}_${w}`);
      }
      case 'bits':
        return [`list(${value.column}) AS v${i}_0`];
      default:
        return [`${extremeSql(value.op, value.column, encodingOf(value.column))} AS v${i}_0`];
    }
  });
  const groups = names.length > 0 ? `GROUP BY ${names.join(', ')}` : '';
  const rows = await oracle.sql(
    `SELECT ${[...names, ...columns].join(', ')} FROM (${inner}) WHERE ${inside} ${groups}`,
  );
  const counts = by.map(({ edges }) => edges.length - 1);
  const cells = counts.reduce((product, count) => product * count, 1);
  const parts = of.map((value): { readonly words: Uint32Array; readonly width: number } => {
    const width =
      value.op === 'sum'
        ? 3
        : value.op === 'bits' ||
            ((value.op === 'min' || value.op === 'max') && laneOf(encodingOf(value.column)) === 'u64')
          ? 2
          : 1;
    const isKey = value.op === 'min' || value.op === 'max';
    return { width, words: new Uint32Array(width * cells).fill(isKey ? 0xffff_ffff : 0) };
  });
  for (const row of rows) {
    const cell = counts.reduceRight((higher, count, d) => higher * count + Number(row[`b${d}`]), 0);
    of.forEach((value, i) => {
      const { words, width } = parts[i]!;
      const first = row[`v${i}_0`] ?? null;
      const found =
        value.op === 'min' || value.op === 'max'
          ? keyWords(encodingOf(value.column), first)
          : value.op === 'bits'
            ? bitsWords(encodingOf(value.column), listOf(first))
            : Array.from({ length: width }, (_, w) => Number(row[`v${i}_${w}`]));
      words.set(found, width * cell);
    });
  }
  return Uint32Array.from(parts.flatMap(({ words }) => [...words]));
}

/** A list of values, as the drivers of DuckDB return it. */
function listOf(list: unknown): SqlValue[] {
  if (list === null) return [];
  return [...((list as { readonly items?: Iterable<SqlValue> }).items ?? (list as Iterable<SqlValue>))];
}

function summandOf({ table }: Context, value: Extract<Value, { op: 'sum' }>): Summand {
  const { encoding, values } = table.columns[value.column]!;
  return value.at ?? fixedPointOf(encoding, digitsOf(bitsWords(encoding, values))).summand;
}

function aggregateCall(
  context: Context,
  { by, of, every }: AggregateAsk,
  clauses: readonly Clause[],
  out: SlotId,
): AggregateCall {
  const { table, prefix } = context;
  const accumulators = of.map((value): CellAccumulator => {
    if (value.op === 'count') return COUNT[0];
    const { encoding } = table.columns[value.column]!;
    const column = (prefix + value.column) as ColumnId;
    const lane = laneOf(encoding);
    switch (value.op) {
      case 'sum':
        return { op: 'sum', column, of: summandOf(context, value) };
      case 'bits':
        return { op: 'bits', column, lane, isFloat: !('step' in encoding) };
      default:
        return { op: value.op, column, lane };
    }
  }) as [CellAccumulator, ...CellAccumulator[]];
  const sample = sampleOf(every === undefined ? {} : { every });
  const parts = { kernel: 'aggregate', accumulators, clauses, ...(sample && { sample }), out } as const;
  const rows = (prefix + Object.keys(table.columns).at(-1)!) as ColumnId;
  if (by.length === 0) return { ...parts, dimensions: [], rows };
  return { ...parts, dimensions: by.map((spec) => namedBins(context, spec)) as unknown as Dimensions };
}

/** Adds a condition to the clauses that selects the rows of a sample. */
function sampled(where: readonly ClauseSpec[], every: number): readonly ClauseSpec[] {
  return every > 1 ? [...where, { sql: `(rowid // ${SAMPLE_BLOCK_ROWS}) % ${every} = 0` }] : where;
}

function sampleOf({ every }: { readonly every?: number }): Sample | undefined {
  return every === undefined ? undefined : { stride: every };
}

async function expectedExtent(
  { oracle, table }: Context,
  column: string,
  where: readonly ClauseSpec[],
): Promise<Uint32Array> {
  const { encoding } = table.columns[column]!;
  const floating = encoding.kind === 'f32' || encoding.kind === 'float64';
  const finite = floating ? `AND isfinite(${column})` : '';
  const [row] = await oracle.sql(
    `SELECT min(${column}) AS lo, max(${column}) AS hi FROM conformance WHERE ${whereSql(where)} ${finite}`,
  );
  const lane = laneOf(encoding);
  const { lo, hi } = row!;
  if (lo === null || hi === null || lo === undefined || hi === undefined) {
    if (lane === 'f32') return new Uint32Array(Float32Array.of(Infinity, -Infinity).buffer);
    return lane === 'u32' ? Uint32Array.of(0xffff_ffff, 0) : Uint32Array.of(0xffff_ffff, 0xffff_ffff, 0, 0);
  }
  return new Uint32Array(packKeys(lane, [ceilKey(encoding, lo), ceilKey(encoding, hi)]).buffer);
}

function totalCall(
  { table, prefix }: Context,
  [first, ...others]: readonly [Total, ...Total[]],
  clauses: readonly Clause[],
  out: SlotId,
  sample?: Sample,
): TotalCall {
  const accumulatorOf = (total: Total): Accumulator =>
    total === 'count'
      ? COUNT[0]
      : {
          op: 'extent',
          column: (prefix + total.extentOf) as ColumnId,
          lane: laneOf(table.columns[total.extentOf]!.encoding),
        };
  return {
    kernel: 'aggregate',
    dimensions: [],
    rows: (prefix + Object.keys(table.columns).at(-1)!) as ColumnId,
    accumulators: [accumulatorOf(first), ...others.map(accumulatorOf)],
    clauses,
    ...(sample && { sample }),
    out,
  };
}

function namedBins({ table, prefix }: Context, spec: BinsSpec) {
  return binsOf(table.columns[spec.column]!.encoding, { ...spec, column: prefix + spec.column });
}

/** Equal specs become one object, as in the recordings of a crossfilter. */
function clausesOf({ table, prefix, clauses }: Context, where: readonly ClauseSpec[]): Clause[] {
  return where.map((spec) => {
    let clause = clauses.get(spec);
    if (!clause)
      clauses.set(
        spec,
        (clause = clauseFrom(spec, {
          encodingOf: (column) => table.columns[column]!.encoding,
          idOf: (name) => prefix + name,
        })),
      );
    return clause;
  });
}

function oneOrTwo<T>(items: readonly T[]): readonly [T] | readonly [T, T] {
  return items.length === 2 ? [items[0]!, items[1]!] : [items[0]!];
}

function upToTwo<T>(items: readonly T[]): readonly [] | readonly [T] | readonly [T, T] {
  return items.length === 0 ? [] : oneOrTwo(items);
}

function describe(ask: Ask): string {
  const text = JSON.stringify(ask, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

function assertWords({ computes }: Context, found: Uint32Array, expected: Uint32Array, subject: () => string): void {
  if (found.length !== expected.length)
    throw new Error(`${subject()}: expected ${expected.length} words, found ${found.length}`);
  if (!computes) return;
  const differences: string[] = [];
  for (let i = 0; i < expected.length && differences.length < 6; i++) {
    if (found[i] !== expected[i]) differences.push(`[${i}] SQL ${expected[i]}, kernel ${found[i]}`);
  }
  if (differences.length > 0) throw new Error(`${subject()}: ${differences.join('; ')}`);
}
