import type { Rows } from '../../rows/rows';
import type { CsvFile, Database } from '../database';
import { LoadedRelation } from './loaded-relation';
import { CsvAttributes } from '../csv/csv-arguments';
import type { ReadOptions } from '../files/read-options';
import type { RequestOptions, SourceNote } from '../source';
import { retryOnRestart } from '../duckdb/retry-on-restart';
import { describeTable } from '../duckdb/table-description';

/** Opens CSV and TSV files. DuckDB reads them: it detects what {@link ReadOptions} does not specify. */
export async function openCsvRelation(
  name: string,
  files: readonly CsvFile[],
  rows: Rows,
  database: Database,
  options: Required<RequestOptions> & { readonly read: ReadOptions },
): Promise<LoadedRelation> {
  const subject = `query "${name}"`;
  const args = new CsvAttributes(await withSeparatorLine(options.read, files), name, isTsv(files, options.read));
  let notes: readonly SourceNote[] = [];
  const makeTable = async (
    _names: readonly string[],
    { signal, onProgress }: Required<RequestOptions>,
  ): Promise<void> => {
    onProgress({ stage: 'database', done: 0, total: null, unit: 'rows' });
    notes = await database.readCsv(name, files, args, { signal, subject });
  };
  return retryOnRestart(
    database,
    () => makeTable([], options),
    async (tableEpoch) => {
      const { fields, rowCount } = await describeTable(name, database, options);
      options.onProgress({ stage: 'database', done: rowCount, total: rowCount, unit: 'rows' });
      return new LoadedRelation({
        name,
        fields,
        rowCount,
        notes,
        isCsv: true,
        plain: null,
        rows,
        database,
        makeTable,
        tableEpoch,
      });
    },
  );
}

/** Whether the values of files are separated by tabs. */
export function isTsv(files: readonly { readonly name: string }[], { format }: ReadOptions): boolean {
  return format?.trim().toLowerCase() === 'tsv' || files.every(({ name }) => /\.(tsv|tab)(\.gz)?([?#]|$)/i.test(name));
}

/** Handles a first line that only specifies the delimiter, `sep=;`, as written and read by Excel. */
async function withSeparatorLine(read: ReadOptions, files: readonly CsvFile[]): Promise<ReadOptions> {
  if (read.delimiter !== undefined || read.skip !== undefined) return read;
  const heads = await Promise.all(files.map((file) => file.data.slice(0, 16).text()));
  const delimiters = heads.map((head) => /^\ufeff?"?sep=([^\r\n"])"?\r?\n/i.exec(head)?.[1]);
  const [delimiter] = delimiters;
  return delimiter !== undefined && delimiters.every((other) => other === delimiter)
    ? { ...read, delimiter, skip: '1' }
    : read;
}
