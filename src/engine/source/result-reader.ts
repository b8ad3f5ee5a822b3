import { joined } from '../rows/joined-bytes';
import { quoteName } from '../sql/sql-tokens';
import { unknownColumn } from './field-named';
import { IN_DATABASE, NO_COLUMNS, OBJECTS } from './parts-on-demand';
import { arrowColumn, chosenFields, selectSql } from './result-columns';
import { openFile, streamOf } from './result-files';
import type { ArrowModule, CsvOptions, FileOptions, ResultOptions } from './result-options';
import type { Catalog, RequestOptions } from './source';

/** The code of `Results`, which loads when a page first asks for rows. */

/** Types whose values JavaScript represents exactly. */
const COMPARABLE =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\((\d|1[0-5]),.*|VARCHAR|UUID|ENUM\(.*)$/s;

export async function toIPC(
  catalog: Catalog,
  name: string,
  { columns, limit, where, ...options }: ResultOptions,
  onFields?: (sqlTypes: readonly string[]) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fields } = await catalog.open(name, options);
  if (fields.length === 0) return (await NO_COLUMNS.load()).streamWithoutColumns();
  const chosen = chosenFields(name, fields, { ...(columns && { columns }), ...(limit !== undefined && { limit }) });
  onFields?.(chosen.map(({ sqlType }) => sqlType));
  return catalog.sql(selectSql(chosen.map(arrowColumn).join(', '), quoteName(name), where, limit), options);
}

export async function toArrow<Table>(
  catalog: Catalog,
  name: string,
  arrow: ArrowModule<Table>,
  options: ResultOptions,
): Promise<Table> {
  const bytes = await toIPC(catalog, name, options);
  return typeof arrow === 'function' ? arrow(bytes) : arrow.tableFromIPC(bytes);
}

export async function toArray(
  catalog: Catalog,
  name: string,
  options: ResultOptions,
): Promise<Record<string, unknown>[]> {
  let sqlTypes: readonly string[] = [];
  const bytes = await toIPC(catalog, name, options, (types) => (sqlTypes = types));
  return (await OBJECTS.load()).objectsOf(bytes, sqlTypes);
}

export async function toCSV(catalog: Catalog, name: string, options: CsvOptions): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const bytes of chunksOf(catalog, name, { ...options, type: 'csv' }))
    text += decoder.decode(bytes, { stream: true });
  return text;
}

export async function toParquet(
  catalog: Catalog,
  name: string,
  options: ResultOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const bytes of chunksOf(catalog, name, { ...options, type: 'parquet' })) chunks.push(bytes);
  return joined(chunks);
}

async function* chunksOf(
  catalog: Catalog,
  name: string,
  options: FileOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await openFile(catalog, name, options);
  try {
    yield* file.chunks;
  } finally {
    file.close();
  }
}

export function toStream(
  catalog: Catalog,
  name: string,
  options: FileOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  return streamOf((signal) => openFile(catalog, name, { ...options, signal }), options.signal, `query "${name}"`);
}

export async function distinct(
  catalog: Catalog,
  name: string,
  column: string,
  { limit = 1000, where, ...options }: ResultOptions,
): Promise<unknown[]> {
  const { fields } = await catalog.open(name, options);
  if (fields.length === 0) return [];
  const field = fields.find(({ name: known }) => known === column);
  if (!field) throw unknownColumn(column, fields, name);
  const value = quoteName(column);
  const from = `FROM ${quoteName(name)} WHERE ${value} IS NOT NULL${where === undefined ? '' : ` AND (${where}\n)`}`;
  const distinct = `SELECT DISTINCT ${value} AS v ${from} ORDER BY 1 LIMIT ${Math.trunc(limit)}`;
  const sql = COMPARABLE.test(field.sqlType) ? distinct : `SELECT CAST(v AS VARCHAR) AS v FROM (${distinct})`;
  const bytes = await catalog.sql(sql, options);
  return (await OBJECTS.load()).objectsOf(bytes, [field.sqlType]).map(({ v }) => v);
}

export async function count(
  catalog: Catalog,
  name: string,
  predicate: string,
  options: RequestOptions,
): Promise<number> {
  if ((await catalog.open(name, options)).fields.length === 0) return 0;
  const bytes = await catalog.sql(`SELECT count(*) AS n FROM ${quoteName(name)} WHERE ${predicate}\n`, options);
  return (await IN_DATABASE.load()).countOf(bytes);
}
