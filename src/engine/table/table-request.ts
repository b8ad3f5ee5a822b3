import { PikaError } from '../errors';
import { CLOCKS_GROUP } from '../grammar/attributes/attribute-groups';
import { parseGroup } from '../grammar/attributes/parse-attributes';
import { textLocale } from '../locale/text-locale';
import { timeZoneNamed } from '../locale/time-zone';
import { PLAIN, type Presentation } from '../scales/presentation';
import { plainName } from '../sql/column-names';
import { tokenize } from '../sql/sql-tokens';

/** What a table shows, as the author wrote it. */
export interface TableRequest {
  /** The query whose rows it shows. */
  readonly from: string;
  /** The selections that rows must pass. */
  readonly filterBy: readonly string[];
  /** Columns and expressions, separated by commas, each with an optional name (`delay / 60 AS hours`); null: all. */
  readonly columns: string | null;
  /** d3 formats by column: `price: $,.2f; day: %d %b`. */
  readonly formats: string | null;
  /** The column that rows are sorted by at first; descending after a minus: `-delay`. Null: the query's order. */
  readonly sort: string | null;
  /** The language of its texts, as HTML's `lang`. */
  readonly lang: string | null;
  readonly timeZone: string | null;
}

/** A column that the author asked for. */
export interface RequestedColumn {
  readonly expression: string;
  /** What its head says. */
  readonly name: string;
}

export interface TablePlan {
  readonly from: string;
  readonly filterBy: readonly string[];
  /** Null: all columns of the query. */
  readonly columns: readonly RequestedColumn[] | null;
  readonly sort: TableSort | null;
  /** How values of a column are shown, by its name; see {@link presentationOf}. */
  readonly formats: ReadonlyMap<string, string>;
  readonly show: Presentation;
}

/** The column that decides the order of rows, by its name. Rows without a value come last in either direction. */
export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** @throws PikaError `spec/bad-attribute` */
export function planTable({ from, filterBy, columns, formats, sort, lang, timeZone }: TableRequest): TablePlan {
  const { timeZone: zone } = parseGroup(CLOCKS_GROUP, { timeZone });
  return {
    from,
    filterBy,
    columns: columns?.trim() ? parseColumns(columns) : null,
    sort: sort?.trim() ? parseSort(sort.trim()) : null,
    formats: formats?.trim() ? parseFormats(formats) : new Map(),
    show: { ...PLAIN, locale: textLocale(lang), zone: zone === null ? null : timeZoneNamed(zone) },
  };
}

export function presentationOf({ formats, show }: TablePlan, column: string): Presentation {
  const specifier = formats.get(column);
  return specifier === undefined ? show : { ...show, format: { specifier, attribute: 'formats' } };
}

function parseColumns(text: string): readonly RequestedColumn[] {
  const columns = splitAt(text, ',').map((part): RequestedColumn => {
    const as = tokenize(part).findLast(({ kind, text: word }) => kind === 'word' && word === 'AS');
    const label = as && plainName(part.slice(as.end));
    // Without a name after it, the word is a part of the expression: CAST(delay AS INTEGER).
    const expression = label == null ? part : part.slice(0, as!.start).trim();
    return { expression, name: label ?? plainName(part) ?? part };
  });
  if (columns.every(({ expression }) => expression !== '')) return columns;
  throw badAttribute(
    'columns',
    'columns and expressions, separated by commas',
    text,
    'date, origin, delay / 60 AS hours',
  );
}

function parseSort(text: string): TableSort {
  const descending = text.startsWith('-');
  const column = text.slice(descending ? 1 : 0).trim();
  if (column === '') throw badAttribute('sort', 'the name of a column', text, '-delay');
  return { column: plainName(column) ?? column, descending };
}

function parseFormats(text: string): ReadonlyMap<string, string> {
  return new Map(
    splitAt(text, ';')
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const [name, specifier] = nameAndFormat(part);
        if (name && specifier) return [name, specifier];
        throw badAttribute('formats', 'a column, a colon and a format, separated by semicolons', part, 'price: $,.2f');
      }),
  );
}

/** Splits at the first colon outside of quotes. */
function nameAndFormat(part: string): readonly [name: string, specifier: string] {
  const colon = tokenize(part).find(({ kind, text }) => kind === 'symbol' && text === ':');
  if (!colon) return ['', ''];
  const name = part.slice(0, colon.start).trim();
  return [plainName(name) ?? name, part.slice(colon.end).trim()];
}

/** Splits at a symbol outside of quotes and brackets. */
function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { kind, text: symbol, start, end } of tokenize(text)) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(symbol)) depth++;
    if (')]}'.includes(symbol)) depth--;
    if (depth > 0 || symbol !== separator) continue;
    parts.push(text.slice(from, start).trim());
    from = end;
  }
  return [...parts, text.slice(from).trim()];
}

function badAttribute(name: string, expected: string, found: string, example: string): PikaError {
  return new PikaError('spec/bad-attribute', {
    subject: `attribute ${name}`,
    expected,
    found: `"${found}"`,
    next: `Write for example ${name}="${example}".`,
  });
}
