import type { Rows } from '../rows/rows';
import type { CsvFile, Database } from './database';
import { LoadedRelation } from './loaded-relation';
import { csvArguments, type ReadOptions } from './read-options';
import type { RequestOptions } from './source';
import { withTables } from './standing-tables';
import { describeTable } from './table-description';

/** CSV and TSV, which DuckDB reads itself: its sniffer finds delimiter, header and types, where {@link ReadOptions} do not say. */
export async function openCsvRelation(name: string, files: readonly CsvFile[], rows: Rows, database: Database, options: Required<RequestOptions> & { readonly read: ReadOptions }): Promise<LoadedRelation> {
  const subject = `query "${name}"`;
  const args = csvArguments(options.read, name, files.every((file) => /\.(tsv|tab)(\.gz)?([?#]|$)/i.test(file.name)));
  const makeTable = async (_names: readonly string[], { signal, onProgress }: Required<RequestOptions>): Promise<void> => {
    onProgress({ stage: 'database', done: 0, total: null, unit: 'rows' });
    await database.readCsv(name, files, args, { signal, subject });
  };
  return withTables(database, () => makeTable([], options), async (tableEpoch) => {
    const { fields, rowCount } = await describeTable(name, database, options);
    options.onProgress({ stage: 'database', done: rowCount, total: rowCount, unit: 'rows' });
    return new LoadedRelation({ name, fields, rowCount, plain: null, rows, database, makeTable, tableEpoch });
  });
}
