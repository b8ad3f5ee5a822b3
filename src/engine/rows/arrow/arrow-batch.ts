import { tableToIPC, type Table } from '@uwdata/flechette';
import {
  requirePresent,
  STREAM_ROWS,
  type ArrowBatch,
  type ArrowField,
  type RecordBatch,
  type RecordBatches,
} from './arrow-layout';
import { nullBatch } from './null-batch';

/**
 * Encodes the columns at `places` as Arrow IPC streams: several if dictionaries differ between batches, or there are
 * many rows. Copies: the requested columns, once. Owns: the bytes are the caller's. Throws source/bad-data if the page
 * has transferred the memory of a column since.
 */
export function* ipcStreams(
  { fields, batches }: RecordBatches,
  places: readonly number[],
): Generator<Uint8Array<ArrayBuffer>> {
  let first = 0;
  let rows = 0;
  for (const [at, batch] of batches.entries()) {
    const goesOn =
      at > first &&
      rows + batch.rows <= STREAM_ROWS &&
      places.every((place) => sameDictionaries(batches[at - 1]!.columns[place]!, batch.columns[place]!));
    if (at > first && !goesOn) {
      yield ipcOf(fields, batches.slice(first, at), places);
      first = at;
      rows = 0;
    }
    rows += batch.rows;
  }
  if (first < batches.length) yield ipcOf(fields, batches.slice(first), places);
  // If there are no rows, yield one empty batch that still carries the schema.
  if (batches.length === 0)
    yield ipcOf(fields, [{ rows: 0, columns: fields.map(({ type }) => nullBatch(type, 0)) }], places);
}

function ipcOf(
  fields: readonly ArrowField[],
  batches: readonly RecordBatch[],
  places: readonly number[],
): Uint8Array<ArrayBuffer> {
  const children = places.map((place) => {
    const data = batches.map(({ columns }) => columns[place]!);
    for (const batch of data) requirePresent(batch, fields[place]!.name);
    // The encoder finds a dictionary's number by the identity of its type.
    return { type: data[0]!.type, data };
  });
  const schema = {
    fields: places.map((place, i) => ({ ...fields[place]!, type: children[i]!.type, metadata: null })),
    metadata: null,
  };
  // The encoder reads only the buffers of a table.
  return tableToIPC({ schema, children } as unknown as Table, { format: 'stream' }) as Uint8Array<ArrayBuffer>;
}

function sameDictionaries(a: ArrowBatch, b: ArrowBatch): boolean {
  return a.dictionary === b.dictionary && a.children.every((child, i) => sameDictionaries(child, b.children[i]!));
}
