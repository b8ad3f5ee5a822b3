import {
  laneOf,
  NULL_KEY,
  PAGE_ROWS,
  type Column,
  type ColumnId,
  type ColumnType,
  type Encoding,
  type Keys,
  type Page,
} from '../../src/engine/columns/column';
import { ceilKey, keyBelow, packKeys, rangeKeys, type Key } from '../../src/engine/columns/keys';
import type { Bins, Clause, RangeClause } from '../../src/engine/frame/recording';
import type { PlainColumn, SqlValue } from './oracle';

/** Values and the encoding a test wants for them: numbers for `f32` and `float64`, bigints for `u32` and `fixed64`. */
export interface TestColumn {
  readonly encoding: Encoding;
  readonly values: readonly SqlValue[];
}

/** The values as a plain column, for DuckDB. */
export function plainColumn({ encoding, values }: TestColumn): PlainColumn {
  const sqlType = encoding.kind === 'f32' ? 'FLOAT' : encoding.kind === 'float64' ? 'DOUBLE' : 'BIGINT';
  return { sqlType, values };
}

/** The values as pages of keys. The encoding must be able to represent every value. */
export function columnOf(id: string, { encoding, values }: TestColumn): Column {
  const integer = encoding.kind === 'u32' || encoding.kind === 'fixed64';
  const type: ColumnType = { kind: 'number', integer };
  const pages: Page[] = [];
  for (let start = 0; start < values.length; start += PAGE_ROWS) {
    const slice = values.slice(start, start + PAGE_ROWS);
    pages.push({ rows: slice.length, keys: pageKeys(encoding, slice) });
  }
  return { id: id as ColumnId, rows: values.length, encoding, type, pages };
}

function pageKeys(encoding: Encoding, values: readonly SqlValue[]): Keys {
  if (encoding.kind === 'f32') return Float32Array.from(values, (value) => (value === null ? NaN : Number(value) + 0));
  if (encoding.kind === 'u32')
    return Uint32Array.from(values, (value) => (value === null ? NULL_KEY : Number(ceilKey(encoding, value))));
  const words = new Uint32Array(values.length * 2);
  values.forEach((value, row) => {
    const missing = value === null || Number.isNaN(value);
    const key = missing ? 0xffff_ffff_ffff_ffffn : (ceilKey(encoding, value) as bigint);
    words[2 * row] = Number(key & 0xffff_ffffn);
    words[2 * row + 1] = Number(key >> 32n);
  });
  return words;
}

/**
 * Bins by their edges in values: [edge, next edge), and the last one closed when `lastInclusive`. Numbers for f32 and
 * float64; bigints (or numbers) for integers.
 */
export interface BinsSpec {
  readonly column: string;
  readonly edges: readonly Key[];
  readonly lastInclusive?: boolean;
  readonly even?: boolean;
}

export function binsOf(encoding: Encoding, { column, edges, lastInclusive = false, even = false }: BinsSpec): Bins {
  const lane = laneOf(encoding);
  const count = edges.length - 1;
  const end = edges[count]!;
  const keys: Key[] = edges.slice(0, count).map((edge) => ceilKey(encoding, edge));
  keys.push(lastInclusive ? keyAtOrBelow(encoding, end) : keyBelow(encoding, end));
  return { column: column as ColumnId, lane, count, keys: packKeys(lane, keys), uniform: even };
}

function keyAtOrBelow(encoding: Encoding, value: Key): Key {
  if (encoding.kind === 'u32' || encoding.kind === 'fixed64') {
    return keyBelow(encoding, (typeof value === 'bigint' ? value : BigInt(Math.floor(value))) + 1n);
  }
  const key = ceilKey(encoding, value);
  const exact = encoding.kind === 'float64' || key === Number(value);
  return exact ? key : keyBelow(encoding, value);
}

/** lo ≤ value < hi. */
export interface RangeSpec {
  readonly column: string;
  readonly lo: Key;
  readonly hi: Key;
}

export function clauseOf(encoding: Encoding, { column, lo, hi }: RangeSpec): RangeClause {
  return { kind: 'range', column: column as ColumnId, lane: laneOf(encoding), keys: rangeKeys(encoding, lo, hi) };
}

/** A clause by its values. */
export type ClauseSpec =
  | RangeSpec
  | { readonly set: string; readonly values: readonly Key[] }
  /** Cells by index, i + j × bins of the first axis. */
  | { readonly cells: readonly [BinsSpec] | readonly [BinsSpec, BinsSpec]; readonly marked: readonly number[] }
  /** Any SQL predicate. */
  | { readonly sql: string }
  | { readonly any: readonly (readonly ClauseSpec[])[] }
  | { readonly not: readonly ClauseSpec[] };

/** Names and encodings of a table's columns on a backend. */
export interface Naming {
  encodingOf(column: string): Encoding;
  idOf(column: string): string;
}

/** One boolean per row, like a SQL result passed to a backend. */
export const CONDITION: Encoding = { kind: 'u32', origin: 0n, step: 1n };

export function clauseFrom(spec: ClauseSpec, naming: Naming): Clause {
  if ('any' in spec)
    return { kind: 'any', of: spec.any.map((specs) => specs.map((inner) => clauseFrom(inner, naming))) };
  if ('not' in spec) return { kind: 'not', of: spec.not.map((inner) => clauseFrom(inner, naming)) };
  if ('sql' in spec) return clauseOf(CONDITION, { column: naming.idOf(spec.sql), lo: 1n, hi: 2n });
  if ('set' in spec) {
    const keys = spec.values.map((value) => Number(ceilKey(naming.encodingOf(spec.set), value)));
    return { kind: 'set', column: naming.idOf(spec.set) as ColumnId, words: wordsOf(keys) };
  }
  if ('cells' in spec) {
    const [x, y] = spec.cells.map((bins) =>
      binsOf(naming.encodingOf(bins.column), { ...bins, column: naming.idOf(bins.column) }),
    );
    const cells = x!.count * (y?.count ?? 1);
    return { kind: 'cells', bins: y ? [x!, y] : [x!], words: wordsOf(spec.marked, cells) };
  }
  return clauseOf(naming.encodingOf(spec.column), { ...spec, column: naming.idOf(spec.column) });
}

/** Packs numbers as bits, into as many words as they need, or as `count` of them need. */
export function wordsOf(
  numbers: readonly number[],
  count = numbers.reduce((most, number) => Math.max(most, number + 1), 0),
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(count / 32));
  for (const number of numbers) words[number >>> 5]! |= 1 << (number & 31);
  return words;
}
