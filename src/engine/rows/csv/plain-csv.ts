import { CELL, cellKind } from './cell-kind';
import { CsvCells } from './csv-cells';
import { SNIFFED_ROWS } from './sniffed-rows';

/** The types of the columns of a plain CSV file. */
export type CsvType = 'integers' | 'doubles' | 'dates' | 'times' | 'booleans' | 'texts';

export interface CsvColumn {
  readonly name: string;
  readonly type: CsvType;
}

/** Consecutive rows, and where their first line starts. */
export interface CsvGroup {
  readonly at: number;
  readonly rows: number;
}

/** A CSV file that this module and DuckDB read alike. */
export interface PlainCsv {
  readonly cells: CsvCells;
  readonly columns: readonly CsvColumn[];
  readonly groups: readonly CsvGroup[];
}

const GROUP_ROWS = 1 << 16;
const MOST_COLUMNS = 1000;
const MOST_LINE_BYTES = 1_000_000;
const DECODED_BYTES = 1 << 20;
const NAME = /^[A-Za-z_]/;

/**
 * Reads a CSV file as far as necessary to know that DuckDB's detection gives the same rows and types: every line has as
 * many cells as the first, which are names; every value of a column has the same unmistakable form. Null if there is
 * any doubt: then DuckDB has to read it.
 */
export function readPlainCsv(bytes: Uint8Array, delimiter: number): PlainCsv | null {
  const cells = new CsvCells(bytes, delimiter);
  const names: string[] = [];
  const start = cells.line(hasMark(bytes) ? MARK.length : 0, (_, from, to) => void names.push(textOf(bytes, from, to)));
  if (start <= 0 || start >= bytes.length || !areNames(names)) return null;
  const kinds = new Uint8Array(names.length);
  /** Columns whose first rows show that they are text. */
  const texts = new Uint8Array(names.length);
  let [rows, last] = [0, 0];
  const take = (column: number, from: number, to: number, isQuoted: boolean): void => {
    last = column;
    // In a column of text, any value is one.
    if (from === to || texts[column] === 1 || column >= kinds.length) return;
    const kind = cellKind(bytes, from, to);
    kinds[column]! |= isQuoted && kind !== CELL.text ? CELL.doubtful : kind;
    if (kind === CELL.text && rows < SNIFFED_ROWS) texts[column] = 1;
  };
  const starts: number[] = [];
  for (let at = start; at < bytes.length; rows++) {
    if (rows % GROUP_ROWS === 0) starts.push(at);
    const next = cells.line(at, take);
    if (next < 0 || last !== names.length - 1 || next - at > MOST_LINE_BYTES) return null;
    at = next;
  }
  const types = names.map((_, column) => typeOf(kinds[column]!, texts[column] === 1));
  const isKnown = types.every((type) => type !== null);
  // DuckDB knows a header by a name in a column of other values.
  if (!isKnown || types.every((type) => type === 'texts')) return null;
  if (cells.hasUnicode && !isUtf8(bytes)) return null;
  return {
    cells,
    columns: names.map((name, i) => ({ name, type: types[i]! })),
    groups: starts.map((at, i): CsvGroup => ({ at, rows: Math.min(GROUP_ROWS, rows - i * GROUP_ROWS) })),
  };
}

/** Null if there is doubt. */
function typeOf(kinds: number, isText: boolean): CsvType | null {
  if (kinds === 0 || isText) return 'texts';
  switch (kinds) {
    case CELL.integer:
      return 'integers';
    case CELL.decimal:
    case CELL.decimal | CELL.integer:
      return 'doubles';
    case CELL.date:
      return 'dates';
    case CELL.time:
      return 'times';
    case CELL.boolean:
      return 'booleans';
    default:
      return null;
  }
}

function areNames(names: readonly string[]): boolean {
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  const encoder = new TextEncoder();
  return (
    names.length > 1 &&
    names.length <= MOST_COLUMNS &&
    distinct.size === names.length &&
    names.every((name) => {
      const bytes = encoder.encode(name);
      return (
        NAME.test(name) && name === name.trim() && (name[0] === '_' || cellKind(bytes, 0, bytes.length) === CELL.text)
      );
    })
  );
}

/** A byte order mark, which DuckDB skips. */
const MARK = [0xef, 0xbb, 0xbf];

function hasMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, i) => bytes[i] === byte);
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += DECODED_BYTES)
      decoder.decode(bytes.subarray(at, at + DECODED_BYTES), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to));
}
