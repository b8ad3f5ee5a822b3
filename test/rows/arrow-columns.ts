import {
  columnFromArray,
  tableFromColumns,
  tableToIPC,
  type Column as ArrowColumn,
  type DataType,
} from '@uwdata/flechette';
import { laneOf } from '../../src/engine/columns/column';
import { exactValueOf, keyAt, valueOf } from '../../src/engine/columns/keys';
import type { EncodedColumn, FileRef, RowsFormat } from '../../src/engine/rows/rows';
import { RowsService } from '../../src/engine/rows/rows-service';

export const service = new RowsService(() => import('parquet-wasm/node'));

/** Encodes plain values as Arrow IPC stream bytes in batches of `batchRows`, in one column named `c`. */
export function ipcOf(values: readonly unknown[], type: DataType, batchRows = 1 << 20): Uint8Array<ArrayBuffer> {
  const column = columnFromArray(values as unknown[], type, {
    maxBatchRows: batchRows,
    useBigInt: true,
  }) as ArrowColumn<unknown>;
  return tableToIPC(tableFromColumns({ c: column }), { format: 'stream' }) as Uint8Array<ArrayBuffer>;
}

export async function encode(values: readonly unknown[], type: DataType, batchRows?: number): Promise<EncodedColumn> {
  const [column] = await service.columnsFromIpc(ipcOf(values, type, batchRows), 'test');
  return column!;
}

/** Decodes a column: bigint ticks for integer encodings, numbers for floats, labels for categories, null. */
export function valuesOf({ encoding, type, pages }: EncodedColumn): (bigint | number | string | null)[] {
  const lane = laneOf(encoding);
  return pages.flatMap(({ keys, rows }) =>
    Array.from({ length: rows }, (_, row) => {
      const key = keyAt(lane, keys, row);
      if (key === null) return null;
      if (type.kind === 'category') return type.labels[Number(key)]!;
      return encoding.kind === 'f32' || encoding.kind === 'float64'
        ? valueOf(encoding, key)
        : exactValueOf(encoding, key);
    }),
  );
}

/** Files of one table, named after the query with the format's extension. */
export function fileOf(
  query: string,
  format: RowsFormat,
  ...contents: readonly (Blob | Uint8Array<ArrayBuffer> | string)[]
): FileRef {
  const parts = contents.map((content, i) => ({
    name: `${query}${i === 0 ? '' : i + 1}.${format}`,
    data: content instanceof Blob ? content : new Blob([content]),
  }));
  return { key: `${query} ${++files}`, query, format, parts };
}

let files = 0;
