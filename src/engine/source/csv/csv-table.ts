import { describedFields, textsOf } from '../../rows/arrow/small-results';
import { doubtfulColumns, wideIntegers } from './csv-doubts';
import { atFile, csvError, differingColumns } from './csv-error';
import { fieldsOf, readCsv, type CsvHost, type CsvTableRequest } from './csv-host';
import { notesOn } from './csv-notes';
import type { Field, SourceNote } from '../source';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';

/**
 * Makes a table from CSV files. DuckDB detects types from the first rows. If a later row contradicts them, with an
 * error or a value that would be lost (1.5 in a column of integers), types are detected from all rows. Resolves to
 * remarks on the types for the user. Throws source/bad-file, source/bad-option.
 */
export async function makeCsvTable(host: CsvHost, request: CsvTableRequest): Promise<readonly SourceNote[]> {
  const { files, paths, args } = request;
  try {
    for (const [i, { data }] of files.entries()) await host.register(paths[i]!, data);
    const first = await firstColumns(host, request);
    if (first.length === 1 && args.findsQuotes && (await hasNoQuotes(host, request))) {
      const quoted = await makeOf(host, { ...request, args: args.quoted() }, first).catch(() => null);
      if (quoted) return quoted;
    }
    return await makeOf(host, request, first);
  } catch (thrown) {
    throw csvError(thrown, request);
  } finally {
    await Promise.all(paths.map((path) => host.drop(path).catch(() => undefined)));
  }
}

async function makeOf(
  host: CsvHost,
  request: CsvTableRequest,
  first: readonly Field[],
): Promise<readonly SourceNote[]> {
  const { table, args } = request;
  const failed = await create(host, request, args.sql()).then(
    () => null,
    (thrown: unknown) => csvError(thrown, request),
  );
  if (failed && !args.samples) throw failed;
  if (args.samples) {
    const wholeSample =
      (failed !== null || (await doubtfulColumns(host, request, first))) &&
      (await createByAllRows(host, request, first, failed));
    const types = await wideIntegers(host, request, await fieldsOf(host, table));
    if (types) await create(host, request, args.sql({ wholeSample, types }));
  }
  return notesOn(host, request, first, await fieldsOf(host, table));
}

/**
 * Makes the table with types detected from all rows; resolves to whether it did. `failed` is the error that the types
 * of the first rows caused. It is rethrown if the types of all rows fail too.
 */
async function createByAllRows(
  host: CsvHost,
  request: CsvTableRequest,
  first: readonly Field[],
  failed: unknown,
): Promise<boolean> {
  const { table, args } = request;
  // The first error is more specific than the one for all rows.
  await create(host, request, args.sql({ wholeSample: true })).catch((thrown: unknown) => {
    throw failed ?? thrown;
  });
  const fields = await fieldsOf(host, table);
  if (fields.length === first.length && fields.every(({ name }, i) => name === first[i]!.name)) return true;
  // If one line is too short or too long, DuckDB reads all lines as a single text column.
  await host.query(`DROP TABLE ${quoteName(table)}`);
  if (failed) throw failed;
  await create(host, request, args.sql());
  return false;
}

/**
 * Whether the first rows contain no quoted value. In a file with one column, DuckDB then treats later quotation marks
 * as part of the values; with several columns, it recognizes them.
 */
async function hasNoQuotes(host: CsvHost, { paths, args }: CsvTableRequest): Promise<boolean> {
  for (const path of paths) {
    const [quote] = textsOf(await host.query(`SELECT "Quote" FROM sniff_csv(${textLiteral(path)}${args.sql()})`));
    if (quote !== '(empty)') return false;
  }
  return true;
}

async function create(host: CsvHost, { table, paths }: CsvTableRequest, args: string): Promise<void> {
  await host.query(`CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${readCsv(paths, args)}`);
}

/** The columns, as detected from the first rows of the files. They must be the same in each file. */
async function firstColumns(host: CsvHost, request: CsvTableRequest): Promise<readonly Field[]> {
  const { files, paths, args, subject } = request;
  const columns: (readonly Field[])[] = [];
  for (const [i, path] of paths.entries()) {
    try {
      columns.push(describedFields(await host.query(`DESCRIBE SELECT * FROM ${readCsv([path], args.sql())}`)));
    } catch (thrown) {
      throw atFile(thrown, i);
    }
  }
  const differing = differingColumns(
    columns.map((fields) => fields.map(({ name }) => name)),
    files,
    subject,
  );
  if (differing) throw differing;
  // Where types differ between files, DuckDB chooses one that holds both.
  return columns.length === 1
    ? columns[0]!
    : describedFields(await host.query(`DESCRIBE SELECT * FROM ${readCsv(paths, args.sql())}`));
}
