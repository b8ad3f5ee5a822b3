import { describedFields } from '../../rows/arrow/small-results';
import type { CsvArguments } from './csv-arguments';
import type { CsvFile } from '../database';
import type { Field } from '../source';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';

/** Database access while a CSV table is made. */
export interface CsvHost {
  /** Registers a file under a path; the database reads it in parts. */
  register(path: string, data: Blob): Promise<void>;
  drop(path: string): Promise<void>;
  query(sql: string): Promise<Uint8Array>;
}

export interface CsvTableRequest {
  readonly table: string;
  readonly files: readonly CsvFile[];
  /** The files' paths in the database. */
  readonly paths: readonly string[];
  readonly args: CsvArguments;
  /** The subject of its errors. */
  readonly subject: string;
}

/** The SQL call that reads files. */
export function readCsv(paths: readonly string[], args: string): string {
  return `read_csv([${paths.map(textLiteral).join(', ')}], union_by_name = true${args})`;
}

/** Like {@link readCsv}, but with some columns as raw text. `fields` are the table's columns. */
export function readTexts(
  { paths, args }: CsvTableRequest,
  columns: readonly string[],
  fields: readonly Field[],
): string {
  // With other types, the sniffer might no longer recognize a header, or mistake a row for one.
  const header = !fields.every(({ name }, i) => name === `column${i}`);
  return readCsv(paths, args.sql({ header, types: new Map(columns.map((name) => [name, 'VARCHAR'])) }));
}

export async function fieldsOf(host: CsvHost, table: string): Promise<readonly Field[]> {
  return describedFields(await host.query(`DESCRIBE ${quoteName(table)}`));
}
