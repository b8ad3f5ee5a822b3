import { badOption, type ReadOptions } from '../files/read-options';
import { isTrue, oneCharacter, textList, typeList, wholeNumber } from './option-texts';
import { textLiteral } from '../../sql/literals';

const TAB = '\t';
/** DuckDB accepts delimiters of up to four bytes; its other special characters have one byte. */
const MAX_DELIMITER_BYTES = 4;

export interface ArgumentChanges {
  /** Column types, by name, in addition to those given by the author. */
  readonly types?: ReadonlyMap<string, string>;
  /** Detect types from all rows instead of the first 20,480. */
  readonly wholeSample?: boolean;
  /** Whether the first line is a header, unless the author specifies it. */
  readonly header?: boolean;
  readonly withoutTypes?: boolean;
}

/**
 * Arguments of read_csv after the file names. This type has only the public members of the class: each of the package's
 * two entries declares the class, and TypeScript treats two classes with private members as incompatible.
 */
export type CsvArguments = Pick<CsvAttributes, keyof CsvAttributes>;

/** {@link CsvArguments} made from the attributes of a query. All strings are escaped as literals. */
export class CsvAttributes {
  /** Types given by the author, by column. */
  readonly types: ReadonlyMap<string, string>;
  /** DuckDB detects the types of the other columns from a sample: the author gave no sample size. */
  readonly samples: boolean;
  readonly hasHeader: boolean | null;
  readonly decimalSeparator: string;
  readonly dateformat: string | null;
  readonly timestampformat: string | null;
  /** DuckDB detects the quote character: the author gave none. */
  readonly findsQuotes: boolean;
  readonly #given: readonly [options: ReadOptions, query: string, isTsv: boolean];
  readonly #fixed: readonly (readonly [name: string, sql: string])[];

  /** Throws source/bad-option. */
  constructor(options: ReadOptions, query: string, isTsv: boolean) {
    const fail = (name: keyof ReadOptions, expected: string): never => badOption(name, expected, options[name]!, query);
    const byte = (name: keyof ReadOptions, mayBeEmpty = false): string | undefined => {
      const text = oneCharacter(options[name]);
      if (text === undefined || (text === '' && mayBeEmpty)) return text;
      return text !== null && bytesOf(text) === 1 && !isLineEnd(text) ? text : fail(name, 'one ASCII character');
    };
    const flag = (name: keyof ReadOptions): boolean | undefined => {
      if (options[name] === undefined) return undefined;
      return isTrue(options[name]) ?? fail(name, 'true or false');
    };
    const lines = (name: keyof ReadOptions, expected: string): number | undefined => {
      if (options[name] === undefined) return undefined;
      return wholeNumber(options[name]) ?? fail(name, expected);
    };
    const delimiter = delimiterOf(options, fail) ?? (isTsv ? TAB : undefined);
    const decimal = byte('decimalSeparator');
    if (decimal !== undefined && decimal !== '.' && decimal !== ',') fail('decimalSeparator', 'a point or a comma');
    const thousands = byte('thousands');
    if (thousands !== undefined && thousands === (decimal ?? '.'))
      fail('thousands', `a character other than the decimal separator, "${thousands}"`);
    const sampleSize = sampleSizeOf(options, fail);
    const allVarchar = flag('allVarchar');
    const nulls =
      options.nullstr === undefined
        ? undefined
        : (textList(options.nullstr) ?? fail('nullstr', 'strings separated by commas, or a JSON array of strings'));
    this.types =
      options.types === undefined
        ? new Map()
        : (typeList(options.types) ??
          fail('types', 'column names with types, e.g. "zip: VARCHAR, price: DECIMAL(10, 2)"'));
    this.hasHeader = flag('header') ?? null;
    this.samples = sampleSize === undefined && allVarchar !== true;
    this.decimalSeparator = decimal ?? '.';
    this.findsQuotes = options.quote === undefined && options.escape === undefined;
    this.#given = [options, query, isTsv];
    this.dateformat = options.dateformat ?? null;
    this.timestampformat = options.timestampformat ?? null;
    const given: readonly (readonly [string, string | undefined])[] = [
      ['delim', sqlText(delimiter)],
      ['quote', sqlText(byte('quote', true))],
      ['escape', sqlText(byte('escape', true))],
      ['comment', sqlText(byte('comment', true))],
      ['nullstr', nulls && (nulls.length === 1 ? textLiteral(nulls[0]!) : `[${nulls.map(textLiteral).join(', ')}]`)],
      ['skip', sqlNumber(lines('skip', 'a number of lines'))],
      ['dateformat', sqlText(options.dateformat)],
      ['timestampformat', sqlText(options.timestampformat)],
      ['decimal_separator', sqlText(decimal)],
      ['thousands', sqlText(thousands)],
      ['all_varchar', sqlFlag(allVarchar)],
      ['null_padding', sqlFlag(flag('nullPadding'))],
      ['strict_mode', sqlFlag(flag('strictMode'))],
      ['max_line_size', sqlNumber(lines('maxLineSize', 'a number of bytes'))],
      ['sample_size', sqlNumber(sampleSize)],
    ];
    this.#fixed = given.flatMap(([name, sql]) => (sql === undefined ? [] : [[name, sql] as const]));
  }

  /** E.g. `, delim = ';', header = false`. */
  sql({ types, wholeSample = false, header, withoutTypes = false }: ArgumentChanges = {}): string {
    const all = withoutTypes ? [] : [...new Map([...this.types, ...(types ?? [])])];
    const first = this.hasHeader ?? header;
    const parts = [
      ...this.#fixed,
      ...(first === undefined ? [] : [['header', String(first)] as const]),
      ...(wholeSample ? [['sample_size', '-1'] as const] : []),
      ...(all.length > 0
        ? [
            [
              'types',
              `{${all.map(([name, type]) => `${textLiteral(name)}: ${textLiteral(type)}`).join(', ')}}`,
            ] as const,
          ]
        : []),
    ];
    return parts.map(([name, sql]) => `, ${name} = ${sql}`).join('');
  }

  /** A copy with the standard quote character, `"`. */
  quoted(): CsvArguments {
    const [options, query, isTsv] = this.#given;
    return new CsvAttributes({ ...options, quote: '"', escape: '"' }, query, isTsv);
  }

  /** Whether the author gave the type of this column. */
  isTyped(column: string): boolean {
    const key = column.toLowerCase();
    return [...this.types.keys()].some((name) => name.toLowerCase() === key);
  }
}

function delimiterOf(
  options: ReadOptions,
  fail: (name: keyof ReadOptions, expected: string) => never,
): string | undefined {
  const given = options.delimiter;
  if (given === undefined) return undefined;
  // "||" is one delimiter of two characters.
  const text = oneCharacter(given) ?? given;
  return text !== '' &&
    !text.includes('\0') &&
    !/^\\./.test(text) &&
    bytesOf(text) <= MAX_DELIMITER_BYTES &&
    !isLineEnd(text)
    ? text
    : fail(
        'delimiter',
        `one character, as itself or as \\t, \\x01 or \\u0001, or several (at most ${MAX_DELIMITER_BYTES} bytes)`,
      );
}

function sampleSizeOf(
  options: ReadOptions,
  fail: (name: keyof ReadOptions, expected: string) => never,
): number | undefined {
  const given = options.sampleSize?.trim().toLowerCase();
  if (given === undefined) return undefined;
  if (given === '-1' || given === 'all') return -1;
  const rows = wholeNumber(given);
  return rows ? rows : fail('sampleSize', 'a number of rows, or "all"');
}

function isLineEnd(text: string): boolean {
  return /[\r\n]/.test(text);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function sqlText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : textLiteral(text);
}

function sqlNumber(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number);
}

function sqlFlag(flag: boolean | undefined): string | undefined {
  return flag === undefined ? undefined : String(flag);
}
