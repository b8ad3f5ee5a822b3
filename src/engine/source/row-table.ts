import { NULL_KEY, laneOf } from '../columns/column';
import { columnValues } from '../columns/column-values';
import { compareBytes } from '../columns/label-order';
import type { RowRequest, RowTable, SourceColumn } from './source';

/** Sorting more rows in the page would block it: the database sorts them. */
export const MAX_SORTED_ROWS = 100_000;

/** Rows of columns that were read whole: those of the request's expressions, then those it is sorted by. */
export function tableOfColumns(
  columns: readonly SourceColumn[],
  { expressions, sort = [], limit }: RowRequest,
  rowCount: number,
): RowTable {
  const keys = sort.map(({ descending }, i) => sortKey(columns[expressions.length + i]!, descending));
  const order = keys.length > 0 ? sorted(keys, rowCount) : null;
  const rows = Math.min(rowCount, limit);
  const rowNumbers = Float64Array.from({ length: rows }, (_, at) => order?.[at] ?? at);
  return {
    rows,
    truncated: rowCount > limit,
    rowNumbers,
    columns: columns.slice(0, expressions.length).map(({ type, encoding, pages }) => {
      const values = columnValues(encoding, pages);
      return { type, values: order ? rowNumbers.map((row) => values[row]!) : values.slice(0, rows) };
    }),
  };
}

/** The sort keys of a column by row, in one or two words. NULL is NaN in the first. */
interface RowKeys {
  readonly high: Float64Array;
  readonly low: Float64Array | null;
  readonly descending: boolean;
}

function sortKey({ rows, type, encoding, pages }: SourceColumn, descending: boolean): RowKeys {
  const lane = laneOf(encoding);
  const ranks = type.kind === 'category' ? ranksInSql(type.labels) : null;
  const high = new Float64Array(rows);
  const low = lane === 'u64' ? new Float64Array(rows) : null;
  let at = 0;
  for (const { rows: count, keys } of pages) {
    for (let row = 0; row < count; row++, at++) {
      if (low) {
        low[at] = keys[2 * row]!;
        high[at] = keys[2 * row] === NULL_KEY && keys[2 * row + 1] === NULL_KEY ? NaN : keys[2 * row + 1]!;
      } else {
        high[at] = lane === 'u32' && keys[row] === NULL_KEY ? NaN : (ranks?.[keys[row]!] ?? keys[row]!);
      }
    }
  }
  return { high, low, descending };
}

/** The place of each label among the others as SQL sorts text: by code points. */
function ranksInSql(labels: readonly string[]): Uint32Array {
  const encoder = new TextEncoder();
  const bytes = labels.map((label) => encoder.encode(label));
  const ranks = new Uint32Array(labels.length);
  const codes = Array.from(labels, (_, code) => code).sort((a, b) => compareBytes(bytes[a]!, bytes[b]!));
  for (const [rank, code] of codes.entries()) ranks[code] = rank;
  return ranks;
}

function sorted(keys: readonly RowKeys[], rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const { high, low, descending } of keys) {
      const [first, second] = [high[a]!, high[b]!];
      if (Number.isNaN(first) || Number.isNaN(second)) {
        if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
        continue;
      }
      const less = first === second ? (low ? low[a]! - low[b]! : 0) : first < second ? -1 : 1;
      if (less !== 0) return descending ? -less : less;
    }
    return a - b;
  });
}
