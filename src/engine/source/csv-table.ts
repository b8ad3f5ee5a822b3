import { describedFields } from '../rows/small-answer';
import { differingColumns } from './csv-error';
import type { CsvFile } from './database';
import { runSlices, type Session } from './duckdb-session';
import { quoteName } from './sql-tokens';

/** Makes a table out of CSV files, which are known to DuckDB under `paths` meanwhile. */
export async function makeCsvTable(session: Session, table: string, files: readonly CsvFile[], paths: readonly string[], args: string): Promise<void> {
  const { process, subject } = session;
  const { DuckDBDataProtocol } = await import('@duckdb/duckdb-wasm');
  const source = (names: readonly string[]): string => `read_csv([${names.map((name) => `'${name}'`).join(', ')}], union_by_name = true${args})`;
  try {
    // Read through the worker's file reader, piece by piece: the text is never whole in memory.
    for (const [i, { data }] of files.entries()) await process.ask((bindings) => bindings.registerFileHandle(paths[i]!, data, DuckDBDataProtocol.BROWSER_FILEREADER, true));
    if (files.length > 1) {
      const columns: string[][] = [];
      for (const path of paths) columns.push(describedFields(await runSlices(session, `DESCRIBE SELECT * FROM ${source([path])}`)).map(({ name }) => name));
      const differing = differingColumns(columns, files, subject);
      if (differing) throw differing;
    }
    await runSlices(session, `CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${source(paths)}`);
  } finally {
    await Promise.all(paths.map((path) => process.ask((bindings) => bindings.dropFile(path)).catch(() => undefined)));
  }
}
