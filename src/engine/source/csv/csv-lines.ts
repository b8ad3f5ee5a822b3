import { PikaError } from '../../errors';
import { textLiteral } from '../../sql/literals';
import { quoteName } from '../../sql/sql-tokens';
import type { CsvOptions } from '../result-options';
import type { Field } from '../source';

const FRACTIONAL = /^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;
const DATES = /^(DATE|TIMESTAMP(_S|_MS|_NS)?)$/;
/** Types whose text consists of these characters. It is never empty, and has no white space at its ends. */
const PLAIN = /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|FLOAT|DOUBLE|DECIMAL.*|UUID|DATE|TIME.*)$/;
const IN_PLAIN = /^[\w+\-.,:() ]*$/;
/** What JavaScript's \s matches, in the syntax of DuckDB's expressions. */
const SPACE = String.raw`\s\x{b}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const NEEDS_QUOTES = /["\r\n]|^\s|\s$/;

/**
 * Lines of CSV as in RFC 4180, which the database writes. A string that reads like NULL is quoted, so that the two
 * differ.
 */
export class CsvLines {
  readonly #delimiter: string;
  readonly #decimal: string;
  readonly #nulls: string;
  readonly #dates: string | undefined;
  readonly #bom: boolean;

  /** @throws PikaError `source/bad-parameter` */
  constructor(name: string, { delimiter, decimal = '.', nulls = '', dates, bom = false }: CsvOptions) {
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
    if (dates !== undefined && typeof dates !== 'string')
      refuse('dates', 'a strftime format, such as "%d.%m.%Y"', dates);
    [this.#delimiter, this.#decimal, this.#nulls, this.#dates, this.#bom] = [between, decimal, nulls, dates, bom];
  }

  /** The first line. */
  header(names: readonly string[]): Uint8Array<ArrayBuffer> {
    const cells = names.map((name) =>
      name === '' || name === this.#nulls || name.includes(this.#delimiter) || NEEDS_QUOTES.test(name)
        ? `"${name.replaceAll('"', '""')}"`
        : name,
    );
    return new TextEncoder().encode(`${this.#bom ? '\ufeff' : ''}${cells.join(this.#delimiter)}\r\n`);
  }

  /** The SQL of a line, with its end. */
  sql(fields: readonly Field[]): string {
    const cells = fields.map((field) => this.#cell(field)).join(`, ${textLiteral(this.#delimiter)}, `);
    return `concat(${cells}, chr(13), chr(10)) AS line`;
  }

  #cell({ name, sqlType }: Field): string {
    const [delimiter, nulls] = [textLiteral(this.#delimiter), textLiteral(this.#nulls)];
    const text = this.#text(quoteName(name), sqlType);
    const isPlain = PLAIN.test(sqlType) && !(this.#dates !== undefined && DATES.test(sqlType));
    const mayHoldDelimiter = IN_PLAIN.test(this.#delimiter) && (this.#delimiter !== ',' || this.#decimal === ',');
    const mayReadAsNull = this.#nulls !== '' && (!isPlain || IN_PLAIN.test(this.#nulls));
    const quoted = [
      ...(mayReadAsNull ? [`${text} = ${nulls}`] : []),
      ...(isPlain && mayHoldDelimiter ? [`contains(${text}, ${delimiter})`] : []),
      ...(isPlain ? [] : [`${text} = ''`, `regexp_matches(${text}, ${textLiteral(this.#quotedPattern)})`]),
    ];
    return quoted.length === 0
      ? `coalesce(${text}, ${nulls})`
      : `CASE WHEN ${text} IS NULL THEN ${nulls} WHEN ${quoted.join(' OR ')} ` +
          `THEN '"' || replace(${text}, '"', '""') || '"' ELSE ${text} END`;
  }

  /** Of texts that need quotes. */
  get #quotedPattern(): string {
    const delimiter = `\\x{${this.#delimiter.codePointAt(0)!.toString(16)}}`;
    return `[${delimiter}"\\r\\n]|^[${SPACE}]|[${SPACE}]$`;
  }

  #text(column: string, sqlType: string): string {
    if (this.#dates !== undefined && DATES.test(sqlType)) return `strftime(${column}, ${textLiteral(this.#dates)})`;
    const text = `CAST(${column} AS VARCHAR)`;
    return this.#decimal === ',' && FRACTIONAL.test(sqlType) ? `replace(${text}, '.', ',')` : text;
  }
}
