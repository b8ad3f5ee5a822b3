import { ipcStreams } from '../arrow/arrow-batch';
import type { ArrowField, RecordBatch } from '../arrow/arrow-layout';
import { decodeIpc, type DecodedColumn } from '../encode/decode';
import type { JsonRows } from './json-rows';
import { jsonShape } from './json-shape';
import { distinctNames } from '../table-reader';

/** Rows per record batch: what the database imports at once. */
const BATCH_ROWS = 1 << 18;

/**
 * Converts JSON rows to Arrow columns; missing names are NULL. Copies: every value once into Arrow's layout, and those
 * buffers once more.
 */
export function jsonColumns({ columns, rows }: JsonRows): DecodedColumn[] {
  const names = distinctNames(columns.map(({ name }) => name));
  return columns.map(({ values }, i) => {
    const shape = jsonShape(values);
    const field: ArrowField = { name: names[i]!, type: shape.type, nullable: true };
    const batches: RecordBatch[] = [];
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      const to = Math.min(rows, from + BATCH_ROWS);
      batches.push({
        rows: to - from,
        columns: [shape.column(from === 0 && to === rows ? values : values.slice(from, to))],
      });
    }
    const decoded = [...ipcStreams({ fields: [field], batches }, [0])].flatMap((stream) =>
      decodeIpc(stream, `column "${field.name}"`),
    );
    return { name: field.name, type: decoded[0]!.type, chunks: decoded.flatMap(({ chunks }) => chunks) };
  });
}
