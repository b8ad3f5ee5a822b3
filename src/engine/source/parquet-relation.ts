import type { FileRef, Rows } from '../rows/rows';
import type { Database } from './database';
import { fetchFile, type FetchOptions } from './fetch';
import { requireParquet } from './file-format';
import { LoadedRelation } from './loaded-relation';

/** Fetches a Parquet file and reads its footer. The database hears of it only when somebody asks for more than its plain columns. */
export async function openParquetRelation(name: string, src: string, key: string, rows: Rows, database: Database, options: FetchOptions): Promise<LoadedRelation> {
  rows.prepare();
  const blob = await fetchFile(src, name, options);
  await requireParquet(blob, src, name);
  const file: FileRef = { key, blob, query: name };
  const { fields, rowCount, rowGroups } = await rows.openParquet(file, options.signal ? { signal: options.signal } : {});
  return new LoadedRelation({
    name, fields, rowCount, rows, database, tableEpoch: null,
    plain: { read: (names, readOptions) => rows.columnsFromParquet(file, names, readOptions), close: () => rows.close(file.key) },
    makeTable: async (names, { signal, onProgress }) => {
      const filled = rowGroups.flatMap((count, index) => (count > 0 ? [index] : []));
      // An empty row group still says what the columns are.
      const wanted = filled.length > 0 ? filled : rowGroups.map((_, index) => index).slice(0, 1);
      const steps = wanted.length + 1;
      onProgress({ stage: 'database', done: 0, total: steps, unit: 'steps' });
      const streams = rowGroupsInTurn(rows, file, wanted, names, signal, (done) => onProgress({ stage: 'database', done, total: steps, unit: 'steps' }));
      await database.ingest(name, streams, rowCount, { signal, subject: `query "${name}"` });
      onProgress({ stage: 'database', done: steps, total: steps, unit: 'steps' });
    },
  });
}

/** The next row group is read while the database takes in the last. */
async function* rowGroupsInTurn(rows: Rows, file: FileRef, indices: readonly number[], names: readonly string[], signal: AbortSignal, onDone: (done: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = (at: number): Promise<Uint8Array<ArrayBuffer>> | null => {
    const index = indices[at];
    const next = index === undefined ? null : rows.rowGroup(file, index, names, { signal });
    next?.catch(() => undefined);
    return next;
  };
  let next = read(0);
  for (let at = 0; next; at++) {
    const stream = await next;
    next = read(at + 1);
    onDone(at);
    yield stream;
  }
}
