import { PikaError } from '../../errors';
import type { CsvForm } from '../../rows/values/objects';
import { textLiteral } from '../../sql/literals';
import type { CsvOptions } from '../result-options';

const FRACTIONAL = /^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;
const DATES = /^(DATE|TIMESTAMP(_S|_MS|_NS)?)$/;

/** @throws PikaError `source/bad-parameter` */
export function csvForm(name: string, options: CsvOptions): CsvForm {
  const { delimiter, decimal = '.', nulls = '', dates = '', bom = false } = options;
  const refuse = (option: string, expected: string, found: unknown): never => {
    throw new PikaError('source/bad-parameter', {
      subject: `${option} of toCSV of query "${name}"`,
      expected,
      found: typeof found === 'string' ? JSON.stringify(found) : String(found),
      next: 'Leave it out for the default.',
    });
  };
  if (decimal !== '.' && decimal !== ',') refuse('decimal', '"." or ","', decimal);
  const between = delimiter ?? (decimal === ',' ? ';' : ',');
  if (typeof between !== 'string' || [...between].length !== 1 || /["\r\n]/.test(between))
    refuse('delimiter', 'one character, but not a quote or the end of a line', between);
  if (typeof nulls !== 'string' || /["\r\n]/.test(nulls) || nulls.includes(between))
    refuse('nulls', 'a text without quotes, delimiters and ends of lines', nulls);
  if (typeof dates !== 'string') refuse('dates', 'a strftime format, such as "%d.%m.%Y"', dates);
  return { delimiter: between, nulls, bom };
}

/** The SQL of a column as text. */
export function csvColumn(column: string, sqlType: string, { decimal, dates }: CsvOptions): string {
  if (dates !== undefined && DATES.test(sqlType)) return `strftime(${column}, ${textLiteral(dates)}) AS ${column}`;
  const text = `CAST(${column} AS VARCHAR)`;
  return decimal === ',' && FRACTIONAL.test(sqlType)
    ? `replace(${text}, '.', ',') AS ${column}`
    : `${text} AS ${column}`;
}
