import { Type } from '@uwdata/flechette';
import { throwIfAborted } from '../../abort';
import { requirePresent, rowsOf, type ArrowBatch, type RecordBatches } from '../arrow/arrow-layout';
import type { Chunk } from '../encode/decode';
import { encoderOf } from '../encode/encode';
import type { EncodedColumn, RowsOptions } from '../rows';

/** `Rows.columnsFromBatches` in the calling thread. Columns of plain layouts are encoded without Arrow's messages. */
export function columnsOfBatches(
  rows: RecordBatches,
  places: readonly number[],
  query: string,
  { signal }: RowsOptions = {},
): Promise<EncodedColumn[]> {
  return Promise.all(
    places.map(async (place) => {
      throwIfAborted(signal, `query "${query}"`);
      const { name, type } = rows.fields[place]!;
      const batches = rows.batches.map(({ columns }) => columns[place]!);
      if (!batches.every(isPlain)) return encodedByMessages(rows, place, query, signal);
      const encoder = encoderOf(type, { query, label: name }, rowsOf(rows));
      for (const batch of batches) {
        requirePresent(batch, name);
        const validity = batch.nullCount !== 0 && batch.validity.length > 0 ? batch.validity : null;
        encoder.add({ batch, rows: batch.length, validity } as unknown as Chunk);
      }
      return encoder.finish();
    }),
  );
}

async function encodedByMessages(
  rows: RecordBatches,
  place: number,
  query: string,
  signal: AbortSignal | undefined,
): Promise<EncodedColumn> {
  const [{ columnsOf }, { ipcStreams }] = await Promise.all([
    import('./columns-intake'),
    import('../arrow/arrow-batch'),
  ]);
  const options = { expectedRows: rowsOf(rows), ...(signal && { signal }) };
  const [column] = await columnsOf(ipcStreams(rows, [place]), query, undefined, options);
  return column!;
}

/** Whether the buffers are the typed arrays that encoders expect; those of other libraries may be any view. */
function isPlain({ type, values, offsets }: ArrowBatch): boolean {
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
    case Type.Date:
    case Type.Timestamp:
      // Types that were rebuilt from those of another library have no such class.
      return typeof type.values === 'function' && values instanceof type.values;
    case Type.Utf8:
      return values instanceof Uint8Array && offsets instanceof Int32Array;
    case Type.Bool:
      return values instanceof Uint8Array;
    default:
      return false;
  }
}
