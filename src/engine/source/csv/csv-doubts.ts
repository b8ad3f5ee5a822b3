import { countOf, rowOfTexts } from '../../rows/arrow/small-results';
import { SNIFFED_ROWS } from '../../rows/csv/sniffed-rows';
import { readTexts, type CsvHost, type CsvTableRequest } from './csv-host';
import type { Field } from '../source';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';

/**
 * Whether later rows contradict the types detected from the first ones, although every value could be converted. In a
 * column of integers, DuckDB rounds 1.5 to 2 and reads 01234 as 1234; in a column of dates, it drops the time. If the
 * first values of a column are missing, its type is VARCHAR.
 */
export async function doubtfulColumns(
  host: CsvHost,
  request: CsvTableRequest,
  first: readonly Field[],
): Promise<boolean> {
  const { table, args } = request;
  const rows = countOf(await host.query(`SELECT count(*) FROM ${quoteName(table)}`));
  if (rows <= SNIFFED_ROWS) return false;
  const open = first.filter(({ name }) => !args.isTyped(name));
  const texts = open.filter(({ sqlType }) => sqlType === 'VARCHAR').map(({ name }) => quoteName(name));
  if (texts.length > 0) {
    const missing = texts.map((name) => `count(${name})`).join(', ');
    const [early, all] = [
      `SELECT [${missing}]::VARCHAR FROM (SELECT ${texts.join(', ')} FROM ${quoteName(table)} LIMIT ${SNIFFED_ROWS})`,
      `SELECT [${missing}]::VARCHAR FROM ${quoteName(table)}`,
    ];
    const [inFirst, inAll] = [await host.query(early), await host.query(all)].map(
      (answer) => JSON.parse(rowOfTexts(answer)[0]!) as number[],
    );
    if (inFirst!.some((count, i) => count === 0 && inAll![i]! > 0)) return true;
  }
  const lossy = open.filter(({ sqlType }) => sqlType === 'BIGINT' || sqlType === 'DATE');
  if (lossy.length === 0) return false;
  const inInteger = textLiteral(`[eExX${args.decimalSeparator === ',' ? ',' : '.'}]|^[-+ ]*0.`);
  const conditions = lossy.map(
    ({ name, sqlType }) => `bool_or(regexp_matches(${quoteName(name)}, ${sqlType === 'DATE' ? "':'" : inInteger}))`,
  );
  const source = readTexts(
    request,
    lossy.map(({ name }) => name),
    first,
  );
  return countOf(await host.query(`SELECT coalesce(${conditions.join(' OR ')}, false)::INTEGER FROM ${source}`)) === 1;
}

/**
 * Finds columns of whole numbers that DuckDB reads as DOUBLE because some exceed a signed 64-bit integer; returns their
 * exact types, or null if there are none.
 */
export async function wideIntegers(
  host: CsvHost,
  request: CsvTableRequest,
  fields: readonly Field[],
): Promise<ReadonlyMap<string, string> | null> {
  const { table, args } = request;
  const doubles = fields.filter(({ name, sqlType }) => sqlType === 'DOUBLE' && !args.isTyped(name));
  const wide: string[] = [];
  for (const { name } of doubles) {
    const column = quoteName(name);
    const whole = `bool_and(${column} = trunc(${column})) AND max(abs(${column})) > 9007199254740992 AND max(abs(${column})) < 1e38`;
    if (countOf(await host.query(`SELECT coalesce(${whole}, false)::INTEGER FROM ${quoteName(table)}`)) === 1)
      wide.push(name);
  }
  if (wide.length === 0) return null;
  const source = readTexts(request, wide, fields);
  const exact = new Map<string, string>();
  for (const name of wide) {
    const column = quoteName(name);
    const fits = (type: string): string =>
      `bool_and(${column} IS NULL OR (regexp_full_match(${column}, '\\s*[-+]?[0-9]+\\s*') AND try_cast(${column} AS ${type}) IS NOT NULL))`;
    const type = rowOfTexts(
      await host.query(
        `SELECT CASE WHEN ${fits('UBIGINT')} THEN 'UBIGINT' WHEN ${fits('HUGEINT')} THEN 'HUGEINT' END FROM ${source}`,
      ),
    )[0];
    if (type) exact.set(name, type);
  }
  return exact.size > 0 ? exact : null;
}
