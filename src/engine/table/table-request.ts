import { CLOCKS_GROUP } from '../grammar/attributes/attribute-groups';
import { parseGroup } from '../grammar/attributes/parse-attributes';
import { textLocale } from '../locale/text-locale';
import { timeZoneNamed } from '../locale/time-zone';
import { PLAIN, type Presentation } from '../scales/presentation';
import { plainName } from '../sql/column-names';
import { tokenize } from '../sql/sql-tokens';
import { badAttribute, parseColumns, splitAt, type RequestedColumn } from './requested-columns';

/** What a table shows, as the author wrote it. */
export interface TableRequest {
  /** The query whose rows it shows. */
  readonly from: string;
  /** The selections that rows must pass. */
  readonly filterBy: readonly string[];
  /** Columns and expressions, separated by commas, each with an optional name (`delay / 60 AS hours`); null: all. */
  readonly columns: string | null;
  /** The column or expression that identifies a row, by which rows are selected; null: they can't be. */
  readonly key: string | null;
  /** The selection that selected rows contribute to. */
  readonly selection: string;
  /** d3 formats by column: `price: $,.2f; day: %d %b`. */
  readonly formats: string | null;
  /** The column that rows are sorted by at first; descending after a minus: `-delay`. Null: the query's order. */
  readonly sort: string | null;
  /** The language of its texts, as HTML's `lang`. */
  readonly lang: string | null;
  readonly timeZone: string | null;
}

export interface TablePlan {
  readonly from: string;
  readonly filterBy: readonly string[];
  /** Null: all columns of the query. */
  readonly columns: readonly RequestedColumn[] | null;
  readonly key: string | null;
  readonly selection: string;
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
export function planTable({ columns, formats, sort, key, lang, timeZone, ...request }: TableRequest): TablePlan {
  const { timeZone: zone } = parseGroup(CLOCKS_GROUP, { timeZone });
  return {
    from: request.from,
    filterBy: request.filterBy,
    selection: request.selection,
    columns: parseColumns(columns),
    key: key?.trim() ? parseKey(key.trim()) : null,
    sort: sort?.trim() ? parseSort(sort.trim()) : null,
    formats: formats?.trim() ? parseFormats(formats) : new Map(),
    show: { ...PLAIN, locale: textLocale(lang), zone: zone === null ? null : timeZoneNamed(zone) },
  };
}

export function presentationOf({ formats, show }: TablePlan, column: string): Presentation {
  const specifier = formats.get(column);
  return specifier === undefined ? show : { ...show, format: { specifier, attribute: 'formats' } };
}

function parseKey(text: string): string {
  const columns = parseColumns(text);
  if (columns?.length !== 1) throw badAttribute('row-key', 'one column or expression', text, 'id');
  return columns[0]!.expression;
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
