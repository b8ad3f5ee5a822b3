import { describedFields } from '../../rows/arrow/small-results';
import type { CsvArguments } from './csv-arguments';
import type { CsvFile } from '../database';
import type { Field } from '../source';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';

/** The database, while it makes one table. */
export interface CsvHost {
  /** Makes a file known under a path; the database reads it piece by piece. */
  register(path: string, data: Blob): Promise<void>;
  drop(path: string): Promise<void>;
  query(sql: string): Promise<Uint8Array>;
}

export interface CsvTableRequest {
  readonly table: string;
  readonly files: readonly CsvFile[];
  /** What the database calls the files. */
  readonly paths: readonly string[];
  readonly args: CsvArguments;
  /** What errors call the request. */
  readonly subject: string;
}

/** The call that reads files, as SQL. */
export function readCsv(paths: readonly string[], args: string): string {
  return `read_csv([${paths.map(textLiteral).join(', ')}], union_by_name = true${args})`;
}

/** The same call for the text of some columns, as it is in the files. `fields` are the table's columns. */
export function readTexts(
  { paths, args }: CsvTableRequest,
  columns: readonly string[],
  fields: readonly Field[],
): string {
  // With other types the sniffer could take the first line for names, or names for values.
  const header = !fields.every(({ name }, i) => name === `column${i}`);
  return readCsv(paths, args.sql({ header, types: new Map(columns.map((name) => [name, 'VARCHAR'])) }));
}

export async function fieldsOf(host: CsvHost, table: string): Promise<readonly Field[]> {
  return describedFields(await host.query(`DESCRIBE ${quoteName(table)}`));
}
