import { PAGE_ROWS } from '../../columns/column';
import { ipcStreams } from '../arrow/arrow-batch';
import { requirePresent, type ArrowBatch, type RecordBatches } from '../arrow/arrow-layout';
import { flatArrayOf, type FlatArray } from '../arrow/flat-stream';
import type { FlatPiece, FlatValues, RowsPiece } from '../rows';

/**
 * Columns of rows in memory, in pieces to send to a worker. Numbers and times come as pieces of a page, which the
 * encoder makes into the page itself: such a column is copied once. All else, and batches that do not fill their pages,
 * come as Arrow IPC streams. Owns: the memory of the pieces is the caller's. Throws source/bad-data if the page has
 * transferred the memory of a column since.
 */
export function* piecesOf(rows: RecordBatches, places: readonly number[]): Generator<RowsPiece> {
  const { fields, batches } = rows;
  const arrays = places.map((place) => flatArrayOf(fields[place]!.type));
  const fillPages = batches.every((batch, i) => i === batches.length - 1 || batch.rows % PAGE_ROWS === 0);
  if (!fillPages || !arrays.every((array) => array !== null)) {
    yield* ipcStreams(rows, places);
    return;
  }
  // The schema.
  yield* ipcStreams({ fields, batches: [] }, places);
  for (const { rows: count, columns } of batches)
    for (let from = 0; from < count; from += PAGE_ROWS) {
      const to = Math.min(count, from + PAGE_ROWS);
      for (const place of places) requirePresent(columns[place]!, fields[place]!.name);
      yield { rows: to - from, columns: places.map((place, i) => copyOf(columns[place]!, arrays[i]!, from, to)) };
    }
}

function copyOf(
  { values, nullCount, validity }: ArrowBatch,
  Values: FlatArray,
  from: number,
  to: number,
): FlatPiece['columns'][number] {
  const { buffer, byteOffset } = values!;
  const width = Values.BYTES_PER_ELEMENT;
  // Copied as bytes: other libraries may hold them in another kind of array.
  const bytes = new Uint8Array(buffer, byteOffset + from * width, (to - from) * width).slice();
  const hasNulls = nullCount !== 0 && validity.length > 0;
  return {
    values: new Values(bytes.buffer, 0, to - from) as FlatValues,
    validity: hasNulls ? validity.slice(from >> 3, (to + 7) >> 3) : null,
  };
}
