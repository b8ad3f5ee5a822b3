import { tableFromIPC } from '@uwdata/flechette';
import { isDeepStrictEqual } from 'node:util';
import { laneOf } from '../../src/engine/columns/column';
import { exactValueOf, keyAt, valueOf } from '../../src/engine/columns/keys';
import type { Engine } from '../../src/engine/engine';
import { PikaError } from '../../src/engine/errors';
import type { RowValue, SourceColumn } from '../../src/engine/source/source';
import { quoteName } from '../../src/engine/sql/sql-tokens';
import { nodePlot } from '../harness/node-engine';
import type { Drawn, NativeColumn } from './native';

/**
 * One output of a query, for several columns at once. Returns how each column differs from native DuckDB's, or null if
 * it does not. May throw.
 */
export type Way = (engine: Engine, query: string, columns: readonly NativeColumn[]) => Promise<(string | null)[]>;

const ROWS_TO_POINT_AT = 24;

export const WAYS: Readonly<Record<string, Way>> = {
  async sql(engine, query, columns) {
    const texts = columns.map(({ name }, i) => `encode(CAST(${quoteName(name)} AS VARCHAR)) AS c${i}`);
    const answer = tableFromIPC(await engine.sql(`SELECT ${texts.join(', ')} FROM ${quoteName(query)}`));
    const textOf = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString();
    return columns.map((column, i) => difference([...(answer.getChildAt(i) ?? [])].map(textOf), column.texts));
  },

  async toArray(engine, query, columns) {
    const rows = await engine.results.toArray(query, { columns: columns.map(({ name }) => name) });
    return columns.map(({ name, values }) =>
      difference(
        rows.map((row) => row[name]),
        values,
      ),
    );
  },

  async toCSV(engine, query, columns) {
    const lines = linesOf(await engine.results.toCSV(query, { columns: columns.map(({ name }) => name) }));
    return columns.map(({ name, texts }, i) =>
      difference(
        lines.map((cells) => cells[i]),
        [name, ...texts],
      ),
    );
  },

  /** Values that a user sees when pointing at a row. */
  async row(engine, query, columns) {
    const relation = await engine.open(query);
    const rows: (readonly RowValue[])[] = [];
    for (let row = 0; row < Math.min(relation.rowCount, ROWS_TO_POINT_AT); row++) rows.push(await relation.row(row));
    return columns.map(({ name, texts }) =>
      difference(
        rows.map((row) => row.find((value) => value.name === name)?.text),
        texts.slice(0, ROWS_TO_POINT_AT),
      ),
    );
  },

  /** Values that plots count, singly. */
  column: eachAlone(async (engine, query, { name, drawn }) => {
    const relation = await engine.open(query);
    const read = relation.columns([quoteName(name)]);
    if (!drawn) return refusal(read);
    return difference(drawnValues((await read)[0]!), drawn);
  }),

  plot: eachAlone(async (engine, query, { name, drawn }) => {
    const relation = await engine.open(query);
    const isCategory = drawn?.some((value) => typeof value === 'string') ?? false;
    const plot = await nodePlot(engine, {
      from: query,
      mark: 'bar',
      x: isCategory ? quoteName(name) : `bin(${quoteName(name)})`,
      y: 'count()',
    });
    try {
      const filled = drawn?.filter((value) => value !== null && value !== Infinity && value !== -Infinity) ?? [];
      const shown = plot.until(drawn && filled.length === 0 ? 'empty' : 'ready');
      if (!drawn) return await refusal(shown);
      await shown;
      if (filled.length === 0) return null;
      const {
        edges: [edges],
        counts,
      } = (await plot.view.counts())!;
      const [column] = await relation.columns([quoteName(name)]);
      return difference([...counts], expectedCounts(column!, edges!, filled));
    } finally {
      plot.dispose();
    }
  }),
};

function eachAlone(way: (engine: Engine, query: string, column: NativeColumn) => Promise<string | null>): Way {
  return async (engine, query, columns) => {
    const found: (string | null)[] = [];
    for (const column of columns) found.push(await way(engine, query, column).catch(String));
    return found;
  };
}

function expectedCounts({ type }: SourceColumn, edges: readonly number[], values: readonly Drawn[]): number[] {
  if (type.kind === 'category') return type.labels.map((label) => values.filter((value) => value === label).length);
  // Bins are in the column's ticks; numbers and bigints compare exactly.
  const ticks =
    type.kind === 'time'
      ? values.map((value) => (value as bigint) / nanosecondsPerTick(type.ticksPerMs))
      : (values as (number | bigint)[]);
  return edges.slice(1).map((hi, bin) => ticks.filter((value) => value >= edges[bin]! && value < hi).length);
}

function drawnValues({ pages, encoding, type }: SourceColumn): Drawn[] {
  return pages.flatMap(({ keys, rows }) =>
    Array.from({ length: rows }, (_, row): Drawn => {
      const key = keyAt(laneOf(encoding), keys, row);
      if (key === null) return null;
      if (type.kind === 'category') return type.labels[Number(key)]!;
      if (!('step' in encoding)) return valueOf(encoding, key);
      const value = exactValueOf(encoding, key);
      return type.kind === 'time'
        ? value * nanosecondsPerTick(type.ticksPerMs)
        : type.integer
          ? value
          : valueOf(encoding, key);
    }),
  );
}

function nanosecondsPerTick(ticksPerMs: number): bigint {
  return BigInt(Math.round(1e6 / ticksPerMs));
}

/** Checks that a column that can't be plotted is rejected because of its type. */
async function refusal(drawing: Promise<unknown>): Promise<string | null> {
  const thrown = await drawing.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown === null) return 'expected to be refused, but is drawn';
  return thrown instanceof PikaError && thrown.code === 'rows/unsupported-type'
    ? null
    : `expected to be refused by its type, found ${String(thrown)}`;
}

function difference(found: readonly unknown[], expected: readonly unknown[]): string | null {
  if (found.length !== expected.length) return `${found.length} values, expected ${expected.length}`;
  const row = found.findIndex((value, i) => !isSame(value, expected[i]));
  return row < 0 ? null : `value ${row}: found ${shown(found[row])}, expected ${shown(expected[row])}`;
}

/** Like deepStrictEqual, but equal numbers may differ in type (a decimal drawn as an integer), and −0 equals 0. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' && typeof b !== 'object')
    return a === b || (Number.isNaN(a) && Number.isNaN(b)) || (isNumeric(a) && isNumeric(b) && a >= b && a <= b);
  return isDeepStrictEqual(plain(a), plain(b));
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Normalizes for comparison: byte views become their bytes, objects their names and values. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return { entries: [...value].map(([key, inner]) => [plain(key), plain(inner)]) };
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return { fields: Object.entries(value).map(([key, inner]) => [key, plain(inner)]) };
}

function shown(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : value instanceof Date
      ? value.toISOString()
      : (JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ??
        String(value));
}

/** Parses CSV into rows of cells, header first. An empty cell is NULL; the empty string is quoted. */
function linesOf(csv: string): (string | null)[][] {
  const lines: (string | null)[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? (bare || null));
    if (end !== ',') lines.push([]);
  }
  return lines.slice(0, -1);
}
