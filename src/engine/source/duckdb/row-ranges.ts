/** Rows per row group in DuckDB's storage. A piece of whole groups is selected without testing single rows. */
export const ROW_GROUP = 122_880;
/** Rows per vector, and per record batch of a result. */
const VECTOR = 2048;
/** Small enough for the slowest expressions; later pieces grow as far as time and memory allow. */
const FIRST_ROWS = 4 * VECTOR;
const GROWTH = 16;
const PIECE_MS = 100;
const PIECE_BYTES = 16 * 2 ** 20;

/** Consecutive rows of a table, which one query reads. */
export interface RowRange {
  readonly from: number;
  /** The first row behind it. */
  readonly to: number;
  readonly isLast: boolean;
}

export function firstRange(rowCount: number): RowRange {
  return rangeOf(0, FIRST_ROWS, rowCount);
}

/** The next rows, as many as take about 100 ms and 16 MB; null after the last. */
export function rangeAfter(range: RowRange, ms: number, bytes: number, rowCount: number): RowRange | null {
  return range.isLast ? null : rangeOf(range.to, rowsAfter(range, ms, bytes), rowCount);
}

/** As {@link rangeAfter}, but no piece has rows of two groups, or a part of a vector. */
export function rangeInGroupAfter(range: RowRange, ms: number, bytes: number, rowCount: number): RowRange | null {
  if (range.isLast) return null;
  const { to: from } = range;
  const rows = rowsAfter(range, ms, bytes);
  const to = from + Math.min(rows - (rows % VECTOR), ROW_GROUP - (from % ROW_GROUP));
  return { from, to, isLast: to >= rowCount };
}

/** The last one is open-ended: the page's own SQL may have changed row ids, and all rows must be included. */
export function rowidIn({ from, to, isLast }: RowRange): string {
  return `rowid ${isLast ? `>= ${from}` : `BETWEEN ${from} AND ${to - 1}`}`;
}

function rowsAfter({ from, to }: RowRange, ms: number, bytes: number): number {
  return Math.max(FIRST_ROWS, Math.floor((to - from) * Math.min(GROWTH, PIECE_MS / ms, PIECE_BYTES / bytes)));
}

function rangeOf(from: number, rows: number, rowCount: number): RowRange {
  const end = from + rows;
  const aligned = end - (end % ROW_GROUP);
  const to = aligned > from ? aligned : end;
  return { from, to, isLast: to >= rowCount };
}
