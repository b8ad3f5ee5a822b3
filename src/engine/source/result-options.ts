import type { RequestOptions } from './source';

/** Which rows a query returns. */
export interface ResultOptions extends RequestOptions {
  /** Only these columns, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Maximum number of rows. Default: all. */
  readonly limit?: number;
  /** Only rows that meet this condition of DuckDB's SQL, such as `toSQL()` of a selection. Default: all. */
  readonly where?: string;
}

/** How {@link Results.toCSV} writes values. */
export interface CsvOptions extends ResultOptions {
  /** The character between values. Default: a comma; a semicolon if `decimal` is a comma. */
  readonly delimiter?: string;
  /** The decimal separator of FLOAT, DOUBLE and DECIMAL columns. Default: a point. */
  readonly decimal?: '.' | ',';
  /** The text of NULL. A string that reads the same is quoted. Default: nothing; the empty string is then `""`. */
  readonly nulls?: string;
  /** The strftime format of DATE and TIMESTAMP columns, such as `%d.%m.%Y`. Default: as DuckDB writes them. */
  readonly dates?: string;
  /** Begins with a byte order mark, from which Excel knows that the file is UTF-8. Default: false. */
  readonly bom?: boolean;
}

/** The type of a {@link Results.toStream}, and the options of that type. */
export type FileOptions =
  (CsvOptions & { readonly type: 'csv' }) | (ResultOptions & { readonly type: 'parquet' | 'arrow' });

/** The page's own apache-arrow: the module, or its `tableFromIPC`. */
export type ArrowModule<Table> = ((bytes: Uint8Array) => Table) | { tableFromIPC(bytes: Uint8Array): Table };
