import { describedFields } from '../rows/small-answer';
import { doubtfulColumns, wideIntegers } from './csv-doubts';
import { atFile, csvError, differingColumns } from './csv-error';
import { fieldsOf, readCsv, type CsvHost, type CsvTableRequest } from './csv-host';
import { notesOn } from './csv-notes';
import type { Field, SourceNote } from './source';
import { quoteName } from './sql-tokens';

/**
 * Makes a table out of CSV files. DuckDB finds types by the first rows; where a later row contradicts them, by an error or by a value that
 * would be lost (1.5 in a column of integers), all rows are looked at. Answers what the user should know about the types.
 * Throws source/bad-file, source/bad-option.
 */
export async function makeCsvTable(host: CsvHost, request: CsvTableRequest): Promise<readonly SourceNote[]> {
  const { files, paths, args } = request;
  try {
    for (const [i, { data }] of files.entries()) await host.register(paths[i]!, data);
    const first = await firstColumns(host, request);
    if (!args.samples) {
      await create(host, request, args.sql());
      return await notesOn(host, request, first, await fieldsOf(host, request.table));
    }
    const failed = await create(host, request, args.sql()).then(() => null, (thrown: unknown) => csvError(thrown, request));
    const wide = failed ? null : await wideIntegers(host, request, await fieldsOf(host, request.table));
    if (failed || await doubtfulColumns(host, request, first)) {
      // The first complaint says more than one about all rows would.
      await create(host, request, args.sql({ wholeSample: true })).catch((thrown: unknown) => { throw failed ?? csvError(thrown, request); });
      const again = await wideIntegers(host, request, await fieldsOf(host, request.table));
      if (again) await create(host, request, args.sql({ wholeSample: true, types: again }));
    } else if (wide) await create(host, request, args.sql({ types: wide }));
    return await notesOn(host, request, first, await fieldsOf(host, request.table));
  } catch (thrown) {
    throw csvError(thrown, request);
  } finally {
    await Promise.all(paths.map((path) => host.drop(path).catch(() => undefined)));
  }
}

async function create(host: CsvHost, { table, paths }: CsvTableRequest, args: string): Promise<void> {
  await host.query(`CREATE OR REPLACE TABLE ${quoteName(table)} AS SELECT * FROM ${readCsv(paths, args)}`);
}

/** The columns by the first rows of the files, which must be the same in each. */
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
  const differing = differingColumns(columns.map((fields) => fields.map(({ name }) => name)), files, subject);
  if (differing) throw differing;
  // Files whose types differ get one that holds both.
  return columns.length === 1 ? columns[0]! : describedFields(await host.query(`DESCRIBE SELECT * FROM ${readCsv(paths, args.sql())}`));
}
